"""Read published Danish minutes; tag, link and correct their agenda items."""

__version__ = "0.1.0"
