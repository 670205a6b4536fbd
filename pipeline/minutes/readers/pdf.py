"""A PDF: wrapped lines joined to paragraphs, columns one after the other, running heads left out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.errors import NoTextError
from pipeline.minutes.document import (
    Block,
    BlockKind,
    Document,
    File,
    relative_sizes,
    to_document,
    without_digits,
)
from pipeline.minutes.readers.ocr import add_text_layer
from pipeline.minutes.readers.pdf_lines import FEWEST_CHARACTERS, PdfLine, read_pages
from pipeline.minutes.readers.pdf_pages import Running, find_running, in_reading_order
from pipeline.minutes.readers.pdf_paragraphs import Paragraph, read_paragraphs

_LARGER = 1.08
"""From this part of the usual size on, short lines are headings."""
_LONGEST_HEADING = 200
_SIGNS = ("•", "-", "–", "·", "▪", "◦", "\uf0b7")


def read_pdf(file: File) -> Document:
    """Return the text of a PDF, one paragraph a line, and notes on what was left out.

    Raises:
        SourceError: the file is damaged or protected by a password.
        NoTextError: it is a scan without a text layer, and is not to be read with OCR.

    """
    pdf = read_pages(file.data, file.name)
    scanned = pdf.scanned
    if scanned and file.config.ocr:
        pdf = read_pages(add_text_layer(file.data, file.name), file.name)
    pages = pdf.pages
    if sum(len(line.text) for page in pages for line in page) < FEWEST_CHARACTERS:
        raise NoTextError("pdf-scanned", file=file.name)
    running = find_running(pages)
    heads = [line.text for page in pages for line in page if running.has(line)]
    paragraphs = list(read_paragraphs(_lines(pages, running)))
    rows = ((paragraph.text, _block(paragraph)) for paragraph in paragraphs)
    document = relative_sizes(to_document(file.name, rows, _notes(heads, scanned, ocr=file.config.ocr)))
    named = next((head for head in heads if any(map(str.isalpha, without_digits(head)))), "")
    return replace(document, blocks=tuple(_headed(document)), title=pdf.title or named)


def _lines(pages: Sequence[Sequence[PdfLine]], running: Running) -> Iterator[PdfLine]:
    for page in pages:
        yield from in_reading_order([line for line in page if not running.has(line)])


def _block(paragraph: Paragraph) -> Block | None:
    if not paragraph.lines:
        return None
    first = paragraph.lines[0]
    listed = first.text.startswith(_SIGNS)
    kind = BlockKind.TABLE_ROW if first.parts else BlockKind.LIST_ITEM if listed else BlockKind.PARAGRAPH
    return Block(
        kind=kind,
        bold=all(line.bold for line in paragraph.lines),
        size=first.height,
    )


def _headed(document: Document) -> list[Block]:
    """Return the blocks of a document, short ones in large letters as headings; the largest are level 1."""
    large = {
        block.size
        for block in document.blocks
        if block.size >= _LARGER and block.end - block.start <= _LONGEST_HEADING
    }
    levels = {size: level for level, size in enumerate(sorted(large, reverse=True), start=1)}
    return [
        replace(block, kind=BlockKind.HEADING, level=levels[block.size])
        if block.size in levels and block.end - block.start <= _LONGEST_HEADING
        else block
        for block in document.blocks
    ]


def _notes(heads: Sequence[str], scanned: Sequence[int], *, ocr: bool) -> Iterator[str]:
    if scanned:
        read = "read with OCR" if ocr else "without text, perhaps scanned"
        yield f"{'page' if len(scanned) == 1 else 'pages'} {', '.join(map(str, scanned))} {read}"
    if heads:
        texts = dict.fromkeys(map(without_digits, heads))
        yield f"{len(heads)} running heads and page numbers left out: {'; '.join(texts)}"
