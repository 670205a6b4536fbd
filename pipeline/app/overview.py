"""The archive at a glance: which themes, municipalities, amounts and institutions when, and how often."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.app.session import Session
from pipeline.archive import SPAN, Cell, NamedAmount
from pipeline.domain import Label

MATTERS, NAMES = 20, 20
"""So many matters with large amounts, and so many names on the rise, can be taken in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """In how many items what heads a row meets what heads a column."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    numbers: tuple[tuple[int, ...], ...]
    """A tuple for each row, a number for each column."""
    of_rows: tuple[int, ...] = ()
    """In how many items each row is at all; empty where that is not asked."""
    of_columns: tuple[int, ...] = ()
    """The same of columns."""

    @property
    def most(self) -> int:
        """The largest number, 1 where there is none: what a picture is drawn to."""
        return max((number for row in self.numbers for number in row), default=1) or 1

    def first(self, rows: int) -> "Grid":
        """Return the grid with its first rows alone."""
        return replace(self, rows=self.rows[:rows], numbers=self.numbers[:rows], of_rows=self.of_rows[:rows])


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterAmounts:
    """A matter, and the largest amount it names in each year, oldest year first."""

    matter: str
    title: str
    amounts: tuple[NamedAmount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The archive at a glance."""

    themes: Grid
    """Theme by year; its columns have all items of the year."""
    municipalities: Grid
    """Municipality by theme; its rows have all items that name it. The most named first."""
    amounts: tuple[MatterAmounts, ...]
    """The matter with the largest amount first."""
    institutions: Grid
    """By year; the one that rises most first."""
    rises: tuple[tuple[float, float], ...]
    """In how many of each hundred items each of them was before, and is lately."""


def read_overview(session: Session) -> Overview:
    """Return the archive as it is now at a glance; it is counted once for every change of it."""
    return _counted(session, (session.archive.generation(), session.archive.in_cases()))


@lru_cache(maxsize=2)
def _counted(session: Session, state: tuple[int, int]) -> Overview:
    del state  # what the answer is kept under
    archive = session.archive
    themes, years = _by_year(archive.themes_by_year())
    rising = archive.rising_names(Label.INSTITUTION, names=NAMES)
    institutions = _grid(rising, columns=themes.columns, of_columns=years)
    return Overview(
        themes=themes,
        municipalities=_by_theme(archive.municipalities_by_theme()),
        amounts=_by_matter(archive.largest_amounts(matters=MATTERS)),
        institutions=institutions,
        rises=_rises(institutions),
    )


def _by_year(cells: Sequence[Cell]) -> tuple[Grid, tuple[int, ...]]:
    """Return themes by year, the most frequent first, and how many items each year has."""
    of_year = {int(cell.column): cell.items for cell in cells if not cell.row}
    years = range(min(of_year, default=0), max(of_year, default=-1) + 1)
    all_items = tuple(of_year.get(year, 0) for year in years)
    themes = [cell for cell in cells if cell.row]
    order = _most_first(themes, of=lambda cell: cell.row)
    return _grid(themes, rows=order, columns=tuple(map(str, years)), of_columns=all_items), all_items


def _by_theme(cells: Sequence[Cell]) -> Grid:
    """Return municipalities by theme, the most named first."""
    alone = {cell.row: cell.items for cell in cells if not cell.column}
    beside = [cell for cell in cells if cell.column]
    rows = sorted(alone, key=lambda name: (-alone[name], name))
    columns = _most_first(beside, of=lambda cell: cell.column)
    return _grid(beside, rows=rows, columns=columns, of_rows=tuple(alone[name] for name in rows))


def _most_first(cells: Iterable[Cell], *, of: Callable[[Cell], str]) -> list[str]:
    total: dict[str, int] = {}
    for cell in cells:
        total[of(cell)] = total.get(of(cell), 0) + cell.items
    return sorted(total, key=lambda name: (-total[name], name))


def _grid(
    cells: Sequence[Cell],
    *,
    columns: Sequence[str],
    rows: Sequence[str] | None = None,
    of_rows: tuple[int, ...] = (),
    of_columns: tuple[int, ...] = (),
) -> Grid:
    number = {(cell.row, cell.column): cell.items for cell in cells}
    names = tuple(dict.fromkeys(cell.row for cell in cells) if rows is None else rows)
    return Grid(
        rows=names,
        columns=tuple(columns),
        numbers=tuple(tuple(number.get((row, column), 0) for column in columns) for row in names),
        of_rows=of_rows,
        of_columns=of_columns,
    )


def _by_matter(amounts: Sequence[NamedAmount]) -> tuple[MatterAmounts, ...]:
    matters: dict[str, list[NamedAmount]] = {}
    for one in amounts:
        matters.setdefault(one.matter, []).append(one)
    return tuple(
        MatterAmounts(matter=matter, title=own[0].title, amounts=tuple(own))
        for matter, own in matters.items()
    )


def _rises(institutions: Grid) -> tuple[tuple[float, float], ...]:
    lately, before = slice(-SPAN, None), slice(-2 * SPAN, -SPAN)

    def share(numbers: Sequence[int], when: slice) -> float:
        return round(100 * sum(numbers[when]) / max(sum(institutions.of_columns[when]), 1), 1)

    return tuple((share(numbers, before), share(numbers, lately)) for numbers in institutions.numbers)


def danish_amount(amount: float) -> str:
    """Return a large amount as Danes say it.

    >>> danish_amount(2_300_000_000), danish_amount(6_140_000), danish_amount(87_500)
    ('2,3 mia. kr.', '6,1 mio. kr.', '87.500 kr.')
    """
    for size, word in ((1e9, "mia. "), (1e6, "mio. ")):
        if abs(amount) >= size:
            return f"{amount / size:.1f} {word}kr.".replace(".", ",", 1)
    return f"{amount:,.0f} kr.".replace(",", ".")
