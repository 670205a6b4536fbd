"""Files added to the archive: chosen or dropped, watched on their way, decided on where there is doubt."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from pipeline.app import received, receiving, spool
from pipeline.app.files import Terms
from pipeline.app.jobs import JobView
from pipeline.app.spool import Upload
from pipeline.web.safety import check_csrf, check_upload
from pipeline.web.site import Asked, Page

router = APIRouter()
_DIGITS = 9
"""Of the number of a job, or of a file in it."""


async def read_form(request: Request) -> FormData:
    """Return the form that was sent."""
    return await request.form()


Form = Annotated[FormData, Depends(read_form)]


@router.get("/tilfoej")
def choose(page: Asked) -> HTMLResponse:
    """Return the form that files are chosen in, and the newest that were added."""
    return _form(page)


@router.post("/tilfoej", dependencies=[Depends(check_upload)])
def add(page: Asked, form: Form) -> Response:
    """Keep files and add them behind the page; show how far they are."""
    sent = [one for one in form.getlist("filer") if isinstance(one, UploadFile) and one.filename]
    if not sent:
        return _form(page, "Vælg mindst én fil.")
    uploads = [Upload(name=one.filename or "", stream=one.file) for one in sent]
    job = receiving.receive(page.session, page.jobs, uploads, terms=_terms(form), by=page.name)
    return RedirectResponse(f"/job/{job.number}", status_code=303)


@router.post("/tilfoej/afgoer", dependencies=[Depends(check_csrf)])
def decide(page: Asked, form: Form) -> RedirectResponse:
    """Take a file as it is read, or on other terms, or drop it."""
    number, at = _number(form, "job"), _number(form, "fil")
    if form.get("valg") == "drop":
        receiving.drop(page.session, number, at)
        return RedirectResponse(f"/job/{number}#fil-{at}", status_code=303)
    terms = _terms(form, accept=form.get("valg") == "tag")
    job = receiving.take_again(page.session, page.jobs, number, at, terms, by=page.name)
    return RedirectResponse(f"/job/{job.number}", status_code=303)


def files_of(page: Page, view: JobView) -> HTMLResponse:
    """Return the page of a job that adds files."""
    files = received.read_files(page.session, view.job, view.lines)
    about_all = [line for line in view.lines if not line.subject]
    return page.show("received.html", view=view, files=files, about_all=about_all)


def _form(page: Page, error: str = "") -> HTMLResponse:
    config = page.session.config
    limits = {"files": config.web.max_files, "bytes": config.web.max_bytes, "each": config.minutes.max_bytes}
    batches = received.recent_batches(page.session)
    status = 422 if error else 200
    shown = {"limits": limits, "suffixes": spool.suffixes(), "batches": batches, "error": error}
    return page.show("adding.html", status, **shown)


def _terms(form: FormData, *, accept: bool = False) -> Terms:
    return Terms(
        date=_day(_text(form, "dato")),
        committee=_text(form, "udvalg"),
        place=_text(form, "sted"),
        accept=accept,
    )


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written) if written else None
    except ValueError as error:
        raise HTTPException(422, f"»{written}« er ingen dato; skriv den som 2026-01-31.") from error


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _number(form: FormData, name: str) -> int:
    written = _text(form, name)
    if not (written.isdecimal() and len(written) <= _DIGITS):
        raise HTTPException(422, "Formularen mangler et nummer. Genindlæs siden, og prøv igen.")
    return int(written)
