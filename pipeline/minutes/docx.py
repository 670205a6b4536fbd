"""DOCX to text: paragraphs and tables in the order they stand."""

import io
from collections.abc import Iterator
from typing import Any

from pipeline.errors import NoTextError, SourceError


def read_docx(data: bytes, name: str) -> tuple[str, list[str]]:
    """Return the text of a DOCX file, one paragraph a line, and notes on what was left out.

    Raises:
        SourceError: the file is damaged.
        NoTextError: it holds pictures only.

    """
    from docx import Document

    try:
        document = Document(io.BytesIO(data))
        lines = list(_lines(document))
    except Exception as error:  # python-docx raises whatever its XML and zip layers raise
        raise SourceError(f"{name}: a damaged DOCX file ({type(error).__name__}); fetch it again") from error
    text = "\n".join(lines)
    if not text.strip():
        raise NoTextError(f"{name}: no text in the DOCX file, pictures perhaps; give a version with text")
    return text, list(_notes(document))


def _lines(document: Any) -> Iterator[str]:
    from docx.table import Table

    number = 0
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _rows(block)
            continue
        style = str(block.style.name) if block.style is not None else ""
        number = number + 1 if style.startswith("List Number") else 0
        if style.startswith(("Heading", "Title")):
            yield ""
        yield from _paragraph(block.text, style, number)
        if not style.startswith("List"):
            yield ""


def _paragraph(text: str, style: str, number: int) -> Iterator[str]:
    # Numbers and bullets of Word's lists are drawn, not written: write them.
    mark = {"List Number": f" {number}. ", "List Bullet": " • "}.get(" ".join(style.split()[:2]), "")
    first, *rest = text.split("\n")
    yield mark + first if first.strip() else ""
    yield from rest


def _rows(table: Any) -> Iterator[str]:
    for row in table.rows:
        cells = [cell.text.replace("\n", " ").strip() for cell in row.cells]
        # A merged cell comes once a column; two columns that say the same are rare.
        unique = [cell for n, cell in enumerate(cells) if n == 0 or cell != cells[n - 1]]
        yield "\t".join(unique)
    yield ""


def _notes(document: Any) -> Iterator[str]:
    heads = {
        p.text.strip() for s in document.sections for part in (s.header, s.footer) for p in part.paragraphs
    }
    heads.discard("")
    if heads:
        yield f"running heads and feet left out: {'; '.join(sorted(heads))}"
