"""The page Modeller: versions and figures of the theme model; buttons to learn, promote and roll back."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pipeline.app.danish import COMPARED, OTHERS, outcome
from pipeline.app.jobs import ABOUT_MODELS, STATES, JobView, ask, read_job
from pipeline.app.model_view import read_models
from pipeline.errors import ItemNotFoundError
from pipeline.web.lists import FileForm, as_file
from pipeline.web.safety import check_csrf
from pipeline.web.site import MOST_NUMBER, Asked, Page

router = APIRouter()
CHANGE = [Depends(check_csrf)]


@router.get("/modeller")
def models(page: Asked) -> HTMLResponse:
    """Return the versions of the theme model, and what waits to be learned."""
    view = read_models(page.session)
    return page.show(
        "models.html", view=view, others=OTHERS, outcome=outcome, states=STATES, titles=ABOUT_MODELS
    )


@router.get("/modeller.{form}")
def models_file(page: Asked, form: FileForm) -> Response:
    """Return the versions and their figures as a file."""
    view = read_models(page.session)
    answer = {"versions": view.versions, "figures": view.figures}
    head = ("version", "lavet", "rettede punkter", "i brug", "tema", "F1", "nedre", "øvre", "udfald")
    rows = (
        (version.number, version.made, version.corrected, one.serves, *_figure(own), outcome(version.outcome))
        for one, figures in view.known
        for version in [one.version]
        for own in figures.themes
    )
    return as_file(form, "sagsspor-modeller", answer, head, rows)


def _figure(theme: Any) -> tuple[Any, ...]:
    return theme.theme, round(theme.f1.value, 4), round(theme.f1.low, 4), round(theme.f1.high, 4)


@router.post("/modeller/laer", dependencies=CHANGE)
def learn(page: Asked) -> RedirectResponse:
    """Learn from the corrections, behind the page."""
    return _ask(page, "retrain", {})


@router.post("/modeller/tilbage", dependencies=CHANGE)
def back(page: Asked) -> RedirectResponse:
    """Put the version in use that was before."""
    return _ask(page, "serve", {"version": None})


@router.post("/modeller/maerk-om", dependencies=CHANGE)
def retag(page: Asked) -> RedirectResponse:
    """Tag again what another version tagged."""
    return _ask(page, "retag", {})


@router.post("/modeller/{number}/brug", dependencies=CHANGE)
def promote(page: Asked, number: int) -> RedirectResponse:
    """Put a version in use, whatever its comparison says."""
    return _ask(page, "serve", {"version": number})


@router.post("/modeller/{number}/forskel", dependencies=CHANGE)
def compare(page: Asked, number: int) -> RedirectResponse:
    """Find what a version would tag otherwise."""
    return _ask(page, "compare", {"version": number})


def _ask(page: Page, kind: str, about: Mapping[str, Any]) -> RedirectResponse:
    job = ask(page.session, page.site.jobs, kind, about, by=page.name)
    return RedirectResponse(f"/job/{job.number}", status_code=303)


def done(page: Page, view: JobView) -> HTMLResponse:
    """Return the page of a job: its lines, and, about models, what came of it."""
    shown: dict[str, Any] = {"result": view.job.result, "compared": COMPARED, "outcome": outcome}
    return page.show("job.html", view=view, about_models=view.job.kind in ABOUT_MODELS, **shown)


@router.get("/modeller/sammenligning/{number}.{form}")
def compared_file(
    page: Asked, number: Annotated[int, Path(ge=1, le=MOST_NUMBER)], form: FileForm
) -> Response:
    """Return what a version would tag otherwise as a file."""
    job = read_job(page.session, page.site.jobs, number).job
    if "changes" not in job.result:
        raise ItemNotFoundError("no-such-job", number=number)
    changes = job.result["changes"]
    rows = (
        (one["item_id"], one["title"], ", ".join(one["gained"]), ", ".join(one["lost"])) for one in changes
    )
    return as_file(form, "sagsspor-forskel", changes, ("punkt", "titel", "får", "mister"), rows)
