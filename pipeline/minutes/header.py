"""The head of the minutes: whose meeting, when, where; and which lines said so."""

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar

from pipeline.domain import DANISH_MONTHS, Meeting
from pipeline.errors import MinutesError
from pipeline.minutes.document import Document, Given, Line
from pipeline.minutes.layouts import Layout
from pipeline.text import mask_cpr

# The word over a document that says what it is.
_KIND = re.compile(r"(?i:(åbent |lukket )?(referat|beslutningsreferat|beslutningsprotokol|dagsorden))$")
_DATED = ("start", "end", "times", "published")
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
_DANISH = re.compile(
    r"\b(?P<day>\d{1,2})(?P<sep>[-./])\s?(?P<month>\d{1,2})"
    r"(?:(?P=sep)\s?|(?:(?<=/\d)|(?<=/\d\d))(?:[- ]| -(?:\s(?=\d{4}))?))(?P<year>\d{4}|\d{2})\b"
)
_ENGLISH = MappingProxyType({
    "january": 1, "february": 2, "march": 3, "may": 5, "june": 6, "july": 7, "october": 10,
})  # fmt: skip
"""Months that sites made abroad print, where their names are not the Danish ones."""
_SHORT = MappingProxyType({
    **{month[:3]: number for number, month in enumerate(DANISH_MONTHS, 1)}, "sept": 9,
})  # fmt: skip
_MONTHS = MappingProxyType(
    {**{month: number for number, month in enumerate(DANISH_MONTHS, 1)}, **_ENGLISH, **_SHORT}
)
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b"
_WORDS = re.compile(rf"\b(?P<day>\d{{1,2}})(?:\.?\s*|-){_MONTH}(?:\.?,?\s+|[.-])(?P<year>\d{{4}})\b", re.I)
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}}),\s*(?P<year>\d{{4}})\b", re.I)
_DATES = (_ISO, _DANISH, _WORDS, _MONTH_FIRST)
_NAMED = re.compile(r"(?:[A-ZÆØÅ][\w.-]*(?: og)? )+(?:Region)?[Kk]ommune|Region [A-ZÆØÅ]\w+")
# Once the dates are gone, what is left of numbers in a time field is clock times.
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})(?:[.:](\d{2}))?(?::\d{2})?(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The meeting, and the lines that were read for it."""

    meeting: Meeting
    lines: tuple[Line, ...]


def read_header(
    lines: Sequence[Line], layout: Layout, source: Document, publishers: Collection[str], given: Given
) -> Header:
    """Return the meeting that the lines before the first item describe; `publishers` are known names.

    `given` fills what they do not say.

    Raises:
        MinutesError: neither the fields nor the title hold a date, and none is given.

    """
    title = next((line for line in lines if layout.title.match(line.plain)), lines[0])
    fields = list(_fields(lines, layout))
    values = {name: value for name, value, _ in reversed(fields)}  # of two, the first
    kinds = [line for line in lines if _KIND.match(line.plain)]
    used = [*kinds, *(line for _, _, own in fields for line in own)]
    publisher, named = find_publisher([line for line in lines if line not in used], publishers)
    meeting = _meeting(title.plain, values, layout, source.name, given)
    return Header(
        meeting=replace(meeting, publisher=publisher or source.publisher), lines=(title, *used, *named)
    )


def _fields(lines: Sequence[Line], layout: Layout) -> Iterator[tuple[str, str, tuple[Line, ...]]]:
    """Yield the name and the value of each field, which may stand on the line below, and its lines."""
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        label, value = _label(line.plain, layout)
        if label is None:
            continue
        if value or following is None or _is_marked(following, layout):
            yield layout.fields[label], value, (line,)
        else:
            yield layout.fields[label], following.plain, (line, following)


def _is_marked(line: Line, layout: Layout) -> bool:
    return _label(line.plain, layout)[0] is not None or bool(layout.list_heading.match(line.plain))


def _label(text: str, layout: Layout) -> tuple[str | None, str]:
    """Return the field label a line begins with, if any, and what follows it on the line."""
    lowered = text.lower()
    for label in sorted(layout.fields, key=len, reverse=True):
        rest = text[len(label) :]
        if lowered.startswith(label) and (not rest or rest[0] in " :"):
            value = rest.lstrip(" :")
            # "Sted" alone, "Sted: Vejle", "Sted Vejle"; not "Møde i Forum", "Dato for næste møde".
            dated = layout.fields[label] in _DATED and (find_date(value) or find_times(value))
            if not value or rest.startswith(":") or not value[0].islower() or dated:
                return label, value
    return None, ""


def _meeting(title: str, values: dict[str, str], layout: Layout, source: str, given: Given) -> Meeting:
    opening = find_times(values.get("start", "")) + find_times(values.get("times", ""))
    closing = find_times(values.get("end", "")) or opening[1:]
    return Meeting(
        title=values.get("title") or title,
        committee=mask_cpr(_committee(title, values, layout) or given.committee or title),
        date=_date(title, values, source, given),
        start=opening[0] if opening else None,
        end=closing[0] if closing else None,
        place=values.get("place") or given.place or None,
        published=find_date(values.get("published", "")),
    )


def _committee(title: str, values: dict[str, str], layout: Layout) -> str:
    if committee := values.get("committee"):
        return committee
    match = layout.committee.match(title) if layout.committee else None
    return match[1].strip() if match else ""


def _date(title: str, values: Mapping[str, str], source: str, given: Given) -> dt.date:
    """Return the meeting's date: its field first, then title, what is given, publication."""
    texts = (values.get("start", ""), values.get("times", ""), values.get("title", ""), title)
    said = next((date for text in texts if (date := find_date(text))), given.date)
    if date := said or find_date(values.get("published", "")):
        return date
    raise MinutesError("no-date-of-meeting", file=source)


def find_date(text: str) -> dt.date | None:
    """Return the first possible calendar date in a header line.

    >>> find_date("Mødedato Torsdag d. 4. marts 2021 kl. 10:00")
    datetime.date(2021, 3, 4)
    >>> find_date("05-06-2019 09:00:00"), find_date("Udgivet 21.01.2020"), find_date("31-02-2020")
    (datetime.date(2019, 6, 5), datetime.date(2020, 1, 21), None)
    """
    found = date_span(text)
    return found[0] if found else None


def date_span(text: str) -> tuple[dt.date, int, int] | None:
    """Return the first possible calendar date in a header line, and where it starts and ends.

    >>> date_span("Møde May 4, 2021"), date_span("Tirsdag, 4 maj, 2021")[0]
    ((datetime.date(2021, 5, 4), 5, 16), datetime.date(2021, 5, 4))
    """
    dates = [
        (match.start(), date, match.end())
        for pattern in _DATES
        for match in pattern.finditer(text)
        if (date := _day(match))
    ]
    if not dates:
        return None
    start, date, end = min(dates)
    return date, start, end


def _day(match: re.Match[str]) -> dt.date | None:
    month = match["month"].lower()
    number = _MONTHS.get(month) or int(month)
    year = int(match["year"])
    return _valid(dt.date, year + 2000 if year < 100 else year, number, int(match["day"]))


def find_times(text: str) -> tuple[dt.time, ...]:
    """Return the clock times in a header field, in order.

    >>> find_times("kl. 9.30-12")
    (datetime.time(9, 30), datetime.time(12, 0))
    >>> find_times("2020-01-21 08:30"), find_times("15:00 - 18:10")
    ((datetime.time(8, 30),), (datetime.time(15, 0), datetime.time(18, 10)))
    """
    clocks = _CLOCK.findall(without_dates(text))
    times = [_valid(dt.time, int(hour), int(minute or 0)) for hour, minute in clocks]
    return tuple(time for time in times if time is not None)


def without_dates(text: str) -> str:
    """Return a text with a blank for every date in it."""
    for pattern in _DATES:
        text = pattern.sub(" ", text)
    return text


T = TypeVar("T", dt.date, dt.time)


def _valid(make: Callable[..., T], *numbers: int) -> T | None:
    try:
        return make(*numbers)
    except ValueError:
        return None


def find_publisher(lines: Sequence[Line], known: Collection[str]) -> tuple[str, tuple[Line, ...]]:
    """Return the one name that stands alone in lines of a head, and these lines.

    Several names are of those who take part.
    """
    named = [(name, line) for line in lines if (name := official_name(line.plain, known))]
    names = {name for name, _ in named}
    return (names.pop(), tuple(line for _, line in named)) if len(names) == 1 else ("", ())


def official_name(text: str, known: Collection[str] = ()) -> str:
    """Return the name of a municipality or region, if a text is that and nothing else; else nothing.

    >>> official_name(" Odense Kommune "), official_name("Rådhuset, Odense Kommune"), official_name("Odense")
    ('Odense Kommune', '', '')
    """
    name = " ".join(text.split())
    same = next((one for one in known if one.casefold() == name.casefold()), "")
    return same or (name if _NAMED.fullmatch(name) else "")
