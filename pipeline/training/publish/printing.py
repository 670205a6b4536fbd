"""A meeting as rows: its head and list as the layout has them, then item by item."""

import datetime as dt
import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from string import Formatter

from pipeline.domain import Entity, Label, Listed, Meeting, SectionName, danish_date
from pipeline.training.corpus import BlockKind, CorpusBlock, CorpusItem, CorpusMeeting, CorpusSection
from pipeline.training.publish.layouts import LAYOUTS, REGULAR, Contents, Edition, HeadField, Layout, Quirks
from pipeline.training.publish.sheet import LIST_ROWS, NBSP, Row, RowKind, Sheet

WEEKDAYS = ("Mandag", "Tirsdag", "Onsdag", "Torsdag", "Fredag", "Lørdag", "Søndag")
DATE_IN_TITLE = re.compile(r" (den|d\.) \d.*$")
BY_MAIL = "Mail/skriftlig behandling"
SECTION_HEADINGS = {name.value: name for name in SectionName}
CASE = {SectionName.BAGGRUND, SectionName.SAGSFREMSTILLING}
MAY_LACK_HEADING = CASE | {SectionName.RESUME, SectionName.BESLUTNING}
# Shorter lines that stand together in the corpus are rows of a table and stay together.
TABLE_ROW = 100
MISSPELLABLE = 8
# A line of the decision that says who was absent is a section of its own, heading and text in one.
ABSENT = "Fraværende: "


def lay_out(meeting: CorpusMeeting, form: str, *, quirks: Quirks = REGULAR, seed: int = 0) -> Sheet:
    """Return the rows of one meeting in one form; the same arguments give the same rows."""
    rng = random.Random(f"{seed} {form} {meeting.path.name}")  # noqa: S311 - dice, not secrets
    edition = _edition(meeting, quirks, rng)
    layout = LAYOUTS[form](edition)
    values = _values(edition.meeting, layout)
    items = ItemPrinter(edition=edition, layout=layout)
    return Sheet(
        meeting=_as_printed(edition.meeting, layout, values),
        listed=tuple(Listed(number=item.number, title=item.title) for item in edition.listed),
        newline="\r\n" if quirks.crlf else "\n",
        rows=(*_head(edition, layout, values), *(row for item in edition.items for row in items.rows(item))),
    )


def _edition(source: CorpusMeeting, quirks: Quirks, rng: random.Random) -> Edition:
    meeting = replace(source.meeting, place=source.meeting.place or "Rådhuset")
    if quirks.by_mail:
        meeting = replace(meeting, start=None, end=None, place=BY_MAIL)
    # The first item is never closed.
    closed = set(rng.sample(range(1, len(source.items)), k=min(quirks.closed, len(source.items) - 1)))
    items = [item for position, item in enumerate(source.items) if position not in closed]
    listed = items.copy()
    if quirks.shuffled_list:
        rng.shuffle(listed)
    return Edition(meeting=meeting, items=tuple(items), listed=tuple(listed), quirks=quirks, rng=rng)


def _values(meeting: Meeting, layout: Layout) -> Mapping[str, object]:
    """Return what pieces of the head may name; what the meeting does not have is None."""
    date, weekday = meeting.date, WEEKDAYS[meeting.date.weekday()]
    values = {
        "committee": meeting.committee,
        "title": meeting.title,
        "dateless_title": DATE_IN_TITLE.sub("", meeting.title),
        "date": date,
        "day": danish_date(date),
        "weekday": weekday.lower(),
        "Weekday": weekday,
        "start": meeting.start and dt.datetime.combine(date, meeting.start),
        "end": meeting.end and dt.datetime.combine(date, meeting.end),
        "place": meeting.place,
        "published": meeting.published,
    }
    return {**values, "printed_title": layout.title.format_map(values)}


def _as_printed(meeting: Meeting, layout: Layout, values: Mapping[str, object]) -> Meeting:
    """Return the meeting as the layout prints it: what no field names is None."""
    named = {name for field in layout.fields for piece in field.pieces for name in _names(piece)}
    return replace(
        meeting,
        title=str(values["printed_title"]),
        start=meeting.start if "start" in named else None,
        end=meeting.end if "end" in named else None,
        place=meeting.place if "place" in named else None,
        published=meeting.published if "published" in named else None,
    )


