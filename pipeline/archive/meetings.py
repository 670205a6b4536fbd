"""Meetings in lists: all of them or a page, of a day, the newest, and those a person should look at."""

import datetime as dt

from sqlalchemy import ColumnElement, Connection, Text, extract, func, or_, select, type_coerce

from pipeline.archive.columns import made
from pipeline.archive.counts import MeetingPage, News, Stats, Watched, WatchedMeetings
from pipeline.archive.failures import readable_rows
from pipeline.archive.lookup import CURRENT, meeting_row, read_minutes, row_of_meeting
from pipeline.archive.schema import corrections, documents, items, meetings, vectors
from pipeline.archive.values import StoredMeeting, Version
from pipeline.domain import Meeting, Minutes

_PUBLISHED = meetings.join(documents, documents.c.meeting == meetings.c.id)
_WARNINGS = ("missing", "gaps", "leftovers")
"""The fields of a ledger, kept only where they are not empty, that say something may be lost."""


def list_meetings(connection: Connection, *which: ColumnElement[bool]) -> tuple[StoredMeeting, ...]:
    """Return all meetings, or those that `which` names, oldest first."""
    counted = select(func.count()).where(items.c.meeting == meetings.c.id).scalar_subquery()
    columns = (meetings, documents.c.source, documents.c.layout, counted.label("items"))
    statement = select(*columns).select_from(_PUBLISHED).where(CURRENT, *which)
    ordered = statement.order_by(meetings.c.date, meetings.c.key)
    return tuple(
        made(StoredMeeting, row, id=row.key, meeting=made(Meeting, row))
        for row in readable_rows(connection, ordered, meetings.c.key)
    )


def list_meetings_on(
    connection: Connection, month: int, day: int, year: int | None = None
) -> tuple[StoredMeeting, ...]:
    """Return the meetings of a day, oldest first; without a year, of that day of every year."""
    if year is not None:
        return list_meetings(connection, meetings.c.date == dt.date(year, month, day))
    own = (extract("month", meetings.c.date) == month, extract("day", meetings.c.date) == day)
    return list_meetings(connection, *own)


def find_meeting(connection: Connection, meeting_id: str) -> StoredMeeting:
    """Return one meeting; the error for a missing one names ids like it."""
    row = meeting_row(connection, meeting_id)
    (stored,) = list_meetings(connection, meetings.c.id == row.id)
    return stored


def meeting_page(
    connection: Connection, *, committee: str = "", year: int | None = None, limit: int, offset: int = 0
) -> MeetingPage:
    """Return the newest meetings after `offset` newer ones; with a committee or a year, of those alone."""
    own = [meetings.c.committee == committee] if committee else []
    its_year = extract("year", meetings.c.date)
    own += [its_year == year] if year is not None else []
    newest = select(meetings.c.id).where(*own).order_by(meetings.c.date.desc(), meetings.c.key.desc())
    rows = connection.scalars(newest.limit(limit).offset(offset)).all()
    years = connection.scalars(select(its_year).distinct().order_by(its_year.desc()))
    committees = connection.scalars(select(meetings.c.committee).distinct().order_by(meetings.c.committee))
    return MeetingPage(
        meetings=tuple(reversed(list_meetings(connection, meetings.c.id.in_(rows)))),
        total=connection.scalar(select(func.count()).select_from(meetings).where(*own)) or 0,
        committees=tuple(committees),
        years=tuple(map(int, years)),
    )


def list_versions(connection: Connection, meeting_id: str) -> tuple[Version, ...]:
    """Return every text a meeting was published as, oldest first.

    Those that came after one that takes their place never counted: they stand before all others.
    """
    own = documents.c.meeting == row_of_meeting(connection, meeting_id)
    came_late = documents.c.superseded_by.is_not(None) & (documents.c.id > documents.c.superseded_by)
    return tuple(
        made(
            Version,
            row,
            current=row.superseded_by is None,
            items=row.cut or () if row.superseded_by else (),
        )
        for row in connection.execute(select(documents).where(own).order_by(~came_late, documents.c.id))
    )


