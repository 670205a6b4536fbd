"""The command line: `sagsspor [--archive URL] [--config FILE] COMMAND`."""

from pipeline.cli.app import main

__all__ = ["main"]
