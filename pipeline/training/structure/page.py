"""The rows of a print on a page: wrapped, glued, misread, with heads and feet; the blocks of a reader."""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from pipeline.domain import SectionName
from pipeline.minutes.document import Block, Document
from pipeline.minutes.structure.roles import Role
from pipeline.training.structure.forms import Draw
from pipeline.training.structure.layout import Layout
from pipeline.training.structure.looks import block, seen_as
from pipeline.training.structure.rows import GOES_ON, GoldItem, Printed, Row

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


def put_on_page(draw: Draw, layout: Layout, rows: Sequence[Row], told: Mapping[str, str]) -> Printed:
    """Return the rows as a document."""
    page = _Page(draw, layout)
    for row in _with_running(draw, layout, rows):
        page.put(row)
    return Printed(
        document=Document(name="print.txt", text=page.text, blocks=tuple(page.blocks)),
        roles=tuple(page.roles),
        items=tuple(page.items),
        sections=tuple(page.sections),
        head=told,
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
        self.text, self.page = "", 1
        self.roles: list[tuple[int, Role]] = []
        self.items: list[tuple[int, GoldItem]] = []
        self.sections: list[tuple[int, SectionName]] = []
        self.blocks: list[Block] = []

    def put(self, row: Row) -> None:
        """Print a row after what stands there."""
        self.separate(row)
        row = self.turned(row)
        start = len(self.text)
        lead = row.lead.lstrip() if row.glued else row.lead
        visible = start + len(_BULLET.match(lead)[0])  # type: ignore[index]
        self.mark(row, start, visible)
        first, *more = (line for part in self.wrapped(row) for line in self.scanned(part))
        self.text += lead + first
        for part in more:
            self.text += "\n" + (self.draw.one("", "  ") if row.role is Role.ITEM else "")
            self.roles.append((len(self.text), GOES_ON.get(row.role, row.role)))
            self.text += part
        if look := self.layout.looks.get(seen_as(row.role)):
            begin = start + len(lead) - len(lead.lstrip())
            self.blocks.append(block(self.draw, look, begin, len(self.text), self.page))

    def scanned(self, line: str) -> list[str]:
        """Return the lines that a scan makes of one."""
        share = self.layout.page.misread
        return _misread(self.draw, line, share) if share else [line]

    def mark(self, row: Row, start: int, visible: int) -> None:
        self.roles.append((start, row.role))
        if row.item:
            self.items.append((visible, row.item))
        if row.section:
            self.sections.append((visible, row.section))

    def separate(self, row: Row) -> None:
        """End the line before, and leave the gap."""
        if not self.text or row.glued:
            return
        if self.layout.page.flattened and not (row.role is Role.CHROME and self.page_ends(row)):
            self.text += " "
            return
        self.text += "\n"
        for _ in range(row.gap):
            odd = self.layout.page.odd_blanks and self.draw.chance(0.6)
            self.text += (self.draw.one(" ", "\xa0", "  ") if odd else "") + "\n"

    def page_ends(self, row: Row) -> bool:
        return not row.wraps

    def turned(self, row: Row) -> Row:
        """Count pages by what is printed at their foot."""
        if row.role is Role.CHROME and not row.wraps:
            self.page += 1
        return row

    def wrapped(self, row: Row) -> list[str]:
        if self.layout.page.flattened or not row.wraps:
            return [row.text]
        width = self.layout.items.wrap if row.role is Role.ITEM else 0
        width = self.layout.body.wrap if row.role in _WRAPS else width
        if not width or len(row.text) <= width or "\t" in row.text:
            return [row.text]
        return textwrap.wrap(row.text, width)[:_LONGEST]


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
