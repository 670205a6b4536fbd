"""The text of minutes laid out as PDF: a table of contents without numbers, then "Punkt N: title"."""

from collections.abc import Iterator

from pipeline.domain import Listed, Meeting
from pipeline.training.publish.edition import WEEKDAYS, Edition, Head, ItemStyle, long_date, page_numbers
from pipeline.training.publish.sheet import Row, RowKind
from pipeline.training.publish.web import DECISION_LAST

WIDTH = 95
DOTS = "....."


def head(edition: Edition, listed: tuple[Listed, ...]) -> Head:
    """Return the head: title, day and hour, place, table of contents."""
    committee = edition.source.meeting.committee
    meeting = Meeting(
        title=f"REFERAT {committee} d. {edition.date:%d-%m-%Y}",
        committee=committee,
        date=edition.date,
        start=edition.start,
        place=edition.place,
    )
    return Head(meeting=meeting, rows=(*_fields(edition, meeting), *_contents(edition, listed)))


def style(_edition: Edition) -> ItemStyle:
    """Return the items' style: "Punkt N: title", dashes for bullets, "-" where there is no background."""
    return ItemStyle(
        order=DECISION_LAST, number="Punkt {}: ", bullet="- ", numbered="{} ", dash_for_nothing=True
    )


def _fields(edition: Edition, meeting: Meeting) -> Iterator[Row]:
    day = f"{WEEKDAYS[meeting.date.weekday()]} d. {long_date(meeting.date)}"
    hour = f" kl. {meeting.start:%H:%M}" if meeting.start else ""
    yield Row(kind=RowKind.MEETING_TITLE, text=meeting.title, gap=2)
    yield Row(kind=RowKind.FIELD, before="Mødedato ", text=day + hour)
    yield Row(kind=RowKind.FIELD, before="Mødested ", text=edition.place)


def _contents(edition: Edition, listed: tuple[Listed, ...]) -> Iterator[Row]:
    yield Row(kind=RowKind.LIST_HEADING, text="Indholdsfortegnelse")
    pages = page_numbers(edition.rng, len(listed))
    for position, (entry, page) in enumerate(zip(listed, pages, strict=True)):
        cut = len(entry.title) > WIDTH - len(DOTS)
        yield Row(
            kind=RowKind.LISTED,
            text=entry.title[:WIDTH] if cut else entry.title,
            after=f"\t{page}" if cut else f"{DOTS}\t{page}",
            gap=0 if position else 1,
        )
