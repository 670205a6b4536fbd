"""The head of the minutes: whose meeting, when, where; and which lines said so."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.domain import Meeting
from pipeline.errors import MinutesError
from pipeline.minutes.document import Line
from pipeline.minutes.layouts import Layout
from pipeline.minutes.moments import find_date, find_times

# The word over a document that says what it is.
_KIND = re.compile(r"(?i:(åbent |lukket )?(referat|beslutningsreferat|beslutningsprotokol|dagsorden))$")
_DATED = ("start", "end", "times", "published")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The meeting, and the lines that were read for it."""

    meeting: Meeting
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    name: str
    value: str
    lines: tuple[Line, ...]


def read_header(lines: Sequence[Line], layout: Layout, source: str) -> Header:
    """Return the meeting that the lines before the first item describe.

    Raises:
        MinutesError: neither the fields, the title, nor the name of the file hold a date.

    """
    title = next((line for line in lines if layout.title.match(line.plain)), lines[0])
    fields = list(_fields(lines, layout))
    values: dict[str, str] = {}
    for field in fields:
        values.setdefault(field.name, field.value)
    kinds = [line for line in lines if _KIND.match(line.plain)]
    used = [title, *kinds, *(line for field in fields for line in field.lines)]
    return Header(meeting=_meeting(title.plain, values, layout, source), lines=tuple(used))


def _fields(lines: Sequence[Line], layout: Layout) -> Iterator[_Field]:
    for n, line in enumerate(lines):
        label, value = _label(line.plain, layout)
        if label is None:
            continue
        following = lines[n + 1] if n + 1 < len(lines) else None
        if value:
            yield _Field(name=layout.fields[label], value=value, lines=(line,))
        elif following is None or _is_marked(following, layout):
            yield _Field(name=layout.fields[label], value="", lines=(line,))
        else:
            yield _Field(name=layout.fields[label], value=following.plain, lines=(line, following))


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


def _meeting(title: str, values: dict[str, str], layout: Layout, source: str) -> Meeting:
    begin = values.get("start", "")
    opening = find_times(begin) + find_times(values.get("times", ""))
    closing = find_times(values.get("end", "")) or opening[1:]
    return Meeting(
        title=values.get("title") or title,
        committee=_committee(title, values, layout),
        date=_date(begin, title, values, source),
        start=opening[0] if opening else None,
        end=closing[0] if closing else None,
        place=values.get("place") or None,
        published=find_date(values.get("published", "")),
    )


def _committee(title: str, values: dict[str, str], layout: Layout) -> str:
    if committee := values.get("committee"):
        return committee
    match = layout.committee.match(title) if layout.committee else None
    return match[1].strip() if match else title


def _date(begin: str, title: str, values: dict[str, str], source: str) -> dt.date:
    """Return the meeting's date: its field first, then title, publication, and the name of the file."""
    texts = (
        begin,
        values.get("times", ""),
        values.get("title", ""),
        title,
        values.get("published", ""),
        source,
    )
    for text in texts:
        if date := find_date(text):
            return date
    raise MinutesError("no-date-of-meeting", file=source)
