"""The review: one question at a time, answered by a key or a button."""

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pipeline.app import correcting
from pipeline.app.changes import ItemEdits
from pipeline.app.desk import LINKS, THEMES
from pipeline.app.review import ThemeQuestion, in_pieces
from pipeline.domain import LinkChange, Skipped, SkippedLink, ThemeChange
from pipeline.errors import CorrectedMeanwhileError
from pipeline.web.correcting import Form, Sent
from pipeline.web.safety import check_csrf
from pipeline.web.site import Asked

router = APIRouter()
YES, NO = "ja", "nej"


@router.get("/gennemgang")
def review(page: Asked, slags: str = THEMES, tema: str = "", nr: str = "0") -> HTMLResponse:
    """Return the next question."""
    desk, archive = page.desk, page.session.archive
    kind = LINKS if slags == LINKS else THEMES
    themes = [theme.name for theme in page.session.register]
    theme = tema if kind == THEMES and tema in themes else ""
    answered = int(nr) if nr.isascii() and nr.isdigit() and len(nr) < 7 else 0
    stack = desk.stack(kind, theme)
    question = stack.question if stack else None
    named = [question.item, getattr(question, "earlier", question.item)] if question else []
    return page.show(
        "review.html",
        stack=stack,
        question=question,
        is_theme=isinstance(question, ThemeQuestion),
        items=archive.summaries(named),
        seen=max(archive.corrections_of(question.item), default=0) if question else 0,
        problem=desk.problem.message("da") if desk.problem else "",
        kind=kind,
        theme=theme,
        themes=themes,
        answered=answered,
        next=f"/gennemgang?slags={kind}&tema={theme}&nr={answered + 1}",
        empty=not archive.meeting_count(),
        in_pieces=in_pieces,
    )


@router.post("/gennemgang/svar", dependencies=[Depends(check_csrf)])
def answer(sent: Sent) -> Response:
    """Write a reply into the log, and go on to the next question."""
    by = sent.sign().by
    session, about = sent.page.session, sent["tidligere"] or sent["tema"]
    reason = sent.page.desk.reason(sent.item, about)
    signature = session.sign(by, f"gennemgang: {reason}" if reason else "gennemgang")
    try:
        done = correcting.correct_seen(session, sent.item, _edits(sent), signature, sent.seen)
    except CorrectedMeanwhileError as error:
        newer = correcting.read_entries(session, error.numbers)
        raise sent.ask("meanwhile.html", newer=newer, set=max(error.numbers)) from None
    numbers = [entry.correction.number for entry in done.entries]
    return sent.keep_name(RedirectResponse(sent.back(numbers), 303))


def _edits(sent: Form) -> ItemEdits:
    """Return what a reply corrects; what is skipped is left open, and not asked again."""
    reply = sent["svar"]
    if sent["tidligere"]:
        earlier = sent["tidligere"]
        if reply in {YES, NO}:
            return ItemEdits(links=[LinkChange(earlier=earlier, kept=reply == YES)])
        return ItemEdits(left_open=[SkippedLink(earlier=earlier)])
    if reply in {YES, NO}:
        return ItemEdits(themes=[ThemeChange(theme=sent["tema"], assigned=reply == YES)])
    return ItemEdits(left_open=[Skipped(theme=sent["tema"])])
