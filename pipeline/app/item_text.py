"""The text of an item as a page shows it: parts under their headings, paragraphs, and marked stretches.

The whole text is masked before it is cut, and what is shown of it keeps its length, so that every
offset holds and a paragraph reads in the browser as it stands in the source.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from pipeline.archive import StoredItem
from pipeline.corrections import Joined
from pipeline.domain import Correction, Entity, Section, SectionName
from pipeline.text import mask_cpr

_PARAGRAPH = re.compile(r"\S(?:(?!\n[^\S\n]*\n).)*(?<!\s)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A mention as a page marks it."""

    number: int
    """1, 2, 3 ... in the order of the text."""
    entity: Entity
    words: str
    """As they stand in the text, which is masked as a whole."""
    goes_by: str
    """Its norm, or the name that persons joined with it."""
    group: tuple[int, ...]
    """Numbers of all mentions of the same, this one included."""
    entry: Correction | None
    """What a person decided about it; None where the program found it."""

    @property
    def place(self) -> int:
        """Which of its group it is, from 1."""
        return self.group.index(self.number) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Text that is of one mention, or of none, and evidence for the same themes."""

    text: str
    mention: Mention | None
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph, and where it begins, in characters from the start of the item."""

    at: int
    pieces: tuple[tuple[Mention | None, tuple[Stretch, ...]], ...]
    """Each mention with its stretches, and those between two."""
    heading: bool
    """Whether it is the sub-heading of a matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What stands under one heading; what the minutes put under none has none."""

    heading: str = ""
    paragraphs: tuple[Paragraph, ...]
    section: Section | None = None
    """None of the item's own lines."""


def number_mentions(
    stored: StoredItem, decided: Mapping[tuple[int, int], Correction], joined: Joined
) -> tuple[Mention, ...]:
    """Return the mentions of an item in the order of its text, those of the same thing with one group."""
    entities = sorted(stored.tagged.entities, key=lambda one: (one.start, one.end))
    text, first = mask_cpr(stored.text), stored.tagged.item.start
    names = [joined.get((one.label, one.norm), one.norm) for one in entities]
    groups: dict[tuple[str, str], list[int]] = {}
    for number, (one, name) in enumerate(zip(entities, names, strict=True), start=1):
        groups.setdefault((one.label, name or one.text), []).append(number)
    return tuple(
        Mention(
            number=number,
            entity=one,
            words=text[one.start - first : one.end - first],
            goes_by=name,
            group=tuple(groups[one.label, name or one.text]),
            entry=decided.get((one.start, one.end)),
        )
        for number, (one, name) in enumerate(zip(entities, names, strict=True), start=1)
    )


def read_text(stored: StoredItem, mentions: Sequence[Mention]) -> Iterator[Part]:
    """Yield the text of an item in parts, without lines of its own that only repeat the title."""
    cutter, item = _Cutter(stored, mentions), stored.tagged.item
    at = cutter.below_title()
    for section in sorted(item.sections, key=lambda one: one.start):
        if own := cutter.paragraphs(at, section.start):
            yield Part(paragraphs=own)
        body = cutter.paragraphs(max(at, cutter.below_heading(section)), section.end)
        if section.printed or body:
            named = "" if section.name is SectionName.ANDET else section.name.capitalize()
            yield Part(heading=section.printed or named, paragraphs=body, section=section)
        at = max(at, section.end)
    if own := cutter.paragraphs(at, item.end):
        yield Part(paragraphs=own)


class _Cutter:
    """Cuts the text of one item; all offsets are those of the source."""

    def __init__(self, stored: StoredItem, mentions: Sequence[Mention]) -> None:
        item = stored.tagged.item
        self._first, self._text = item.start, mask_cpr(stored.text)
        self._mentions = mentions
        self._matters = {matter.start for matter in stored.tagged.matters}
        self._evidence = [(e.start, e.end, s.theme) for s in stored.tagged.themes for e in s.evidence]
        numbered = f"{item.number} {item.title}"
        self._names = {_bare(line) for line in (item.title, numbered, f"punkt {numbered}")}

    def below_title(self) -> int:
        """Return where the first line begins that says more than the title, or mentions something."""
        at = 0
        for line in self._text.splitlines(keepends=True):
            first = self._first + at
            named = any(first <= one.entity.start < first + len(line) for one in self._mentions)
            if line.strip() and (named or _bare(line) not in self._names):
                break
            at += len(line)
        return self._first + at

    def below_heading(self, section: Section) -> int:
        """Return where the text under the printed heading of a section begins."""
        start, end = section.start - self._first, section.end - self._first
        heading = re.compile(rf"\s*{re.escape(section.printed)}[:.]?" if section.printed else "")
        match = heading.match(self._text, start, end)
        return self._first + match.end() if match else section.start

    def paragraphs(self, start: int, end: int) -> tuple[Paragraph, ...]:
        """Return the paragraphs of a stretch."""
        found = _PARAGRAPH.finditer(self._text, start - self._first, max(end, start) - self._first)
        return tuple(
            Paragraph(
                at=match.start(),
                heading=self._first + match.start() in self._matters,
                pieces=tuple(self._pieces(self._first + match.start(), self._first + match.end())),
            )
            for match in found
        )

    def _pieces(self, start: int, end: int) -> Iterator[tuple[Mention | None, tuple[Stretch, ...]]]:
        stretches = self._stretches(start, end)
        for mention, own in groupby(stretches, key=lambda one: one.mention):
            yield mention, tuple(own)

    def _stretches(self, start: int, end: int) -> Iterator[Stretch]:
        named = [one for one in self._mentions if one.entity.start < end and one.entity.end > start]
        evidence = [one for one in self._evidence if one[0] < end and one[1] > start]
        spans = [(one.entity.start, one.entity.end) for one in named] + [(s, e) for s, e, _ in evidence]
        cuts = {start, end, *(at for span in spans for at in span if start < at < end)}
        for first, last in pairwise(sorted(cuts)):
            # Of two mentions that overlap, the first has what is of both.
            mention = next((m for m in named if m.entity.start < last and m.entity.end > first), None)
            themes = dict.fromkeys(theme for s, e, theme in evidence if s < last and e > first)
            text = self._text[first - self._first : last - self._first]
            yield Stretch(text=text, mention=mention, themes=tuple(themes))


def _bare(text: str) -> str:
    """Return the words of a line alone.

    >>> _bare("7.  Nye pladser: Egely") == _bare("7 Nye pladser Egely")
    True
    """
    return " ".join(re.findall(r"\w+", text.casefold()))
