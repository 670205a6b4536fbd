"""The meetings of an archive a page at a time, the newest first."""

from sqlalchemy import Connection, extract, func, select

from pipeline.archive.lookup import list_meetings
from pipeline.archive.schema import meetings
from pipeline.archive.values import MeetingPage


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
