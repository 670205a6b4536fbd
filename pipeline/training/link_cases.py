"""The corpus as the links room sees it: documents, and which pairs of them belong together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from pipeline.domain import AgendaItem, Entity, Passage, Section
from pipeline.encoder.protocol import Encoder, Floats
from pipeline.links.document import LinkDocument
from pipeline.minutes.passages import split_passages
from pipeline.training.corpus import BlockKind, CorpusBlock, CorpusItem, CorpusMeeting
from pipeline.training.link_subjects import Subject
from pipeline.training.vectors import encode_cached

SAME_MATTER, RELATED = 2, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """The matters an item is about, those that are useful background to it, and their subjects."""

    own: frozenset[str]
    related: frozenset[str]
    subjects: frozenset[str] = frozenset()
    parts: Mapping[str, "Cases"] = field(default_factory=dict)
    """The same of each sub-heading, by its text."""

    def part(self, heading: str) -> "Cases":
        """Return what one matter of the item is about; an item that is one matter has no heading."""
        return self.parts.get(heading, NOTHING) if heading else self

    def grade(self, other: "Cases") -> int:
        """Return 2 for the same matter, 1 for background in either direction or one subject, else 0."""
        if self.own & other.own:
            return SAME_MATTER
        background = self.related & other.own or self.own & other.related or self.subjects & other.subjects
        return RELATED if background else 0


NOTHING = Cases(own=frozenset(), related=frozenset())


def read_cases(meetings: Sequence[CorpusMeeting], subjects: Sequence[Subject] = ()) -> Mapping[str, Cases]:
    """Return the cases of every item, those of its sub-headings included, and their subjects.

    A case is named with its committee before it: two committees that use one
    name do not have one matter.
    """
    of_member: dict[str, set[str]] = {}
    for subject in subjects:
        for member in subject.members:
            of_member.setdefault(member, set()).add(subject.name)
    return {item.id: _cases(item, meeting.slug, of_member) for meeting in meetings for item in meeting.items}


def _cases(item: CorpusItem, slug: str, of_member: Mapping[str, set[str]]) -> Cases:
    related = frozenset(f"{slug}/{case}" for case in item.related)

    def about(cases: Iterable[str], *, other: Iterable[str] = ()) -> Cases:
        own = frozenset(f"{slug}/{case}" for case in cases)
        members = own or frozenset(other)
        subjects = frozenset(name for member in members for name in of_member.get(member, ()))
        return Cases(own=own, related=related if own else frozenset(), subjects=subjects)

    headings = [sub.heading for section in item.sections for sub in section.sub_items()]
    whole = about([*item.cases, *(case for heading in headings for case in heading.cases)])
    return replace(
        whole,
        related=related,
        subjects=whole.subjects | frozenset(of_member.get(item.id, ())),
        parts={heading.text: about(heading.cases, other=[item.id]) for heading in headings},
    )


def corpus_documents(
    meetings: Sequence[CorpusMeeting], encoder: Encoder, cache: Path | None = None
) -> tuple[LinkDocument, ...]:
    """Return every item of the corpus as the links room is handed it, with the corpus's own mentions.

    Vectors are kept in `cache`, a folder.
    """
    items = [(meeting, item) for meeting in meetings for item in meeting.items]
    pages = [print_item(item) for _, item in items]
    vectors = encode_cached([passage for page in pages for passage in page.passages], encoder, cache)
    return tuple(_documents(items, pages, vectors))


def _documents(
    items: Sequence[tuple[CorpusMeeting, CorpusItem]], pages: Sequence["Page"], vectors: Floats
) -> Iterator[LinkDocument]:
    ends = np.cumsum([0, *(len(page.passages) for page in pages)]).tolist()
    for (meeting, item), page, (start, end) in zip(items, pages, pairwise(ends), strict=True):
        yield LinkDocument(
            item_id=item.id,
            number=item.number,
            title=item.title,
            date=meeting.meeting.date,
            committee=meeting.meeting.committee,
            passages=page.passages,
            vectors=vectors[start:end],
            entities=page.entities,
            attachments=tuple(b.text for b in item.blocks() if b.kind is BlockKind.ATTACHMENT),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An item as plain text, cut as the program cuts it."""

    text: str
    passages: tuple[Passage, ...]
    entities: tuple[Entity, ...]


def print_item(item: CorpusItem) -> Page:
    """Return an item of the corpus as text, with its passages and mentions in place."""
    lines = _Lines()
    lines.add(item.heading, before=f"{item.number}. ")
    for block in item.case_lines:
        lines.add(block)
    sections = tuple(_print_sections(item, lines))
    text = lines.text
    cut = AgendaItem(
        id=item.id, number=item.number, title=item.title, start=0, end=len(text), sections=sections
    )
    return Page(text=text, passages=split_passages(text, cut), entities=tuple(lines.entities))


def _print_sections(item: CorpusItem, lines: "_Lines") -> Iterator[Section]:
    for section in item.sections:
        start = lines.write(f"{section.heading}\n")
        for block in section.blocks:
            lines.add(block, before=f" {block.marker} " if block.marker else "")
        yield Section(name=section.name, start=start, end=lines.length)


class _Lines:
    """Text that grows line by line, and the mentions in it."""

    def __init__(self) -> None:
        self.text = ""
        self.entities: list[Entity] = []

    @property
    def length(self) -> int:
        return len(self.text)

    def write(self, text: str) -> int:
        """Add `text`; return where it begins."""
        start = len(self.text)
        self.text += text
        return start

    def add(self, block: CorpusBlock, before: str = "") -> None:
        """Add a block as a line, an empty line before it where the corpus has one."""
        self.write(("\n" if block.spaced else "") + before)
        start = self.write(block.text + "\n")
        for m in block.mentions:
            first, end = start + m.start, start + m.end
            self.entities.append(Entity(start=first, end=end, label=m.label, text=m.text, norm=m.norm))
