"""A DOCX file: its paragraphs and tables in the order they stand, headings and lists by their styles."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from pipeline.errors import NoTextError, SourceError, SourceTooLargeError
from pipeline.minutes.document import Block, BlockKind, Document, File, to_document


def read_docx(file: File) -> Document:
    """Return the text of a DOCX file, one paragraph a line, and notes on what was left out.

    Raises:
        SourceError: the file is damaged, or another zip archive.
        SourceTooLargeError: it unpacks to more than is allowed.
        NoTextError: it holds pictures only.

    """
    import docx

    name = file.name
    _check(file)
    try:
        document = docx.Document(io.BytesIO(file.data))
        lines = list(_lines(document))
    except Exception as error:  # python-docx raises whatever its XML and zip layers raise
        raise SourceError("docx-damaged", file=name, reason=type(error).__name__) from error
    if not any(line.strip() for line, _ in lines):
        raise NoTextError("docx-without-text", file=name)
    return to_document(name, lines, _notes(document))


def _check(file: File) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            size = archive.getinfo("word/document.xml").file_size
    except (zipfile.BadZipFile, KeyError) as error:
        raise SourceError("zip-no-docx", file=file.name) from error
    if size > file.max_bytes:
        raise SourceTooLargeError("unpacks-too-large", file=file.name, megabytes=size / 1000000.0)


def _lines(document: Any) -> Iterator[tuple[str, Block | None]]:
    from docx.table import Table

    number = 0
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from ((row, Block(kind=BlockKind.TABLE_ROW)) for row in _rows(block))
            yield "", None
            continue
        style = str(block.style.name) if block.style is not None else ""
        number = number + 1 if style.startswith("List Number") else 0
        mark = _mark(style)
        if mark.kind is BlockKind.HEADING:
            yield "", None
        yield from ((line, mark) for line in _paragraph(block.text, style, number))
        if not style.startswith("List"):
            yield "", None


def _mark(style: str) -> Block:
    """Return what a paragraph is by the name of its style: "Title", "Heading 2", "List Bullet"."""
    if style.startswith(("Heading", "Title")):
        level = style.removeprefix("Heading").strip()
        return Block(kind=BlockKind.HEADING, level=int(level) if level.isdigit() else 1)
    return Block(kind=BlockKind.LIST_ITEM if style.startswith("List") else BlockKind.PARAGRAPH)


def _paragraph(text: str, style: str, number: int) -> Iterator[str]:
    # Numbers and bullets of Word's lists are drawn, not written: write them.
    bullet = {"List Number": f" {number}. ", "List Bullet": " • "}.get(" ".join(style.split()[:2]), "")
    first, *rest = text.split("\n")
    yield bullet + first if first.strip() else ""
    yield from rest


def _rows(table: Any) -> Iterator[str]:
    for row in table.rows:
        cells = [cell.text.replace("\n", " ").strip() for cell in row.cells]
        # A merged cell comes once a column; two columns that say the same are rare.
        unique = [cell for n, cell in enumerate(cells) if n == 0 or cell != cells[n - 1]]
        yield "\t".join(unique)


def _notes(document: Any) -> Iterator[str]:
    heads = {
        p.text.strip() for s in document.sections for part in (s.header, s.footer) for p in part.paragraphs
    }
    heads.discard("")
    if heads:
        yield f"running heads and feet left out: {'; '.join(sorted(heads))}"
