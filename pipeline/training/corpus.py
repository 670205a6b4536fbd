"""The annotated corpus in data/corpus as frozen values; FORMAT.md there describes the markup.

Plain text and markup are parted here: every text below is what a reader of the
minutes sees, and every mention's offsets count in the text of its own block.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pipeline.config import home
from pipeline.domain import Entity, Meeting, SectionName
from pipeline.errors import CorpusError
from pipeline.training.corpus_markup import Line, comma_list, cut_header, cut_marks, cut_mentions

__all__ = [
    "BlockKind", "CorpusBlock", "CorpusItem", "CorpusMeeting", "CorpusSection",
    "corpus_folder", "read_corpus", "read_meeting",
]  # fmt: skip

FILE_NAME = re.compile(r"(?P<slug>[a-z0-9-]+?)-(?P<date>\d{4}-\d\d-\d\d)\.md")
DESCRIPTIONS = ("FORMAT.md", "README.md")
ITEM = re.compile(r"# (?P<number>\S+)\. (?P<title>.+)")
ITEM_FIELDS = ("themes", "minor", "case", "related")
LIST_LINE = re.compile(r"\s*(?P<marker>[-•]|\d+\.) (?P<text>.+)")
# Headings the forums misspell or word otherwise; kept as printed in `CorpusSection.heading`.
MISSPELT = {"Indstililng": SectionName.INDSTILLING, "Indstilles": SectionName.INDSTILLING}


class BlockKind(StrEnum):
    """What a line of the minutes is."""

    TITLE = "title"
    CASE_LINE = "case_line"
    """"Sagsnr. ..." between an item's title and its first section."""
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBERED = "numbered"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusBlock:
    """One line of the minutes, with its gold annotation."""

    kind: BlockKind
    text: str
    """Without list marker and markup."""
    mentions: tuple[Entity, ...] = ()
    """Their offsets count in `text`."""
    about: tuple[str, ...] = ()
    """Themes this line is evidence of."""
    cases: tuple[str, ...] = ()
    """Cases a sub-heading opens; empty in other blocks."""
    marker: str = ""
    """The list marker as written: "-", "•" or "2."."""
    spaced: bool = False
    """A blank line stands before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusSection:
    """A headed part of an item; `heading` as printed, which may be misspelt."""

    heading: str
    name: SectionName
    blocks: tuple[CorpusBlock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusItem:
    """One agenda item and its gold labels; `related` names cases, not items."""

    id: str
    number: str
    heading: CorpusBlock
    themes: tuple[str, ...]
    minor: tuple[str, ...]
    cases: tuple[str, ...]
    related: tuple[str, ...]
    case_lines: tuple[CorpusBlock, ...]
    sections: tuple[CorpusSection, ...]

    @property
    def title(self) -> str:
        """The title as printed, without its number."""
        return self.heading.text

    def blocks(self) -> Iterator[CorpusBlock]:
        """Yield title, case lines and the lines of every section, in the order they stand."""
        yield self.heading
        yield from self.case_lines
        for section in self.sections:
            yield from section.blocks

    @property
    def all_cases(self) -> tuple[str, ...]:
        """Its own cases and those that its sub-headings open."""
        return (*self.cases, *(case for heading in self.subheadings() for case in heading.cases))

    def subheadings(self) -> Iterator[CorpusBlock]:
        """Yield the headings inside its sections: in information items, each opens a matter of its own."""
        return (block for block in self.blocks() if block.kind is BlockKind.SUBHEADING)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusMeeting:
    """One file of the corpus; `slug` is the committee's part of its name."""

    path: Path
    slug: str
    meeting: Meeting
    items: tuple[CorpusItem, ...]

    @property
    def is_municipal(self) -> bool:
        """Whether a municipality's own committee met, which publishes in a form of its own."""
        return "Kommune" in self.meeting.committee


def corpus_folder(named: Path | None = None) -> Path:
    """Return the folder of annotated minutes: the one named, else the project's own."""
    return named or home() / "data" / "corpus"


def read_corpus(folder: Path) -> tuple[CorpusMeeting, ...]:
    """Return the meetings in `folder`, by file name: committee, then date.

    Raises:
        CorpusError: the folder holds no meeting, or a file is not as FORMAT.md says.

    """
    paths = sorted(path for path in folder.glob("*.md") if path.name not in DESCRIPTIONS)
    if not paths:
        raise CorpusError("no-corpus", folder=folder)
    return tuple(read_meeting(path) for path in paths)


