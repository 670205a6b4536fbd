"""The pages of a PDF in reading order: running heads told from the text, columns one after the other."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from pipeline.minutes.document import without_digits
from pipeline.minutes.readers.pdf_lines import PdfLine, side_by_side

_OUTER = 0.12
"""The part of a page, at its head and foot, where what recurs at one height is a running head."""
_LONGEST = 90
"""Characters of a running head."""
_PAGE_NUMBER = re.compile(r"(?i:side\s*)?[-–]?\s*\d+(?:\s*(?:/|af)\s*\d+)?\s*[-–]?")
_PRINTED = re.compile(
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}[.:]\d\d(?: [AP]M)?(?:\s.*)?|(?:https?|file)://\S+(?:\s+\d+\s?/\s?\d+)?"
)
"""What a browser prints on every page of a site: when, the title; the address, the page."""
_ITEM = re.compile(r"(?i:(?:dagsordens)?punkt|pkt\.?|sag)\s*(?:nr\.?\s*)?\d{1,3}\b.*")
_FEWEST_LINES = 6
"""Lines in each of two columns; fewer may be a list of names beside another."""
_TURNS = 3
"""How often the text of a page may go back from its right column to its left one."""
_LEFT, _RIGHT = "left", "right"
_FULL = 0.6
"""The part of the width of a column that most of its lines fill."""
Pages = Sequence[Sequence[PdfLine]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """The running heads, running feet and page numbers of a document."""

    recurring: frozenset[str]
    """Lines of the margin that stand on half the pages, digits taken out."""
    placed: frozenset[tuple[str, int]]
    """Lines a little further in, with the height that they stand at on page after page."""
    numbers: frozenset[str]
    """Numbers of items that stand once: each item begins a page."""

    def has(self, line: PdfLine) -> bool:
        """Whether a line is one of them."""
        if line.text in self.numbers:
            return False
        printed = _PAGE_NUMBER.fullmatch(line.text) or _PRINTED.fullmatch(line.text)
        if line.in_margin and (printed or without_digits(line.text) in self.recurring):
            return True
        return any(
            (without_digits(line.text), round(line.top / 2) + step) in self.placed for step in (-1, 0, 1)
        )


def find_running(pages: Pages) -> Running:
    """Return what recurs at the head and the foot of pages."""
    margins = Counter(
        text for page in pages for text in {without_digits(line.text) for line in page if line.in_margin}
    )
    items = Counter(line.text for page in pages for line in page if _ITEM.fullmatch(line.text))
    places = Counter(
        place
        for page in pages
        for place in {
            (without_digits(line.text), round(line.top / 2))
            for line in page
            if min(line.down, 1 - line.down) < _OUTER and len(line.text) <= _LONGEST
        }
    )
    return Running(
        recurring=frozenset(text for text, n in margins.items() if n > 1 and n * 2 >= len(pages)),
        placed=frozenset(place for place, n in places.items() if n > 2 and n * 5 >= len(pages) * 2),
        numbers=frozenset(text for text, n in items.items() if n == 1),
    )


def in_reading_order(page: Sequence[PdfLine]) -> list[PdfLine]:
    """Return the lines of a page, those of two columns one column after the other, each with its edge."""
    gutter = _gutter(page)
    if gutter is None:
        return list(page)
    lines = [part for line in page for part in _across(line, gutter)]
    ordered = _column_by_column(lines, gutter) if _is_stored_across(page, gutter) else lines
    edges: dict[str | None, float] = {
        side: max(line.right for line in lines if _side(line, gutter) is side) for side in (_LEFT, _RIGHT)
    }
    return [replace(line, edge=edges.get(_side(line, gutter), 0.0)) for line in ordered]


def _gutter(page: Sequence[PdfLine]) -> float | None:
    """Return where the right of two columns begins; None where a page has one column, or a table."""
    lines = [part for line in page for part in line.parts or (line,)]
    if not lines:
        return None
    first, last = min(line.left for line in lines), max(line.right for line in lines)
    third = (last - first) / 3
    begins = Counter(round(line.left) for line in lines if first + third < line.left < last - third)
    gutter, count = max(begins.items(), key=lambda item: (item[1], -item[0]), default=(0, 0))
    sides = {side: [line for line in lines if _side(line, gutter) is side] for side in (_LEFT, _RIGHT)}
    if count < _FEWEST_LINES or min(map(len, sides.values())) < _FEWEST_LINES:
        return None
    widths = ((sides[_LEFT], gutter - first), (sides[_RIGHT], last - gutter))
    labels = sum(line.text.endswith(":") for line in sides[_LEFT])
    if 2 * labels >= len(sides[_LEFT]):  # "Mødested:" and the like, each with what it says beside it
        return None
    prose = all(median(line.right - line.left for line in own) > _FULL * width for own, width in widths)
    return float(gutter) if prose and _is_columns(page, gutter) else None


def _is_columns(page: Sequence[PdfLine], gutter: float) -> bool:
    """Whether the text is stored column by column or straight across; that of a table is cell by cell."""
    sides = [_side(line, gutter) for line in page]
    turns = sum(one is _RIGHT and other is _LEFT for one, other in pairwise(sides))
    return turns <= _TURNS or _is_stored_across(page, gutter)


def _is_stored_across(page: Sequence[PdfLine], gutter: float) -> bool:
    """Whether most lines of the two columns are stored as one line."""
    across = sum(len(_across(line, gutter)) > 1 for line in page)
    return across * 2 > sum(_side(line, gutter) is not None for line in page)


def _across(line: PdfLine, gutter: float) -> list[PdfLine]:
    """Return the one or two lines that stand in the columns."""
    left = [part for part in line.parts if part.left < gutter - 2]
    right = line.parts[len(left) :]
    return [side_by_side(side) if len(side) > 1 else side[0] for side in (left, right) if side] or [line]


def _side(line: PdfLine, gutter: float) -> str | None:
    """Return the column of a line; None of one that goes across."""
    if line.left >= gutter - 2:
        return _RIGHT
    return _LEFT if line.right < gutter else None


def _column_by_column(lines: Sequence[PdfLine], gutter: float) -> list[PdfLine]:
    """Return lines with the left column before the right one, between those that go across."""
    ordered: list[PdfLine] = []
    for across, group in groupby(lines, key=lambda line: _side(line, gutter) is None):
        own = list(group)
        ordered += own if across else sorted(own, key=lambda line: _side(line, gutter) is _RIGHT)
    return ordered
