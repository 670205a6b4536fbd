"""A PDF: lines put together from characters, wrapped lines joined, running heads left out."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles
from typing import Any

from pipeline.domain import DANISH_MONTHS
from pipeline.errors import NoTextError, SourceError
from pipeline.minutes.document import Block, BlockKind, Document, File, Line
from pipeline.minutes.sections import section_name

# A page of a scan has no characters; a cover page may have few.
_FEWEST_CHARACTERS = 20
# Running heads and page numbers stand in the outer part of the page.
_MARGIN = 0.065
# How PDFium gives a hyphen that ends a line; it gives no line end then.
_LINE_END_HYPHEN = "\x02"


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfLine:
    """One printed line; coordinates in points from the lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    page: int
    margin: bool = False

    @property
    def height(self) -> float:
        """Height of the font, which tells headings from text."""
        return self.top - self.bottom


def read_pdf(file: File) -> Document:
    """Return the text of a PDF, one paragraph a line, and notes on what was left out.

    Raises:
        SourceError: the file is damaged or protected by a password.
        NoTextError: it is a scan without a text layer.

    """
    pages = _read_pages(file.data, file.name)
    if sum(len(line.text) for page in pages for line in page) < _FEWEST_CHARACTERS:
        raise NoTextError("pdf-scanned", file=file.name)
    running = _running(pages)
    lines = [line for page in pages for line in page if not _is_running(line, running)]
    count = sum(len(page) for page in pages) - len(lines)
    paragraphs = list(_paragraphs(lines))
    return Document(
        name=file.name,
        text="\n".join(paragraph for paragraph, _ in paragraphs),
        blocks=tuple(_blocks(paragraphs)),
        notes=(f"{count} running heads and page numbers left out",) if count else (),
    )


