"""The learned reading: every line has a role; items follow from roles and numbers, the head from labels."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.domain import Listed
from pipeline.errors import MinutesError
from pipeline.minutes.cut import Cut, CutItem
from pipeline.minutes.document import Document, Given, Line
from pipeline.minutes.structure.cases import case_number, group_closed, says_closed
from pipeline.minutes.structure.head import read_head
from pipeline.minutes.structure.items import NO_STARTS, Starts, find_starts
from pipeline.minutes.structure.marks import LETTERED, marks
from pipeline.minutes.structure.reading import Reading
from pipeline.minutes.structure.roles import Role
from pipeline.minutes.structure.sections import section_heads, split_run_in
from pipeline.minutes.structure.titles import Title, made_title, read_title

LEARNED = "learned"
"""The name of this reading where that of a layout would stand."""
_COLUMN_HEADS = frozenset(
    {"side", "sidetal", "sidenr.", "punkt", "punkt nr.", "emne", "overskrift", "bilagsoversigt"}
)
"""What heads the columns of a list of items or ends it, and names none."""
_OF_ALL = frozenset({
    "bilagsoversigt", "bilagsfortegnelse", "bilagsliste", "oversigt over bilag", "samlet bilagsoversigt",
})  # fmt: skip
"""What heads the attachments of all items, below the last of them."""
_BETWEEN = frozenset({Role.CHROME, Role.GROUP, Role.CASE_ABOVE, Role.TAIL})
"""What stands after the text of an item belongs to none."""
_CASE_LINES = 4
_SURE = 0.7
"""The last line of an item may look like the tail of the minutes: it is one if it is so likely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemList:
    """The items of a reading, and the list that names them."""

    items: tuple[CutItem, ...]
    heads: Starts = NO_STARTS
    """The lines of the reading that the items start with, and how surely."""
    bodies: tuple[range, ...] = ()
    """The lines of the reading that are the text of each."""
    listed: tuple[Listed, ...] = ()
    list_lines: tuple[Line, ...] = ()

    @property
    def starts(self) -> tuple[int, ...]:
        """The lines of the reading that the items start with."""
        return self.heads.lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A document cut by roles, and what the cut rests on."""

    cut: Cut
    reading: Reading
    found: ItemList
    fields: tuple[str, ...]
    """The fields of the meeting that the page says."""


def cut_by_roles(source: Document, reading: Reading, publishers: Collection[str], given: Given) -> Guess:
    """Return a document as the roles of its lines cut it.

    Raises:
        MinutesError: it has no line that may head an item, or no date, and none is given.

    """
    found = cut_items(reading)
    if not found.items:
        raise MinutesError("no-agenda-item", file=source.name)
    head = read_head(reading, found.starts[0], source, publishers, given)
    items, heads = split_run_in(found.items, section_heads(reading, found.bodies))
    cut = Cut(
        layout=LEARNED,
        lines=reading.lines,
        meeting=head.meeting,
        items=items,
        listed=found.listed,
        used=(*found.list_lines, *head.lines),
        heads=heads,
    )
    return Guess(cut=cut, reading=reading, found=found, fields=head.read)


def cut_items(reading: Reading) -> ItemList:
    """Return the items of a reading; none where no line can head one."""
    found = find_starts(reading)
    starts = found.lines
    if not starts:
        return ItemList(items=())
    listing = reading.places(Role.LIST_HEADING, Role.LISTED, Role.LISTED_MORE, last=starts[0])
    titles = tuple(_with_ends(reading, _titles(reading, starts)))
    # The list parts its entries, too: what heads the last of them says nothing of the first item.
    above = listing[-1] + 1 if listing else 0
    return ItemList(
        items=tuple(_items(reading, titles, above)),
        bodies=tuple(range(title.body, end) for title, end in titles),
        listed=_entries(reading, listing, [title.text for title, _ in titles]),
        list_lines=tuple(reading.lines[n] for n in listing),
        heads=found,
    )


def _entries(reading: Reading, listing: Sequence[int], titles: Sequence[str]) -> tuple[Listed, ...]:
    """Return the entries of the list; a line that goes on is part of the one before."""
    entries: list[Listed] = []
    for n in listing:
        role, shape = reading.best[n], reading.shapes[n]
        if entries and entries[-1].number and LETTERED.match(shape.bare):
            continue
        if role is Role.LISTED and _is_entry(shape.title, titles):
            entries.append(Listed(number=shape.number.printed if shape.number else None, title=shape.title))
        elif role is Role.LISTED_MORE and entries:
            last = entries.pop()
            entries.append(Listed(number=last.number, title=f"{last.title} {shape.title}"))
    return tuple(entries)


def _is_entry(text: str, titles: Sequence[str]) -> bool:
    """Whether a line of the list names an item: no head of a column, no page that is one line."""
    named = [title for title in titles if title and title in text]
    several = len(named) > 1 and sum(map(len, named)) < len(text)
    return bool(text) and text.casefold() not in _COLUMN_HEADS and not several


def _titles(reading: Reading, starts: Sequence[int]) -> list[Title]:
    titles: list[Title] = []
    for start, end in pairwise([*starts, len(reading.lines)]):
        titles.append(read_title(reading, start, end, _least_end(titles[-1]) if titles else 0))
    return titles


def _least_end(title: Title) -> int:
    """Return where an item ends at the least: it has one line, what opens it, where it prints no heading."""
    return max(title.body, title.first + 1)


def _items(reading: Reading, titles: Sequence[tuple[Title, int]], above: int) -> Iterator[CutItem]:
    """Yield the items; the lines from `above` on stand between the list and the first of them."""
    before, closed, below = above, False, _cases_below(reading, titles)
    for place, (title, end) in enumerate(titles, start=1):
        beside = [reading.lines[end]] if end in below else _beside(reading, title, before, end)
        closed = _closed_group(reading, before, title.first, closed=closed)
        yield _item(reading, title, end, place, beside, closed=closed)
        before = title.body


def _with_ends(reading: Reading, heads: Sequence[Title]) -> Iterator[tuple[Title, int]]:
    """Yield each heading and the line before which its item ends: what is no text of an item stays out."""
    ends = [*(title.first for title in heads[1:]), _attachments_of_all(reading, heads)]
    for title, end in zip(heads, ends, strict=True):
        last = max(_least_end(title), reading.other_head(title.body, end))
        while last > _least_end(title) and _is_between(reading, last - 1):
            last -= 1
        # "5. Næste møde": the sentence below is all that the item says.
        if (
            last == title.body < end
            and reading.best[last] is Role.TAIL
            and reading.lines[last].plain[-1] == "."
        ):
            last += 1
        yield title, last


def _attachments_of_all(reading: Reading, heads: Sequence[Title]) -> int:
    """Return the line that heads the attachments of all items below the last: with a title from above."""
    last = len(reading.lines)
    for n in range(_least_end(heads[-1]), last):
        if reading.shapes[n].key in _OF_ALL:
            below = {reading.shapes[k].key for k in range(n + 1, last)}
            if any(reading.titles[title.first] in below for title in heads[:-1]):
                return n
    return last


def _is_between(reading: Reading, n: int) -> bool:
    """Whether a line is no text of the item it follows; what a heading stands above is."""
    role = reading.best[n]
    if role is Role.TAIL and reading.roles.probability(Role.TAIL)[n] < _SURE:
        return False
    headed = n > 0 and (reading.best[n - 1] is Role.SECTION or reading.shapes[n - 1].section)
    filed = n > 0 and reading.best[n - 1] is Role.ATTACHMENT and "site" not in marks(reading.shapes[n])
    return role in _BETWEEN and not (headed or (filed and role is Role.CHROME))


def _cases_below(reading: Reading, titles: Sequence[tuple[Title, int]]) -> frozenset[int]:
    """Return the lines of the cases that stand below the text of their items: none is above the first."""
    ends = [end for _, end in titles if end < len(reading.lines) and case_number([reading.lines[end]])]
    last, first = titles[-1][1], titles[0][0].first
    above = first > 0 and reading.shapes[first - 1].case
    return frozenset(ends if last in ends and not above else ())


def _beside(reading: Reading, title: Title, before: int, end: int) -> list[Line]:
    """Return the lines right above and below a heading that tell of its case."""
    above = title.first
    while above > before and reading.best[above - 1] is Role.CASE_ABOVE:
        above -= 1
    below = range(title.body, min(end, title.body + _CASE_LINES))
    own = [
        n
        for n in below
        if reading.best[n] is Role.CASE or reading.shapes[n].case or reading.shapes[n].case_number
    ]
    return [*reading.lines[above : title.first], *(reading.lines[n] for n in own)]


def _closed_group(reading: Reading, first: int, last: int, *, closed: bool) -> bool:
    """Return whether the items go on as closed ones after the lines between two headings."""
    for line in reading.lines[first:last]:
        if (state := group_closed(line.plain)) is not None:
            closed = state
    return closed


def _item(
    reading: Reading, title: Title, end: int, place: int, beside: Sequence[Line], *, closed: bool
) -> CutItem:
    printed = {"number": title.number, "title": title.text}
    heading = reading.lines[title.first : title.body]
    told = [line.plain for line in (*heading, *beside)]
    return CutItem(
        number=title.number or f"p{place}",
        title=title.text or made_title(reading, title.first, end),
        made=tuple(name for name, text in printed.items() if not text),
        heading=heading,
        body=reading.lines[title.body : end],
        open=not (closed or says_closed(title.text) or any(map(says_closed, told))),
        case_number=case_number(beside, title.text) or title.case,
    )
