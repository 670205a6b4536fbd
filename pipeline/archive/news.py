"""What is new in the archive, and which meetings a person should look at."""

import datetime as dt

from sqlalchemy import ColumnElement, Connection, Text, func, or_, select, type_coerce

from pipeline.archive.lookup import CURRENT, list_meetings
from pipeline.archive.schema import corrections, documents, meetings
from pipeline.archive.values import News, Watched, WatchedMeetings

_WARNINGS = ("missing", "gaps", "leftovers")
"""The fields of a ledger, kept only where they are not empty, that say something may be lost."""


def newest_meetings(connection: Connection, limit: int) -> WatchedMeetings:
    """Return the newest meetings, newest first, each with its ledger, and how many there are."""
    return _watched(connection, limit)


def doubtful_meetings(connection: Connection, limit: int) -> WatchedMeetings:
    """Return the newest of the meetings whose structure a person has to look at, and how many there are."""
    return _watched(
        connection, limit, type_coerce(meetings.c.structure, Text).contains('"read_as":"doubtful"')
    )


def warned_meetings(connection: Connection, limit: int) -> WatchedMeetings:
    """Return the newest meetings whose ledger says that something may be lost, and how many there are."""
    ledger = type_coerce(documents.c.ledger, Text)
    return _watched(connection, limit, or_(*(ledger.contains(f'"{name}":') for name in _WARNINGS)))


def _watched(connection: Connection, limit: int, *which: ColumnElement[bool]) -> WatchedMeetings:
    joined = meetings.join(documents, documents.c.meeting == meetings.c.id)
    columns = (meetings.c.id, meetings.c.key, documents.c.ledger)
    found = select(*columns).select_from(joined).where(CURRENT, *which)
    newest = connection.execute(
        found.order_by(meetings.c.date.desc(), meetings.c.key.desc()).limit(limit)
    ).all()
    ledgers = {row.key: row.ledger for row in newest}
    stored = list_meetings(connection, meetings.c.id.in_([row.id for row in newest]))
    return WatchedMeetings(
        total=int(connection.scalar(select(func.count()).select_from(joined).where(CURRENT, *which)) or 0),
        newest=tuple(Watched(stored=one, ledger=ledgers[one.id]) for one in reversed(stored)),
    )


def count_news(connection: Connection, since: dt.datetime) -> News:
    """Return how much came into the archive after a moment."""
    moment = since.astimezone(dt.UTC).replace(tzinfo=None)
    new = select(documents.c.meeting, func.min(documents.c.added).label("first")).group_by(
        documents.c.meeting
    )
    first = new.subquery()
    added = select(func.count()).select_from(first).where(first.c.first > moment)
    versions = select(func.count(documents.c.meeting.distinct())).where(documents.c.added > moment)
    corrected = select(func.count()).select_from(corrections).where(corrections.c.at > moment)
    meetings_added = int(connection.scalar(added) or 0)
    return News(
        meetings=meetings_added,
        versions=int(connection.scalar(versions) or 0) - meetings_added,
        corrections=int(connection.scalar(corrected) or 0),
    )
