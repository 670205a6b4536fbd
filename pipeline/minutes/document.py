"""What a reader makes of a file: its text, with the blocks and the lines that stand in it."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate, groupby

from pipeline.config import MinutesConfig
from pipeline.domain import Minutes
from pipeline.errors import NoTextError

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How such a text begins."""


class BlockKind(StrEnum):
    """What a stretch of a file is by its form, before anybody asks what it says."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    TABLE_ROW = "table row"
    CHROME = "chrome"
    """Of the page, not of the minutes: menus, running heads, page numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of the text of one kind, and what its form says; a reader fills in what it knows."""

    kind: BlockKind
    start: int = 0
    end: int = 0
    level: int = 0
    """Of a heading, 1 the highest; 0 where the form says that it is one, but not how high."""
    depth: int = 0
    """Of what stands in a list: 1 in the outermost list."""
    bold: bool = False
    """Whether all of it is printed in bold."""
    link: bool = False
    """Whether all of it is a link."""
    size: float = 1.0
    """Of the letters, where those of most of the text have 1.0."""
    path: str = ""
    """Its element with its class and those around it, "main/h2.title"; in a Word file, its style."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The decoded text of one file; every offset of the program is into `text`."""

    name: str
    text: str
    blocks: tuple[Block, ...] = ()
    """In the order of the text; a reader that cannot tell gives none."""
    notes: tuple[str, ...] = ()
    """What was guessed or left out while reading."""
    publisher: str = ""
    """Whose minutes it is, as the site or a user says; empty where neither does."""
    title: str = ""
    """What the file calls itself outside its text: the title of a page, of a Word file's properties."""
    cut: Minutes | None = None
    """The minutes themselves, where a case system states how they are cut."""
    sha256: str = ""
    """Of the file's bytes; empty where there is no file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a user says of a meeting; it counts where the minutes do not say it themselves."""

    date: dt.date | None = None
    committee: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """The bytes of a published file, and how much of what may be in it."""

    name: str
    data: bytes
    config: MinutesConfig

    def decode(self) -> tuple[str, tuple[str, ...]]:
        """Return text and notes: UTF-8 with or without BOM, UTF-16 with BOM, else windows-1252.

        Raises:
            NoTextError: the bytes are no text.

        """
        if self.data[:2] in UTF_16:
            return self.data.decode("utf-16", errors="replace"), ("read as UTF-16",)
        if _is_binary(self.data[:8192]):
            raise NoTextError("binary-file", file=self.name)
        try:
            return self.data.decode("utf-8-sig"), ()
        except UnicodeDecodeError:
            return self.data.decode("cp1252", errors="replace"), ("not UTF-8: read as windows-1252",)


def _is_binary(head: bytes) -> bool:
    """Whether bytes that no text has stand in the first part: NUL, or many control characters."""
    control = sum(byte < 32 and byte not in (9, 10, 11, 12, 13, 27) for byte in head)
    return b"\0" in head or control > len(head) / 50


Reader = Callable[[File], Document]
"""Returns the text of a file of one format, its blocks, and notes on what was guessed or left out.

Raises SourceError where the file is damaged, NoTextError where it holds no text.
"""


def to_document(name: str, lines: Iterable[tuple[str, Block | None]], notes: Iterable[str] = ()) -> Document:
    r"""Return lines as a text, and each run of lines with the same block (not an equal one) as that block.

    >>> row = Block(kind=BlockKind.TABLE_ROW)
    >>> [(one.start, one.end) for one in to_document("a", [("Ærø", None), ("2021\t12 kr.", row)]).blocks]
    [(4, 15)]
    """
    written = list(lines)
    ends = accumulate(len(line) + 1 for line, _ in written)
    places = [
        (block, end - 1 - len(line.lstrip()), end - 1 - len(line) + len(line.rstrip()))
        for (line, block), end in zip(written, ends, strict=True)
        if block and line.strip()
    ]
    runs = (list(same) for _, same in groupby(places, key=lambda place: id(place[0])))
    blocks = tuple(replace(run[0][0], start=run[0][1], end=run[-1][2]) for run in runs)
    return Document(name=name, text="\n".join(line for line, _ in written), blocks=blocks, notes=tuple(notes))


def relative_sizes(document: Document) -> Document:
    """Return a document with the sizes of its letters, in points, as parts of the size that most have."""
    letters = Counter[float]()
    for block in document.blocks:
        letters[round(block.size, 1)] += block.end - block.start if block.size else 0
    usual = max(letters, key=lambda size: (letters[size], size), default=0.0)
    return replace(
        document,
        blocks=tuple(
            replace(block, size=round(block.size / usual, 2) if block.size and usual else 1.0)
            for block in document.blocks
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line that is not blank, stripped; `start` and `end` are offsets into the source text."""

    text: str
    start: int
    end: int
    indent: int = 0
    """Blank characters before the text."""
    blanks: int = 0
    """Blank lines before it; the first line has one at least."""
    glued: bool = False
    """Whether it stands on one line of the file with the text before it."""
    block: Block | None = None
    """What the reader of the file says of it; None where it says nothing."""
    titled: bool = False
    """Whether it stands in the column of a table that is said to have the titles of items."""

    @property
    def after_blank(self) -> bool:
        """Whether a blank line, or nothing, stands before it."""
        return self.blanks > 0

    @property
    def plain(self) -> str:
        """The text with every run of white space as one space; NBSP and other blanks count as space."""
        return " ".join(self.text.split())


def split_lines(text: str, start: int = 0, end: int | None = None) -> tuple[Line, ...]:
    r"""Return the lines of `text[start:end]` that are not blank, in order.

    >>> [(line.text, line.start, line.after_blank) for line in split_lines("Ærø\n\n  Als ")]
    [('Ærø', 0, True), ('Als', 7, True)]
    """
    return tuple(_lines(text[start:end], start))


def _lines(text: str, at: int) -> Iterator[Line]:
    blanks = 1
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            indent = len(raw) - len(raw.lstrip())
            begin = at + indent
            yield Line(text=stripped, start=begin, end=begin + len(stripped), indent=indent, blanks=blanks)
        blanks = 0 if stripped else blanks + 1
        at += len(raw)


def without_digits(text: str) -> str:
    """Return a text with each number in it as #, so that lines that differ in their page are the same.

    >>> without_digits("Side 12 af 14")
    'Side # af #'
    """
    return re.sub(r"\d+", "#", text)


def span(lines: Sequence[Line]) -> tuple[int, int]:
    """Return where the first of some lines starts and the last ends."""
    return lines[0].start, lines[-1].end
