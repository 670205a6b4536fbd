"""The review: one question at a time, answered by a key or a button."""

from functools import partial

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from pipeline.app import correcting
from pipeline.app.changes import ItemEdits, MentionEdit
from pipeline.app.desk import LINKS, MENTIONS, THEMES
from pipeline.app.review import in_pieces
from pipeline.domain import (
    EntityAction,
    LinkChange,
    Skipped,
    SkippedLink,
    SkippedMention,
    ThemeChange,
    labels,
)
from pipeline.web.correcting import Form, Sent
from pipeline.web.safety import check_csrf
from pipeline.web.site import Asked, whole_number

router = APIRouter()
YES, NO = "ja", "nej"


@router.get("/gennemgang")
def review(page: Asked, slags: str = THEMES, tema: str = "", nr: str = "0") -> HTMLResponse:
    """Return the next question."""
    desk, archive = page.desk, page.session.archive
    kind = slags if slags in {LINKS, MENTIONS} else THEMES
    themes = [theme.name for theme in page.session.register]
    theme = tema if kind == THEMES and tema in themes else ""
    answered = min(whole_number(nr) or 0, 10**6)
    stack = desk.stack(kind, theme)
    question = stack.question if stack else None
    named = [question.item, getattr(question, "earlier", question.item)] if question else []
    return page.show(
        "review.html",
        stack=stack,
        question=question,
        labels=labels(),
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
    about = sent["tidligere"] or sent["tema"] or sent["sted"]
    reason = sent.page.desk.reason(sent.item, about)
    edits, why = _edits(sent), f"gennemgang: {reason}" if reason else "gennemgang"
    if edits.mentions and sent["alle"]:
        session, (edit,) = sent.page.session, edits.mentions
        everywhere = partial(correcting.correct_everywhere, session, sent.item, edit, seen=sent.seen)
        return sent.follow(everywhere, why)
    return sent.correct(edits, why)


def _edits(sent: Form) -> ItemEdits:
    """Return what a reply corrects; what is skipped is left open, and not asked again."""
    if sent["tidligere"]:
        return _of_link(sent["tidligere"], sent["svar"])
    return _of_mention(sent) if sent["sted"] else _of_theme(sent["tema"], sent["svar"])


def _of_theme(theme: str, reply: str) -> ItemEdits:
    if reply in {YES, NO}:
        return ItemEdits(themes=[ThemeChange(theme=theme, assigned=reply == YES)])
    return ItemEdits(left_open=[Skipped(theme=theme)])


def _of_link(earlier: str, reply: str) -> ItemEdits:
    if reply in {YES, NO}:
        return ItemEdits(links=[LinkChange(earlier=earlier, kept=reply == YES)])
    return ItemEdits(left_open=[SkippedLink(earlier=earlier)])


def _of_mention(sent: Form) -> ItemEdits:
    """Return what is done to a mention: it is kept as it is, taken out, or of the kind that is replied."""
    reply, at = sent["svar"], whole_number(sent["sted"]) or 0
    named = {str(label): label for label in labels()}
    label = named.get(sent["slags"] if reply == YES else reply)
    if reply != NO and label is None:
        return ItemEdits(left_open=[SkippedMention(start=at, text=sent["tekst"])])
    action = EntityAction.REMOVE if reply == NO else EntityAction.RELABEL
    norm = sent["norm"] if reply == YES else ""
    return ItemEdits(mentions=[MentionEdit(action=action, text=sent["tekst"], at=at, label=label, norm=norm)])
