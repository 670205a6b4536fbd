"""A sheet as a DOCX file, with heading and list styles."""

import io
import zipfile
from typing import Any

from pipeline.training.publish.sheet import Row, RowKind, Sheet

HEADING_LEVEL = {
    RowKind.MEETING_TITLE: 0,
    RowKind.LIST_HEADING: 1,
    RowKind.ITEM_HEADING: 1,
    RowKind.SECTION_HEADING: 2,
    RowKind.SUBHEADING: 3,
}
LIST_STYLE = {
    RowKind.BULLET: "List Bullet",
    RowKind.NUMBERED: "List Number",
    RowKind.ATTACHMENT: "List Bullet",
}
# A ZIP file cannot tell of an earlier moment; a fixed one gives the same bytes every time.
EPOCH = (1980, 1, 1, 0, 0, 0)


def write_docx(sheet: Sheet) -> bytes:
    """Return the sheet as a DOCX file."""
    import docx

    document = docx.Document()
    for row in sheet.rows:
        _add(document, row)
    packed = io.BytesIO()
    document.save(packed)
    return _without_clock(packed)


def _add(document: Any, row: Row) -> None:
    if row.kind in HEADING_LEVEL:
        document.add_heading(f"{row.before}{row.text}", level=HEADING_LEVEL[row.kind])
    elif row.kind in LIST_STYLE:
        document.add_paragraph(row.text, style=LIST_STYLE[row.kind])
    else:
        document.add_paragraph(f"{row.before}{row.text}{row.after}")


def _without_clock(packed: io.BytesIO) -> bytes:
    fixed = io.BytesIO()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, date_time=EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
