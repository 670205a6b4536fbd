"""What was added to the archive, and when: items for feeds, meetings for a week, cases that came up again."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from pipeline.archive.counts import NewItem, Returned
from pipeline.archive.listing import picked, summaries
from pipeline.archive.lookup import CURRENT, ITEMS, list_meetings
from pipeline.archive.schema import cases, documents, item_themes, items, meetings
from pipeline.archive.values import Count, Narrowing, StoredMeeting

_DATED = ITEMS.join(documents, documents.c.meeting == meetings.c.id)


def newly_added(
    connection: Connection, by: Narrowing, limit: int, among: Sequence[str] | None = None
) -> tuple[NewItem, ...]:
    """Return the items that were picked, those added last first, each with when its text came."""
    rows = select(items.c.id, documents.c.added).select_from(_DATED).where(CURRENT, *picked(connection, by))
    if among is not None:
        rows = rows.where(items.c.key.in_(among))
    order = (documents.c.added.desc(), meetings.c.date.desc(), meetings.c.key, items.c.position)
    added = {row.id: row.added for row in connection.execute(rows.order_by(*order).limit(limit))}
    lines = summaries(connection, [items.c.id.in_(list(added))])
    return tuple(NewItem(item=lines[row], added=when.replace(tzinfo=dt.UTC)) for row, when in added.items())


def meetings_added(
    connection: Connection, since: dt.datetime, until: dt.datetime
) -> tuple[StoredMeeting, ...]:
    """Return the meetings that the archive got from one moment until before another, newest first."""
    first = select(documents.c.meeting, func.min(documents.c.added).label("first"))
    came = first.group_by(documents.c.meeting).subquery()
    within = (came.c.first >= _naive(since), came.c.first < _naive(until))
    found = list_meetings(connection, meetings.c.id.in_(select(came.c.meeting).where(*within)))
    return tuple(reversed(found))


def last_added(connection: Connection) -> dt.datetime | None:
    """Return when the last text came; None where there is none."""
    last: dt.datetime | None = connection.scalar(select(func.max(documents.c.added)))
    return last and last.replace(tzinfo=dt.UTC)


def themes_of_meetings(connection: Connection, keys: Sequence[str]) -> tuple[Count, ...]:
    """Return in how many items of these meetings each theme is, the most frequent first."""
    joined = ITEMS.join(item_themes, item_themes.c.item == items.c.id)
    number = func.count()
    rows = select(item_themes.c.theme, number).select_from(joined).where(meetings.c.key.in_(keys))
    ordered = rows.group_by(item_themes.c.theme).order_by(number.desc(), item_themes.c.theme)
    return tuple(Count(name=theme, items=count) for theme, count in connection.execute(ordered))


def cases_come_again(connection: Connection, keys: Sequence[str]) -> tuple[Returned, ...]:
    """Return the items of these meetings whose case came up before, newest first.

    Only cases that were followed before are known.
    """
    earlier, then, before = cases.alias("earlier"), items.alias("then"), meetings.alias("before")
    joined = (
        ITEMS.join(cases, cases.c.item == items.c.key)
        .join(earlier, earlier.c.case_id == cases.c.case_id)
        .join(then, then.c.key == earlier.c.item)
        .join(before, before.c.id == then.c.meeting)
    )
    columns = (
        items.c.id,
        cases.c.case_id,
        func.max(before.c.date).label("last"),
        func.count().label("times"),
    )
    rows = select(*columns).select_from(joined)
    rows = rows.where(meetings.c.key.in_(keys), before.c.date < meetings.c.date)
    found = connection.execute(rows.group_by(items.c.id, cases.c.case_id)).all()
    lines = summaries(connection, [items.c.id.in_([row.id for row in found])])
    returned = [
        Returned(item=lines[row.id], case_id=row.case_id, last=row.last, times=row.times) for row in found
    ]
    return tuple(sorted(returned, key=lambda one: (-one.item.date.toordinal(), one.item.id)))


def _naive(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(tzinfo=None)
