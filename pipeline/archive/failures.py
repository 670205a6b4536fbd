"""Failures of a database in words a user can act on: what, where, what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from pipeline.errors import ArchiveError

_SQLITE = {
    sqlite3.SQLITE_BUSY: "archive-locked",
    sqlite3.SQLITE_LOCKED: "archive-locked",
    sqlite3.SQLITE_PERM: "archive-not-opened",
    sqlite3.SQLITE_READONLY: "archive-read-only",
    sqlite3.SQLITE_IOERR: "archive-io-error",
    sqlite3.SQLITE_CORRUPT: "archive-damaged",
    sqlite3.SQLITE_FULL: "archive-disk-full",
    sqlite3.SQLITE_CANTOPEN: "archive-cannot-open",
    sqlite3.SQLITE_NOTADB: "no-database",
}


@contextmanager
def told_in_one_line(where: str) -> Iterator[None]:
    """Turn what a database can fail with into an ArchiveError about the archive at `where`."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise ArchiveError("half-a-character", archive=where, character=error.object[error.start]) from error
    except ValueError as error:
        # What columns hold is made into dates, sections and JSON while rows are read.
        reason = " ".join(str(error).split())
        raise ArchiveError("archive-value-unreadable", archive=where, reason=reason) from error
    except exc.IntegrityError as error:
        raise ArchiveError("changed-at-the-same-moment", archive=where) from error
    except (exc.DBAPIError, sqlite3.Error) as error:
        original = error.orig if isinstance(error, exc.DBAPIError) else error
        number = getattr(original, "sqlite_errorcode", None)
        if number is None and isinstance(error, exc.OperationalError):
            reason = str(original).splitlines()[0]
            raise ArchiveError("archive-not-reached", archive=where, reason=reason) from error
        # The higher bytes only say which part of SQLite complains.
        code = _SQLITE.get((number or 0) & 0xFF)
        if code is None:
            raise
        raise ArchiveError(code, archive=where) from error
