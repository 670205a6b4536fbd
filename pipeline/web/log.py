"""The log of corrections: paged, narrowed, undone from, and taken home as JSON or CSV."""

from urllib.parse import quote, urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from pipeline.app.answers import about
from pipeline.app.log import LogEntry, log_entries, read_log
from pipeline.archive import LogFilter
from pipeline.domain import NAMES, Correction, NameChange
from pipeline.web.lists import FileForm, as_file
from pipeline.web.site import Asked, Side, address_of

router = APIRouter()
PAGE = 50
"""Entries on a page of the log."""
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
def log(page: Asked, side: Side, af: str = "", om: str = "", venter: bool = False) -> HTMLResponse:
    """Return a page of the log, the newest corrections first."""
    which, archive = LogFilter(by=af, about=om.strip(), waiting=venter), page.session.archive
    found = archive.log_page(which, PAGE, PAGE * (side - 1))
    entries = log_entries(page.session, found.entries)
    given = {"af": af, "om": which.about, "venter": "1" if venter else ""}
    return page.show(
        "corrections.html",
        entries=entries,
        items=page.named(entries),
        total=found.total,
        side=side,
        last=max(-(-found.total // PAGE), 1),
        names=archive.correctors(),
        which=which,
        query=urlencode({name: value for name, value in given.items() if value}),
        place=_place,
    )


def _place(entry: Correction) -> str:
    """Return the address of what an entry is about."""
    if isinstance(entry.change, NameChange):
        return f"/{quote(entry.item_id)}/{quote(entry.change.canonical, safe='')}"
    if entry.item_id.startswith(f"{NAMES}/"):
        return f"/{quote(entry.item_id)}"
    return address_of(entry.item_id)


@router.get("/rettelser.{form}")
def log_file(page: Asked, form: FileForm, af: str = "", om: str = "", venter: bool = False) -> Response:
    """Return the log as a file, oldest first."""
    entries = read_log(page.session, LogFilter(by=af, about=om.strip(), waiting=venter))
    return as_file(form, "rettelser", entries, _COLUMNS, map(_row, entries))


def _row(entry: LogEntry) -> tuple[object, ...]:
    one, what = entry.correction, about(entry.correction.change).strip(" :")
    told = (
        one.number,
        one.at.isoformat(),
        one.by,
        one.item_id,
        what,
        one.before,
        one.after,
        one.why,
        one.model,
    )
    return *told, entry.undone_by, "ja" if entry.waiting else ""
