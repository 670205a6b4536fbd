"""The forms that correct an item, or how its meeting was read, and undo; each answers with the way back."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import RedirectResponse, Response

from pipeline.app import corrections, meetings
from pipeline.app.changes import EVERY, Edit, MentionEdit, MergeEdit, SplitEdit
from pipeline.app.corrections import Entries
from pipeline.app.names import join_names
from pipeline.domain import (
    MEETING_FIELDS,
    CaseChange,
    EntityAction,
    Label,
    LinkChange,
    Meeting,
    MeetingChange,
    NameChange,
    RenameChange,
    Signature,
    SkippedLink,
    ThemeChange,
)
from pipeline.web.correcting import Form, Sent
from pipeline.web.safety import check_csrf
from pipeline.web.site import numbers_in, whole_number

router = APIRouter(dependencies=[Depends(check_csrf)])
YES, OPEN = "ja", "ved-ikke"
_READ: Mapping[str, Callable[[str], object]] = {
    "date": dt.date.fromisoformat,
    "start": dt.time.fromisoformat,
    "end": dt.time.fromisoformat,
}
"""How what is written of a meeting is read, where it is no words."""


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
    return sent.follow(partial(corrections.undo, sent.page.session, numbers_in(sent["numre"])))


# How a meeting was read


@router.post("/ret/del")
def split(sent: Sent) -> Response:
    """Let a new item begin at the line of an item that begins with these words."""
    return _correct(sent, SplitEdit(words=sent["ord"]) if sent["ord"].strip() else None)


@router.post("/ret/saml")
def merge(sent: Sent) -> Response:
    """Let the next item belong to an item."""
    return _correct(sent, MergeEdit())


@router.post("/ret/punkt")
def rename(sent: Sent) -> Response:
    """Show an item under another number or title."""
    stored = sent.page.session.archive.item(sent.item).tagged.item
    number, title = sent["nummer"].strip(), " ".join(sent["titel"].split())
    change = RenameChange(
        number="" if number == stored.number else number, title="" if title == stored.title else title
    )
    return _correct(sent, change if change != RenameChange() else None)


@router.post("/ret/moede")
def change_meeting(sent: Sent) -> Response:
    """Correct whose meeting it was, when and where; what is left as it stands, or emptied, stays."""
    session, now = sent.page.session, sent.page.session.archive.meeting(sent["moede"]).meeting
    change = _meeting_change(sent, now)
    if change == MeetingChange():
        raise HTTPException(422, "Der er ikke ændret noget; skriv det, der skal stå i stedet.")
    return _follow(sent, partial(corrections.correct_meeting, session, sent["moede"], change))


def _meeting_change(sent: Form, now: Meeting) -> MeetingChange:
    def new(name: str, field: str) -> Any:
        written = " ".join(sent[field].split())
        try:
            value = _READ.get(name, str)(written) if written else None
        except ValueError as error:
            raise HTTPException(422, f"»{written}« kan ikke læses som {field}.") from error
        return None if value == getattr(now, name) else value

    return MeetingChange(**{name: new(name, field) for name, field in MEETING_FIELDS.items()})


def _correct(sent: Form, edit: Edit | None) -> Response:
    if edit is None:
        raise HTTPException(422, "Der er ikke skrevet noget; skriv det, der skal stå i stedet.")
    return _follow(sent, partial(corrections.correct, sent.page.session, sent.item, [edit]))


def _follow(sent: Form, correct: Callable[[Signature], Entries]) -> Response:
    """Follow a form; ask first where somebody has read the meeting otherwise since its page was shown."""

    def unless_read_otherwise(signature: Signature) -> Entries:
        session, seen = sent.page.session, sent.seen
        newer = () if seen is None else meetings.read_otherwise(session, sent["moede"], seen)
        if newer:
            raise sent.ask("meanwhile.html", newer=newer, set=newer[-1].correction.number)
        return correct(signature)

    return sent.follow(unless_read_otherwise)
