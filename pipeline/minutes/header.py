"""The head of the minutes: whose meeting, when, where; and which lines said so."""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.domain import Meeting
from pipeline.errors import MinutesError
from pipeline.minutes.dates import find_date, read_times, time_span
from pipeline.minutes.document import Document, Given, Line
from pipeline.minutes.layouts import Layout
from pipeline.text import mask_cpr

# The word over a document that says what it is.
_KIND = re.compile(r"(?i:(åbent |lukket )?(referat|beslutningsreferat|beslutningsprotokol|dagsorden))$")
_DATED = ("start", "end", "times", "published")
_NAMED = re.compile(r"(?:[A-ZÆØÅ][\w.-]*(?: og)? )+(?:Region)?[Kk]ommune|Region [A-ZÆØÅ]\w+")


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
            dated = layout.fields[label] in _DATED and (find_date(value) or time_span(value, bare=True))
            if not value or rest.startswith(":") or not value[0].islower() or dated:
                return label, value
    return None, ""


def _meeting(title: str, values: dict[str, str], layout: Layout, source: str, given: Given) -> Meeting:
    fields = (values.get(name, "") for name in ("start", "times", "end"))
    opening, times, closing = (read_times(text, bare=True) for text in fields)
    return Meeting(
        title=values.get("title") or title,
        committee=mask_cpr(_committee(title, values, layout) or given.committee or title),
        date=_date(title, values, source, given),
        start=opening[0] or times[0],
        end=closing[0] or opening[1] or times[1],
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
