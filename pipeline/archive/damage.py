"""Rows that hold a value which cannot be read: told by what they are of; the others are read all the same."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Row, Select

from pipeline.errors import ArchiveError, SourceError
from pipeline.text import one_line, visible

Unread = Callable[[ArchiveError], None]
"""What is done with the error that names something unreadable, which is left out."""
Given = TypeVar("Given")
Found = TypeVar("Found")
log = logging.getLogger(__name__)


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
        with reading(one):
            return connection.execute(statement.where(key == one)).all()

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
