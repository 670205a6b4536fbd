"""An agenda item as rows: its sections in the order of the form, its lines with their gaps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.domain import Label, SectionName
from pipeline.training.corpus import BlockKind, CorpusBlock, CorpusItem, CorpusSection
from pipeline.training.corpus_markup import Mention
from pipeline.training.publish.edition import Edition, ItemStyle
from pipeline.training.publish.quirks import misspell
from pipeline.training.publish.sheet import LIST_ROWS, NBSP, Row, RowKind

ROW_KIND = {
    BlockKind.CASE_LINE: RowKind.PARAGRAPH,
    BlockKind.SUBHEADING: RowKind.SUBHEADING,
    BlockKind.PARAGRAPH: RowKind.PARAGRAPH,
    BlockKind.BULLET: RowKind.BULLET,
    BlockKind.NUMBERED: RowKind.NUMBERED,
    BlockKind.ATTACHMENT: RowKind.ATTACHMENT,
}
SECTION_HEADINGS = {name.value: name for name in SectionName}
CASE = {SectionName.BAGGRUND, SectionName.SAGSFREMSTILLING}
MAY_LACK_HEADING = CASE | {SectionName.RESUME, SectionName.BESLUTNING}
# Shorter lines that stand together in the corpus are rows of a table and stay together.
TABLE_ROW = 100
MISSPELLABLE = 8
# A line of the decision that says who was absent is a section of its own, heading and text in one.
ABSENT = "Fraværende: "


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPrinter:
    """Prints the items of one edition in one style."""

    edition: Edition
    style: ItemStyle

    def rows(self, item: CorpusItem) -> Iterator[Row]:
        """Yield the rows of one item, its heading first."""
        heading = item.heading
        yield Row(
            kind=RowKind.ITEM_HEADING,
            text=heading.text,
            mentions=heading.mentions,
            before=self.style.number.format(item.number),
            item=item,
        )
        for _ in range(self.style.titles_again):
            yield from self._title_again(item, empties=1)
        yield from self._blocks(item.case_lines, first_gap=1)
        yield from self._sections(item)

    def _title_again(self, item: CorpusItem, *, empties: int) -> Iterator[Row]:
        yield Row(kind=RowKind.TITLE_AGAIN, text=item.heading.text, mentions=item.heading.mentions)
        for _ in range(empties):
            yield Row(kind=RowKind.EMPTY, text=NBSP)

    def _sections(self, item: CorpusItem) -> Iterator[Row]:
        sections = self._ordered(item.sections)
        if self.style.dash_for_nothing and not any(section.name in CASE for section in sections):
            yield Row(kind=RowKind.PARAGRAPH, text="-")
        unheaded = self.edition.quirks.unheaded and self.edition.rng.random() < 0.4
        for position, section in enumerate(sections):
            headless = unheaded and position == 0 and section.name in MAY_LACK_HEADING
            if not headless:
                yield self._heading(section)
            first_gap = 1 if headless or not self.style.tight else self.edition.rng.choice((0, 1))
            yield from self._blocks(section.blocks, first_gap=first_gap)
            if self.style.title_after_decision and section.name is SectionName.BESLUTNING:
                yield from self._title_again(item, empties=0)

    def _ordered(self, sections: Iterable[CorpusSection]) -> list[CorpusSection]:
        rank = {name: position for position, name in enumerate(self.style.order)}
        ordered = sorted(sections, key=lambda section: rank.get(section.name, len(rank)))
        if self.edition.quirks.twice:
            ordered = _background_twice(ordered)
        return list(self._municipal(ordered)) if self.style.municipal else ordered

    def _municipal(self, sections: Iterable[CorpusSection]) -> Iterator[CorpusSection]:
        """Yield the sections as a municipality heads them; a sub-heading it has a section for is one."""
        for section in sections:
            renamed = section.name is SectionName.BAGGRUND
            yield from _split_at_section_names(_as_sagsfremstilling(section) if renamed else section)

    def _heading(self, section: CorpusSection) -> Row:
        words = section.heading
        if self.edition.quirks.misspelt and len(words) >= MISSPELLABLE and self.edition.rng.random() < 0.25:
            words = misspell(words, self.edition.rng)
        words, mentions = self.style.heading(words), tuple[Mention, ...]()
        if self.style.municipal and section.name is SectionName.BESLUTNING:
            words, mentions = self._decision(words)
        gap = 0 if self.style.tight and self.edition.rng.random() < 0.1 else 1
        return Row(kind=RowKind.SECTION_HEADING, text=words, section=section.name, mentions=mentions, gap=gap)

    def _decision(self, word: str) -> tuple[str, tuple[Mention, ...]]:
        """Return "Beslutning i COMMITTEE den DD-MM-YYYY" and the two mentions in it."""
        committee, date = self.edition.committee, self.edition.date
        day = date.strftime("%d-%m-%Y")
        lead = f"{word.rstrip(':')} i "
        text = f"{lead}{committee} den {day}"
        named = Mention(
            label=Label.INSTITUTION,
            start=len(lead),
            end=len(lead) + len(committee),
            text=committee,
            norm=committee,
        )
        dated = Mention(
            label=Label.DATE, start=len(text) - len(day), end=len(text), text=day, norm=date.isoformat()
        )
        return text, (named, dated)

    def _blocks(self, blocks: tuple[CorpusBlock, ...], *, first_gap: int) -> Iterator[Row]:
        previous: CorpusBlock | None = None
        for block in blocks:
            gap = first_gap if previous is None else self._gap(previous, block)
            yield self._row(block, gap)
            previous = block

    def _gap(self, above: CorpusBlock, below: CorpusBlock) -> int:
        if ROW_KIND[below.kind] in LIST_ROWS:
            return 0 if above.kind is below.kind else 1
        if above.kind is BlockKind.SUBHEADING and self.style.tight:
            return self.edition.rng.choice((0, 1))
        short = len(above.text) < TABLE_ROW and len(below.text) < TABLE_ROW
        together = above.kind is below.kind is BlockKind.PARAGRAPH and not below.spaced
        return 0 if short and together else 1

    def _row(self, block: CorpusBlock, gap: int) -> Row:
        before = ""
        if block.kind is BlockKind.BULLET:
            before = self.style.bullet
        elif block.kind is BlockKind.NUMBERED:
            before = self.style.numbered.format(block.marker)
        text, after = block.text, ""
        if self.edition.quirks.nbsp and block.kind is not BlockKind.ATTACHMENT:
            text = _with_nbsp(text, self.edition)
            after = NBSP if self.edition.rng.random() < 0.1 else ""
        return Row(
            kind=ROW_KIND[block.kind],
            text=text,
            before=before,
            after=after,
            gap=gap,
            mentions=block.mentions,
            about=block.about,
            cases=block.cases,
            section=SectionName.FRAVAERENDE if block.text.startswith(ABSENT) else None,
        )


def _background_twice(sections: list[CorpusSection]) -> list[CorpusSection]:
    """Move the sub-headed part of a background behind the recommendation, under a heading of its own."""
    for position, section in enumerate(sections[:-1]):
        follows = sections[position + 1].name is SectionName.INDSTILLING
        cut = next((i for i, b in enumerate(section.blocks) if b.kind is BlockKind.SUBHEADING), 0)
        if section.name in CASE and follows and cut:
            first = replace(section, blocks=section.blocks[:cut])
            second = replace(section, blocks=section.blocks[cut:])
            return [*sections[:position], first, sections[position + 1], second, *sections[position + 2 :]]
    return sections


def _as_sagsfremstilling(section: CorpusSection) -> CorpusSection:
    return replace(section, name=SectionName.SAGSFREMSTILLING, heading="Sagsfremstilling")


def _split_at_section_names(section: CorpusSection) -> Iterator[CorpusSection]:
    start, current = 0, section
    for position, block in enumerate(section.blocks):
        name = SECTION_HEADINGS.get(block.text.lower())
        if block.kind is BlockKind.SUBHEADING and name is not None and not block.cases:
            yield replace(current, blocks=section.blocks[start:position])
            start, current = position + 1, CorpusSection(heading=block.text, name=name, blocks=())
    yield replace(current, blocks=section.blocks[start:])


def _with_nbsp(text: str, edition: Edition) -> str:
    return "".join(NBSP if c == " " and edition.rng.random() < 0.04 else c for c in text)
