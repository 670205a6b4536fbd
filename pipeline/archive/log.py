"""The log of corrections: rows in, entries out, in the order they were made."""

import datetime as dt
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from pipeline.archive.schema import corrections
from pipeline.domain import Correction
from pipeline.errors import CorrectionError
from pipeline.serialize import CHANGE, dump, load


def append(connection: Connection, entry: Correction, meeting: str) -> None:
    """Write an entry; `meeting` is the public id of its item's meeting."""
    values = {
        "number": entry.number,
        "at": entry.at.astimezone(dt.UTC).replace(tzinfo=None),
        "by": entry.by,
        "why": entry.why,
        "meeting": meeting,
        "item": entry.item_id,
        "change": dump(CHANGE, entry.change),
        "before": entry.before,
        "after": entry.after,
        "model": entry.model,
        "text_hash": entry.text_hash,
        "other_hash": entry.other_hash,
    }
    connection.execute(insert(corrections).values(values))


def next_number(connection: Connection) -> int:
    """Return the number of the next entry."""
    last = select(corrections.c.number).order_by(corrections.c.number.desc()).limit(1)
    return int(connection.scalar(last) or 0) + 1


def read_log(connection: Connection, meeting: str | None = None) -> tuple[Correction, ...]:
    """Return all entries, or those of one meeting's items."""
    rows = select(corrections).order_by(corrections.c.number)
    if meeting is not None:
        rows = rows.where(corrections.c.meeting == meeting)
    return tuple(_entry(row) for row in connection.execute(rows))


def read_entry(connection: Connection, number: int) -> tuple[Correction, str]:
    """Return one entry and the public id of its meeting.

    Raises:
        CorrectionError: there is none of this number.

    """
    row = connection.execute(select(corrections).where(corrections.c.number == number)).one_or_none()
    if row is None:
        raise CorrectionError(f"there is no correction {number}; `sagsspor corrections` lists them")
    return _entry(row), row.meeting


def _entry(row: Row[Any]) -> Correction:
    return Correction(
        number=row.number,
        at=row.at.replace(tzinfo=dt.UTC),
        by=row.by,
        why=row.why,
        item_id=row.item,
        change=load(CHANGE, row.change, "change"),
        before=row.before,
        after=row.after,
        model=row.model,
        text_hash=row.text_hash,
        other_hash=row.other_hash,
    )
