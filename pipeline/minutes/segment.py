"""Text to a meeting and its agenda items, with a ledger of what was expected and found."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from pipeline.domain import AgendaItem, Ledger, Meeting, Minutes, SectionName
from pipeline.errors import MinutesError, UnknownLayoutError
from pipeline.minutes.agenda import Agenda, Heading, find_headings, read_list
from pipeline.minutes.document import Document, Line, span, split_lines
from pipeline.minutes.header import Header, read_header
from pipeline.minutes.layouts import LAYOUTS, Layout, detect
from pipeline.minutes.ledger import balance, ends_early, find_leftovers
from pipeline.minutes.sections import find_attachments, find_sections, names_in_use

Names = frozenset[SectionName]


def segment(source: Document, layouts: Sequence[Layout] = LAYOUTS) -> Minutes:
    """Return the meeting and its items; every offset is into `source.text`.

    The first of `layouts` that fits the head of the text says how to read it.

    Raises:
        UnknownLayoutError: no layout fits the head of the text.
        MinutesError: the layout fits, but there is no item or no date, or the file is cut off.

    """
    lines = split_lines(source.text)
    layout = _layout(lines, source.name, layouts)
    agenda = read_list(lines, layout)
    headings = find_headings(lines, agenda, layout)
    if not headings:
        raise MinutesError("no-agenda-item", file=source.name)
    header = _header(lines, agenda, headings, layout, source.name)
    items = _items(lines, headings, header.meeting)
    ledger = _ledger(source, lines, layout, (agenda, header), items)
    if ends_early(ledger, agenda.entries, lines[-1].plain):
        raise MinutesError("cut-off-file", file=source.name, last=items[-1].number, listed=ledger.listed)
    return Minutes(source=source.name, text=source.text, meeting=header.meeting, items=items, ledger=ledger)


def _layout(lines: Sequence[Line], name: str, layouts: Sequence[Layout]) -> Layout:
    layout = detect(lines, layouts)
    if layout is None:
        known = ", ".join(row.name for row in layouts)
        raise UnknownLayoutError("unknown-layout", file=name, known=known)
    return layout


def _header(
    lines: Sequence[Line], agenda: Agenda, headings: Sequence[Heading], layout: Layout, name: str
) -> Header:
    first = lines.index(headings[0].lines[0])
    head = lines[: agenda.start] if agenda.entries else lines[:first]
    return read_header(head or lines[:1], layout, name)


def _items(lines: Sequence[Line], headings: Sequence[Heading], meeting: Meeting) -> tuple[AgendaItem, ...]:
    names = names_in_use(lines)
    starts = [heading.lines[0].start for heading in headings]
    ends = [*starts[1:], lines[-1].end + 1]
    return tuple(
        _item(heading, [line for line in lines if start <= line.start < end], meeting, names)
        for heading, start, end in zip(headings, starts, ends, strict=True)
    )


def _item(heading: Heading, lines: Sequence[Line], meeting: Meeting, names: Names) -> AgendaItem:
    body = lines[len(heading.lines) :]
    sections = find_sections(body, " ".join(heading.title.split()), names)
    start, end = span(lines)
    return AgendaItem(
        id=item_id(meeting, heading.number),
        number=heading.number,
        title=heading.title,
        start=start,
        end=end,
        sections=sections,
        attachments=find_attachments(body, sections),
    )


def item_id(meeting: Meeting, number: str) -> str:
    """Return `<committee-slug>/<YYYY-MM-DD>/<number>`."""
    return f"{slug(meeting.committee)}/{meeting.date.isoformat()}/{number}"


def slug(name: str) -> str:
    """Return a name as it stands in ids: lower case, a-z and digits, hyphens between.

    >>> slug("Social- og Sundhedsforum Østjylland, Ærø & Årslev")
    'social-og-sundhedsforum-oestjylland-aeroe-aarslev'
    """
    spelled = name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "udvalg"


def _ledger(
    source: Document,
    lines: Sequence[Line],
    layout: Layout,
    head: tuple[Agenda, Header],
    items: Sequence[AgendaItem],
) -> Ledger:
    agenda, header = head
    ledger = balance(source.text, layout.name, agenda, items)
    taken = [(line.start, line.end) for line in (*agenda.lines, *header.lines)]
    taken += [(item.start, item.end) for item in items]
    return replace(
        ledger,
        leftovers=find_leftovers(source.text, lines, taken),
        notes=(*source.notes, *ledger.notes),
    )
