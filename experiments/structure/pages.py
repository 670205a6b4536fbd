"""PDF files with running heads: two columns, words broken at line ends; one column, with contents."""

import datetime as dt
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content import Agenda, Entry

from pipeline.domain import danish_date

FONT = "DejaVu"
MARGIN, GUTTER, TOP, BOTTOM = 20.0, 8.0, 26.0, 24.0
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
VOWELS = frozenset("aeiouyæøåé")
SHORTEST_BROKEN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a PDF looks."""

    columns: int
    size: float
    contents: bool = False
    number: str = "{}. "
    broken: bool = False
    """Words are broken at line ends."""


TWO_COLUMNS = Look(columns=2, size=9, broken=True)
ONE_COLUMN = Look(columns=1, size=10.5, contents=True, number="Punkt {}. ")


def write_pdf(agenda: Agenda, look: Look) -> bytes:
    """Return a PDF of the meeting; the second of two passes knows the pages for the contents."""
    pages: dict[str, int] = {}
    for _ in range(2 if look.contents else 1):
        paper = Paper(agenda, look)
        _write(paper, agenda, look, pages)
    return bytes(paper.pdf.output())


def _write(paper: "Paper", agenda: Agenda, look: Look, pages: dict[str, int]) -> None:
    meeting, size = agenda.meeting, look.size
    paper.add(agenda.committee, size=size + 6, bold=True)
    paper.add("Referat", size=size + 3, gap=1)
    paper.add(f"Mødedato: {danish_date(meeting.date)}", gap=4)
    paper.add(f"Mødetidspunkt: kl. {meeting.start:%H:%M} - {meeting.end:%H:%M}")
    paper.add(f"Mødested: {meeting.place}")
    if look.contents:
        paper.add("Indholdsfortegnelse", size=size + 2, bold=True, gap=6)
        for entry in agenda.entries:
            paper.add_listed(f"{entry.number}. {entry.title}", pages.get(entry.number, 1))
        paper.turn()
    for entry in agenda.entries:
        pages[entry.number] = _write_entry(paper, entry, look)


def _write_entry(paper: "Paper", entry: Entry, look: Look) -> int:
    paper.add(f"{look.number.format(entry.number)}{entry.title}", size=look.size + 2, bold=True, gap=7)
    page = int(paper.pdf.page_no())
    if entry.case:
        paper.add(entry.case, gap=1)
    for part in entry.parts:
        paper.add(part.heading, size=look.size + 0.5, bold=True, gap=3)
        for group in part.groups:
            for place, line in enumerate(group.lines, start=1):
                mark = {"ul": "• ", "ol": f"{place}. "}.get(group.kind, "")
                gap = 2 if group.kind == "p" else 0.5
                paper.add(f"{mark}{line}", bold=group.kind == "h", gap=gap, indent=4 if mark else 0)
    return page


class Paper:
    """Pages that fill column by column."""

    def __init__(self, agenda: Agenda, look: Look) -> None:
        self.look = look
        self.pdf = _document(agenda)
        self.width = (PAGE_WIDTH - 2 * MARGIN - GUTTER * (look.columns - 1)) / look.columns
        self.column = look.columns
        self.y = PAGE_HEIGHT
        self.turn()

    def turn(self) -> None:
        """Go on at the top of the next column, of a new page after the last."""
        self.column += 1
        if self.column >= self.look.columns:
            self.column = 0
            self.pdf.add_page()
        self.y = TOP

    def add(
        self, text: str, *, size: float = 0, bold: bool = False, gap: float = 0, indent: float = 0
    ) -> None:
        """Write a paragraph `gap` millimetres below the last; a bold one stays with what follows."""
        size = size or self.look.size
        self.y += gap if self.y > TOP else 0
        self.pdf.set_font(FONT, style="B" if bold else "", size=size)
        lines = list(self._fill(text, self.width - indent))
        height = size * 0.48
        if bold and self.y + height * (len(lines) + 3) > PAGE_HEIGHT - BOTTOM:
            self.turn()
        for line in lines:
            if self.y + height > PAGE_HEIGHT - BOTTOM:
                self.turn()
                self.pdf.set_font(FONT, style="B" if bold else "", size=size)
            self.y += height
            self.pdf.text(MARGIN + self.column * (self.width + GUTTER) + indent, self.y, line)

    def add_listed(self, text: str, page: int) -> None:
        """Write a line of the contents: title, dots, page."""
        self.pdf.set_font(FONT, size=self.look.size)
        *first, last = self._fill(text, self.width - 15)
        for line in first:
            self.add(line)
        room = self.width - self.pdf.get_string_width(last) - 10
        self.add(f"{last} {'.' * int(room / self.pdf.get_string_width('.'))} {page}")

    def _fill(self, text: str, width: float) -> Iterator[str]:
        """Yield the lines of a paragraph, each as full as words and their syllables allow."""
        line = ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if self._fits(longer, width):
                line = longer
                continue
            head = self._head(line, word, width)
            yield f"{line} {head}-".strip() if head else line
            line = word[len(head) :]
        yield line

    def _head(self, line: str, word: str, width: float) -> str:
        """Return the longest syllables of a word for which the line has room."""
        if not self.look.broken:
            return ""
        heads = (word[:place] for place in reversed(list(syllables(word))))
        return next((head for head in heads if self._fits(f"{line} {head}-", width)), "")

    def _fits(self, line: str, width: float) -> bool:
        return bool(self.pdf.get_string_width(line) <= width)


def syllables(word: str) -> Iterator[int]:
    """Yield where a Danish word may be broken: before the last consonant ahead of a vowel.

    >>> list(syllables("kommunerne"))
    [3, 5, 8]
    """
    letters = word.lower()
    if len(word) < SHORTEST_BROKEN or not word.isalpha():
        return
    for place in range(3, len(word) - 1):
        if letters[place] not in VOWELS and letters[place + 1] in VOWELS:
            yield place


def _document(agenda: Agenda) -> Any:
    from fpdf import FPDF

    class Document(FPDF):
        def header(self) -> None:
            self.set_font(FONT, size=8)
            self.text(MARGIN, 14, f"{agenda.publisher}")
            self.text(PAGE_WIDTH - MARGIN - 45, 14, f"Referat {agenda.meeting.date:%d-%m-%Y}")

        def footer(self) -> None:
            self.set_font(FONT, size=8)
            self.text(MARGIN, PAGE_HEIGHT - 12, agenda.committee)
            self.text(PAGE_WIDTH - MARGIN - 12, PAGE_HEIGHT - 12, f"Side {self.page_no()}")

    document = Document()
    document.set_auto_page_break(False)
    for style, file in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
        document.add_font(FONT, style, _fonts() / file)
    document.set_creation_date(dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    return document


def _fonts() -> Path:
    """Free fonts that know æ, – and •; matplotlib carries them."""
    matplotlib = importlib.util.find_spec("matplotlib")
    assert matplotlib is not None
    assert matplotlib.origin is not None
    return Path(matplotlib.origin).parent / "mpl-data" / "fonts" / "ttf"
