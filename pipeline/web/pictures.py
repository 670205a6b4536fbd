"""What the pictures of a page show: rows and columns with marks that lead to what they stand for."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from urllib.parse import urlencode

from pipeline.app.answers import number_of_items
from pipeline.app.overview import Grid, MatterAmounts, danish_amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A bar or a disc."""

    row: int
    column: int
    size: float
    """Of the largest one, 1."""
    address: str
    said: str
    """What it stands for, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Marks by row and column."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    marks: tuple[Mark, ...]


def items_address(*, year: str = "", **asked: str) -> str:
    """Return where the items are found that have all of this.

    >>> items_address(tema="misbrug", year="2021")
    '/soeg?tema=misbrug&fra=2021-01-01&til=2021-12-31'
    """
    period = {"fra": f"{year}-01-01", "til": f"{year}-12-31"} if year else {}
    return f"/soeg?{urlencode(asked | period)}"


def bars(grid: Grid, asked: str) -> Picture:
    """Return a bar for each number of a grid of years; `asked` is what its rows are to the search."""
    marks = (
        Mark(
            row=row,
            column=column,
            size=number / grid.most,
            address=items_address(year=year, **{asked: name}),
            said=f"{name}, {year}: {number_of_items(number)}",
        )
        for row, (name, numbers) in enumerate(zip(grid.rows, grid.numbers, strict=True))
        for column, (year, number) in enumerate(zip(grid.columns, numbers, strict=True))
        if number
    )
    return Picture(rows=grid.rows, columns=grid.columns, marks=tuple(marks))


def discs(matters: Sequence[MatterAmounts]) -> Picture:
    """Return a disc for each amount, its area as large as the amount."""
    amounts = [one for matter in matters for one in matter.amounts]
    years = [int(one.year) for one in amounts]
    columns = tuple(map(str, range(min(years, default=0), max(years, default=-1) + 1)))
    most = max((one.amount for one in amounts), default=1)
    marks = (
        Mark(
            row=row,
            column=columns.index(one.year),
            size=sqrt(max(one.amount, 0) / most),
            address=f"/punkt/{one.item_id}",
            said=f"{matter.title}, {one.year}: {danish_amount(one.amount)}",
        )
        for row, matter in enumerate(matters)
        for one in matter.amounts
    )
    return Picture(rows=tuple(matter.title for matter in matters), columns=columns, marks=tuple(marks))
