"""The meetings of the archive, and the page of one: its agenda, how it was read, and what is missing."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from pipeline.app import meetings
from pipeline.web.site import Asked

router = APIRouter()


@router.get("/moeder")
def all_meetings(page: Asked) -> HTMLResponse:
    """Return all meetings, the newest first."""
    newest = sorted(page.session.archive.meetings(), key=lambda one: (one.meeting.date, one.id), reverse=True)
    return page.show("meetings.html", meetings=newest)


@router.get("/moede/{meeting_id:path}")
def meeting(page: Asked, meeting_id: str) -> HTMLResponse:
    """Return one meeting: agenda, themes, decisions, ledger."""
    return page.show("meeting.html", meeting=meetings.read_meeting(page.session, meeting_id))
