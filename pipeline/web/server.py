"""The application, put together, and served."""

import os
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from threading import Thread

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from pipeline.app.desk import Desk
from pipeline.app.jobs import open_jobs
from pipeline.app.session import Session
from pipeline.errors import SagssporError
from pipeline.web import (
    adding,
    cases,
    corrections,
    following,
    front,
    items,
    jobs,
    log,
    meetings,
    models,
    names,
    overview,
    review,
    search,
)
from pipeline.web.api import make_api, not_there
from pipeline.web.correcting import AskFirstError, ask_first
from pipeline.web.safety import Guard, Safety
from pipeline.web.site import Page, Site, as_sentence, make_templates, status_of

API = "/api/v1"
HOUR = 3600.0
SECONDS_TO_STOP = 2
"""Those who watch a job hold their connection open."""
STATIC = Path(__file__).with_name("static")
PAGES: Sequence[APIRouter] = (
    front.router,
    search.router,
    meetings.router,
    adding.router,
    items.router,
    corrections.router,
    log.router,
    jobs.router,
    overview.router,
    names.router,
    following.router,
    review.router,
    cases.router,
    models.router,
)
"""The parts of the page, each with its own routes."""


def make_app(session: Session, safety: Safety) -> FastAPI:
    """Return the page over an archive; the models are loaded behind it once it is served."""
    site = Site(
        session=session,
        safety=safety,
        templates=make_templates(),
        jobs=open_jobs(session),
        desk=Desk(session),
    )

    @asynccontextmanager
    async def warm(app: FastAPI) -> AsyncIterator[None]:
        del app
        Thread(target=_warm, args=(site,), daemon=True).start()
        site.jobs.start()
        yield
        site.jobs.stop()

    app = FastAPI(title="sagsspor", docs_url=None, redoc_url=None, openapi_url=None, lifespan=warm)
    app.state.site = site
    app.add_middleware(Guard, safety=safety)
    _add_pages(app, site)
    app.add_exception_handler(SagssporError, _tell)
    app.add_exception_handler(HTTPException, _refuse)
    app.add_exception_handler(AskFirstError, ask_first)
    app.add_exception_handler(RequestValidationError, _misread)
    return app


def _add_pages(app: FastAPI, site: Site) -> None:
    api = make_api()
    api.state.site = site
    app.mount(API, api)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in PAGES:
        app.include_router(router)


def _warm(site: Site) -> None:
    site.session.warm()
    with suppress(SagssporError):  # whoever asks gets the error
        site.session.finder.cases(wait=HOUR)
        site.desk.look()


def _tell(request: Request, error: Exception) -> Response:
    """Return the page of an error that the user can act on: one line, in Danish."""
    assert isinstance(error, SagssporError)  # noqa: S101 - that is what this handles
    given = error.values.get("near")
    near = given if isinstance(given, list) else []
    line = error.message("da").removesuffix(", ".join(near))
    return _error_page(request, status_of(error), line, near)


def _refuse(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - that is what this handles
    if request.url.path.startswith(API):  # a path with a line break is none that a mount takes
        return not_there()
    words = {404: "Siden findes ikke.", 405: "Det kan man ikke gøre her."}
    return _error_page(request, error.status_code, words.get(error.status_code, error.detail))


def _misread(request: Request, error: Exception) -> Response:
    """Return the page of an address whose parts are not what the page takes."""
    del error
    return _error_page(request, 422, "Adressen kan ikke læses: en del af den er ikke det, siden venter.")


def _error_page(request: Request, status: int, line: str, near: Sequence[str] = ()) -> HTMLResponse:
    page = Page(request=request, site=request.app.state.site)
    return page.show("error.html", status=status, missing=status == 404, line=as_sentence(line), near=near)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address.

    Raises:
        SagssporError: another program listens there, or it is no address of this machine.

    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise SagssporError("address-not-free", host=host, port=port, reason=reason) from error
    # Its connections inherit it: else the body of an answer waits 40 ms until its head is acknowledged.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def serve(session: Session, safety: Safety, listening: socket.socket) -> None:
    """Serve the page until the user stops it."""
    import uvicorn

    config = uvicorn.Config(
        make_app(session, safety),
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_STOP,
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])
