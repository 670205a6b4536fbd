"""The paragraphs of a PDF: lines that go on with one sentence, put together."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles

from pipeline.domain import DANISH_MONTHS
from pipeline.minutes.document import Line
from pipeline.minutes.readers.pdf_lines import PdfLine
from pipeline.minutes.sections import section_name

_SAME_PLACE = 3.0
"""Points between the left edges of two lines of one cell."""


@dataclass(slots=True, kw_only=True)
class Paragraph:
    """Lines put together; a blank one, where the page shows a gap, has none."""

    text: str = ""
    lines: tuple[PdfLine, ...] = ()


def read_paragraphs(lines: Iterable[PdfLine]) -> Iterator[Paragraph]:
    """Yield the paragraphs that printed lines make, with a blank one where the page shows a gap."""
    printed = list(lines)
    if not printed:
        return
    measures = _Measures(printed)
    text, own = printed[0].text, [printed[0]]
    for before, line in pairwise(printed):
        if measures.joins(own, line):
            text, own = _joined(text, line.text), [*own, line]
            continue
        yield Paragraph(text=text, lines=tuple(own))
        if measures.gap(before, line):
            yield Paragraph()
        text, own = line.text, [line]
    yield Paragraph(text=text, lines=tuple(own))


def _joined(paragraph: str, line: str) -> str:
    """Return two parts of a sentence as one: a word parted by a hyphen made whole again.

    >>> _joined("de kommu-", "nale"), _joined("Tale-", "og Synscenter"), _joined("KKR-", "møder")
    ('de kommunale', 'Tale- og Synscenter', 'KKR-møder')
    """
    if not paragraph.endswith("-") or line.split(maxsplit=1)[0] in ("og", "eller", "samt"):
        return f"{paragraph} {line}"
    word_goes_on = paragraph[-2:-1].islower() and line[0].islower()
    return f"{paragraph[:-1]}{line}" if word_goes_on else f"{paragraph}{line}"


# A number and a dot begin a new line of a list, but "15. juni" goes on.
_STARTS_BLOCK = re.compile(
    rf"[-–•·▪]\s|\d{{1,2}}(?:\)|\.(?!\s*(?:{'|'.join(DANISH_MONTHS)})\b))\s|(?i:punkt)\s\d|Bilag\b"
)
# Of the line written backwards: each dot of a long leader would be tried as its first.
_LEADER_END = re.compile(r"\d+\s*(?:\s?\.){3}")


class _Measures:
    """How far lines reach in a document, and how far apart they stand."""

    def __init__(self, lines: Sequence[PdfLine]) -> None:
        self._right = max(line.right for line in lines)
        self._pitch = _pitch(lines)
        self._cells: dict[int, float] = {}
        lasts = (part for line in lines for part in line.parts[-1:] or (line,))
        for line in lasts:
            place = round(line.left / _SAME_PLACE)
            self._cells[place] = max(self._cells.get(place, 0.0), line.right)

    def joins(self, paragraph: Sequence[PdfLine], line: PdfLine) -> bool:
        """Whether a line goes on with the sentence of the paragraph before it, whose last line was full."""
        before, cells = paragraph[-1], paragraph[0].parts
        same_size = abs(before.height - line.height) < 0.1 * before.height
        if not same_size or line.parts or self.gap(before, line) or _is_above(before, line):
            return False
        if cells and abs(line.left - cells[-1].left) > _SAME_PLACE:
            return False
        edge = self._cells[round(cells[-1].left / _SAME_PLACE)] if cells else before.edge or self._right
        return (
            _is_full(before.parts[-1] if before.parts else before, line.text.split()[0], edge)
            and not _STARTS_BLOCK.match(line.text)
            and not _LEADER_END.match(before.text[::-1])
            and not _is_section(before)
            and not _is_section(line)
        )

    def gap(self, before: PdfLine, line: PdfLine) -> bool:
        """Whether the page shows more than a line's distance; over a page break only the text can tell."""
        if before.page != line.page or before.edge != line.edge:
            return before.text[-1] in ".:!?"
        return before.bottom - line.bottom > 1.25 * self._pitch * max(before.height, line.height)


def _is_above(before: PdfLine, line: PdfLine) -> bool:
    """Whether a line stands above the one before it, on the same page and in the same column."""
    same = before.page == line.page and before.edge == line.edge
    return same and line.bottom > before.bottom + line.height / 2


def _pitch(lines: Sequence[PdfLine]) -> float:
    """Return the distance from line to line inside paragraphs, in heights of the font."""
    steps = [
        (a.bottom - b.bottom) / a.height
        for a, b in pairwise(lines)
        if a.page == b.page and a.bottom > b.bottom and a.height > 0
    ]
    # Minutes have many short paragraphs: most steps are gaps, the small ones lie inside.
    return quantiles(steps, n=5)[0] if len(steps) > 1 else 1.3


def _is_full(line: PdfLine, next_word: str, right: float) -> bool:
    """Whether the next word had no room on the line; letters are as wide as the line's own on average."""
    width = (line.right - line.left) / len(line.text)
    return line.right + width * (len(next_word) + 1) * _NARROW > right


# The next word may be all i and l; a line that is full by this much is full.
_NARROW = 1.15


def _is_section(line: PdfLine) -> bool:
    return section_name(Line(text=line.text, start=0, end=len(line.text))) is not None
