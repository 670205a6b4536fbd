"""The printed lines of a PDF: its characters put together, parted where the page shows a wide gap."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any

from pipeline.errors import SourceError

# How PDFium gives a hyphen that ends a line; it gives no line end then.
_LINE_END_HYPHEN = "\x02"
_SOFT_HYPHEN = "\xad"
_NOTHING = "\0\ufffe\uffff"
_CLEAN = str.maketrans({_LINE_END_HYPHEN: "-", **dict.fromkeys(_NOTHING, "")})
_CELL_GAP = 1.5
"""Heights of the letters between two cells; the blanks of a line that is spread out are narrower."""
_COLUMN_GAP = 0.45
"""The same where cells of other lines begin at the same place, so that a cell may be nearly full."""
_FEWEST_CELLS = 3
"""So many cells below each other make a column."""
_MARGIN = 0.065
"""The outer part of a page, where running heads and page numbers stand."""
FEWEST_CHARACTERS = 20
"""A page or a file with fewer has no text: a scan has a page number at most."""
_BOLD = re.compile(r"bold|black|heavy|demi(?!l)", re.I)
_HEAVY = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfLine:
    """One printed line; coordinates in points from the lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    page: int
    page_height: float
    bold: bool = False
    edge: float = 0.0
    """How far right the lines of its column reach; 0 where the page has one column."""
    parts: tuple["PdfLine", ...] = ()
    """The parts of a line that a wide gap parts; tabs stand between them in its text."""

    @property
    def height(self) -> float:
        """Height of the font, which tells headings from text."""
        return self.top - self.bottom

    @property
    def down(self) -> float:
        """How far down the page it stands, 0-1."""
        return 1 - self.top / self.page_height

    @property
    def in_margin(self) -> bool:
        """Whether it stands where running heads and page numbers do."""
        return self.top < self.page_height * _MARGIN or self.bottom > self.page_height * (1 - _MARGIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pdf:
    """What a PDF holds, as it stands on its pages."""

    pages: tuple[tuple[PdfLine, ...], ...]
    title: str
    """What it calls itself."""
    scanned: tuple[int, ...]
    """The numbers of pages that are pictures with no text to speak of."""


def read_pages(data: bytes, name: str) -> Pdf:
    """Return the lines of each page of the PDF called `name`.

    Raises:
        SourceError: the file is damaged or protected by a password.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        why = "protected by a password" if "password" in str(error).lower() else "damaged"
        raise SourceError("pdf-not-opened", file=name, reason=why) from error
    try:
        pages = tuple(tuple(_lines(page, number)) for number, page in enumerate(document, start=1))
        few = (n for n, page in enumerate(pages) if sum(len(line.text) for line in page) < FEWEST_CHARACTERS)
        return Pdf(
            pages=pages,
            title=str(document.get_metadata_dict().get("Title") or ""),
            scanned=tuple(n + 1 for n in few if _has_picture(document[n])),
        )
    except pypdfium2.PdfiumError as error:
        raise SourceError("pdf-page-damaged", file=name, reason=error) from error
    finally:
        document.close()


def _has_picture(page: Any) -> bool:
    from pypdfium2 import raw

    return any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _lines(page: Any, number: int) -> Iterator[PdfLine]:
    text = _PageText(page, number)
    lines = [words for first, last in _line_spans(text.characters) if (words := text.words(first, last))]
    begins = Counter(round(words[n].left) for words in lines for n in _wide_gaps(words, _CELL_GAP))
    columns = {left for left, count in begins.items() if count >= _FEWEST_CELLS}
    for words in lines:
        cells = {n for n in _wide_gaps(words, _COLUMN_GAP) if round(words[n].left) in columns}
        yield text.line(words, sorted(cells.union(_wide_gaps(words, _CELL_GAP))))


def _line_spans(characters: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where each printed line begins and ends among the characters of a page."""
    begin = 0
    for n, character in enumerate(characters):
        if character in ("\r", "\n"):
            yield begin, n
            begin = n + 1
        elif character == _LINE_END_HYPHEN:
            yield begin, n + 1
            begin = n + 1
    yield begin, len(characters)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """Characters with no blank between them, from `first` to `last` of the page."""

    first: int
    last: int
    left: float
    right: float
    bottom: float
    top: float


def _wide_gaps(words: Sequence[_Word], least: float) -> list[int]:
    """Return the words that stand further from the one before than `least` heights of the letters."""
    return [
        n
        for n, (word, following) in enumerate(pairwise(words), start=1)
        if following.left - word.right > least * (word.top - word.bottom)
    ]


class _PageText:
    """The characters of one page and where each stands."""

    def __init__(self, page: Any, number: int) -> None:
        from pypdfium2 import raw

        self._raw, self._number, self._page_height = raw, number, page.get_height()
        self._textpage = page.get_textpage()  # kept: its handle is closed with it
        self._handle, self._box = self._textpage.raw, raw.FS_RECTF()
        count = self._textpage.count_chars()
        self.characters = [chr(raw.FPDFText_GetUnicode(self._handle, n)) for n in range(count)]

    def line(self, words: Sequence[_Word], cells: Sequence[int]) -> PdfLine:
        """Return the line that words make; each of `cells` begins a part of it."""
        parts = [self._joined(words[first:last]) for first, last in pairwise([0, *cells, len(words)])]
        return parts[0] if len(parts) == 1 else side_by_side(parts)

    def words(self, begin: int, end: int) -> list[_Word]:
        """Return the words that some characters make, those that are seen."""
        found: list[_Word] = []
        for blank, group in groupby(range(begin, end), key=lambda n: self.characters[n].isspace()):
            places = [n for n in group if self.characters[n] not in _NOTHING]
            if not blank and places:
                found.append(self._word(places[0], places[-1]))
        return found

    def _word(self, first: int, last: int) -> _Word:
        left, right, bottom, top = self._place(first)
        if last != first:
            _, right, low, high = self._place(last)
            bottom, top = min(bottom, low), max(top, high)
        return _Word(first=first, last=last, left=left, right=right, bottom=bottom, top=top)

    def _place(self, n: int) -> tuple[float, float, float, float]:
        self._raw.FPDFText_GetLooseCharBox(self._handle, n, ctypes.byref(self._box))
        return self._box.left, self._box.right, self._box.bottom, self._box.top

    def _joined(self, words: Sequence[_Word]) -> PdfLine:
        first, last = words[0].first, words[-1].last
        text = "".join(self.characters[first : last + 1]).translate(_CLEAN)
        return PdfLine(
            text=re.sub(f"{_SOFT_HYPHEN}$", "-", text).replace(_SOFT_HYPHEN, ""),
            left=min(word.left for word in words),
            right=max(word.right for word in words),
            bottom=min(word.bottom for word in words),
            top=max(word.top for word in words),
            page=self._number,
            page_height=self._page_height,
            bold=self._is_bold(first) and self._is_bold(last),
        )

    def _is_bold(self, n: int) -> bool:
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        self._raw.FPDFText_GetFontInfo(self._handle, n, name, len(name), ctypes.byref(flags))
        heavy = self._raw.FPDFText_GetFontWeight(self._handle, n) >= _HEAVY
        return heavy or _BOLD.search(name.value.decode("latin-1")) is not None


def side_by_side(parts: Sequence[PdfLine]) -> PdfLine:
    """Return parts of a line, from left to right, as one line."""
    return replace(
        parts[0],
        text="\t".join(part.text for part in parts),
        right=parts[-1].right,
        bottom=min(part.bottom for part in parts),
        top=max(part.top for part in parts),
        bold=all(part.bold for part in parts),
        parts=tuple(parts),
    )
