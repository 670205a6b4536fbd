"""The cases of the archive, and the page of one: its trail, parties, amounts, and what belongs to it."""

from collections.abc import Sequence
from urllib.parse import quote

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pipeline.app import cases
from pipeline.app.overview import danish_amount
from pipeline.discussions import CaseLine
from pipeline.web.lists import FileForm, as_file
from pipeline.web.pictures import discs
from pipeline.web.site import Asked, Page, Side

router = APIRouter()
PAGE = 50
"""Cases on a page of the list."""
NEWEST, LONGEST = "nyeste", "laengste"
"""Orders of the list."""


@router.get("/sager")
def all_cases(page: Asked, side: Side, q: str = "", orden: str = NEWEST) -> HTMLResponse:
    """Return the cases that came up at more than one meeting."""
    return _list(page, page.session.finder.cases(), q, orden, side)


def _list(
    page: Page, lines: Sequence[CaseLine] | None, q: str = "", orden: str = "", side: int = 1
) -> HTMLResponse:
    found = cases.matching(lines or (), q)
    if orden == LONGEST:
        found.sort(key=lambda line: -line.stops)
    last = max(-(-len(found) // PAGE), 1)
    side = min(side, last)
    return page.show(
        "cases.html",
        known=lines is not None,
        lines=found[(side - 1) * PAGE : side * PAGE],
        total=len(found),
        side=side,
        last=last,
        q=q,
        order=LONGEST if orden == LONGEST else NEWEST,
        empty=not page.session.archive.meeting_count(),
    )


@router.get("/sager.{form}")
def cases_file(page: Asked, form: FileForm, q: str = "") -> Response:
    """Return the cases as a file."""
    lines = page.session.finder.cases(wait=5)
    if lines is None:
        raise HTTPException(503, "Sagerne findes frem. Prøv igen om lidt.")
    found = cases.matching(lines, q)
    rows = ((one.title, one.first, one.last, one.stops, one.case_id) for one in found)
    head = ("sag", "første", "seneste", "behandlinger", "id")
    return as_file(form, "sagsspor-sager", tuple(found), head, rows)


@router.get("/sag/{case_id:path}")
def case(page: Asked, case_id: str, find: str = "") -> Response:
    """Return one case; the id of an item, or of a case that is part of another now, leads there."""
    lines = page.session.finder.cases()
    if lines is None:
        return _list(page, None)
    view = cases.read_case(page.session, case_id)
    trail = view.timeline.trail
    if trail.case_id != case_id:
        query = f"?{page.request.url.query}" if page.request.url.query else ""
        return RedirectResponse(f"/sag/{quote(trail.case_id)}{query}", status_code=303)
    alike = cases.matching(lines, find) if find.strip() else ()
    others = [line for line in alike if line.case_id != case_id]
    return page.show(
        "case.html",
        view=view,
        trail=trail,
        find=find,
        others=others[: cases.MOST],
        more=max(len(others) - cases.MOST, 0),
        picture_of=discs([view.by_year]),
        danish_amount=danish_amount,
        seen=view.seen,
        titles=page.session.archive.summaries([one for pair in view.ruled for one in pair[:2]]),
    )
