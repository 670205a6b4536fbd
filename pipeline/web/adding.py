"""Files added to the archive: chosen or dropped, watched on their way, decided on where there is doubt."""

import datetime as dt

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pipeline.app import receiving, spool
from pipeline.app.files import Terms
from pipeline.app.jobs import JobView
from pipeline.web.correcting import Form, Sent
from pipeline.web.safety import check_csrf, check_upload
from pipeline.web.site import MOST_NUMBER, Asked, Page, whole_number

router = APIRouter()


@router.get("/tilfoej")
def choose(page: Asked) -> HTMLResponse:
    """Return the form that files are chosen in, and the newest that were added."""
    return _form(page)


@router.post("/tilfoej", dependencies=[Depends(check_upload)])
def add(sent: Sent) -> Response:
    """Keep files and add them behind the page; show how far they are."""
    page = sent.page
    if not sent.files:
        return _form(page, "Vælg mindst én fil.")
    uploads = [(one.filename or "", one.file) for one in sent.files]
    job = receiving.receive(page.session, page.site.jobs, uploads, terms=_terms(sent), by=page.name)
    return RedirectResponse(f"/job/{job.number}", status_code=303)


@router.post("/tilfoej/afgoer", dependencies=[Depends(check_csrf)])
def decide(sent: Sent) -> RedirectResponse:
    """Take a file as it is read, or on other terms, or drop it."""
    page, number, at = sent.page, _number(sent["job"]), _number(sent["fil"])
    if sent["valg"] == "drop":
        receiving.drop(page.session, number, at)
        return RedirectResponse(f"/job/{number}#fil-{at}", status_code=303)
    terms = _terms(sent, accept=sent["valg"] == "tag")
    job = receiving.take_again(page.session, page.site.jobs, number, at, terms, by=page.name)
    return RedirectResponse(f"/job/{job.number}", status_code=303)


def files_of(page: Page, view: JobView) -> HTMLResponse:
    """Return the page of a job that adds files."""
    files = spool.read_files(page.session, view.job, view.lines)
    about_all = [line for line in view.lines if not line.subject]
    return page.show("received.html", view=view, files=files, about_all=about_all)


def _form(page: Page, error: str = "") -> HTMLResponse:
    config = page.session.config
    limits = {"files": config.web.max_files, "bytes": config.web.max_bytes, "each": config.minutes.max_bytes}
    batches = spool.recent_batches(page.session)
    status = 422 if error else 200
    shown = {"limits": limits, "suffixes": spool.suffixes(), "batches": batches, "error": error}
    return page.show("adding.html", status, **shown)


def _terms(sent: Form, *, accept: bool = False) -> Terms:
    return Terms(
        date=_day(sent["dato"].strip()),
        committee=sent["udvalg"].strip(),
        place=sent["sted"].strip(),
        accept=accept,
    )


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written) if written else None
    except ValueError as error:
        raise HTTPException(422, f"»{written}« er ingen dato; skriv den som 2026-01-31.") from error


def _number(written: str) -> int:
    number = whole_number(written)
    if number is None or number > MOST_NUMBER:
        raise HTTPException(422, "Formularen mangler et nummer. Genindlæs siden, og prøv igen.")
    return number
