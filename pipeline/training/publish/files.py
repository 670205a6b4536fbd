"""A sheet as a file: a page of a municipal website, a PDF file with a text layer, a DOCX file."""

import datetime as dt
import importlib.util
import io
import zipfile
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.errors import SourceNotFoundError
from pipeline.training.publish.sheet import LIST_ROWS, Row, RowKind, Sheet

HEADING_LEVEL = {
    RowKind.MEETING_TITLE: 1,
    RowKind.LIST_HEADING: 2,
    RowKind.ITEM_HEADING: 2,
    RowKind.TITLE_AGAIN: 3,
    RowKind.SECTION_HEADING: 3,
    RowKind.SUBHEADING: 4,
}
PAGE = Path(__file__).with_name("page.html")


def write_html(sheet: Sheet) -> str:
    """Return the sheet as an HTML page: menus, cookie notice and footer around the minutes."""
    page = PAGE.read_text(encoding="utf-8")
    return page.format(title=escape(sheet.meeting.title), article="\n".join(_elements(sheet)))


def _elements(sheet: Sheet) -> Iterator[str]:
    for kind, group in groupby(sheet.rows, key=lambda row: row.kind):
        rows = list(group)
        if kind in LIST_ROWS or kind is RowKind.LISTED:
            yield _list("ol" if kind is RowKind.NUMBERED else "ul", rows)
        elif kind is RowKind.PARAGRAPH:
            yield from _paragraphs(rows)
        else:
            yield from (_element(row) for row in rows)


def _list(tag: str, rows: list[Row]) -> str:
    # The bullet or number of a list is the browser's; only the numbers of items are printed.
    entries = [f"{row.before if row.kind is RowKind.LISTED else ''}{row.text}" for row in rows]
    return "\n".join((f"<{tag}>", *(f"<li>{escape(entry)}</li>" for entry in entries), f"</{tag}>"))


def _paragraphs(rows: list[Row]) -> Iterator[str]:
    """Yield paragraphs; lines without a gap between them are lines of one paragraph."""
    paragraph: list[str] = []
    for row in rows:
        if row.gap and paragraph:
            yield f"<p>{'<br>'.join(paragraph)}</p>"
            paragraph = []
        paragraph.append(escape(row.text))
    yield f"<p>{'<br>'.join(paragraph)}</p>"


def _element(row: Row) -> str:
    text = escape(f"{row.before}{row.text}")
    if row.kind is RowKind.EMPTY:
        return "<p>&nbsp;</p>"
    if row.kind is RowKind.LABEL:
        return f'<p class="felt"><strong>{text}</strong></p>'
    tag = f"h{HEADING_LEVEL[row.kind]}" if row.kind in HEADING_LEVEL else "p"
    return f"<{tag}>{text}</{tag}>"


FONT = "DejaVu"
SIZE = {
    RowKind.MEETING_TITLE: 16,
    RowKind.LIST_HEADING: 13,
    RowKind.ITEM_HEADING: 13,
    RowKind.SECTION_HEADING: 11,
}
BOLD = {*HEADING_LEVEL, RowKind.LABEL}
INDENTED = {RowKind.BULLET, RowKind.NUMBERED}
TEXT_SIZE = 10
LIST_SIZE = 9
LINE = 0.5
"""Height of a line in millimetres, a point of its letters."""
GAP = 3.0
"""Millimetres above a paragraph; headings have more air."""
GAP_ABOVE = {RowKind.LIST_HEADING: 6.0, RowKind.ITEM_HEADING: 8.0, RowKind.SECTION_HEADING: 5.0}
INDENT = 6.0
# A ZIP file cannot tell of an earlier moment; a fixed one gives the same bytes every time.
EPOCH = (1980, 1, 1, 0, 0, 0)


def write_pdf(sheet: Sheet) -> bytes:
    """Return the sheet as a PDF file: wrapped lines, running head, page numbers, contents.

    Raises:
        SourceNotFoundError: the fonts are not installed.

    """
    document = _document(running_head=f"{sheet.meeting.committee}, {sheet.meeting.date:%d-%m-%Y}")
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
    matplotlib = importlib.util.find_spec("matplotlib")
    if matplotlib is None or matplotlib.origin is None:
        raise SourceNotFoundError("no-fonts")
    return Path(matplotlib.origin).parent / "mpl-data" / "fonts" / "ttf"


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
    width = document.get_string_width
    page = "".join(filter(str.isdigit, row.after))
    title = f"{row.before}{row.text}"
    while width(title) > document.epw - 4 * INDENT:
        title = title[:-1]
    dots = "." * max(3, int((document.epw - 2 * INDENT - width(title)) / width(".")))
    text = f"{title} {dots} {page}" if page else title
    document.cell(w=0, h=LIST_SIZE * LINE, text=text, new_x="LMARGIN", new_y="NEXT")


def write_docx(sheet: Sheet) -> bytes:
    """Return the sheet as a DOCX file, with heading and list styles."""
    import docx

    document: Any = docx.Document()
    for row in sheet.rows:
        if row.kind in HEADING_LEVEL and row.kind is not RowKind.TITLE_AGAIN:
            # The title of the document is its level 0.
            document.add_heading(f"{row.before}{row.text}", level=HEADING_LEVEL[row.kind] - 1)
        elif row.kind in LIST_ROWS:
            style = "List Number" if row.kind is RowKind.NUMBERED else "List Bullet"
            document.add_paragraph(row.text, style=style)
        else:
            document.add_paragraph(f"{row.before}{row.text}{row.after}")
    packed = io.BytesIO()
    document.save(packed)
    return _without_clock(packed)


def _without_clock(packed: io.BytesIO) -> bytes:
    fixed = io.BytesIO()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, date_time=EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
