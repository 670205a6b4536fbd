"""A document cut by one of the readers, by rows or by roles, and the minutes that come of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from pipeline.domain import AgendaItem, Earlier, Listed, Meeting, Minutes, Structure, item_id
from pipeline.minutes.document import Document, Line, span
from pipeline.minutes.earlier import stated_earlier
from pipeline.minutes.ledger import balance, find_leftovers
from pipeline.minutes.sections import SectionHead, find_attachments, find_sections


@dataclass(frozen=True, slots=True, kw_only=True)
class CutItem:
    """One item: what its heading prints, and its lines."""

    number: str
    title: str
    made: tuple[str, ...] = ()
    """Which of "number" and "title" no line prints."""
    heading: tuple[Line, ...] = ()
    body: tuple[Line, ...] = ()
    open: bool = True
    case_number: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """All its lines, in order."""
        return (*self.heading, *self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The parts of a document: the meeting, the list of its items, the items, and the headings inside."""

    layout: str
    lines: tuple[Line, ...]
    meeting: Meeting
    items: tuple[CutItem, ...]
    listed: tuple[Listed, ...] = ()
    used: tuple[Line, ...] = ()
    """The lines of the head and the list."""
    heads: Mapping[int, SectionHead] = field(default_factory=dict)
    """The headings of sections, by the offset where their line starts."""
    whole: bool = False
    """Whether a row cut it that knows head and sections, too, as its publishers print them."""


def to_minutes(source: Document, cut: Cut, structure: Structure) -> Minutes:
    """Return the minutes that a document was cut into, with what was expected and found."""
    items = tuple(map(partial(_item, cut), cut.items, _ids(cut)))
    leftovers = find_leftovers(cut.lines, cut.used, items)
    ledger = balance(source, cut.layout, cut.listed, items, leftovers)
    return Minutes(
        source=source.name,
        text=source.text,
        meeting=cut.meeting,
        items=items,
        ledger=ledger,
        structure=structure,
    )


def _ids(cut: Cut) -> list[str]:
    return [item_id(cut.meeting, number) for number in own_numbers([item.number for item in cut.items])]


def own_numbers(printed: Sequence[str]) -> list[str]:
    """Return the number in the id of each item: of two with one number the second is "1-2".

    Where an item prints "1-2" itself, that number is its own, and the second of number 1 is "1-3".
    """
    taken, seconds, numbers = set(printed), dict[str, Iterator[int]](), list[str]()
    for number in printed:
        if number not in seconds:
            seconds[number] = count(2)
            numbers.append(number)
            continue
        free = (other for n in seconds[number] if (other := f"{number}-{n}") not in taken)
        numbers.append(next(free))
        taken.add(numbers[-1])
    return numbers


def _item(whole: Cut, cut: CutItem, own_id: str) -> AgendaItem:
    sections = find_sections(cut.body, " ".join(cut.title.split()), whole.heads)
    start, end = span(cut.lines)
    meeting = Earlier(committee=whole.meeting.committee, date=whole.meeting.date)
    lines = ((line.plain, line.start in whole.heads) for line in cut.body)
    return AgendaItem(
        id=own_id,
        number=cut.number,
        title=cut.title,
        start=start,
        end=end,
        open=cut.open,
        case_number=cut.case_number,
        made=cut.made,
        earlier=stated_earlier(lines, meeting) if cut.open else (),
        sections=sections,
        attachments=find_attachments(cut.body, sections),
    )