def read_meeting(path: Path) -> CorpusMeeting:
    """Return the meeting in one file of the corpus.

    Raises:
        CorpusError: the file is not as FORMAT.md says; the message names file and line.

    """
    named = FILE_NAME.fullmatch(path.name)
    if named is None:
        raise CorpusError("corpus-file-name", file=path)
    text = path.read_text(encoding="utf-8")
    lines = [Line(path=path, number=n, text=row.rstrip()) for n, row in enumerate(text.split("\n"), start=1)]
    meeting, body = cut_header(lines)
    if meeting.date.isoformat() != named["date"]:
        raise CorpusError("corpus-date", file=path, date=meeting.date)
    prefix = f"{named['slug']}/{named['date']}"
    items = tuple(_item(prefix, part) for part in _cut(body, "# "))
    if len({item.number for item in items}) != len(items):
        raise CorpusError("corpus-number-twice", file=path)
    return CorpusMeeting(path=path, slug=named["slug"], meeting=meeting, items=items)


def _cut(lines: list[Line], opening: str) -> Iterator[list[Line]]:
    """Yield the parts of `lines` that begin with `opening`; text before the first is refused."""
    part: list[Line] = []
    for line in lines:
        if line.text.startswith(opening):
            if part:
                yield part
            part = [line]
        elif part:
            part.append(line)
        elif line.text:
            raise line.error(f"expected a line that begins with {opening!r}")
    if part:
        yield part


def _item(prefix: str, lines: list[Line]) -> CorpusItem:
    opened = ITEM.fullmatch(lines[0].text)
    if opened is None:
        raise lines[0].error("an item begins with '# NUMBER. TITLE'")
    themes, minor, cases, related = _item_fields(lines)
    first = next((i for i, line in enumerate(lines) if line.text.startswith("## ")), len(lines))
    heading = _block(lines[0].holding(opened["title"]), BlockKind.TITLE)
    return CorpusItem(
        id=f"{prefix}/{opened['number']}",
        number=opened["number"],
        heading=heading,
        themes=themes,
        minor=minor,
        cases=cases,
        related=related,
        case_lines=tuple(_block(line, BlockKind.CASE_LINE) for line in lines[5:first] if line.text),
        sections=tuple(_section(part) for part in _cut(lines[first:], "## ")),
    )


def _item_fields(lines: list[Line]) -> Iterator[tuple[str, ...]]:
    for position, name in enumerate(ITEM_FIELDS, start=1):
        if position >= len(lines):
            raise lines[-1].error(f"the item ends before its line {name}:")
        yield comma_list(lines[position].field(name))


def _section(lines: list[Line]) -> CorpusSection:
    heading = lines[0].text.removeprefix("## ")
    name = MISSPELT.get(heading)
    if name is None:
        try:
            name = SectionName(heading.lower())
        except ValueError as error:
            raise lines[0].error(f"no section is called {heading!r}") from error
    return CorpusSection(heading=heading, name=name, blocks=tuple(_blocks(name, lines[1:])))


def _blocks(name: SectionName, lines: list[Line]) -> Iterator[CorpusBlock]:
    spaced = False
    for line in lines:
        if line.text:
            yield _line_block(name, line, spaced=spaced)
        spaced = not line.text


def _line_block(name: SectionName, line: Line, *, spaced: bool) -> CorpusBlock:
    if name is SectionName.BILAG:
        if not line.text.startswith("- "):
            raise line.error("a line of Bilag begins with '- '")
        attached = line.text.removeprefix("- ")
        return CorpusBlock(kind=BlockKind.ATTACHMENT, text=attached, marker="-")
    if line.text.startswith("### "):
        return _block(line.holding(line.text.removeprefix("### ")), BlockKind.SUBHEADING, spaced=spaced)
    if listed := LIST_LINE.fullmatch(line.text):
        kind = BlockKind.NUMBERED if listed["marker"][0].isdigit() else BlockKind.BULLET
        return _block(line.holding(listed["text"]), kind, marker=listed["marker"], spaced=spaced)
    return _block(line, BlockKind.PARAGRAPH, spaced=spaced)


def _block(line: Line, kind: BlockKind, *, marker: str = "", spaced: bool = False) -> CorpusBlock:
    text, about, cases = cut_marks(line)
    if cases and kind is not BlockKind.SUBHEADING:
        raise line.error("only a sub-heading opens a {case: ...}")
    text, mentions = cut_mentions(line.holding(text))
    return CorpusBlock(
        kind=kind,
        text=text,
        mentions=mentions,
        about=about,
        cases=cases,
        marker=marker,
        spaced=spaced,
    )
