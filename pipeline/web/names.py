"""Persons, municipalities, institutions: a list of each kind, and a page of each name."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pipeline.app.names import kind_address, listed_kind, named_kinds, read_name
from pipeline.domain import Label
from pipeline.web.lists import FileForm, as_file, as_json
from pipeline.web.pictures import bars, items_address
from pipeline.web.search import NAMES
from pipeline.web.site import Asked, Side

router = APIRouter()
PER_PAGE = 100
ALL = 1_000_000
"""More names than any archive has."""
SUGGESTED = 500
"""Names that a form suggests: those in most items."""


@router.get("/navne")
def first_kind() -> RedirectResponse:
    """Lead to the first kind of names; its page leads to the others."""
    return RedirectResponse(f"/navne/{kind_address(named_kinds()[0])}", status_code=303)


@router.get("/navne/{kind}.{form}")
def names_file(page: Asked, kind: str, form: FileForm, begynder: str = "") -> Response:
    """Return all names of a kind as a file."""
    found, _ = page.session.archive.names(listed_kind(kind), begynder, limit=ALL, offset=0)
    rows = ((one.name, one.items) for one in found)
    return as_file(form, f"sagsspor-{kind}", found, ("navn", "punkter"), rows)


@router.get("/navne/{kind}")
def names(page: Asked, kind: str, side: Side, begynder: str = "") -> HTMLResponse:
    """Return the names of a kind, those in most items first."""
    label, offset = listed_kind(kind), PER_PAGE * (side - 1)
    found, total = page.session.archive.names(label, begynder, limit=PER_PAGE, offset=offset)
    return page.show(
        "names.html",
        kind=label.kind,
        names=found,
        total=total,
        begins=begynder,
        side=side,
        last=max(-(-total // PER_PAGE), 1),
        kinds=named_kinds(),
        kind_address=kind_address,
    )


@router.get("/navne/{kind}/{name:path}")
def name(page: Asked, kind: str, name: str) -> Response:
    """Return the page of one name; with ".json" behind it, the same as JSON."""
    if name.endswith(".json"):
        return as_json(read_name(page.session, kind, name.removesuffix(".json")))
    view = read_name(page.session, kind, name)
    label = Label(view.kind.code)
    # What the search asks of this kind; of a kind that it does not filter by, the words.
    word = next((word for word, one in NAMES.items() if one is label), "q")
    suggested, _ = page.session.archive.names(label, "", limit=SUGGESTED, offset=0)
    return page.show(
        "name.html",
        view=view,
        word=word,
        picture_of_years=bars(view.by_year, word),
        kind_address=kind_address,
        others=[one.name for one in suggested if one.name != view.name],
        found_at=lambda **more: items_address(**{word: view.name}, **more),
    )
