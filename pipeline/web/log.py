"""The log of corrections: paged, narrowed, undone from, and taken home as JSON or CSV."""

import csv
import io
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from pipeline.app import correcting
from pipeline.app.answers import about, to_json
from pipeline.app.door import printable, to_line
from pipeline.archive import LogFilter
from pipeline.domain import NAMES, Correction, NameChange, is_item_id
from pipeline.web.site import MOST_PAGES, Asked

router = APIRouter()
_COLUMNS = (
    "nr",
    "tid",
    "navn",
    "punkt",
    "hvad",
    "før",
    "efter",
    "hvorfor",
    "model",
    "taget tilbage af",
    "venter",
)


@router.get("/rettelser")
def log(
    page: Asked, af: str = "", om: str = "", venter: bool = False, side: int = Query(1, ge=1, le=MOST_PAGES)
) -> HTMLResponse:
    """Return a page of the log, the newest corrections first."""
    which = LogFilter(by=af, about=om.strip(), waiting=venter)
    found = correcting.read_log_page(page.session, which, side)
    given = {"af": af, "om": om.strip(), "venter": "1" if venter else ""}
    query = urlencode({name: value for name, value in given.items() if value})
    return page.show("corrections.html", log=found, which=which, query=query, place=_place)


def _place(entry: Correction) -> str:
    """Return the address of what an entry is about."""
    if isinstance(entry.change, NameChange):
        return f"/{quote(entry.item_id)}/{quote(entry.change.canonical, safe='')}"
    if entry.item_id.startswith(f"{NAMES}/"):
        return f"/{quote(entry.item_id)}"
    return f"/{'punkt' if is_item_id(entry.item_id) else 'moede'}/{quote(entry.item_id)}"


@router.get("/rettelser.json")
def as_json(page: Asked, af: str = "", om: str = "", venter: bool = False) -> Response:
    """Return the log as the command line's JSON, oldest first."""
    entries = correcting.read_whole_log(page.session, LogFilter(by=af, about=om.strip(), waiting=venter))
    return _file(to_line(to_json(entries), indent=1), "rettelser.json", "application/json")


@router.get("/rettelser.csv")
def as_csv(page: Asked, af: str = "", om: str = "", venter: bool = False) -> Response:
    """Return the log as a table that spreadsheets open, oldest first."""
    entries = correcting.read_whole_log(page.session, LogFilter(by=af, about=om.strip(), waiting=venter))
    table = io.StringIO()
    writer = csv.writer(table, delimiter=";")
    writer.writerow(_COLUMNS)
    for entry in entries:
        one = entry.correction
        row = (one.number, one.at.isoformat(), one.by, one.item_id, about(one.change).strip(" :"), one.before)
        more = (one.after, one.why, one.model, entry.undone_by or "", "ja" if entry.waiting else "")
        writer.writerow([_cell(value) for value in (*row, *more)])
    return _file("\ufeff" + table.getvalue(), "rettelser.csv", "text/csv; charset=utf-8")


def _cell(value: object) -> str:
    """Return a cell that a spreadsheet takes for text: what begins like a formula gets a mark before it.

    >>> _cell("=1+1"), _cell(7)
    ("'=1+1", '7')
    """
    text = printable(str(value))
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _file(text: str, name: str, media_type: str) -> Response:
    return Response(
        text, media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'}
    )
