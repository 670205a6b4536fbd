"""What cannot be read or written, in words a user can act on: what, where, what to do.

Of rows that hold a value which cannot be read, the others are read all the same.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Row, Select, exc

from pipeline.errors import ArchiveError, SourceError
from pipeline.text import one_line, visible

Unread = Callable[[ArchiveError], None]
"""What is done with the error that names something unreadable, which is left out."""
Given = TypeVar("Given")
Found = TypeVar("Found")
log = logging.getLogger(__name__)
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
def reading(place: object) -> Iterator[None]:
    """Name the meeting, item or correction that is read in what cannot be read of it.

    Raises:
        ArchiveError: a value is none of its type.

    """
    try:
        yield
    except UnicodeEncodeError:
        raise
    except (ValueError, TypeError, SourceError) as error:  # SQLite keeps the date "2026" as a number
        raise ArchiveError("archive-row-damaged", place=place, reason=one_line(str(error))) from error
    except ArchiveError as error:
        if error.code != "archive-value-damaged":
            raise
        reason = f"{error.values['place']}: {error.values['reason']}"
        raise ArchiveError("archive-row-damaged", place=place, reason=reason) from error


def all_rows(connection: Connection, statement: Select[Any], key: Column[Any]) -> Sequence[Row[Any]]:
    """Return the rows of a statement; what cannot be read is told by the `key` of its row.

    Raises:
        ArchiveError: a row holds a value that is none of its type.

    """
    return _rows(connection, statement, key, lenient=False)


def readable_rows(connection: Connection, statement: Select[Any], key: Column[Any]) -> Sequence[Row[Any]]:
    """Return the rows of a statement that can be read; those that cannot are logged, by their `key`."""
    return _rows(connection, statement, key, lenient=True)


def _rows(
    connection: Connection, statement: Select[Any], key: Column[Any], *, lenient: bool
) -> Sequence[Row[Any]]:
    try:
        with reading(""):
            return connection.execute(statement).all()
    except ArchiveError as error:
        if not is_unreadable(error):
            raise

    def own(one: object) -> Sequence[Row[Any]]:
        with reading(one if isinstance(one, str) else f"{key.table.name.removesuffix('s')} {one}"):
            return connection.execute(statement.limit(None).offset(None).where(key == one)).all()

    # Only a damaged archive is read row by row.
    keys = connection.scalars(statement.with_only_columns(key)).all()
    found = each_readable(keys, own) if lenient else map(own, keys)
    return [row for rows in found for row in rows]


def each_readable(rows: Iterable[Given], read: Callable[[Given], Found]) -> Iterator[Found]:
    """Yield what is read of each; what cannot be read is logged."""
    for row in rows:
        try:
            found = read(row)
        except ArchiveError as error:
            if not is_unreadable(error):
                raise
            tell(error)
        else:
            yield found


def is_unreadable(error: ArchiveError) -> bool:
    """Tell whether it is one meeting, item or correction that cannot be read, and not the archive."""
    return error.code == "archive-row-damaged"


def tell(error: ArchiveError) -> None:
    """Log what is left out; the same once."""
    _warn(visible(one_line(str(error))))


@cache
def _warn(said: str) -> None:
    log.warning("%s", said)


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
