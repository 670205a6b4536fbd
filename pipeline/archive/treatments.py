"""Which matter each open item treats, and where its source says that it was treated before."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, select

from pipeline.archive.lookup import BATCH, ITEMS
from pipeline.archive.schema import items, meetings
from pipeline.archive.values import Treatment


def list_stating(connection: Connection) -> tuple[Treatment, ...]:
    """Return the open items whose source says where their matter was treated before, oldest meeting first."""
    return _treatments(connection, items.c.earlier != ())


def list_treated_on(connection: Connection, days: Iterable[dt.date]) -> tuple[Treatment, ...]:
    """Return the open items of the meetings of these days, oldest meeting first."""
    wanted = sorted(set(days))
    parts = (wanted[at : at + BATCH] for at in range(0, len(wanted), BATCH))
    return tuple(one for part in parts for one in _treatments(connection, meetings.c.date.in_(part)))


def _treatments(connection: Connection, which: ColumnElement[bool]) -> tuple[Treatment, ...]:
    columns = (items.c.key, items.c.title, items.c.case_number, items.c.earlier)
    rows = connection.execute(
        select(
            *columns,
            meetings.c.key.label("meeting"),
            meetings.c.publisher,
            meetings.c.committee,
            meetings.c.date,
        )
        .select_from(ITEMS)
        .where(items.c.open, which)
        .order_by(meetings.c.date, meetings.c.key, items.c.position)
    )
    return tuple(
        Treatment(
            item_id=row.key,
            title=row.title,
            case_number=row.case_number,
            publisher=row.publisher,
            meeting_id=row.meeting,
            committee=row.committee,
            date=row.date,
            earlier=row.earlier,
        )
        for row in rows
    )