def list_restructured(connection: Connection) -> tuple[Minutes, ...]:
    """Return the minutes whose items or meeting a person corrected, as they are now, oldest first.

    Where their items start is what the program should have found in their text.
    """
    corrected = or_(documents.c.cut.is_not(None), meetings.c.uncorrected.is_not(None))
    rows = select(meetings).select_from(_PUBLISHED).where(CURRENT, corrected)
    ordered = connection.execute(rows.order_by(meetings.c.date, meetings.c.key))
    return tuple(read_minutes(connection, row).minutes for row in ordered)


# What is new, and what a person should look at


def newest_meetings(connection: Connection, limit: int) -> WatchedMeetings:
    """Return the newest meetings, newest first, each with its ledger, and how many there are."""
    return _watched(connection, limit)


def doubtful_meetings(connection: Connection, limit: int) -> WatchedMeetings:
    """Return the newest of the meetings whose structure a person has to look at, and how many there are."""
    doubtful = type_coerce(meetings.c.structure, Text).contains('"read_as":"doubtful"')
    return _watched(connection, limit, doubtful)


def warned_meetings(connection: Connection, limit: int) -> WatchedMeetings:
    """Return the newest meetings whose ledger says that something may be lost, and how many there are."""
    ledger = type_coerce(documents.c.ledger, Text)
    return _watched(connection, limit, or_(*(ledger.contains(f'"{name}":') for name in _WARNINGS)))


def _watched(connection: Connection, limit: int, *which: ColumnElement[bool]) -> WatchedMeetings:
    columns = (meetings.c.id, meetings.c.key, documents.c.ledger)
    found = select(*columns).select_from(_PUBLISHED).where(CURRENT, *which)
    newest = connection.execute(
        found.order_by(meetings.c.date.desc(), meetings.c.key.desc()).limit(limit)
    ).all()
    ledgers = {row.key: row.ledger for row in newest}
    stored = list_meetings(connection, meetings.c.id.in_([row.id for row in newest]))
    total = connection.scalar(select(func.count()).select_from(_PUBLISHED).where(CURRENT, *which))
    return WatchedMeetings(
        total=total or 0,
        newest=tuple(Watched(stored=one, ledger=ledgers[one.id]) for one in reversed(stored)),
    )


def meetings_added(
    connection: Connection, since: dt.datetime, until: dt.datetime
) -> tuple[StoredMeeting, ...]:
    """Return the meetings that the archive got from one moment until before another, newest first."""
    first = select(documents.c.meeting, func.min(documents.c.added).label("first"))
    came = first.group_by(documents.c.meeting).subquery()
    within = (came.c.first >= since, came.c.first < until)
    found = list_meetings(connection, meetings.c.id.in_(select(came.c.meeting).where(*within)))
    return tuple(reversed(found))


def last_added(connection: Connection) -> dt.datetime | None:
    """Return when the last text came; None where there is none."""
    last: dt.datetime | None = connection.scalar(select(func.max(documents.c.added)))
    return last


def count_news(connection: Connection, since: dt.datetime) -> News:
    """Return how much came into the archive after a moment."""
    first = func.min(documents.c.added).label("first")
    came = select(documents.c.meeting, first).group_by(documents.c.meeting).subquery()
    added = connection.scalar(select(func.count()).select_from(came).where(came.c.first > since)) or 0
    versions = select(func.count(documents.c.meeting.distinct())).where(documents.c.added > since)
    corrected = select(func.count()).select_from(corrections).where(corrections.c.at > since)
    return News(
        meetings=added,
        versions=(connection.scalar(versions) or 0) - added,
        corrections=connection.scalar(corrected) or 0,
    )


def count_contents(connection: Connection) -> Stats:
    """Return how much the archive holds."""
    counts = select(
        select(func.count(meetings.c.id)).label("meetings"),
        select(func.count(items.c.id)).label("items"),
        select(func.coalesce(func.sum(items.c.passages), 0)).label("passages"),
        select(func.count(documents.c.id)).where(~CURRENT).label("superseded"),
    )
    days = [row.date for row in readable_rows(connection, select(meetings.c.date), meetings.c.key)]
    encoders = select(vectors.c.encoder).distinct().order_by(vectors.c.encoder)
    return made(
        Stats,
        connection.execute(counts).one(),
        encoders=tuple(connection.scalars(encoders)),
        first=min(days, default=None),
        last=max(days, default=None),
    )
