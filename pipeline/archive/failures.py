"""Failures of a database in words a user can act on: what, where, what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from pipeline.errors import ArchiveError

_SQLITE = {
    sqlite3.SQLITE_BUSY: "is locked: another program is writing to it; wait for that and try again",
    sqlite3.SQLITE_LOCKED: "is locked: another program is writing to it; wait for that and try again",
    sqlite3.SQLITE_PERM: "may not be opened; check the rights of the file and its folder",
    sqlite3.SQLITE_READONLY: "is read-only; check the rights of the file and its folder, nothing was written",
    sqlite3.SQLITE_IOERR: "cannot be read or written; check the disk, nothing was written",
    sqlite3.SQLITE_CORRUPT: "is damaged; put a backup in its place, or move it and add the minutes again",
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full; make room and try again, nothing was written",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that its folder is there and may be written to",
    sqlite3.SQLITE_NOTADB: "is no database; name another file, or move it away to start an empty archive",
}
_LOST_RACE = "was changed by another program at the same moment; try again, nothing was written"


@contextmanager
def told_in_one_line(where: str) -> Iterator[None]:
    """Turn what a database can fail with into an ArchiveError about the archive at `where`."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise ArchiveError(
            f"archive {where} cannot keep the text: half a character ({error.object[error.start]!a}); "
            "read the source again in its right encoding"
        ) from error
    except exc.IntegrityError as error:
        raise ArchiveError(f"archive {where} {_LOST_RACE}") from error
    except (exc.DBAPIError, sqlite3.Error) as error:
        advice = _advice(error)
        if advice is None:
            raise
        raise ArchiveError(f"archive {where} {advice}") from error


def _advice(error: Exception) -> str | None:
    original = error.orig if isinstance(error, exc.DBAPIError) else error
    code = getattr(original, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & 0xFF)  # the higher bytes only say which part of SQLite complains
    if isinstance(error, exc.OperationalError):
        return f"cannot be reached ({str(original).splitlines()[0]}); check the URL and the server"
    return None
