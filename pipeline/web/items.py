"""The page of one item: its text with marks, what is known of it, and what was said before."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, PlainTextResponse

from pipeline.app import item_view, related, timeline
from pipeline.app.item_text import number_mentions, read_text
from pipeline.app.session import Session
from pipeline.archive import StoredItem
from pipeline.domain import labels
from pipeline.errors import ModelError
from pipeline.web.site import Asked

router = APIRouter()
_KIND = """\
.k-{code} {{ --kind: light-dark({colour}, color-mix(in oklab, {colour} 45%, white)); }}
body:has(#k-{code}:not(:checked)) .mention.k-{code} {{ background: none; border-color: transparent; }}
"""
_EVIDENCE = """\
body:has(#e-{place}:checked) .e-{place} {{ background: var(--mark); }}
"""
_MOST_THEMES = 40
PATIENCE = 1.5
"""Seconds that an item waits for the links of an archive that has just been opened or changed."""


@router.get("/punkt/{item_id:path}")
def item(page: Asked, item_id: str, omtale: int = 0, senere: bool = False) -> HTMLResponse:
    """Return one item; `omtale` is the number of the mention that a person looks at.

    Later items are looked for where `senere` asks: each is judged from its own side, which takes its time.
    """
    session = page.session
    stored = session.archive.item(item_id)
    log, own = item_view.read_item_log(session, stored), stored.tagged
    mentions = number_mentions(stored, log.mentions, session.archive.joined())
    before, after = item_view.neighbours(session, stored)
    return page.show(
        "item.html",
        stored=stored,
        subject=session.subject_of(own.item.case_number),
        log=log,
        parts=read_text(stored, mentions),
        mentions=mentions,
        chosen=next((one for one in mentions if one.number == omtale), None),
        kinds=list(item_view.by_kind(mentions)),
        labels=labels(),
        themes=item_view.sort_themes(own.themes, [theme.name for theme in session.register]),
        places={score.theme: place for place, score in enumerate(own.themes)},
        before=before,
        after=after,
        **_discussions(session, stored, log, later=senere),
    )


def _discussions(
    session: Session, stored: StoredItem, log: item_view.ItemLog, *, later: bool
) -> dict[str, Any]:
    """Return what was said before and later; where that is not known, `lacking` says why."""
    found: dict[str, Any] = {"earlier": None, "later": None, "timelines": (), "later_stops": 0, "lacking": ""}
    try:
        if session.finder.ready(wait=PATIENCE):
            lines = timeline.of_item(session, stored.tagged.item.id)
            stops = [stop for line in lines for stop in line.trail.stops]
            found["timelines"] = lines
            found["later_stops"] = sum(stop.date > stored.meeting.date for stop in stops)
            found["earlier"] = related.read_earlier(session, stored, log)
            found["later"] = related.read_later(session, stored) if later else None
    except ModelError as error:  # the item itself can be read and corrected without links
        found["lacking"] = error.message("da")
    return found


@router.get("/kinds.css")
def kinds() -> PlainTextResponse:
    """Return the colours of the kinds of mention, and how they and the evidence are switched on and off."""
    rules = [_KIND.format(code=label, colour=label.kind.colour) for label in labels()]
    rules += [_EVIDENCE.format(place=place) for place in range(_MOST_THEMES)]
    return PlainTextResponse("".join(rules), media_type="text/css", headers={"cache-control": "max-age=300"})
