"""Web text, in three ages: fields in capitals, a numbered list, then the items."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.domain import Listed, Meeting, SectionName
from pipeline.training.publish.edition import Edition, Head, ItemStyle
from pipeline.training.publish.sheet import Row, RowKind

DECISION_FIRST = (SectionName.BESLUTNING, SectionName.RESUME, SectionName.SAGSFORLOEB, SectionName.BAGGRUND,
                  SectionName.SAGSFREMSTILLING, SectionName.LOVGRUNDLAG, SectionName.OEKONOMI,
                  SectionName.HOERING, SectionName.INDSTILLING, SectionName.FRAVAERENDE,
                  SectionName.BILAG)  # fmt: skip
DECISION_LAST = (*DECISION_FIRST[1:-2], SectionName.BESLUTNING, *DECISION_FIRST[-2:])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Age:
    moment: str
    """How date and time are printed."""
    dateless: bool = False


def head_2023(edition: Edition, listed: tuple[Listed, ...]) -> Head:
    """Return the head of web text as of 2023."""
    return _head(edition, listed, _Age(moment="%Y-%m-%d %H:%M"))


def head_2016(edition: Edition, listed: tuple[Listed, ...]) -> Head:
    """Return the head of web text as of 2016."""
    return _head(edition, listed, _Age(moment="%Y-%m-%d %H:%M"))


def head_2020(edition: Edition, listed: tuple[Listed, ...]) -> Head:
    """Return the head of web text as of 2020: day first, seconds, no date in the title."""
    return _head(edition, listed, _Age(moment="%d-%m-%Y %H:%M:%S", dateless=True))


def style_2023(_edition: Edition) -> ItemStyle:
    """Return the items' style: the decision first, then the title again and the rest."""
    return ItemStyle(
        order=DECISION_FIRST,
        number="{}. ",
        bullet=" • ",
        numbered=" {} ",
        title_after_decision=True,
        tight=True,
    )


def style_2016(edition: Edition) -> ItemStyle:
    """Return the items' style: the title once more to three times, the decision last."""
    return ItemStyle(
        order=DECISION_LAST,
        number="{}. ",
        bullet=" • ",
        numbered=" {} ",
        titles_again=edition.rng.choice((1, 2, 3)),
    )


def style_2020(_edition: Edition) -> ItemStyle:
    """Return the items' style: the title once more, the decision last."""
    return ItemStyle(order=DECISION_LAST, number="{}. ", bullet=" • ", numbered=" {} ", titles_again=1)


def _head(edition: Edition, listed: tuple[Listed, ...], age: _Age) -> Head:
    # Minutes without times have their date from the title: one of the two must say it.
    dateless = (age.dateless or edition.quirks.dateless) and edition.start is not None
    told = edition.source.meeting
    meeting = Meeting(
        title=edition.dateless_title if dateless else told.title,
        committee=told.committee,
        date=edition.date,
        start=edition.start,
        end=edition.end,
        place=edition.place,
        published=told.published,
    )
    return Head(meeting=meeting, rows=(*_fields(meeting, age), *_list(listed)))


def _fields(meeting: Meeting, age: _Age) -> Iterator[Row]:
    yield Row(kind=RowKind.MEETING_TITLE, text=meeting.title, gap=0)
    if meeting.published:
        yield Row(kind=RowKind.FIELD, before="Udgivet ", text=meeting.published.strftime("%d.%m.%Y"))
    fields = {"UDVALG": meeting.committee, "MØDE": meeting.title, "STED": meeting.place or ""}
    times = {"STARTTIDSPUNKT": meeting.start, "SLUTTIDSPUNKT": meeting.end}
    for label, time in times.items():
        if time is not None:
            fields[label] = dt.datetime.combine(meeting.date, time).strftime(age.moment)
    for label, value in fields.items():
        yield Row(kind=RowKind.LABEL, text=label)
        yield Row(kind=RowKind.FIELD, text=value)


def _list(listed: tuple[Listed, ...]) -> Iterator[Row]:
    yield Row(kind=RowKind.LIST_HEADING, text="PUNKTER", gap=2)
    for entry in listed:
        yield Row(kind=RowKind.LISTED, before=f"{entry.number}. ", text=entry.title)
    yield Row(kind=RowKind.EMPTY, text="", gap=0)
