"""Archives that may only be read: on a medium or in a folder where nothing can be written.

SQLite's write-ahead log wants a file of its own beside the archive even to read it. Where
no such file can be made, the archive is opened as one that nobody changes.
"""

import os
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL

from pipeline.errors import ArchiveError

_EFFECTIVE = {"effective_ids": True} if os.access in os.supports_effective_ids else {}


def is_read_only(file: Path) -> bool:
    """Tell whether an archive is there, and it or its folder may not be written to."""
    # os.path: a name no file can have is no error here.
    return os.path.isfile(file) and not (_writable(file) and _writable(file.parent))  # noqa: PTH113


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, **_EFFECTIVE)


def read_only_url(file: Path) -> URL:
    """Return the URL that opens an archive to be read alone.

    Raises:
        ArchiveError: changes wait beside it that only a program that may write can take in.

    """
    waiting = file.with_name(f"{file.name}-wal")
    if waiting.is_file() and waiting.stat().st_size:
        raise ArchiveError("changes-wait-read-only", archive=file, waiting=waiting.name)
    database = f"file:{quote(str(file.absolute()))}"
    return URL.create("sqlite", database=database, query={"immutable": "1", "mode": "ro", "uri": "true"})
