"""`python -m pipeline` is `sagsspor`."""

from pipeline.cli import main

main()
