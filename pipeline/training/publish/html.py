"""A sheet as a page of a municipal website: menus, cookie notice and footer around the minutes."""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from pipeline.training.publish.sheet import Row, RowKind, Sheet

LISTS = {RowKind.LISTED: "ul", RowKind.BULLET: "ul", RowKind.NUMBERED: "ol", RowKind.ATTACHMENT: "ul"}
HEADINGS = {
    RowKind.MEETING_TITLE: "h1",
    RowKind.LIST_HEADING: "h2",
    RowKind.ITEM_HEADING: "h2",
    RowKind.TITLE_AGAIN: "h3",
    RowKind.SECTION_HEADING: "h3",
    RowKind.SUBHEADING: "h4",
}
PAGE = Path(__file__).with_name("page.html")


def write_html(sheet: Sheet) -> str:
    """Return the sheet as an HTML page."""
    page = PAGE.read_text(encoding="utf-8")
    return page.format(title=escape(sheet.meeting.title), article="\n".join(_elements(sheet)))


def _elements(sheet: Sheet) -> Iterator[str]:
    for kind, group in groupby(sheet.rows, key=lambda row: row.kind):
        rows = list(group)
        if kind in LISTS:
            yield _list(LISTS[kind], rows)
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
    tag = HEADINGS.get(row.kind, "p")
    return f"<{tag}>{text}</{tag}>"
