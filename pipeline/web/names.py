"""Persons, municipalities, institutions: a list of each kind, and a page of each name."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pipeline.app.names import (
    NameList,
    NameView,
    all_names,
    kind_address,
    list_names,
    most_named,
    named_kinds,
    read_name,
)
from pipeline.domain import Kind, Label
from pipeline.web.lists import Form, as_csv, as_json
from pipeline.web.pictures import bars, items_address
from pipeline.web.site import Asked, Side

router = APIRouter()
_SEARCHED = {Label.MUNICIPALITY: "kommune", Label.PERSON: "person", Label.INSTITUTION: "institution"}
"""What the search calls the kinds it filters by."""


@router.get("/navne")
def first_kind() -> RedirectResponse:
    """Lead to the first kind of names; its page leads to the others."""
    return RedirectResponse(f"/navne/{kind_address(named_kinds()[0])}", status_code=303)


@router.get("/navne/{kind}.{form}")
def names_file(page: Asked, kind: str, form: Form, begynder: str = "") -> Response:
    """Return all names of a kind as a file."""
    found = all_names(page.session, kind, begynder)
    if form == "json":
        return as_json(found)
    return as_csv(f"sagsspor-{kind}", ("navn", "punkter"), ((one.name, one.items) for one in found))


@router.get("/navne/{kind}")
def names(page: Asked, kind: str, side: Side, begynder: str = "") -> HTMLResponse:
    """Return the names of a kind, those in most items first."""
    found: NameList = list_names(page.session, kind, begynder, side)
    return page.show("names.html", found=found, kinds=named_kinds(), kind_address=kind_address)


@router.get("/navne/{kind}/{name:path}")
def name(page: Asked, kind: str, name: str) -> Response:
    """Return the page of one name; with ".json" behind it, the same as JSON."""
    if name.endswith(".json"):
        return as_json(read_name(page.session, kind, name.removesuffix(".json")))
    view: NameView = read_name(page.session, kind, name)
    word = _search_word(view.kind)
    return page.show(
        "name.html",
        view=view,
        word=word,
        picture_of_years=bars(view.by_year, word),
        kind_address=kind_address,
        others=[one for one in most_named(page.session, kind) if one != view.name],
        found_at=lambda **more: items_address(**{word: view.name}, **more),
    )


def _search_word(kind: Kind) -> str:
    """Return what the search asks of this kind; of a kind that it does not filter by, the words."""
    return _SEARCHED.get(Label(kind.code), "q")
