"""The week: which meetings came into the archive, what they are about, what came again, what waits."""

import datetime as dt
import re
from dataclasses import dataclass

from pipeline.app.session import Session
from pipeline.archive import Count, Returned, StoredMeeting

MEETINGS, RETURNED = 20, 20
"""As many as two sheets have room for; the others are counted."""
_WEEK = re.compile(r"(\d{4})-W(\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for a person."""

    doubtful: int
    """Meetings whose structure a person has to look at."""
    warned: int
    """Meetings whose ledger says that something may be lost."""
    corrections: int
    """Corrections whose text is not in the archive as it was."""
    stale: int
    """Items tagged by another model, or for other themes, than now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One week of the archive."""

    monday: dt.date
    meetings: tuple[StoredMeeting, ...]
    themes: tuple[Count, ...]
    """Of their items."""
    items: int
    returned: tuple[Returned, ...]
    """Items of theirs whose case came up before."""
    waits: Waiting
    last: dt.date | None
    """Monday of the last week in which something came; None where nothing ever did."""

    @property
    def week(self) -> int:
        """The number of the week."""
        return self.monday.isocalendar().week


def monday_of(week: str, today: dt.date) -> dt.date:
    """Return the Monday of a week such as "2026-W49"; of what is none, that of the week of a day.

    >>> monday_of("2026-W49", dt.date(2026, 1, 1)), monday_of("x", dt.date(2026, 1, 1))
    (datetime.date(2026, 11, 30), datetime.date(2025, 12, 29))
    """
    if named := _WEEK.fullmatch(week):
        try:
            return dt.date.fromisocalendar(int(named[1]), int(named[2]), 1)
        except ValueError:
            pass  # there is no week 60
    return today - dt.timedelta(days=today.weekday())


def week_of(monday: dt.date, weeks: int = 0) -> str:
    """Return a week as an address has it, or one so many weeks later.

    >>> week_of(dt.date(2026, 11, 30)), week_of(dt.date(2026, 11, 30), -48)
    ('2026-W49', '2026-W01')
    """
    year, week, _ = (monday + dt.timedelta(weeks=weeks)).isocalendar()
    return f"{year}-W{week:02}"


def read_digest(session: Session, monday: dt.date) -> Digest:
    """Return the week that begins with a Monday, by the clock of this machine."""
    archive = session.archive
    meetings = archive.meetings_added(_midnight(monday), _midnight(monday + dt.timedelta(weeks=1)))
    keys, last = [one.id for one in meetings], archive.last_added()
    return Digest(
        monday=monday,
        meetings=meetings,
        themes=archive.themes_of_meetings(keys),
        items=sum(one.items for one in meetings),
        returned=archive.cases_come_again(keys),
        waits=_waiting(session),
        last=last and monday_of("", last.astimezone().date()),
    )


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time()).astimezone()


def _waiting(session: Session) -> Waiting:
    archive = session.archive
    return Waiting(
        doubtful=archive.doubtful(1).total,
        warned=archive.warned(1).total,
        corrections=len(session.archive.waiting()),
        stale=session.stale(),
    )
