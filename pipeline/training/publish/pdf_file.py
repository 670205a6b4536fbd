"""A sheet as a PDF file with a text layer: wrapped lines, running head, page numbers, contents."""

import datetime as dt
import importlib.util
from pathlib import Path
from typing import Any

from pipeline.errors import SourceNotFoundError
from pipeline.training.publish.sheet import Row, RowKind, Sheet

FONT = "DejaVu"
SIZE = {
    RowKind.MEETING_TITLE: 16,
    RowKind.LIST_HEADING: 13,
    RowKind.ITEM_HEADING: 13,
    RowKind.SECTION_HEADING: 11,
}
BOLD = {*SIZE, RowKind.TITLE_AGAIN, RowKind.SUBHEADING, RowKind.LABEL}
INDENTED = {RowKind.BULLET, RowKind.NUMBERED}
TEXT_SIZE = 10
LIST_SIZE = 9
LINE = 0.5
"""Height of a line in millimetres, a point of its letters."""
GAP = 3.0
"""Millimetres above a paragraph; headings have more air."""
GAP_ABOVE = {RowKind.LIST_HEADING: 6.0, RowKind.ITEM_HEADING: 8.0, RowKind.SECTION_HEADING: 5.0}
INDENT = 6.0


def write_pdf(sheet: Sheet) -> bytes:
    """Return the sheet as a PDF file.

    Raises:
        SourceNotFoundError: the fonts are not installed.

    """
    running_head = f"{sheet.meeting.committee}, {sheet.meeting.date:%d-%m-%Y}"
    document = _document(running_head)
    document.add_page()
    for row in sheet.rows:
        if row.kind is RowKind.LISTED:
            _add_listed(document, row)
        elif row.kind is not RowKind.EMPTY:
            _add(document, row)
    return bytes(document.output())


def _document(running_head: str) -> Any:
    from fpdf import FPDF

    class Document(FPDF):
        """A4 pages under one running head."""

        def header(self) -> None:
            self.set_font(FONT, size=8)
            self.cell(text=running_head)
            self.ln(10)

        def footer(self) -> None:
            self.set_y(-15)
            self.set_font(FONT, size=8)
            self.cell(w=0, text=f"Side {self.page_no()} af {{nb}}", align="R")

    document = Document()
    for style, file in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
        document.add_font(FONT, style, _fonts() / file)
    # A clock would make every file a new one.
    document.set_creation_date(dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    return document


def _fonts() -> Path:
    # The fonts that every PDF reader has know no bullet, no dash and no ć; matplotlib
    # carries free ones that do, and mlflow brings matplotlib.
    found = importlib.util.find_spec("matplotlib")
    if found is None or found.origin is None:
        raise SourceNotFoundError("no fonts for the PDF; install sagsspor[publish]")
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"


def _add(document: Any, row: Row) -> None:
    size = SIZE.get(row.kind, TEXT_SIZE)
    document.set_font(FONT, style="B" if row.kind in BOLD else "", size=size)
    if row.gap:
        document.ln(GAP_ABOVE.get(row.kind, GAP))
    if row.kind in INDENTED:
        document.set_x(document.l_margin + INDENT)
    text = f"{row.before.lstrip()}{row.text}"
    document.multi_cell(w=0, h=size * LINE, text=text, align="L", new_x="LMARGIN", new_y="NEXT")


def _add_listed(document: Any, row: Row) -> None:
    """Write one line of contents: as much of the title as fits, dots, the page."""
    document.set_font(FONT, size=LIST_SIZE)
    page = "".join(filter(str.isdigit, row.after))
    title, room = f"{row.before}{row.text}", document.epw - 4 * INDENT
    while document.get_string_width(title) > room:
        title = title[:-1]
    dots = "." * max(
        3,
        int((document.epw - 2 * INDENT - document.get_string_width(title)) / document.get_string_width(".")),
    )
    text = f"{title} {dots} {page}" if page else title
    document.cell(w=0, h=LIST_SIZE * LINE, text=text, new_x="LMARGIN", new_y="NEXT")
