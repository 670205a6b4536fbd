"""The cases of the archive, and the page of one: its trail, parties, amounts, and what belongs to it."""

from collections.abc import Sequence
from urllib.parse import quote

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pipeline.app import cases
from pipeline.app.overview import danish_amount
from pipeline.discussions import CaseLine
from pipeline.web.lists import Form, as_csv, as_json
from pipeline.web.pictures import discs
from pipeline.web.site import Asked, Page, Side

router = APIRouter()


@router.get("/sager")
def all_cases(page: Asked, side: Side, q: str = "", orden: str = cases.NEWEST) -> HTMLResponse:
    """Return the cases that came up at more than one meeting."""
    return _list(page, page.site.cases.lines(), q, orden, side)


def _list(
    page: Page, lines: Sequence[CaseLine] | None, q: str = "", orden: str = "", side: int = 1
) -> HTMLResponse:
    order = cases.LONGEST if orden == cases.LONGEST else cases.NEWEST
    return page.show(
        "cases.html",
        found=None if lines is None else cases.list_cases(lines, q, order, side),
        q=q,
        order=order,
        empty=not page.session.archive.meeting_count(),
    )


@router.get("/sager.{form}")
def cases_file(page: Asked, form: Form, q: str = "") -> Response:
    """Return the cases as a file."""
    lines = page.site.cases.lines(wait=5)
    if lines is None:
        raise HTTPException(503, "Sagerne findes frem. Prøv igen om lidt.")
    found = cases.matching(lines, q)
    if form == "json":
        return as_json(tuple(found))
    rows = ((one.title, one.first, one.last, one.stops, one.case_id) for one in found)
    return as_csv("sagsspor-sager", ("sag", "første", "seneste", "behandlinger", "id"), rows)


@router.get("/sag/{case_id:path}")
def case(page: Asked, case_id: str, find: str = "") -> Response:
    """Return one case; the id of an item, or of a case that is part of another now, leads there."""
    lines = page.site.cases.lines()
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
        titles=page.session.archive.summaries(list(_named(view))),
    )


def _named(view: cases.CaseView) -> set[str]:
    return {one for ruled in view.ruled for one in (ruled.item_id, ruled.other)}