def _names(piece: str) -> Iterator[str]:
    return (name for _, name, _, _ in Formatter().parse(piece) if name)


def _head(edition: Edition, layout: Layout, values: Mapping[str, object]) -> Iterator[Row]:
    if layout.fields:
        yield Row(kind=RowKind.MEETING_TITLE, text=str(values["printed_title"]), gap=layout.title_gap)
    for field in layout.fields:
        yield from _field(field, values)
    if layout.contents:
        yield from _contents(edition.listed, layout.contents)


def _field(field: HeadField, values: Mapping[str, object]) -> Iterator[Row]:
    text = "".join(
        piece.format_map(values) for piece in field.pieces if all(values[name] for name in _names(piece))
    )
    if text and field.label_above:
        yield Row(kind=RowKind.LABEL, text=field.label)
        yield Row(kind=RowKind.FIELD, text=text)
    elif text:
        yield Row(kind=RowKind.FIELD, before=field.label, text=text, gap=field.gap)


def _contents(listed: Iterable[CorpusItem], contents: Contents) -> Iterator[Row]:
    yield Row(kind=RowKind.LIST_HEADING, text=contents.heading, gap=2 if contents.spaced else 1)
    for position, item in enumerate(listed):
        room = contents.width is None or len(item.title) + len(contents.dots) <= contents.width
        page = contents.page.format(contents.pages[position]) if contents.page else ""
        yield Row(
            kind=RowKind.LISTED,
            before=contents.number.format(item.number),
            text=item.title if room else item.title[: contents.width],
            after=(contents.dots if room else "") + page,
            gap=0 if position and not contents.spaced else 1,
        )
    if contents.spaced:
        yield Row(kind=RowKind.EMPTY, text="", gap=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPrinter:
    """Prints the items of one edition in one layout."""

    edition: Edition
    layout: Layout

    def rows(self, item: CorpusItem) -> Iterator[Row]:
        """Yield the rows of one item, its heading first."""
        title = Row(kind=RowKind.TITLE_AGAIN, text=item.heading.text, mentions=item.heading.mentions)
        number = self.layout.number.format(item.number)
        yield replace(title, kind=RowKind.ITEM_HEADING, before=number, item=item)
        for _ in range(self.layout.titles_again):
            yield title
            yield Row(kind=RowKind.EMPTY, text=NBSP)
        yield from self._blocks(item.case_lines, first_gap=1)
        sections = self._ordered(item.sections)
        if self.layout.dash_for_nothing and not any(section.name in CASE for section in sections):
            yield Row(kind=RowKind.PARAGRAPH, text="-")
        unheaded = self.edition.quirks.unheaded and self._chance(0.4)
        for position, section in enumerate(sections):
            headless = unheaded and position == 0 and section.name in MAY_LACK_HEADING
            yield from self._section(section, headless=headless)
            if self.layout.title_after_decision and section.name is SectionName.BESLUTNING:
                yield title

    def _section(self, section: CorpusSection, *, headless: bool) -> Iterator[Row]:
        if not headless:
            yield self._heading(section)
        first_gap = 1 if headless or not self.layout.tight else self.edition.rng.choice((0, 1))
        yield from self._blocks(section.blocks, first_gap=first_gap)

    def _chance(self, share: float) -> bool:
        return self.edition.rng.random() < share

    def _ordered(self, sections: Iterable[CorpusSection]) -> list[CorpusSection]:
        rank = {name: position for position, name in enumerate(self.layout.order)}
        ordered = sorted(sections, key=lambda section: rank.get(section.name, len(rank)))
        if self.edition.quirks.twice:
            ordered = _background_twice(ordered)
        return list(_municipal(ordered)) if self.layout.municipal else ordered

    def _heading(self, section: CorpusSection) -> Row:
        words = section.heading
        if self.edition.quirks.misspelt and len(words) >= MISSPELLABLE and self._chance(0.25):
            words = misspell(words, self.edition.rng)
        words = self.layout.heading.format(words.upper() if self.layout.capitals else words)
        row = Row(kind=RowKind.SECTION_HEADING, text=words, section=section.name)
        if self.layout.municipal and section.name is SectionName.BESLUTNING:
            row = self._decision(row)
        return replace(row, gap=0 if self.layout.tight and self._chance(0.1) else 1)

    def _decision(self, row: Row) -> Row:
        """Return the heading as "Beslutning i COMMITTEE den DD-MM-YYYY", the two mentions marked."""
        # As its own minutes call it, without the municipality behind a comma.
        committee = self.edition.meeting.committee.partition(",")[0]
        date = self.edition.meeting.date
        lead, link, day = f"{row.text.rstrip(':')} i ", " den ", f"{date:%d-%m-%Y}"
        named = _mention(Label.INSTITUTION, committee, len(lead), norm=committee)
        dated = _mention(Label.DATE, day, named.end + len(link), norm=date.isoformat())
        return replace(row, text=f"{lead}{committee}{link}{day}", mentions=(named, dated))

    def _blocks(self, blocks: tuple[CorpusBlock, ...], *, first_gap: int) -> Iterator[Row]:
        previous: CorpusBlock | None = None
        for block in blocks:
            gap = first_gap if previous is None else self._gap(previous, block)
            yield self._row(block, int(block.spaced) if self.layout.gaps_as_written else gap)
            previous = block

    def _gap(self, above: CorpusBlock, below: CorpusBlock) -> int:
        if _row_kind(below) in LIST_ROWS:
            return 0 if above.kind is below.kind else 1
        if above.kind is BlockKind.SUBHEADING and self.layout.tight:
            return self.edition.rng.choice((0, 1))
        short = len(above.text) < TABLE_ROW and len(below.text) < TABLE_ROW
        together = above.kind is below.kind is BlockKind.PARAGRAPH and not below.spaced
        return 0 if short and together else 1

    def _row(self, block: CorpusBlock, gap: int) -> Row:
        markers = {BlockKind.BULLET: self.layout.bullet, BlockKind.NUMBERED: self.layout.numbered}
        text, after = block.text, ""
        if self.edition.quirks.nbsp and block.kind is not BlockKind.ATTACHMENT:
            text = "".join(NBSP if letter == " " and self._chance(0.04) else letter for letter in text)
            after = NBSP if self._chance(0.1) else ""
        return Row(
            kind=_row_kind(block),
            text=text,
            before=markers.get(block.kind, "").format(block.marker),
            after=after,
            gap=gap,
            mentions=block.mentions,
            about=block.about,
            section=SectionName.FRAVAERENDE if block.text.startswith(ABSENT) else None,
        )


def _row_kind(block: CorpusBlock) -> RowKind:
    return RowKind.PARAGRAPH if block.kind is BlockKind.CASE_LINE else RowKind(block.kind.value)


def _mention(label: Label, text: str, start: int, *, norm: str) -> Entity:
    return Entity(label=label, start=start, end=start + len(text), text=text, norm=norm)


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


def _municipal(sections: Iterable[CorpusSection]) -> Iterator[CorpusSection]:
    """Yield the sections as a municipality heads them; a sub-heading it has a section for is one."""
    for section in sections:
        current = section
        if section.name is SectionName.BAGGRUND:
            current = replace(section, name=SectionName.SAGSFREMSTILLING, heading="Sagsfremstilling")
        start = 0
        for position, block in enumerate(section.blocks):
            name = SECTION_HEADINGS.get(block.text.lower())
            if block.kind is BlockKind.SUBHEADING and name is not None and not block.cases:
                yield replace(current, blocks=section.blocks[start:position])
                start, current = position + 1, CorpusSection(heading=block.text, name=name, blocks=())
        yield replace(current, blocks=section.blocks[start:])


def misspell(word: str, rng: random.Random) -> str:
    """Return the word with one typing error inside: a letter lost, doubled, or two swapped.

    >>> misspell("Indstilling", random.Random(1))
    'Instilling'
    """
    at = rng.choice([i for i in range(1, len(word) - 2) if word[i] != word[i + 1]])
    head, one, other, tail = word[:at], word[at], word[at + 1], word[at + 2 :]
    return rng.choice((head + other + one + tail, head + one + one + other + tail, head + other + tail))
