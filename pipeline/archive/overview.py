"""The whole archive in numbers: themes by year and municipality, amounts by matter, names on the rise.

Each is one question to the database, however many items there are.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Executable,
    Float,
    Integer,
    case,
    cast,
    extract,
    func,
    literal,
    select,
    union_all,
)

from pipeline.archive.columns import made
from pipeline.archive.counts import SPAN, Cell, Count, NamedAmount, Returned
from pipeline.archive.listing import summaries
from pipeline.archive.lookup import ITEMS
from pipeline.archive.schema import cases, item_entities, item_themes, items, meetings
from pipeline.domain import Label

FEWEST = 3
"""A name in fewer items of the last years is not on the rise: one item more would decide."""
YEAR = cast(extract("year", meetings.c.date), Integer)
_THEMES = ITEMS.join(item_themes, item_themes.c.item == items.c.id)
_ONCE = "MATERIALIZED"
"""Written before a part of a question that the database is to work out once, not for every row."""
_YEARS = (
    select(items.c.id.label("item"), YEAR.label("year")).select_from(ITEMS).cte("years").prefix_with(_ONCE)
)


def count_themes(connection: Connection) -> tuple[Cell, ...]:
    """Return in how many items of each year each theme is, and under "" how many items the year has."""
    themes = select(item_themes.c.theme, YEAR, func.count()).select_from(_THEMES)
    whole = select(literal(""), YEAR, func.count()).select_from(ITEMS)
    return _cells(connection, union_all(themes.group_by(item_themes.c.theme, YEAR), whole.group_by(YEAR)))


def count_municipalities(connection: Connection) -> tuple[Cell, ...]:
    """Return in how many items each municipality is beside each theme, and under "" in how many at all."""
    named = item_entities.c.label == Label.MUNICIPALITY
    norm, theme = item_entities.c.norm, item_themes.c.theme
    # From the themes, which are fewer: the names of an item are found in the index of its row.
    joined = item_themes.join(item_entities, item_entities.c.item == item_themes.c.item)
    beside = select(norm, theme, func.count()).select_from(joined).where(named).group_by(norm, theme)
    alone = select(norm, literal(""), func.count()).where(named).group_by(norm)
    return _cells(connection, union_all(beside, alone))


def counted(connection: Connection, rows: Executable) -> tuple[Count, ...]:
    """Return rows of a name and a number of items as counts."""
    return tuple(Count(name=str(name), items=number) for name, number in connection.execute(rows))


def _cells(connection: Connection, rows: Any) -> tuple[Cell, ...]:
    found = connection.execute(rows)
    return tuple(Cell(row=row, column=str(column), items=number) for row, column, number in found)


def count_in_cases(connection: Connection) -> int:
    """Return how many matters have been put into cases; that changes nothing else of the archive."""
    return connection.scalar(select(func.count()).select_from(cases)) or 0


def largest_amounts(connection: Connection, *, matters: int) -> tuple[NamedAmount, ...]:
    """Return the largest amount that each matter names in each year, of those that name the largest.

    Sums are not made: minutes name an amount as often as they like, and its parts beside it.
    """
    named = _amounts()
    most = func.max(named.c.amount)
    top = select(named.c.matter, most.label("most")).group_by(named.c.matter)
    top_matters = top.order_by(most.desc(), named.c.matter).limit(matters).cte("top")
    rows = (
        select(named)
        .join(top_matters, top_matters.c.matter == named.c.matter)
        .where(named.c.place == 1)
        .order_by(top_matters.c.most.desc(), named.c.matter, named.c.year)
    )
    return tuple(made(NamedAmount, row, year=str(row.year)) for row in connection.execute(rows))


def _amounts() -> CTE:
    """Return the largest amount of every item with its matter and year; `place` 1 is the largest of both."""
    own, most = item_entities.c.item, func.max(cast(item_entities.c.norm, Float)).label("amount")
    named = select(own, most).where(item_entities.c.label == Label.AMOUNT).group_by(own).cte("named")
    matter = func.coalesce(cases.c.case_id, items.c.key)
    order = (named.c.amount.desc(), items.c.key)
    largest = func.row_number().over(partition_by=(matter, YEAR), order_by=order)
    columns = (named.c.amount, matter.label("matter"), YEAR.label("year"), largest.label("place"))
    joined = ITEMS.join(named, named.c.item == items.c.id).outerjoin(cases, cases.c.item == items.c.key)
    rows = select(*columns, items.c.key.label("item_id"), items.c.title)
    return rows.select_from(joined).cte("amounts").prefix_with(_ONCE)


def themes_of_meetings(connection: Connection, keys: Sequence[str]) -> tuple[Count, ...]:
    """Return in how many items of these meetings each theme is, the most frequent first."""
    number = func.count()
    rows = select(item_themes.c.theme, number).select_from(_THEMES).where(meetings.c.key.in_(keys))
    ordered = rows.group_by(item_themes.c.theme).order_by(number.desc(), item_themes.c.theme)
    return counted(connection, ordered)


def cases_come_again(connection: Connection, keys: Sequence[str]) -> tuple[Returned, ...]:
    """Return the items of these meetings whose case came up before, newest first.

    Only cases that were followed before are known.
    """
    earlier, then, before = cases.alias("earlier"), items.alias("then"), meetings.alias("before")
    joined = (
        ITEMS.join(cases, cases.c.item == items.c.key)
        .join(earlier, earlier.c.case_id == cases.c.case_id)
        .join(then, then.c.key == earlier.c.item)
        .join(before, before.c.id == then.c.meeting)
    )
    columns = (
        items.c.id,
        cases.c.case_id,
        func.max(before.c.date).label("last"),
        func.count().label("times"),
    )
    rows = select(*columns).select_from(joined)
    rows = rows.where(meetings.c.key.in_(keys), before.c.date < meetings.c.date)
    found = connection.execute(rows.group_by(items.c.id, cases.c.case_id)).all()
    lines = summaries(connection, [items.c.id.in_([row.id for row in found])])
    returned = [made(Returned, row, item=lines[row.id]) for row in found if row.id in lines]
    return tuple(sorted(returned, key=lambda one: (-one.item.date.toordinal(), one.item.id)))


def rising_names(connection: Connection, label: Label, *, names: int) -> tuple[Cell, ...]:
    """Return in how many items of each year those names are that a larger share of items has than before.

    The last `SPAN` years are compared with as many before; the name that gained most comes first.
    """
    counts = _counts(label)
    rising = _rising(counts, names)
    rows = select(counts).join(rising, rising.c.norm == counts.c.norm)
    return _cells(connection, rows.order_by(rising.c.gain.desc(), counts.c.norm, counts.c.year))


def _counts(label: Label) -> CTE:
    """Return by name and year in how many items each name is."""
    joined = item_entities.join(_YEARS, _YEARS.c.item == item_entities.c.item)
    norm, year, number = item_entities.c.norm, _YEARS.c.year, func.count().label("number")
    rows = select(norm, year, number).select_from(joined).where(item_entities.c.label == label)
    return rows.group_by(norm, year).cte("counts").prefix_with(_ONCE)


def _rising(counts: CTE, names: int) -> CTE:
    last = select(func.max(_YEARS.c.year)).scalar_subquery()

    def lately(year: ColumnElement[int]) -> ColumnElement[bool]:
        return year > last - SPAN

    def before(year: ColumnElement[int]) -> ColumnElement[bool]:
        return (year <= last - SPAN) & (year > last - 2 * SPAN)

    def number(when: Callable[[ColumnElement[int]], ColumnElement[bool]]) -> ColumnElement[int]:
        return func.sum(case((when(counts.c.year), counts.c.number), else_=0))

    def share(when: Callable[[ColumnElement[int]], ColumnElement[bool]]) -> ColumnElement[float]:
        all_items = select(func.nullif(func.count(), 0)).where(when(_YEARS.c.year)).scalar_subquery()
        return func.coalesce(number(when) * 1.0 / all_items, 0.0)

    gain = share(lately) - share(before)
    rows = select(counts.c.norm, gain.label("gain")).group_by(counts.c.norm)
    rows = rows.having(number(lately) >= FEWEST, gain > 0)
    return rows.order_by(gain.desc(), counts.c.norm).limit(names).cte("rising")
