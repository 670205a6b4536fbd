"""The meetings of the archive, and the pages of one: agenda, text, versions, and a way to take it out."""

from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from pipeline.app import doubts, items, meetings, versions
from pipeline.app.door import printable
from pipeline.archive import MeetingPage
from pipeline.web.correcting import Sent
from pipeline.web.lists import FileForm, as_file
from pipeline.web.safety import check_csrf
from pipeline.web.site import DELETED, Asked, Page, Side

router = APIRouter()
PAGE = 50
"""Meetings on a page of their list."""
Year = Annotated[str, Query(pattern=r"^\d{0,4}$")]


@router.get("/moeder")
def all_meetings(
    page: Asked, side: Side, udvalg: str = "", aar: Year = "", slettet: str = ""
) -> HTMLResponse:
    """Return meetings, the newest first, of one committee or one year where they are given."""
    found = _page_of(page, udvalg, aar, limit=PAGE, offset=PAGE * (side - 1))
    asked = {name: value for name, value in (("udvalg", udvalg), ("aar", aar)) if value}
    shown: dict[str, Any] = {"udvalg": udvalg, "aar": aar, "side": side, "query": urlencode(asked)}
    last = max(1, -(-found.total // PAGE))
    return page.show("meetings.html", found=found, last=last, deleted=slettet, **shown)


@router.get("/moeder.{form}")
def meetings_file(page: Asked, form: FileForm, udvalg: str = "", aar: Year = "") -> Response:
    """Return the meetings as a file."""
    found = _page_of(page, udvalg, aar, limit=page.session.archive.meeting_count()).meetings
    rows = ((one.id, one.meeting.date, one.meeting.committee, one.meeting.title, one.items) for one in found)
    return as_file(form, "sagsspor-moeder", found, ("id", "dato", "udvalg", "titel", "punkter"), rows)


def _page_of(page: Page, committee: str, year: str, *, limit: int, offset: int = 0) -> MeetingPage:
    its_year = int(year) if year else None
    return page.session.archive.meeting_page(committee=committee, year=its_year, limit=limit, offset=offset)


@router.get("/moede/{meeting_id:path}/tekst")
def text(page: Asked, meeting_id: str) -> HTMLResponse:
    """Return the text that was read of a meeting, its doubts marked."""
    view = meetings.read_meeting(page.session, meeting_id)
    return page.show("meeting_text.html", meeting=view, pieces=doubts.marked_text(view.minutes))


@router.get("/moede/{meeting_id:path}/tekst.txt")
def text_file(page: Asked, meeting_id: str) -> PlainTextResponse:
    """Return the text that was read of a meeting as a file, its CPR numbers masked."""
    view = meetings.read_meeting(page.session, meeting_id)
    name = quote(f"{view.stored.id.replace('/', '-')}.txt")
    saved = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return PlainTextResponse(printable(view.minutes.text), headers=saved)


@router.get("/moede/{meeting_id:path}/udgaver")
def all_versions(page: Asked, meeting_id: str) -> HTMLResponse:
    """Return every version of a meeting that was published, and what each changed."""
    stored = page.session.archive.meeting(meeting_id)
    changes = versions.read_versions(page.session, meeting_id)
    return page.show("versions.html", stored=stored, versions=changes)


@router.get("/moede/{meeting_id:path}/ret")
def correct(page: Asked, meeting_id: str) -> HTMLResponse:
    """Return the forms that put right how a meeting was read."""
    return page.show("meeting_correct.html", meeting=meetings.read_meeting(page.session, meeting_id))


@router.get("/moede/{meeting_id:path}/slet")
def ask_delete(page: Asked, meeting_id: str) -> HTMLResponse:
    """Ask whether a meeting is to be taken out."""
    line = items.about_meeting(page.session, meeting_id)
    return page.show("meeting_delete.html", meeting_id=meeting_id, line=line)


@router.post("/slet", dependencies=[Depends(check_csrf)])
def delete(sent: Sent) -> Response:
    """Take a meeting out, with all its versions; what persons corrected stays in the log."""
    what = items.about_meeting(sent.page.session, sent["moede"])
    waiting = items.delete_meeting(sent.page.session, sent["moede"])
    query = urlencode({DELETED: f"{len(waiting)} {what}"})
    return RedirectResponse(f"/moeder?{query}", status_code=303)


@router.get("/moede/{meeting_id:path}")
def meeting(page: Asked, meeting_id: str) -> HTMLResponse:
    """Return one meeting: agenda, themes, decisions, ledger."""
    return page.show("meeting.html", meeting=meetings.read_meeting(page.session, meeting_id))
