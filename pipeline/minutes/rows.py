"""The exact reading: a row of `layouts` says how the head, the list and the headings of the items look."""

from collections.abc import Collection, Iterator, Sequence

from pipeline.errors import MinutesError
from pipeline.minutes.agenda import Heading, find_headings, read_list
from pipeline.minutes.cut import Cut, CutItem
from pipeline.minutes.document import Document, Given, Line, split_lines
from pipeline.minutes.header import read_header
from pipeline.minutes.layouts import Layout, detect
from pipeline.minutes.sections import section_heads


def cut_by_rows(
    source: Document, layouts: Sequence[Layout], publishers: Collection[str], given: Given
) -> Cut:
    """Return a document as the first of `layouts` that fits its head cuts it.

    Raises:
        UnknownLayoutError: no layout fits the head of the text.
        MinutesError: the layout fits, but there is no item, or no date found or given.

    """
    lines = split_lines(source.text)
    layout = detect(lines, layouts, source.name)
    agenda = read_list(lines, layout)
    headings = find_headings(lines, agenda, layout)
    if not headings:
        raise MinutesError("no-agenda-item", file=source.name)
    head = lines[: agenda.start] if agenda.entries else lines[: lines.index(headings[0].lines[0])]
    header = read_header(head or lines[:1], layout, source, publishers, given)
    return Cut(
        layout=layout.name,
        lines=lines,
        meeting=header.meeting,
        items=tuple(_items(lines, headings)),
        listed=agenda.entries,
        used=(*lines[agenda.start : agenda.end], *header.lines),
        heads=section_heads(lines),
        whole=layout.whole,
    )


def _items(lines: Sequence[Line], headings: Sequence[Heading]) -> Iterator[CutItem]:
    starts = [heading.lines[0].start for heading in headings]
    ends = [*starts[1:], lines[-1].end + 1]
    for heading, start, end in zip(headings, starts, ends, strict=True):
        own = tuple(line for line in lines if start <= line.start < end)
        count = len(heading.lines)
        yield CutItem(number=heading.number, title=heading.title, heading=own[:count], body=own[count:])
