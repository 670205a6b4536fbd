"""The page Overblik: the archive at a glance, each number a way to its items, each table as a file too."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response

from pipeline.app.overview import Grid, Overview, danish_amount, read_overview
from pipeline.web.lists import FileForm, as_file
from pipeline.web.pictures import bars, discs, items_address
from pipeline.web.site import Asked

router = APIRouter()
SHOWN = 30
"""Municipalities on the page; the file has all."""
SHADES = 5


@router.get("/overblik")
def overview(page: Asked) -> HTMLResponse:
    """Return the archive at a glance."""
    seen = read_overview(page.session)
    return page.show(
        "overview.html",
        seen=seen,
        municipalities=seen.municipalities.first(SHOWN),
        themes_picture=bars(seen.themes, "tema"),
        institutions_picture=bars(seen.institutions, "institution"),
        amounts_picture=discs(seen.amounts),
        items_address=items_address,
        danish_amount=danish_amount,
        shade=_shade,
    )


@router.get("/overblik/{table}.{form}")
def overview_file(page: Asked, table: str, form: FileForm) -> Response:
    """Return one table of the overview as a file."""
    if table not in TABLES:
        raise HTTPException(404)
    answer, head, rows = TABLES[table](read_overview(page.session))
    return as_file(form, f"sagsspor-{table}", answer, head, rows)


def _shade(number: int, grid: Grid) -> int:
    """Return how dark a number of a grid is shown: 0 not at all, `SHADES` the largest."""
    return -(-number * SHADES // grid.most)


Table = tuple[Any, Sequence[str], Iterable[Sequence[Any]]]
"""As JSON, and the head and the rows of the same as CSV."""


def _themes(seen: Overview) -> Table:
    return seen.themes, ("tema", *seen.themes.columns), _rows(seen.themes)


def _municipalities(seen: Overview) -> Table:
    grid = seen.municipalities
    rows = ((*row, alone) for row, alone in zip(_rows(grid), grid.of_rows, strict=True))
    return grid, ("kommune", *grid.columns, "alle punkter"), rows


def _amounts(seen: Overview) -> Table:
    rows = (
        (matter.title, one.year, one.amount, one.item_id) for matter in seen.amounts for one in matter.amounts
    )
    return seen.amounts, ("sag", "år", "største beløb (kr.)", "punkt"), rows


def _institutions(seen: Overview) -> Table:
    grid = seen.institutions
    head = ("institution", *grid.columns, "før (af 100 punkter)", "nu (af 100 punkter)")
    rows = ((*row, *rise) for row, rise in zip(_rows(grid), seen.rises, strict=True))
    return grid, head, rows


def _rows(grid: Grid) -> Iterable[tuple[Any, ...]]:
    return ((name, *numbers) for name, numbers in zip(grid.rows, grid.numbers, strict=True))


TABLES: dict[str, Callable[[Overview], Table]] = {
    "temaer": _themes,
    "kommuner": _municipalities,
    "beloeb": _amounts,
    "institutioner": _institutions,
}