def _read_pages(data: bytes, name: str) -> list[list[PdfLine]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        why = "protected by a password" if "password" in str(error).lower() else "damaged"
        raise SourceError("pdf-not-opened", file=name, reason=why) from error
    try:
        return [list(_lines(page, number)) for number, page in enumerate(document)]
    except pypdfium2.PdfiumError as error:
        raise SourceError("pdf-page-damaged", file=name, reason=error) from error
    finally:
        document.close()


def _lines(page: Any, number: int) -> Iterator[PdfLine]:
    from pypdfium2 import raw

    textpage = page.get_textpage()
    height = page.get_height()
    characters: list[tuple[str, tuple[float, float, float, float]]] = []
    for n in range(textpage.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(textpage, n))
        if character == _LINE_END_HYPHEN:
            characters.append(("-", textpage.get_charbox(n, loose=True)))
        if character in ("\r", "\n", _LINE_END_HYPHEN):
            yield from _line(characters, number, height)
            characters = []
        elif character not in "\0\ufffe\uffff":
            characters.append((character, textpage.get_charbox(n, loose=True)))
    yield from _line(characters, number, height)


def _line(characters: Sequence[tuple[str, Any]], page: int, height: float) -> Iterator[PdfLine]:
    text = "".join(character for character, _ in characters)
    boxes = [box for character, box in characters if not character.isspace()]
    if not boxes:
        return
    bottom, top = min(box[1] for box in boxes), max(box[3] for box in boxes)
    yield PdfLine(
        text=text.strip(),
        left=min(box[0] for box in boxes),
        right=max(box[2] for box in boxes),
        bottom=bottom,
        top=top,
        page=page,
        margin=top < height * _MARGIN or bottom > height * (1 - _MARGIN),
    )


def _running(pages: Sequence[Sequence[PdfLine]]) -> set[str]:
    """Return the lines, digits taken out, that stand in the margin of at least half the pages."""
    seen = Counter(text for page in pages for text in {_pattern(line) for line in page if line.margin})
    return {text for text, count in seen.items() if count > 1 and count * 2 >= len(pages)}


def _is_running(line: PdfLine, running: set[str]) -> bool:
    return line.margin and (
        _pattern(line) in running or bool(re.fullmatch(r"(?i:side\s*)?\d+(\s*(/|af)\s*\d+)?", line.text))
    )


def _pattern(line: PdfLine) -> str:
    return re.sub(r"\d+", "#", line.text)


def _paragraphs(lines: Sequence[PdfLine]) -> Iterator[tuple[str, list[int]]]:
    """Yield paragraphs, a blank one where the page shows a gap, and where in each a page breaks."""
    right = max(line.right for line in lines)
    pitch = _pitch(lines)
    paragraph, breaks = lines[0].text, list[int]()
    for before, line in pairwise(lines):
        turned = before.page != line.page
        if _joins(before, line, right, pitch):
            breaks += [len(paragraph)] if turned else []
            paragraph = _joined(paragraph, line.text)
            continue
        yield paragraph, breaks
        if _gap(before, line, pitch):
            yield "", []
        paragraph, breaks = line.text, [0] if turned else []
    yield paragraph, breaks


def _blocks(paragraphs: Iterable[tuple[str, list[int]]]) -> Iterator[Block]:
    """Yield paragraphs and the page breaks before or inside them, which have no text of their own."""
    at = 0
    for text, breaks in paragraphs:
        placed = [Block(kind=BlockKind.PAGE_BREAK, start=at + place, end=at + place) for place in breaks]
        whole = [Block(kind=BlockKind.PARAGRAPH, start=at, end=at + len(text))] if text else []
        yield from sorted([*placed, *whole], key=lambda block: block.start)
        at += len(text) + 1


def _joined(paragraph: str, line: str) -> str:
    """Return two parts of a sentence as one: a word parted by a hyphen made whole again.

    >>> _joined("de kommu-", "nale"), _joined("Tale-", "og Synscenter"), _joined("KKR-", "møder")
    ('de kommunale', 'Tale- og Synscenter', 'KKR-møder')
    """
    if not paragraph.endswith("-") or line.split(maxsplit=1)[0] in ("og", "eller", "samt"):
        return f"{paragraph} {line}"
    word_goes_on = paragraph[-2:-1].islower() and line[0].islower()
    return f"{paragraph[:-1]}{line}" if word_goes_on else f"{paragraph}{line}"


def _pitch(lines: Sequence[PdfLine]) -> float:
    """Return the distance from line to line inside paragraphs, in heights of the font."""
    steps = [
        (a.bottom - b.bottom) / a.height
        for a, b in pairwise(lines)
        if a.page == b.page and a.bottom > b.bottom
    ]
    # Minutes have many short paragraphs: most steps are gaps, the small ones lie inside.
    return quantiles(steps, n=5)[0] if len(steps) > 1 else 1.3


# A number and a dot begin a new line of a list, but "15. juni" goes on.
_STARTS_BLOCK = re.compile(
    rf"[-–•·▪]\s|\d{{1,2}}(?:\)|\.(?!\s*(?:{'|'.join(DANISH_MONTHS)})\b))\s|(?i:punkt)\s\d|Bilag\b"
)
_LEADER_END = re.compile(r"(\.\s?){3,}\s*\d+$")


def _joins(before: PdfLine, line: PdfLine, right: float, pitch: float) -> bool:
    """Whether `line` goes on with the sentence of the line before, which was full."""
    same_size = abs(before.height - line.height) < 0.1 * before.height
    return (
        same_size
        and _is_full(before, line.text.split()[0], right)
        and not _gap(before, line, pitch)
        and not _STARTS_BLOCK.match(line.text)
        and not _LEADER_END.search(before.text)
        and not _is_section(before)
        and not _is_section(line)
    )


def _is_full(line: PdfLine, next_word: str, right: float) -> bool:
    """Whether the next word had no room on the line; letters are as wide as the line's own on average."""
    width = (line.right - line.left) / len(line.text)
    return line.right + width * (len(next_word) + 1) * _NARROW > right


# The next word may be all i and l; a line that is full by this much is full.
_NARROW = 1.15


def _is_section(line: PdfLine) -> bool:
    return section_name(Line(text=line.text, start=0, end=len(line.text))) is not None


def _gap(before: PdfLine, line: PdfLine, pitch: float) -> bool:
    """Whether the page shows more than a line's distance; over a page break only the text can tell."""
    if before.page != line.page:
        return before.text[-1] in ".:!?"
    return before.bottom - line.bottom > 1.25 * pitch * max(before.height, line.height)
