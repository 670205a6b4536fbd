"""Rows that hold a value which cannot be read: told by what they are of; the others are read all the same."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Row, Select

from pipeline.errors import ArchiveError, SourceError
from pipeline.text import one_line, visible

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
    except (ValueError, SourceError) as error:
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
    # Only a damaged archive is read row by row.
    found: list[Row[Any]] = []
    for one in connection.scalars(statement.with_only_columns(key)).all():
        try:
            with reading(one):
                found += connection.execute(statement.where(key == one)).all()
        except ArchiveError as error:
            if not (lenient and is_unreadable(error)):
                raise
            tell(error)
    return found


def is_unreadable(error: ArchiveError) -> bool:
    """Tell whether it is one meeting, item or correction that cannot be read, and not the archive."""
    return error.code == "archive-row-damaged"


def tell(error: ArchiveError) -> None:
    """Log what is left out; the same once."""
    _warn(visible(one_line(str(error))))


@cache
def _warn(said: str) -> None:
    log.warning("%s", said)
