"""The exact reading: a row of `layouts` says how the head, the list and the headings of the items look."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from pipeline.domain import Listed
from pipeline.errors import MinutesError
from pipeline.minutes.cut import Cut, CutItem
from pipeline.minutes.document import Document, Given, Line, split_lines
from pipeline.minutes.header import read_header
from pipeline.minutes.layouts import Layout, detect
from pipeline.minutes.leaders import is_dotted, title_and_page
from pipeline.minutes.ledger import number_value
from pipeline.minutes.sections import section_heads, section_name

# Titles in the list and in the body differ by a typing error at most.
_SAME_TITLE = 90
# A heading this long may go on in the next line; shorter ones never wrap.
_WRAPS_FROM = 70
# "Title......\t3"; where a list has such lines, the truncated ones end in a bare page number.
# Closed items are left out in the published minutes, a handful in a row at most.
_WIDEST_GAP = 10
# No forum has more items than this in one meeting.
_LIST_LINES = 120
_CASE_LINE = re.compile(r"(?i:sagsnr|sagsbeh|sagsid|journalnr|j\.?\s*nr|åbent punkt|lukket punkt|acadre)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The heading of one item in the body; `lines` is more than one where it wraps."""

    number: str
    title: str
    lines: tuple[Line, ...]
    listed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The list of items as the minutes give it, in their lines `start` to `end`."""

    entries: tuple[Listed, ...]
    start: int
    end: int


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


def read_list(lines: Sequence[Line], layout: Layout) -> Agenda:
    """Return the list of items, empty where the minutes have none."""
    at = next((n for n, line in enumerate(lines) if layout.list_heading.match(line.plain)), None)
    if at is None:
        return Agenda(entries=(), start=0, end=0)
    paged = any(is_dotted(line.plain) for line in lines[at + 1 : at + 1 + _LIST_LINES])
    end = _list_end(lines, at + 1, layout, paged=paged)
    read = _paged_entries if paged else _plain_entries
    return Agenda(entries=tuple(read(lines[at + 1 : end], layout)), start=at, end=end)


def _list_end(lines: Sequence[Line], at: int, layout: Layout, *, paged: bool) -> int:
    """Return where the list ends: at an item heading, told by what follows it or by standing there again."""
    seen: set[str] = set()
    for n in range(at, len(lines)):
        page = title_and_page(lines[n].plain) if paged else None
        match = layout.heading.match(lines[n].plain)
        if match and match["number"] in seen:
            return n
        if match and not page and (layout.certain or _opens_item(lines, n, match["title"])):
            return n
        if match:
            seen.add(match["number"])
        elif not (match or paged or layout.certain or not lines[n].after_blank):
            return n
    return len(lines)


def _opens_item(lines: Sequence[Line], n: int, title: str) -> bool:
    """Whether what follows line `n` is how the text of an item begins."""
    if n + 1 >= len(lines):
        return False
    following = lines[n + 1]
    same = following.plain == " ".join(title.split())
    return same or section_name(following) is not None or bool(_CASE_LINE.match(following.plain))


def _paged_entries(lines: Sequence[Line], layout: Layout) -> Iterator[Listed]:
    """Yield the entries of a list with page numbers; a line without one goes on in the next."""
    text = ""
    for line in lines:
        text = f"{text} {line.plain}".strip()
        if page := title_and_page(text):
            yield _entry(page[0], layout)
            text = ""
    if text:
        yield _entry(text, layout)


def _plain_entries(lines: Sequence[Line], layout: Layout) -> list[Listed]:
    """Return the entries of a numbered list; a line without a number goes on with the one before."""
    entries: list[Listed] = []
    for line in lines:
        entry = _entry(line.plain, layout)
        if entry.number is None and entries and not line.after_blank:
            last = entries.pop()
            entry = Listed(number=last.number, title=f"{last.title} {entry.title}")
        entries.append(entry)
    return entries


def _entry(text: str, layout: Layout) -> Listed:
    match = layout.heading.match(text)
    if match:
        return Listed(number=match["number"], title=_bare(match["title"]))
    return Listed(number=None, title=_bare(text))


def _bare(title: str) -> str:
    return title.rstrip(" .…")


def find_headings(lines: Sequence[Line], agenda: Agenda, layout: Layout) -> tuple[Heading, ...]:
    """Return the headings of the items in the order they stand in the body."""
    candidates = list(_candidates(lines, agenda, layout))
    # "2. halvår bliver bedre." right above a decision is no item 2 when the list knows a better one.
    known = {heading.number for _, heading in candidates if heading.listed}
    headings: list[Heading] = []
    for at, (n, heading) in enumerate(candidates):
        if heading.number in {other.number for other in headings}:
            continue
        ahead = next((other for _, other in candidates[at:] if other.listed), None)
        unlisted = heading.number not in known and _has_its_place(heading, headings, ahead)
        if heading.listed or (unlisted and (layout.certain or _looks_like_one(heading, lines, n))):
            headings.append(heading)
    return tuple(headings)


def _candidates(lines: Sequence[Line], agenda: Agenda, layout: Layout) -> Iterator[tuple[int, Heading]]:
    """Yield every line after the list that has the shape of a heading, and its index."""
    for n in range(agenda.end, len(lines)):
        if match := layout.heading.match(lines[n].plain):
            yield n, _heading(lines, n, match, _listed_title(match, agenda.entries))


def _listed_title(match: re.Match[str], entries: Sequence[Listed]) -> str | None:
    """Return the title the list has for a heading: by its number, or by its words in lists without."""
    for entry in entries:
        if entry.number == match["number"]:
            return entry.title
    first = match["title"]
    return next((e.title for e in entries if e.number is None and _begins_alike(e.title, first)), None)


def _begins_alike(a: str, b: str) -> bool:
    shorter = min(len(a), len(b))
    return ratio(a[:shorter], b[:shorter]) >= _SAME_TITLE


def _heading(lines: Sequence[Line], n: int, match: re.Match[str], listed: str | None) -> Heading:
    parts = [lines[n]]
    title = match["title"]
    while _goes_on(lines, n + len(parts), title, listed):
        parts.append(lines[n + len(parts)])
        title = f"{title} {parts[-1].plain}"
    # The list's titles are bare: in a title as short as "Evt." the point would be a quarter of it.
    same = listed is not None and (ratio(_bare(title), listed) >= _SAME_TITLE or _truncated(listed, title))
    return Heading(number=match["number"], title=title, lines=tuple(parts), listed=same)


def _goes_on(lines: Sequence[Line], n: int, title: str, listed: str | None) -> bool:
    """Whether line `n` is the rest of a heading that wraps."""
    if n >= len(lines) or lines[n].after_blank or section_name(lines[n]):
        return False
    if listed is not None:
        longer = f"{title} {lines[n].plain}"
        return ratio(longer, listed) > ratio(title, listed) and not _truncated(listed, title)
    return len(title) >= _WRAPS_FROM and lines[n].plain[0].islower()


def _truncated(short: str, title: str) -> bool:
    """Whether a list entry is the beginning of a title, cut off."""
    return len(short) > 20 and ratio(short, title[: len(short)]) >= _SAME_TITLE


def _has_its_place(heading: Heading, before: Sequence[Heading], ahead: Heading | None) -> bool:
    """Whether the number of a heading lies between the one before and the next that is listed."""
    last = number_value(before[-1].number) if before else 0
    end = number_value(ahead.number) if ahead else last + _WIDEST_GAP
    return last < number_value(heading.number) < max(end, last + 2)


def _looks_like_one(heading: Heading, lines: Sequence[Line], n: int) -> bool:
    """Whether a line that is in no list reads like a heading and has the text of an item under it."""
    last = n + len(heading.lines) - 1
    named = not heading.title[0].islower() and heading.title[-1] not in ".,;:"
    return named and lines[n].indent == 0 and _opens_item(lines, last, heading.title)
