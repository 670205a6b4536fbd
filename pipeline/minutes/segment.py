"""Text to a meeting and its agenda items, with a ledger of what was expected and found."""

from collections.abc import Collection, Sequence

from pipeline.domain import AgendaItem, Meeting, Minutes, SectionName, item_id
from pipeline.errors import MinutesError
from pipeline.minutes.agenda import Heading, find_headings, read_list
from pipeline.minutes.document import Document, Given, Line, span, split_lines
from pipeline.minutes.header import read_header
from pipeline.minutes.layouts import LAYOUTS, Layout, detect
from pipeline.minutes.ledger import balance, ends_early, find_leftovers
from pipeline.minutes.sections import find_attachments, find_sections, names_in_use

Names = frozenset[SectionName]
NOTHING = Given()


def segment(
    source: Document,
    layouts: Sequence[Layout] = LAYOUTS,
    publishers: Collection[str] = (),
    given: Given = NOTHING,
) -> Minutes:
    """Return the meeting and its items; every offset is into `source.text`.

    The first of `layouts` that fits the head of the text says how to read it; one of
    `publishers` that stands there alone, or another municipality, whose minutes they are.
    `given` fills what the head does not say.

    Raises:
        UnknownLayoutError: no layout fits the head of the text.
        MinutesError: the layout fits, but there is no item, no date found or given, or the file is cut off.

    """
    lines = split_lines(source.text)
    layout = detect(lines, layouts, source.name)
    agenda = read_list(lines, layout)
    headings = find_headings(lines, agenda, layout)
    if not headings:
        raise MinutesError("no-agenda-item", file=source.name)
    head = lines[: agenda.start] if agenda.entries else lines[: lines.index(headings[0].lines[0])]
    header = read_header(head or lines[:1], layout, source, publishers, given)
    items = _items(lines, headings, header.meeting)
    used = (*lines[agenda.start : agenda.end], *header.lines)
    leftovers = find_leftovers(lines, used, items)
    ledger = balance(source, layout.name, agenda.entries, items, leftovers)
    if ends_early(ledger, agenda.entries, lines[-1].plain):
        raise MinutesError("cut-off-file", file=source.name, last=items[-1].number, listed=ledger.listed)
    return Minutes(source=source.name, text=source.text, meeting=header.meeting, items=items, ledger=ledger)


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
