"""The forms that correct an item, and undo; every one answers with the way back to where it was."""

from functools import partial

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from pipeline.app import corrections
from pipeline.app.changes import EVERY, MentionEdit
from pipeline.app.names import join_names
from pipeline.domain import (
    CaseChange,
    EntityAction,
    Label,
    LinkChange,
    NameChange,
    SkippedLink,
    ThemeChange,
)
from pipeline.web.correcting import Form, Sent
from pipeline.web.safety import check_csrf
from pipeline.web.site import whole_number

router = APIRouter(dependencies=[Depends(check_csrf)])
YES, OPEN = "ja", "ved-ikke"


@router.post("/ret/navn")
def name(sent: Sent) -> Response:
    """Keep who corrects; forget it where the name is empty."""
    answer = RedirectResponse(sent.back(), 303)
    if not sent["navn"].strip():
        answer.delete_cookie("navn")
    return sent.keep_name(answer)


@router.post("/ret/tema")
def theme(sent: Sent) -> Response:
    """Assign a theme to an item, or deny it."""
    return sent.correct(ThemeChange(theme=sent["tema"], assigned=sent["svar"] == YES))


@router.post("/ret/omtale")
def mention(sent: Sent) -> Response:
    """Add a mention, take it out, or give it another kind or norm, here or in all of the meeting."""
    at = whole_number(sent["sted"])
    edit = MentionEdit(
        action=_action(sent),
        text=sent["tekst"],
        at=at,
        which=EVERY if at is None else None,
        label=sent.label("slags"),
        norm=sent["norm"].strip() if sent["handling"] == EntityAction.ADD or sent["gem"] else "",
    )
    return sent.correct(edit)


def _action(sent: Form) -> EntityAction:
    """Return what is done to a mention: which button of its form was pressed."""
    if sent["handling"] == EntityAction.ADD:
        return EntityAction.ADD
    if sent["fjern"]:
        return EntityAction.REMOVE
    return EntityAction.RELABEL if sent["slags"] else EntityAction.RENORM


@router.post("/ret/henvisning")
def link(sent: Sent) -> Response:
    """Keep or reject an earlier item, or leave it open."""
    if sent["svar"] == OPEN:
        return sent.correct(SkippedLink(earlier=sent["tidligere"]))
    return sent.correct(LinkChange(earlier=sent["tidligere"], kept=sent["svar"] == YES))


@router.post("/ret/sag")
def case(sent: Sent) -> Response:
    """Say that two items are of one case, or of two."""
    return sent.correct(CaseChange(other=sent["andet"], same=sent["svar"] == YES))


@router.post("/ret/samme-navn")
def same_name(sent: Sent) -> Response:
    """Say that two names of a kind are of one thing."""
    label = sent.label("slags") or Label.INSTITUTION
    change = NameChange(label=label, name=sent["dette"], canonical=sent["andet"])
    return sent.follow(partial(join_names, sent.page.session, change))


@router.post("/ret/fortryd")
def undo(sent: Sent) -> Response:
    """Undo corrections, the newest first."""
    return sent.follow(partial(corrections.undo, sent.page.session, sent.numbers))
