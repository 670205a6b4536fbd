"""The first page, and the cookie that knows when its reader was here last."""

import datetime as dt

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from pipeline.app.meetings import in_short
from pipeline.web.site import Asked, whole_number

VISITS = "besoegt"
"""The cookie with the end of the last visit and the last page view of this one, in seconds since 1970."""
PAUSE = 1800
"""After so many seconds without a look at the first page, the next look is a new visit."""
_YEAR = 365 * 24 * 3600
NEWEST, WATCHED = 8, 5
"""Meetings in the list of the newest, and in one of those that a person has to look at."""
router = APIRouter()


@router.get("/")
def first_page(page: Asked) -> HTMLResponse:
    """Return what is new, and what waits for a person."""
    now = int(dt.datetime.now(dt.UTC).timestamp())
    last, seen = visits(page.request.cookies.get(VISITS, ""), now)
    since = dt.datetime.fromtimestamp(last, dt.UTC) if last else None
    archive = page.session.archive
    answer = page.show(
        "front.html",
        stats=archive.stats(),
        newest=archive.newest(NEWEST),
        doubtful=archive.doubtful(WATCHED),
        warned=archive.warned(WATCHED),
        waiting=len(archive.waiting()),
        stale=page.session.stale(),
        news=archive.news_since(since) if since else None,
        since=since,
        in_short=in_short,
        questions=page.site.desk.left(),
    )
    answer.set_cookie(VISITS, f"{last}.{seen}", max_age=_YEAR, httponly=True, samesite="lax")
    return answer


def visits(cookie: str, now: int) -> tuple[int, int]:
    """Return when the last visit ended, 0 where there was none, and when this one was seen last: now.

    >>> visits("", 9000), visits("0.9000", 9100), visits("0.9100", 99000), visits("x.²", 5)
    ((0, 9000), (0, 9100), (9100, 99000), (0, 5))
    """
    last, seen = (whole_number(part) for part in cookie.partition(".")[::2])
    if last is None or seen is None:
        return 0, now
    ended, before = min(last, now), min(seen, now)
    return (before if now - before > PAUSE else ended), now
