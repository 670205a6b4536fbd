"""The rows of a print, each with its role; on a page: wrapped, glued, misread, with heads and feet."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.minutes.document import Block, Document
from pipeline.minutes.structure.roles import STARTS, Role
from pipeline.training.structure.forms import Draw
from pipeline.training.structure.layout import Layout
from pipeline.training.structure.looks import block, seen_as

GOES_ON = {
    Role.ITEM: Role.ITEM_MORE, Role.ITEM_BARE: Role.TITLE, Role.ITEM_TEXT: Role.BODY, Role.SECTION: Role.BODY,
    Role.LISTED: Role.LISTED_MORE,
}  # fmt: skip
"""What the further lines of such a row are; other rows go on as themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of minutes before it is put on a page."""

    text: str
    role: Role
    lead: str = ""
    """Blanks, a bullet or a number before the text."""
    gap: int = 0
    """Blank lines before it."""
    glued: bool = False
    """Whether it goes on in the line before without a blank."""
    wraps: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A print: the document, the role of each stretch of its text, and where the items are."""

    document: Document
    roles: tuple[tuple[int, Role], ...]
    """Where each row starts, in order, and its role."""
    items: tuple[int, ...]
    """Where each item starts."""
    layout: str
    """In a word, for telling which forms fail."""


_BULLET = re.compile(r"\s*(?:[•·▸*+\-–]\s+)?")
_WRAPS = {Role.BODY, Role.SECTION, Role.HEAD_OTHER, Role.ATTACHMENT, Role.HEAD_TITLE}
_LONGEST = 8
"""Lines of a paragraph that is wrapped; the rest is left out, which makes prints shorter to learn from."""


_TAKEN_FOR = {
    "l": "1Ii|", "1": "lI", "I": "l1", "i": "lí1", "O": "0Q", "0": "Oo", "o": "0c", "ø": "oö0", "Ø": "OÖ0",
    "å": "aä", "Å": "AÄ", "æ": "ae", "e": "co", "c": "eo", "t": "fl", "f": "t", "h": "bn", "b": "h6",
    "u": "nv", "n": "ur", "S": "58", "5": "S", "s": "5", "B": "8", "8": "B3", "g": "q9", "a": "o", "r": "n",
    "v": "y", "m": "nn", "d": "cl", ".": ",", ",": ".", ":": ";.", "-": "~", " ": " ",
}  # fmt: skip
_LOST = 0.8
"""Share of the misread blanks that are lost."""
_BROKEN = 0.04
"""Share of the errors that end a line."""


def put_on_page(draw: Draw, layout: Layout, rows: Sequence[Row]) -> Printed:
    """Return the rows as a document."""
    page = _Page(draw, layout)
    for row in _with_running(draw, layout, rows):
        page.put(row)
    return Printed(
        document=Document(name="print.txt", text=page.text, blocks=tuple(page.blocks)),
        roles=tuple(page.roles),
        items=tuple(page.items),
        layout=f"{layout.items.heading.value}: {layout.items.form}",
    )


def _with_running(draw: Draw, layout: Layout, rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows, and after each page what is printed at its foot and at the head of the next."""
    page, lines = 1, 0
    facts = layout.facts
    for row in rows:
        if layout.page.lines and lines >= layout.page.lines and row.role is not Role.LISTED_MORE:
            page, lines = page + 1, 0
            for form in layout.page.running:
                text = draw.fill(
                    form, page=page, pages=page + 3, c=facts.committee, d=f"{facts.day:%d-%m-%Y}"
                )
                yield Row(text=text, role=Role.CHROME, gap=draw.one(0, 1), wraps=False)
        lines += 1 + len(row.text) // 90
        yield row


class _Page:
    """The text as it grows, and what stands in it."""

    def __init__(self, draw: Draw, layout: Layout) -> None:
        self.draw, self.layout = draw, layout
        self.text = ""
        self.roles: list[tuple[int, Role]] = []
        self.items: list[int] = []
        self.blocks: list[Block] = []

    def put(self, row: Row) -> None:
        """Print a row after what stands there."""
        self.separate(row)
        start = len(self.text)
        lead = row.lead.lstrip() if row.glued else row.lead
        visible = start + len(_BULLET.match(lead)[0])  # type: ignore[index]
        self.roles.append((start, row.role))
        if row.role in STARTS:
            self.items.append(visible)
        first, *more = (line for part in self.wrapped(row) for line in self.scanned(part))
        self.text += lead + first
        for part in more:
            self.text += "\n" + (self.draw.one("", "  ") if row.role is Role.ITEM else "")
            self.roles.append((len(self.text), GOES_ON.get(row.role, row.role)))
            self.text += part
        if look := self.layout.looks.get(seen_as(row.role)):
            begin = start + len(lead) - len(lead.lstrip())
            self.blocks.append(block(self.draw, look, begin, len(self.text)))

    def scanned(self, line: str) -> list[str]:
        """Return the lines that a scan makes of one."""
        share = self.layout.page.misread
        return _misread(self.draw, line, share) if share else [line]

    def separate(self, row: Row) -> None:
        """End the line before, and leave the gap."""
        if not self.text or row.glued:
            return
        if self.layout.page.flattened and not _ends_page(row):
            self.text += " "
            return
        self.text += "\n"
        for _ in range(row.gap):
            odd = self.layout.page.odd_blanks and self.draw.chance(0.6)
            self.text += (self.draw.one(" ", "\xa0", "  ") if odd else "") + "\n"

    def wrapped(self, row: Row) -> list[str]:
        if self.layout.page.flattened or not row.wraps:
            return [row.text]
        width = self.layout.items.wrap if row.role is Role.ITEM else 0
        width = self.layout.body.wrap if row.role in _WRAPS else width
        if not width or len(row.text) <= width or "\t" in row.text:
            return [row.text]
        return textwrap.wrap(row.text, width)[:_LONGEST]


def _ends_page(row: Row) -> bool:
    """Whether a row is what is printed at the foot of a page."""
    return row.role is Role.CHROME and not row.wraps


def _misread(draw: Draw, text: str, share: float) -> list[str]:
    """Return the lines that a scan makes of one, that share of the letters wrong; none of them is empty."""
    read = "".join(_taken(draw, char) if char in _TAKEN_FOR and draw.chance(share) else char for char in text)
    return [line for line in read.split("\n") if line.strip()] or [text]


def _taken(draw: Draw, char: str) -> str:
    if draw.chance(_BROKEN):
        return f"{char}\n"
    if char == " ":
        return "" if draw.chance(_LOST) else " "
    return draw.random.choice(_TAKEN_FOR[char])
