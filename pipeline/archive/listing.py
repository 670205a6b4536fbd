"""Items in lists: those that filters let through, a line about each, and what many have in common."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Function, Select, exists, func, literal_column, or_, select

from pipeline.archive.columns import made
from pipeline.archive.counts import Count, Facets, NewItem
from pipeline.archive.failures import readable_rows
from pipeline.archive.fulltext import items_with_phrase
from pipeline.archive.log import read_joined
from pipeline.archive.lookup import CURRENT, ITEMS, batches, rows_of
from pipeline.archive.schema import documents, item_entities, item_themes, items, meetings
from pipeline.archive.values import ItemSummary, Narrowing, Treatment
from pipeline.corrections import names_of_one
from pipeline.domain import EVERYTHING, Filters, Label

_NAMED = (Label.MUNICIPALITY, Label.PERSON, Label.INSTITUTION)
"""Kinds of mentions whose names are facets."""
Where = Sequence[ColumnElement[bool]]


def list_items(connection: Connection, filters: Filters = EVERYTHING) -> tuple[ItemSummary, ...]:
    """Return a line about each item, oldest meeting first."""
    return tuple(summaries(connection, conditions(connection, filters)).values())


def summaries_of(connection: Connection, item_ids: Sequence[str]) -> dict[str, ItemSummary]:
    """Return a line about each of these items, by its id; those that are not there are left out."""
    return {
        one.id: one
        for some in batches(item_ids)
        for one in summaries(connection, (items.c.key.in_(some),)).values()
    }


def summaries(connection: Connection, where: Where) -> dict[int, ItemSummary]:
    """Return a line about each item that meets the conditions, by its row id; oldest meeting first."""
    columns = (items.c.id, items.c.key, items.c.number, items.c.title, meetings.c.key.label("meeting_id"))
    told = (meetings.c.committee, meetings.c.date, meetings.c.status)
    statement = select(*columns, *told).select_from(ITEMS).where(*where)
    ordered = statement.order_by(meetings.c.date, meetings.c.key, items.c.position)
    rows = readable_rows(connection, ordered, items.c.key)
    themes = _themes(connection, where)
    return {row.id: made(ItemSummary, row, id=row.key, themes=tuple(themes.get(row.id, ()))) for row in rows}


def read_days(connection: Connection) -> dict[str, dt.date]:
    """Return the day of every item, by its id."""
    rows = connection.execute(select(items.c.key, meetings.c.date).select_from(ITEMS))
    return {row.key: row.date for row in rows}


def newly_added(
    connection: Connection, by: Narrowing, limit: int, among: Sequence[str] | None = None
) -> tuple[NewItem, ...]:
    """Return the items that were picked, those added last first, each with when its text came."""
    dated = ITEMS.join(documents, documents.c.meeting == meetings.c.id)
    rows = select(items.c.id, documents.c.added).select_from(dated).where(CURRENT, *picked(connection, by))
    if among is not None:
        rows = rows.where(items.c.key.in_(among))
    order = (documents.c.added.desc(), meetings.c.date.desc(), meetings.c.key, items.c.position)
    added = {row.id: row.added for row in connection.execute(rows.order_by(*order).limit(limit))}
    lines = summaries(connection, [items.c.id.in_(list(added))])
    return tuple(NewItem(item=lines[row], added=when) for row, when in added.items())


def list_stating(connection: Connection) -> tuple[Treatment, ...]:
    """Return the open items whose source says where their matter was treated before, oldest meeting first."""
    return _treatments(connection, items.c.earlier != ())


def list_treated_on(connection: Connection, days: Iterable[dt.date]) -> tuple[Treatment, ...]:
    """Return the open items of the meetings of these days, oldest meeting first."""
    parts = batches(sorted(set(days)))
    return tuple(one for part in parts for one in _treatments(connection, meetings.c.date.in_(part)))


def _treatments(connection: Connection, which: ColumnElement[bool]) -> tuple[Treatment, ...]:
    columns = (meetings.c.publisher, meetings.c.committee, meetings.c.date, meetings.c.key.label("meeting"))
    rows = connection.execute(
        select(items.c.key, items.c.title, items.c.case_number, items.c.earlier, *columns)
        .select_from(ITEMS)
        .where(items.c.open, which)
        .order_by(meetings.c.date, meetings.c.key, items.c.position)
    )
    return tuple(made(Treatment, row, item_id=row.key, meeting_id=row.meeting) for row in rows)


def norms_of(connection: Connection, item_ids: Sequence[str], label: Label) -> dict[str, tuple[str, ...]]:
    """Return the norms of one kind that each of these items mentions; items without any are left out."""
    found: dict[str, list[str]] = defaultdict(list)
    keys = {row: key for key, row in rows_of(connection, item_ids).items()}
    # Told the kind too, SQLite would go through all mentions of that kind.
    own = select(item_entities).where(item_entities.c.item.in_(list(keys)))
    for row in connection.execute(own.order_by(item_entities.c.item, item_entities.c.norm)):
        if row.label == label:
            found[keys[row.item]].append(row.norm)
    return {key: tuple(norms) for key, norms in found.items()}


def with_case_number(connection: Connection, number: str) -> tuple[ItemSummary, ...]:
    """Return the items of a case number, printed at their head or in their text, newest meeting first."""
    printed = func.upper(items.c.case_number) == number.upper()
    found = summaries(connection, [or_(printed, items.c.id.in_(items_with_phrase(connection, number)))])
    return tuple(reversed(found.values()))


def _themes(connection: Connection, where: Where) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    # Under another name: a filter by theme asks the same table about the same item.
    own = item_themes.alias("own_themes")
    joined = ITEMS.join(own, own.c.item == items.c.id)
    rows = select(own.c.item, own.c.theme).select_from(joined).where(*where)
    for item, theme in connection.execute(rows.order_by(own.c.item, own.c.position)):
        found[item].append(theme)
    return found


def conditions(connection: Connection, filters: Filters) -> tuple[ColumnElement[bool], ...]:
    """Return what must hold of a row of items joined to meetings; upper and lower case are one."""
    found: list[ColumnElement[bool]] = []
    if filters.publisher is not None:
        names = (filters.publisher.casefold(), f"{filters.publisher} Kommune".casefold())
        found.append(_folded(meetings.c.publisher).in_(names))
    if filters.committee is not None:
        committee = filters.committee.casefold()
        found.append(or_(_folded(meetings.c.committee) == committee, meetings.c.slug == committee))
    if filters.meeting is not None:
        found.append(meetings.c.key == filters.meeting)
    if filters.theme is not None:
        theme = _folded(item_themes.c.theme) == filters.theme.casefold()
        found.append(exists().where(item_themes.c.item == items.c.id, theme))
    joined = read_joined(connection) if filters.names else {}
    found += (
        _mentions(label, name.casefold(), names_of_one(joined, label, name)) for label, name in filters.names
    )
    if filters.before is not None:
        found.append(meetings.c.date < filters.before)
    if filters.after is not None:
        found.append(meetings.c.date > filters.after)
    return tuple(found)


def _mentions(label: Label, name: str, others: Set[str]) -> ColumnElement[bool]:
    norm, suffix = _folded(item_entities.c.norm), label.kind.suffix.casefold()
    rest = norm == f"{name} {suffix}" if suffix else norm.endswith(f" {name}", autoescape=True)
    own = (item_entities.c.item == items.c.id, item_entities.c.label == label)
    return exists().where(*own, or_(norm == name, rest, item_entities.c.norm.in_(others)))


def _folded(name: ColumnElement[str]) -> Function[str]:
    """Return a name in small letters; `database` teaches SQLite those beyond a-z."""
    return func.lower(name)


def narrow(connection: Connection, item_ids: Sequence[str], by: Narrowing) -> tuple[str, ...]:
    """Return those of these items that were picked, in their order."""
    if by == Narrowing():
        return tuple(item_ids)
    kept = set(newest_items(connection, by))
    return tuple(one for one in item_ids if one in kept)


def newest_items(connection: Connection, by: Narrowing) -> tuple[str, ...]:
    """Return the items that were picked, newest meeting first."""
    rows = select(items.c.key).select_from(ITEMS).where(*picked(connection, by))
    return tuple(connection.scalars(rows.order_by(meetings.c.date.desc(), meetings.c.key, items.c.position)))


def picked(connection: Connection, by: Narrowing) -> Iterator[ColumnElement[bool]]:
    """Yield what must hold of a row of items joined to meetings for it to be picked."""
    if by.committee:
        yield meetings.c.committee == by.committee
    if by.first:
        yield meetings.c.date >= by.first
    if by.last:
        yield meetings.c.date <= by.last
    for theme in by.themes:
        yield items.c.id.in_(select(item_themes.c.item).where(item_themes.c.theme == theme))
    joined = read_joined(connection) if by.norms else {}
    for label, norm in by.norms:
        goes_by = joined.get((label, norm), norm)
        named = (item_entities.c.label == label, item_entities.c.norm == goes_by)
        yield items.c.id.in_(select(item_entities.c.item).where(*named))


def read_facets(connection: Connection, item_ids: Sequence[str] | None = None) -> Facets:
    """Return in how many items, or in how many of these, each theme, committee, name and year is."""
    rows = None if item_ids is None else list(rows_of(connection, item_ids).values())
    names, count = item_entities.c, partial(_count, connection, rows)
    themes = count(select(item_themes.c.theme), item_themes.c.item)
    named = count(select(names.label, names.norm).where(names.label.in_(_NAMED)), names.item)
    held = count(select(meetings.c.committee, meetings.c.date).join(items), items.c.id)
    committees, years = Counter[str](), Counter[str]()
    for (committee, date), number in held.items():
        committees[committee] += number
        years[str(date.year)] += number

    def of(label: Label) -> tuple[Count, ...]:
        return _most_first(Counter({norm: number for (one, norm), number in named.items() if one == label}))

    return Facets(
        themes=_most_first(Counter({theme: number for (theme,), number in themes.items()})),
        committees=_most_first(committees),
        municipalities=of(Label.MUNICIPALITY),
        persons=of(Label.PERSON),
        institutions=of(Label.INSTITUTION),
        years=tuple(Count(name=name, items=number) for name, number in sorted(years.items())),
    )


def _count(
    connection: Connection, rows: Sequence[int] | None, asked: Select[Any], item: ColumnElement[int]
) -> Counter[tuple[Any, ...]]:
    """Return how many items, or how many of these rows of items, have each of what is asked for."""
    total = Counter[tuple[Any, ...]]()
    columns = list[ColumnElement[Any]](asked.selected_columns)
    counted = asked.add_columns(func.count(item))
    if rows is None:
        some = connection.execute(counted.group_by(*columns))
        return Counter({tuple(row[:-1]): row[-1] for row in some})
    # Of expressions SQLite has no index: it would read the one of all names there are to count a few.
    counted = counted.group_by(*(column.op("||")(literal_column("''")) for column in columns))
    for part in batches(rows):
        some = connection.execute(counted.where(item.in_(part)))
        total.update({tuple(row[:-1]): row[-1] for row in some})
    return total


def _most_first(counted: Counter[str]) -> tuple[Count, ...]:
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Count(name=name, items=number) for name, number in ordered)
