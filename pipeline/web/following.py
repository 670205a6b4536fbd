"""The page Følg: Atom feeds of what is picked, asked, or comes again, and the week on two sheets."""

import datetime as dt
import hashlib
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from pipeline.app.following import (
    Feed,
    follow_case,
    follow_item,
    follow_search,
    known_themes,
    monday_of,
    week_of,
)
from pipeline.app.searching import LONGEST
from pipeline.web.search import address, narrowing, picks
from pipeline.web.site import Asked, Page

router = APIRouter()
MOST = 20
"""Meetings and cases of a week that two sheets have room for; the others are counted."""


@router.get("/foelg")
def following(page: Asked) -> HTMLResponse:
    """Return what can be followed, and how."""
    return page.show("following.html", themes=known_themes(page.session))


@router.get("/foelg/punkter.atom")
def items_feed(page: Asked, q: str = "") -> Response:
    """Return the feed of a search: its address asks as that of the search does."""
    picked, question = picks(page.request.query_params.multi_items()), q[:LONGEST].strip()
    shown = address(((("q", question),) if question else ()) + picked)
    own = shown.replace("/soeg", "/foelg/punkter.atom", 1)
    return _atom(page, follow_search(page.session, question, narrowing(picked)), own, shown)


@router.get("/foelg/sag/{case_id:path}.atom")
def case_feed(page: Asked, case_id: str) -> Response:
    """Return the feed of a case: every time it comes up."""
    shown = f"/sag/{quote(case_id)}"
    return _atom(page, follow_case(page.session, case_id), f"/foelg{shown}.atom", shown)


@router.get("/foelg/punkt/{item_id:path}.atom")
def item_feed(page: Asked, item_id: str) -> Response:
    """Return the feed of what comes of an item."""
    shown = f"/punkt/{quote(item_id)}"
    return _atom(page, follow_item(page.session, item_id), f"/foelg{shown}.atom", shown)


@router.get("/foelg/uge")
def week(page: Asked, uge: str = "") -> HTMLResponse:
    """Return the week, by the clock of this machine, on a page that prints on two sheets."""
    session, archive = page.session, page.session.archive
    monday = monday_of(uge, dt.datetime.now().astimezone().date())
    began = dt.datetime.combine(monday, dt.time()).astimezone()
    ended = dt.datetime.combine(monday + dt.timedelta(weeks=1), dt.time()).astimezone()
    meetings, last = archive.meetings_added(began, ended), archive.last_added()
    keys = [one.id for one in meetings]
    return page.show(
        "week.html",
        monday=monday,
        meetings=meetings,
        themes=archive.themes_of_meetings(keys),
        returned=archive.cases_come_again(keys),
        doubtful=archive.doubtful(1).total,
        warned=archive.warned(1).total,
        waiting=len(archive.waiting()),
        stale=session.stale(),
        last=last and monday_of("", last.astimezone().date()),
        week_of=week_of,
        most=MOST,
    )


def _atom(page: Page, feed: Feed, own: str, shown: str) -> Response:
    """Return a feed, or word that its reader has it already; `shown` is where people see the same."""
    base = str(page.request.base_url).rstrip("/")
    body = page.render("feed.xml", {"feed": feed, "base": base, "urn": _urn, "own": own, "shown": shown})
    tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    if page.request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(body, media_type="application/atom+xml; charset=utf-8", headers={"ETag": tag})


def _urn(what: str) -> str:
    """Return an id that is the same wherever the page is served.

    >>> _urn("/punkt/forum/2023-01-20/1")
    'urn:uuid:891af4b4-7e67-5b33-a9f7-53222302c454'
    """
    return uuid5(NAMESPACE_URL, f"sagsspor:{what}").urn
