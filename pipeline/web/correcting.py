"""What every form that corrects has in common: who does it, why, where they go back to, and what was done.

A form carries `tilbage` (a path of ours), `punkt` (the item), `set` (the number of the newest correction
of the item that its page showed), and, where nobody has said who is at the browser, `navn` (`_who.html`).
Whoever has not said it is asked before anything is written, and answers with the same form.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile

from pipeline.app import corrections
from pipeline.app.changes import Edit, MentionEdit
from pipeline.app.corrections import Entries
from pipeline.app.door import one_line
from pipeline.app.log import log_entries
from pipeline.domain import Label, Signature, labels
from pipeline.errors import CorrectedMeanwhileError, CorrectionError
from pipeline.web.safety import FIELD
from pipeline.web.site import DONE, LONGEST_NAME, NAME, Asked, Page, whole_number

REASON = "rettet på siden"
_YEAR = 365 * 24 * 3600


class AskFirstError(Exception):
    """A form cannot be followed before the user has answered; `template` asks, and sends it again."""

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template)
        self.template, self.values = template, values


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Form:
    """A form that was sent, and the page it is answered with."""

    page: Page
    fields: Mapping[str, str]
    files: Sequence[UploadFile] = ()

    def __getitem__(self, name: str) -> str:
        """Return what a field holds; nothing where the form has no such field."""
        return self.fields.get(name, "")

    @property
    def item(self) -> str:
        """The id of the item that is corrected."""
        return self["punkt"]

    @property
    def seen(self) -> int | None:
        """The newest correction of the item that the user has seen."""
        return whole_number(self["set"])

    def label(self, field: str) -> Label | None:
        """Return the kind of mention that a field names; None where it names none."""
        return next((one for one in labels() if one == self[field]), None)

    @property
    def name(self) -> str:
        """Who corrects: as the form says, else as the browser has kept it."""
        return one_line(self["navn"])[:LONGEST_NAME] or self.page.name

    def sign(self, why: str = REASON) -> Signature:
        """Return the signature of who corrects; `why` holds where the user says no other reason.

        Raises:
            AskFirstError: nobody has said who it is.

        """
        if not self.name:
            raise self.ask("who.html", navn="")
        return self.page.session.sign(self.name, one_line(self["hvorfor"]) or why)

    def ask(self, template: str, **values: object) -> AskFirstError:
        """Return what asks the user before the form is followed, and sends it again with the answer."""
        again = {name: value for name, value in self.fields.items() if name not in {FIELD, *values}}
        return AskFirstError(
            template, action=self.page.request.url.path, again=again, back=self.back(), **values
        )

    def back(self, done: Sequence[int] = ()) -> str:
        """Return where the form was; with the numbers of corrections, a page that says what was done."""
        parts = urlsplit(self["tilbage"] if is_own(self["tilbage"]) else "/")
        query = [(name, value) for name, value in parse_qsl(parts.query) if name not in {DONE, "omtale"}]
        query += [(DONE, ".".join(map(str, done)))] if done else []
        return parts._replace(query=urlencode(query)).geturl()

    def follow(self, correct: Callable[[Signature], Entries], why: str = REASON) -> Response:
        """Return what is answered to a form: what was done, or, where that cannot be, a page that says why.

        Raises:
            AskFirstError: nobody has said who it is, it cannot be done, or another has corrected meanwhile.

        """
        signature = self.sign(why)
        try:
            return self.answer(correct(signature))
        except CorrectedMeanwhileError as error:
            session = self.page.session
            newer = log_entries(session, session.archive.entries(error.numbers))
            items = self.page.named(newer)
            raise self.ask("meanwhile.html", newer=newer, items=items, set=max(error.numbers)) from None
        except CorrectionError as error:
            raise self.ask("refused.html", line=error.message("da")) from None

    def correct(self, edit: Edit, why: str = REASON) -> Response:
        """Correct an item as its page showed it, a mention perhaps in all its meeting; answer as `follow`."""
        session, seen = self.page.session, self.seen
        if isinstance(edit, MentionEdit) and self["alle"]:
            everywhere = partial(corrections.correct_everywhere, session, self.item, edit, seen=seen)
            return self.follow(everywhere, why)
        return self.follow(partial(corrections.correct, session, self.item, [edit], seen=seen), why)

    def answer(self, entries: Entries) -> Response:
        """Return the way back to where the form was, where the user is told what was done."""
        return self.keep_name(RedirectResponse(self.back([entry.number for entry in entries]), 303))

    def keep_name(self, answer: Response) -> Response:
        """Return an answer that lets the browser keep who corrects."""
        if self["navn"] and self.name:
            answer.set_cookie(NAME, quote(self.name), max_age=_YEAR, httponly=True, samesite="lax")
        return answer


def is_own(path: str) -> bool:
    """Tell whether an address is a path of this page.

    >>> is_own("/punkt/x?omtale=2#m2"), is_own("//example.dk"), is_own("https://example.dk")
    (True, False, False)
    """
    return re.fullmatch(r"/(?![/\\])[^\x00-\x20\\]*", path) is not None


async def _sent(page: Asked, request: Request) -> Form:
    sent = await request.form()
    files = [one for _, one in sent.multi_items() if isinstance(one, UploadFile) and one.filename]
    fields = {name: value for name, value in sent.items() if isinstance(value, str)}
    return Form(page=page, fields=fields, files=files)


Sent = Annotated[Form, Depends(_sent)]
"""What a route that changes something takes: `def theme(sent: Sent) -> Response`."""


def ask_first(request: Request, error: Exception) -> Response:
    """Return the page that asks before a form is followed."""
    assert isinstance(error, AskFirstError)  # noqa: S101 - that is what this handles
    page = Page(request=request, site=request.app.state.site)
    status = 409 if error.template == "meanwhile.html" else 200
    return page.show(error.template, status=status, **error.values)
