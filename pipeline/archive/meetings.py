"""Meetings in lists: all of them or a page, of a day, the newest, and those a person should look at."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Text, extract, func, or_, select, type_coerce

from pipeline.archive.columns import made
from pipeline.archive.counts import MeetingPage, News, Stats, WatchedMeetings
from pipeline.archive.failures import readable_rows
from pipeline.archive.lookup import CURRENT, meeting_row, read_minutes, row_of_meeting
from pipeline.archive.schema import corrections, documents, items, meetings, vectors
from pipeline.archive.values import StoredMeeting, Version
from pipeline.domain import Meeting, Minutes

_PUBLISHED = meetings.join(documents, documents.c.meeting == meetings.c.id)
_FIRST = func.min(documents.c.added).label("first")
_CAME = select(documents.c.meeting, _FIRST).group_by(documents.c.meeting).subquery()
"""When the first text of each meeting came."""
_WARNINGS = ("missing", "gaps", "leftovers")
"""The fields of a ledger, kept only where they are not empty, that say something may be lost."""


def list_meetings(connection: Connection, *which: ColumnElement[bool]) -> tuple[StoredMeeting, ...]:
    """Return all meetings, or those that `which` names, oldest first."""
    counted = select(func.count()).where(items.c.meeting == meetings.c.id).scalar_subquery()
    columns = (meetings, documents.c.source, documents.c.ledger, counted.label("items"))
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
    found, total = _newest(connection, own, limit, offset)
    years = connection.scalars(select(its_year).distinct().order_by(its_year.desc()))
    committees = connection.scalars(select(meetings.c.committee).distinct().order_by(meetings.c.committee))
    return MeetingPage(
        meetings=found,
        total=total,
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


def read_generations(connection: Connection, since: int = -1) -> dict[str, int]:
    """Return the generation in which each meeting's items, tags or vectors last changed, oldest first.

    With `since`, of those that changed after that generation: few, however many meetings there
    are. Two archives never have the same number for a meeting, even of one text. Meetings that
    were deleted are told by how many are left.
    """
    rows = select(meetings.c.key, meetings.c.generation).where(meetings.c.generation > since)
    found = connection.execute(rows.order_by(meetings.c.date, meetings.c.key))
    return {row.key: row.generation for row in found}


def count_meetings(connection: Connection) -> int:
    """Return how many meetings there are."""
    return int(connection.scalar(select(func.count()).select_from(meetings)) or 0)


# What is new, and what a person should look at


def doubtful_meetings(connection: Connection, limit: int) -> WatchedMeetings:
    """Return the newest of the meetings whose structure a person has to look at, and how many there are."""
    doubtful = type_coerce(meetings.c.structure, Text).contains('"read_as":"doubtful"')
    return newest_meetings(connection, limit, doubtful)


def warned_meetings(connection: Connection, limit: int) -> WatchedMeetings:
    """Return the newest meetings whose ledger says that something may be lost, and how many there are."""
    ledger = type_coerce(documents.c.ledger, Text)
    return newest_meetings(connection, limit, or_(*(ledger.contains(f'"{name}":') for name in _WARNINGS)))


def newest_meetings(connection: Connection, limit: int, *which: ColumnElement[bool]) -> WatchedMeetings:
    """Return the newest meetings, or of those that `which` names, and how many there are."""
    found, total = _newest(connection, which, limit)
    return WatchedMeetings(total=total, newest=found)


def _newest(
    connection: Connection, which: Sequence[ColumnElement[bool]], limit: int, offset: int = 0
) -> tuple[tuple[StoredMeeting, ...], int]:
    """Return the newest of some meetings, newest first, after `offset` newer ones; and how many there are."""
    all_ids = select(meetings.c.id).select_from(_PUBLISHED).where(CURRENT, *which)
    ordered = all_ids.order_by(meetings.c.date.desc(), meetings.c.key.desc()).limit(limit).offset(offset)
    found = list_meetings(connection, meetings.c.id.in_(connection.scalars(ordered).all()))
    total = connection.scalar(select(func.count()).select_from(all_ids.subquery())) or 0
    return tuple(reversed(found)), total


def meetings_added(
    connection: Connection, since: dt.datetime, until: dt.datetime
) -> tuple[StoredMeeting, ...]:
    """Return the meetings that the archive got from one moment until before another, newest first."""
    within = (_CAME.c.first >= since, _CAME.c.first < until)
    found = list_meetings(connection, meetings.c.id.in_(select(_CAME.c.meeting).where(*within)))
    return tuple(reversed(found))


def last_added(connection: Connection) -> dt.datetime | None:
    """Return when the last text came; None where there is none."""
    last: dt.datetime | None = connection.scalar(select(func.max(documents.c.added)))
    return last


def count_news(connection: Connection, since: dt.datetime) -> News:
    """Return how much came into the archive after a moment."""
    added = connection.scalar(select(func.count()).select_from(_CAME).where(_CAME.c.first > since)) or 0
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
