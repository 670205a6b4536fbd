"""The JSON API beside the pages, `/api/v1`: what the command line prints with `--json`, for programs.

It only reads. Its description is at `/api/v1/openapi.json`; errors are `{"code", "message"}`.
"""

import datetime as dt
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from typing_extensions import TypedDict  # pydantic describes no other before Python 3.12

from pipeline import __version__
from pipeline.app.discussions import SearchAnswer
from pipeline.app.items import show
from pipeline.app.log import read_log, read_log_of
from pipeline.app.models import list_versions
from pipeline.app.session import Session
from pipeline.archive import ItemSummary, LogFilter, Stats
from pipeline.discussions import CaseLine, Trail
from pipeline.domain import Filters, Label, Reason
from pipeline.errors import SagssporError
from pipeline.web.lists import as_json
from pipeline.web.site import status_of

router = APIRouter()
MOST = 100
"""Answers of one list."""


class LinkJson(TypedDict):
    """A related item, and why it is one."""

    item: str
    title: str
    date: dt.date
    score: float
    reasons: tuple[Reason, ...]


class MeetingJson(TypedDict):
    """A meeting of the archive; README, "JSON", names all its fields."""

    id: str
    items: int
    title: str
    committee: str
    date: dt.date
    structure: dict[str, Any]


class ItemJson(TypedDict):
    """An agenda item with all that was found in it; README, "JSON", names all its fields."""

    id: str
    number: str
    title: str
    start: int
    end: int
    text: str
    meeting: dict[str, Any]
    structure: dict[str, Any]
    sections: list[dict[str, Any]]
    entities: list[dict[str, Any]]
    themes: list[dict[str, Any]]


class ErrorJson(TypedDict):
    """What went wrong: a code that stays, and a line in English."""

    code: str
    message: str


def _session(request: Request) -> Session:
    session: Session = request.app.state.site.session
    return session


def _filters(  # noqa: PLR0913, PLR0917 - parameters of an address
    committee: Annotated[str, Query(description="Name, or as in item ids.")] = "",
    theme: str = "",
    kle: Annotated[str, Query(description="Number of a group or main group of KLE: 27.03, 27.")] = "",
    municipality: str = "",
    person: str = "",
    institution: str = "",
    after: Annotated[dt.date | None, Query(description="Only later than this day.")] = None,
    before: Annotated[dt.date | None, Query(description="Only earlier than this day.")] = None,
) -> Filters:
    kinds = ((Label.MUNICIPALITY, municipality), (Label.PERSON, person), (Label.INSTITUTION, institution))
    return Filters(
        committees=(committee,) if committee else (),
        themes=(theme,) if theme else (),
        kle=kle or None,
        names=tuple((label, frozenset([name])) for label, name in kinds if name),
        after=after,
        before=before,
    )


Asked = Annotated[Session, Depends(_session)]
Narrowed = Annotated[Filters, Depends(_filters)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Key = Annotated[str, Path(description="An id, slashes included.")]


@router.get("/stats", response_model=Stats)
def stats(session: Asked) -> Response:
    """Return how much the archive holds."""
    return as_json(session.archive.stats())


@router.get("/meetings", response_model=list[MeetingJson])
def meetings(session: Asked, offset: Offset = 0, limit: Limit = 20) -> Response:
    """Return the meetings, the newest first."""
    newest = sorted(session.archive.meetings(), key=lambda one: (one.meeting.date, one.id), reverse=True)
    return as_json(tuple(newest[offset : offset + limit]))


@router.get("/meetings/{meeting:path}/items", response_model=list[ItemSummary])
def items(session: Asked, meeting: Key) -> Response:
    """Return the agenda of a meeting."""
    session.archive.meeting(meeting)  # says which ids are like it
    return as_json(show(session, meeting))


@router.get("/items/{item:path}/related", response_model=list[LinkJson])
def related(
    session: Asked,
    item: Key,
    narrowed: Narrowed,
    direction: Literal["earlier", "later"] = "earlier",
    limit: Limit = 5,
) -> Response:
    """Return what was said before about the matter of an item, or later, with the reasons."""
    filters = session.finder.known_filters(narrowed)
    ask = session.finder.later if direction == "later" else session.finder.to_item
    return as_json(ask(item, filters, limit))


@router.get("/items/{item:path}/trails", response_model=list[Trail])
def trails(session: Asked, item: Key) -> Response:
    """Return the cases that an item is part of, each with its stops."""
    return as_json(session.finder.trails.of(item))


@router.get("/items/{item:path}/corrections", response_model=list[dict[str, Any]])
def corrections(session: Asked, item: Key) -> Response:
    """Return what persons corrected of an item, oldest first."""
    return as_json(read_log_of(session, item))


@router.get("/items/{item:path}", response_model=ItemJson)
def one_item(session: Asked, item: Key) -> Response:
    """Return an item with all that was found in it."""
    return as_json(session.archive.item(item))


@router.get("/corrections", response_model=list[dict[str, Any]])
def log(session: Asked, *, waiting: bool = False, offset: Offset = 0, limit: Limit = 20) -> Response:
    """Return what persons corrected, the oldest first; or what waits, since its text is not as it was."""
    return as_json(read_log(session, LogFilter(waiting=waiting))[offset : offset + limit])


@router.get("/models", response_model=list[dict[str, Any]])
def models(session: Asked) -> Response:
    """Return the versions of the theme model, and which is in use."""
    return as_json(list_versions(session.config))


@router.get("/related", response_model=list[LinkJson])
def related_to_text(
    session: Asked,
    narrowed: Narrowed,
    q: Annotated[str, Query(min_length=1, max_length=2000)],
    limit: Limit = 5,
) -> Response:
    """Return what was said about a matter that is told in words, with the reasons."""
    return as_json(session.finder.to_text(q, session.finder.known_filters(narrowed), limit))


@router.get("/search", response_model=SearchAnswer)
def search(
    session: Asked,
    narrowed: Narrowed,
    q: Annotated[str, Query(min_length=1, max_length=2000)],
    limit: Limit = 10,
) -> Response:
    """Return the items with these words or their meaning, best first, and what they have in common."""
    filters = session.finder.known_filters(narrowed)
    return as_json(session.finder.search(q, filters, limit=limit, facets=True))


@router.get("/cases", response_model=list[CaseLine])
def cases(session: Asked, offset: Offset = 0, limit: Limit = 20) -> Response:
    """Return the cases with several stops, the one that came up last first."""
    return as_json(session.finder.trails.all()[offset : offset + limit])


@router.get("/cases/{case:path}", response_model=list[Trail])
def one_case(session: Asked, case: Key) -> Response:
    """Return a case with its stops, oldest first."""
    return as_json(session.finder.trails.of(case))


def make_api() -> FastAPI:
    """Return the API as an application of its own, to be mounted beside the pages."""
    refused: dict[int | str, dict[str, Any]] = {status: {"model": ErrorJson} for status in (400, 404, 503)}
    api = FastAPI(title="sagsspor", version=__version__, docs_url=None, redoc_url=None, responses=refused)
    api.include_router(router)
    api.add_exception_handler(SagssporError, _tell)
    api.add_exception_handler(404, lambda request, error: not_there())  # noqa: ARG005 - handed to every handler
    return api


def not_there() -> Response:
    """Return that there is nothing at an address."""
    return JSONResponse({"code": "no-such-address", "message": "nothing is here"}, status_code=404)


def _tell(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, SagssporError)  # noqa: S101 - that is what this handles
    return JSONResponse({"code": error.code, "message": str(error)}, status_code=status_of(error))
