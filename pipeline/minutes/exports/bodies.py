"""The body of a section, HTML or plain text, as lines: lists stay lists, the cells of a row stay one row."""

import html
import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.minutes.exports.markup import (
    BULLETS,
    CELL,
    ENTRY,
    ENTRY_ENDS,
    GAP,
    LINE,
    LIST_ENDS,
    NUMBERS,
    ROW,
    ROW_ENDS,
    SIGNS,
    TURN,
    with_marks,
)  # fmt: skip

# JSON and entities bring in what a text file never has; half a character cannot be written down.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_DOUBTFUL = bytes({*range(32), 127, 0xED, 0xEF} - set(map(ord, ("\t", "\r", LINE, *SIGNS))))
"""Bytes of such signs in UTF-8, and what others of them begin with: to look for these is fast."""
_BETWEEN_ANGLES = re.compile(r"<[^<>]*>")
_BULLET = "•"
_DEEPEST = 8
"""Lists that are in one another, as far as their entries are indented."""


@lru_cache(maxsize=4096)
def clean(text: str | None) -> str:
    r"""Return a name or a title on one line, composed; what no text has is left out.

    >>> clean(" Ditte  Vesterskov\x0c "), clean("A\u030aben"), clean(None)
    ('Ditte Vesterskov', 'Åben', '')
    """
    return " ".join(_composed(_unmarked(text)).split()) if text else ""


def _unmarked(text: str) -> str:
    """Return a text with a blank for each sign that would be read as a mark."""
    for sign in SIGNS:
        if sign in text:
            return _CONTROL.sub(" ", text)
    return text


def _composed(text: str) -> str:
    """Return a text with each letter in one part, and a blank for each sign that no text has; marks stay."""
    data = text.encode("utf-8", errors="surrogatepass")
    if len(data.translate(None, _DOUBTFUL)) < len(data):
        text = _CONTROL.sub(lambda sign: sign[0] if sign[0] in SIGNS else " ", text)
    return unicodedata.normalize("NFC", text)


def text_lines(text: str) -> list[str]:
    r"""Return the lines of plain text, whatever ends them; of several blank ones one is left.

    >>> text_lines("Ad 1.\r\rAd  2.\r\n\n\nAd 3.")
    ['Ad 1.', '', 'Ad 2.', '', 'Ad 3.']
    """
    kept = [""]
    for line in map(_squeezed, _composed(_unmarked(text)).splitlines()):
        if line or kept[-1]:
            kept.append(line)
    return kept[not kept[0] : len(kept) - (not kept[-1])]


def _squeezed(line: str) -> str:
    """Return a line with one blank at most between two words."""
    line = line.strip()
    return line if line.isprintable() and "  " not in line else " ".join(line.split())


def html_lines(source: str) -> list[str]:
    r"""Return the lines of HTML as a page shows them.

    >>> html_lines("<p>Det&nbsp;indstilles</p><ol start=3><li>at<br>A<li>at B</ol>Slut &amp; færdig")
    ['Det indstilles', '', ' 3. at', '    A', ' 4. at B', '', 'Slut & færdig']
    >>> html_lines("<table><tr><td><p>Post</p><td>Kr.<tr><th>Drift<td>5</table>")
    ['Post\tKr.', 'Drift\t5']
    """
    if "<" not in source and "&" not in source:
        return text_lines(source)
    if (marked := with_marks(_unmarked(source))) is None:
        return text_lines(html.unescape(_BETWEEN_ANGLES.sub("\n", source)))
    words, *turns = _composed(html.unescape(marked)).split(TURN)
    page = _Page()
    page.write(words)
    for turn in turns:
        page.turn(turn[0], turn[1:])
    return page.all_lines()


@dataclass(slots=True)
class _Page:
    """The lines of a body as they grow, in the row and the list they stand in."""

    lines: list[str] = field(default_factory=list)
    mark: str = ""
    indent: str = ""
    lists: list[int | None] = field(default_factory=list)
    """Of each list that is open the number of its next entry; None where it has bullets."""
    rows: list[tuple[list[list[str]], list[str]]] = field(default_factory=list)
    """Of each row that is open the lines of its cells, and the lines around its table."""

    def write(self, words: str) -> None:
        """Write what stands up to the next turn."""
        if self.lists or self.rows or self.mark:
            self._write_lines(words.replace(GAP, LINE))
            return
        lines = self.lines
        for at, paragraph in enumerate(words.split(GAP)):
            if at and lines and lines[-1]:
                lines.append("")
            lines += [line for one in paragraph.split(LINE) if (line := _squeezed(one))]

    def _write_lines(self, words: str) -> None:
        for line in map(_squeezed, words.split(LINE)):
            if self.mark and line:
                self.lines.append(self.mark + line)
                self.mark, self.indent = "", " " * len(self.mark) if self.lists else ""
            elif line:
                self.lines.append(self.indent + line)

    def turn(self, mark: str, words: str) -> None:
        """Begin or end what a mark says, and write what follows."""
        if mark == ENTRY:
            depth = min(len(self.lists), _DEEPEST) - 1
            self.mark = f" {'  ' * depth}{self._next_mark()} "
        elif mark == ENTRY_ENDS:
            self.mark = self.indent = ""
        elif mark == CELL and self.rows:
            self.lines = list[str]()
            self.rows[-1][0].append(self.lines)
        elif mark == ROW:
            self.rows.append(([[]], self.lines))  # what stands before its first cell is one, too
            self.lines = self.rows[-1][0][0]
        elif mark == ROW_ENDS and self.rows:
            cells, self.lines = self.rows.pop()
            self.lines += _row_lines(cells)
        elif mark == LIST_ENDS and self.lists:
            self.lists.pop()
            self.indent = ""
            self._leave_gap()
        elif mark in (BULLETS, NUMBERS):
            self._leave_gap()
            start, _, words = words.partition(LINE) if mark == NUMBERS else ("", "", words)
            self.lists.append(int(start or 1) if mark == NUMBERS else None)
        self.write(words)

    def _next_mark(self) -> str:
        """Return what stands before the next entry of the innermost list, and count it."""
        if not self.lists or (number := self.lists[-1]) is None:
            return _BULLET
        self.lists[-1] = number + 1
        return f"{number}."

    def _leave_gap(self) -> None:
        """Leave a blank line, where no list and no row is open."""
        if not (self.lists or self.rows or self.mark) and self.lines and self.lines[-1]:
            self.lines.append("")

    def all_lines(self) -> list[str]:
        """Return all lines, those of rows and lists that nobody closed, too."""
        while self.rows:
            self.turn(ROW_ENDS, "")
        return self.lines[:-1] if self.lines and not self.lines[-1] else self.lines


def _row_lines(cells: list[list[str]]) -> list[str]:
    """Return a row as one line; of one that has but one cell, which may hold anything, the lines of that."""
    filled = [cell for cell in cells if any(cell)]
    if len(filled) == 1:
        return filled[0]
    return ["\t".join(" ".join(filter(None, cell)) for cell in filled)] if filled else []
