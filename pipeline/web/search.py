"""Search: words and facets, or straight to what a question names."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pipeline.app import searching
from pipeline.app.straight import straight
from pipeline.archive import Count, Facets, ItemSummary
from pipeline.domain import Filters, Label, danish_date
from pipeline.web.lists import FileForm, as_file
from pipeline.web.site import Asked, Side

router = APIRouter()
SHOWN = 8
"""Names of a facet that are shown at once; the others are folded."""
MOST = 100
"""Names of a facet that are shown at all."""
_PICKS = 12
"""Names that can be picked at once."""
_ONE = ("udvalg", "kle")
"""Facets of which an item has one: another that is picked takes its place."""
NAMES = {"kommune": Label.MUNICIPALITY, "person": Label.PERSON, "institution": Label.INSTITUTION}
"""What an address calls the kinds of names that narrow."""
_HEADINGS = {
    "tema": "Tema", "kle": "Emne (KLE)", "udvalg": "Udvalg", "kommune": "Kommune", "person": "Person",
    "institution": "Institution", "fra": "Periode", "til": "Periode",
}  # fmt: skip
Pairs = tuple[tuple[str, str], ...]
"""What an address asks for, name by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A name of a facet, in how many items it is, and the page that is narrowed to it, or no longer."""

    name: str
    address: str
    items: int = 0
    kind: str = ""


@router.get("/soeg")
def search(page: Asked, side: Side, q: str = "", ord: str = "") -> Response:  # noqa: A002 - of the address
    """Return what answers a question; go straight to what it names."""
    picked = picks(page.request.query_params.multi_items())
    named = straight(page.session, q) if not ord and not picked else None
    if named and named.only:
        kind = "punkt" if isinstance(named.only, ItemSummary) else "moede"
        return RedirectResponse(f"/{kind}/{named.only.id}", status_code=303)
    found = searching.find(page.session, q, narrowing(picked), side)
    asked: Pairs = (("q", q[: searching.LONGEST]),) if q.strip() else ()
    return _shown(page, q, named, found, asked + picked)


@router.get("/soeg.{form}")
def search_file(page: Asked, form: FileForm, q: str = "") -> Response:
    """Return all that answers a question as a file."""
    by = narrowing(picks(page.request.query_params.multi_items()))
    found = searching.find_all(page.session, q, by)
    rows = ((one.id, one.number, one.title, one.committee, one.date, ", ".join(one.themes)) for one in found)
    head = ("id", "nummer", "titel", "udvalg", "dato", "temaer")
    return as_file(form, "sagsspor-punkter", found, head, rows)


def _shown(page: Asked, q: str, named: object, found: searching.Found, asked: Pairs) -> HTMLResponse:
    picked = tuple(pair for pair in asked if pair[0] != "q")
    return page.show(
        "search.html",
        q=q,
        named=named,
        found=found,
        facets=tuple(facets(found.facets, asked, page.session.kle_title)),
        picked=tuple(chosen(asked, page.session.kle_title)),
        hidden=picked,
        other_than_period=tuple(pair for pair in asked if pair[0] not in {"fra", "til"}),
        period={"fra": "", "til": "", **dict(picked)},
        everything=address(asked[: len(asked) - len(picked)]),
        words=address((*asked, ("ord", "1"))),
        feed=address(asked).replace("/soeg", "/foelg/punkter.atom", 1),
        query=urlencode(asked),
        pieces=searching.pieces,
        longest=searching.LONGEST,
        shown=SHOWN,
        most=MOST,
        empty=not page.session.archive.meeting_count(),
    )


def picks(given: Sequence[tuple[str, str]]) -> Pairs:
    """Return what of an address narrows, each name once; what no facet has is left out."""
    own = dict.fromkeys((name, value) for name, value in given if name in _HEADINGS and value.strip())
    days = {name: value for name, value in own if name in {"fra", "til"} and _day(value)}
    single = {name: value for name, value in own if name in _ONE}
    many = [(name, value) for name, value in own if name == "tema" or name in NAMES][:_PICKS]
    return (*many, *single.items(), *days.items())


def narrowing(picked: Pairs) -> Filters:
    """Return what was picked as the archive takes it."""
    days = {name: _day(value) for name, value in picked if name in {"fra", "til"}}
    return Filters(
        committees=tuple(value for name, value in picked if name == "udvalg"),
        kle=dict(picked).get("kle"),
        themes=tuple(value for name, value in picked if name == "tema"),
        names=tuple((NAMES[name], frozenset([value])) for name, value in picked if name in NAMES),
        after=_beside(days.get("fra"), -1),
        before=_beside(days.get("til"), 1),
    )


def _beside(day: dt.date | None, step: int) -> dt.date | None:
    """Return the day before or after one; None where the calendar ends."""
    try:
        return day and day + dt.timedelta(days=step)
    except OverflowError:
        return None


def _day(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def address(asked: Pairs) -> str:
    """Return the address of a search.

    >>> address((("q", "nye bosteder"), ("kommune", "Ærø Kommune")))
    '/soeg?q=nye+bosteder&kommune=%C3%86r%C3%B8+Kommune'
    """
    return f"/soeg?{urlencode(asked)}" if asked else "/soeg"


def facets(
    counts: Facets, asked: Pairs, kle_title: Callable[[str], str]
) -> Iterator[tuple[str, list[Choice]]]:
    """Yield the heading of each facet whose names narrow further, and its names."""
    of = {
        "tema": counts.themes, "kle": counts.kle, "kommune": counts.municipalities,
        "udvalg": counts.committees, "person": counts.persons, "institution": counts.institutions,
    }  # fmt: skip
    for kind, names in of.items():
        left = [one for one in names if (kind, one.name) not in asked]
        choices = [_choice(kind, one, asked, kle_title) for one in left]
        if choices and not (kind == "udvalg" and len(left) < 2):
            yield _HEADINGS[kind], choices
    years = [_year(one, asked) for one in reversed(counts.years)]
    if len(years) > 1:
        yield "Periode", years


def _choice(kind: str, count: Count, asked: Pairs, kle_title: Callable[[str], str]) -> Choice:
    kept = tuple(pair for pair in asked if kind not in _ONE or pair[0] != kind)
    name = kle_title(count.name) if kind == "kle" else count.name
    return Choice(name=name, items=count.items, address=address((*kept, (kind, count.name))))


def _year(count: Count, asked: Pairs) -> Choice:
    kept = tuple(pair for pair in asked if pair[0] not in {"fra", "til"})
    year = count.name.zfill(4)
    own = (("fra", f"{year}-01-01"), ("til", f"{year}-12-31"))
    return Choice(name=count.name, items=count.items, address=address((*kept, *own)))


def chosen(asked: Pairs, kle_title: Callable[[str], str]) -> Iterator[Choice]:
    """Yield what narrows, each with the page without it."""
    for pair in asked:
        if pair[0] in _HEADINGS:
            name, value = pair
            day = _day(value) if name in {"fra", "til"} else None
            shown = f"{name} {danish_date(day)}" if day else kle_title(value) if name == "kle" else value
            rest = tuple(other for other in asked if other != pair)
            yield Choice(kind=_HEADINGS[name], name=shown, address=address(rest))
