"""The review: one question at a time, answered by a key or a button."""

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from pipeline.app.answers import in_pieces
from pipeline.app.changes import Edit, MentionEdit
from pipeline.app.desk import LINKS, MENTIONS, THEMES
from pipeline.app.queue import Reply
from pipeline.app.review import link_reply, mention_reply, theme_reply
from pipeline.domain import EntityAction, labels
from pipeline.web.correcting import Form, Sent
from pipeline.web.safety import check_csrf
from pipeline.web.site import Asked, whole_number

router = APIRouter()
REPLIES = {"ja": Reply.YES, "nej": Reply.NO}


@router.get("/gennemgang")
def review(page: Asked, slags: str = THEMES, tema: str = "", nr: str = "0") -> HTMLResponse:
    """Return the next question."""
    desk, archive = page.site.desk, page.session.archive
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
    reason = sent.page.site.desk.reason(sent.item, about)
    return sent.correct(_edit(sent), f"gennemgang: {reason}" if reason else "gennemgang")


def _edit(sent: Form) -> Edit:
    """Return what a reply corrects; of a mention the reply may be another kind."""
    reply = REPLIES.get(sent["svar"], Reply.OPEN)
    if sent["tidligere"]:
        return link_reply(sent["tidligere"], reply)
    if not sent["sted"]:
        return theme_reply(sent["tema"], reply)
    other = sent.label("svar")
    mention = MentionEdit(
        action=EntityAction.RELABEL,
        text=sent["tekst"],
        at=whole_number(sent["sted"]) or 0,
        label=other or sent.label("slags"),
        norm="" if other else sent["norm"],
    )
    return mention_reply(mention, Reply.YES if other else reply)
