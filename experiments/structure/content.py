"""What a print says, before it has a form: a meeting's head and its items, in the order they are printed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pipeline.domain import Meeting, SectionName
from pipeline.training.corpus import BlockKind, CorpusBlock, CorpusItem, CorpusMeeting, CorpusSection

COLUMN_GAP = re.compile(r"(?<=\S)  +(?=\S)")
LONGEST_ROW = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines that stand together: a "p"aragraph, an "h"eading, a list ("ul", "ol") or a "table"."""

    kind: str
    lines: tuple[str, ...]

    def rows(self) -> list[list[str]]:
        """The cells of a table."""
        return [COLUMN_GAP.split(line) for line in self.lines]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section: its normalised name, its heading as this publisher words it, what stands under it."""

    name: SectionName
    heading: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item as printed."""

    number: str
    title: str
    case: str = ""
    """The line with its case number."""
    parts: tuple[Part, ...] = ()
    closed: bool = False

    def lines(self) -> Iterator[str]:
        """Yield what is printed of it below its title, in order."""
        for part in self.parts:
            yield part.heading
            for group in part.groups:
                yield from group.lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """A meeting as a print says it."""

    meeting: Meeting
    entries: tuple[Entry, ...]

    @property
    def publisher(self) -> str:
        """Whose site it is: the municipality of the committee, or the committee itself."""
        return self.meeting.committee.rpartition(", ")[2]

    @property
    def committee(self) -> str:
        """The committee without its municipality."""
        return self.meeting.committee.partition(", ")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What a publisher does with any meeting."""

    first: int = 1
    """Number of the first item: some number their items through the year."""
    headings: Mapping[SectionName, tuple[str, SectionName]] = field(default_factory=dict)
    """Its words for a section of the corpus, and what they mean; `{date}`, `{committee}` may stand there."""
    decision_first: bool = False
    closed: str = ""
    """Title of a closed item after the last; empty where none is printed."""
    only: int = 0
    """The place of the one item that a page has; 0 where it has all."""


def arrange(meeting: CorpusMeeting, habits: Habits) -> Agenda:
    """Return a meeting as a publisher of such habits prints it."""
    numbers = range(habits.first, habits.first + len(meeting.items))
    entries = [
        _entry(item, str(number), habits, meeting.meeting)
        for number, item in zip(numbers, meeting.items, strict=True)
    ]
    if habits.closed:
        number = str(habits.first + len(entries))
        entries.append(Entry(number=number, title=habits.closed, closed=True))
    if habits.only:
        entries = entries[habits.only - 1 : habits.only]
    return Agenda(meeting=meeting.meeting, entries=tuple(entries))


def _entry(item: CorpusItem, number: str, habits: Habits, meeting: Meeting) -> Entry:
    parts = [_part(section, habits, meeting) for section in item.sections]
    if habits.decision_first:
        parts.sort(key=lambda part: part.name is not SectionName.BESLUTNING)
    return Entry(
        number=number,
        title=item.title,
        case=" ".join(block.text for block in item.case_lines),
        parts=tuple(parts),
    )


def _part(section: CorpusSection, habits: Habits, meeting: Meeting) -> Part:
    heading, name = habits.headings.get(section.name, (section.heading, section.name))
    committee = meeting.committee.partition(", ")[0]
    return Part(
        name=name,
        heading=heading.format(date=f"{meeting.date:%d-%m-%Y}", committee=committee),
        groups=tuple(_groups(section.blocks)),
    )


KINDS = {
    BlockKind.SUBHEADING: "h",
    BlockKind.BULLET: "ul",
    BlockKind.ATTACHMENT: "ul",
    BlockKind.NUMBERED: "ol",
}


def _groups(blocks: Sequence[CorpusBlock]) -> Iterator[Group]:
    for kind, run in groupby(blocks, key=_kind):
        lines = tuple(block.text for block in run)
        if kind in ("ul", "ol") or (kind == "table" and len(lines) > 1):
            yield Group(kind=kind, lines=lines)
        else:
            yield from (Group(kind="p" if kind == "table" else kind, lines=(line,)) for line in lines)


def _kind(block: CorpusBlock) -> str:
    is_row = COLUMN_GAP.search(block.text) and len(block.text) < LONGEST_ROW and block.text[-1] not in ".!?"
    return "table" if is_row and block.kind is BlockKind.PARAGRAPH else KINDS.get(block.kind, "p")
