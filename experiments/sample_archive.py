"""The archive of the sample corpus, which `make run` builds."""

from pipeline.archive import Archive
from pipeline.config import home
from pipeline.errors import ArchiveError


def open_sample() -> Archive:
    """Return the archive at data/sample.db; end with a line that says how to make it where there is none."""
    try:
        return Archive.open_existing(str(home() / "data" / "sample.db"))
    except ArchiveError as error:
        raise SystemExit(f"{error}\n`make run` builds the archive of the sample corpus") from error
