"""Items in lists: those that filters let through, a line about each, and what many have in common."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, or_, select

from pipeline.archive.columns import made
from pipeline.archive.counts import Count, Facets, NewItem
from pipeline.archive.failures import readable_rows
from pipeline.archive.fulltext import items_with_phrase
from pipeline.archive.log import read_joined
from pipeline.archive.lookup import CURRENT, ITEMS, batches, rows_of
from pipeline.archive.schema import documents, item_entities, item_themes, items, meetings
from pipeline.archive.values import ItemSummary, Treatment
from pipeline.domain import EVERYTHING, Filters, Label, committee_of
from pipeline.knowledge.kle import group_numbers, pattern_of
from pipeline.text import caseless

_NAMED = (Label.MUNICIPALITY, Label.PERSON, Label.INSTITUTION)
"""Kinds of mentions whose names are facets."""
Where = Sequence[ColumnElement[bool]]


def list_items(connection: Connection, filters: Filters = EVERYTHING) -> tuple[ItemSummary, ...]:
    """Return a line about each item, oldest meeting first."""
    return tuple(summaries(connection, tuple(conditions(connection, filters))).values())


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


def newly_added(
    connection: Connection, filters: Filters, limit: int, among: Sequence[str] | None = None
) -> tuple[NewItem, ...]:
    """Return the items that filters let through, those added last first, each with when its text came."""
    dated = ITEMS.join(documents, documents.c.meeting == meetings.c.id)
    rows = (
        select(items.c.id, documents.c.added)
        .select_from(dated)
        .where(CURRENT, *conditions(connection, filters))
    )
    if among is not None:
        rows = rows.where(items.c.key.in_(among))
    order = (documents.c.added.desc(), meetings.c.date.desc(), meetings.c.key, items.c.position)
    added = {row.id: row.added for row in connection.execute(rows.order_by(*order).limit(limit))}
    lines = summaries(connection, [items.c.id.in_(list(added))])
    # An item that cannot be read has no line.
    return tuple(NewItem(item=lines[row], added=when) for row, when in added.items() if row in lines)


def list_stating(connection: Connection) -> tuple[Treatment, ...]:
    """Return the open items whose source says where their matter was treated before, oldest meeting first."""
    return _treatments(connection, items.c.open, items.c.earlier != ())


def list_treated_on(connection: Connection, days: Iterable[dt.date]) -> tuple[Treatment, ...]:
    """Return the open items of the meetings of these days, oldest meeting first."""
    parts = batches(sorted(set(days)))
    return tuple(
        one for part in parts for one in _treatments(connection, items.c.open, meetings.c.date.in_(part))
    )


def list_closed(connection: Connection, day: dt.date | None = None) -> tuple[Treatment, ...]:
    """Return the closed items of the meetings of a day, or of all, oldest meeting first."""
    return _treatments(connection, ~items.c.open, *([meetings.c.date == day] if day else []))


def _treatments(connection: Connection, *which: ColumnElement[bool]) -> tuple[Treatment, ...]:
    columns = (meetings.c.publisher, meetings.c.committee, meetings.c.date, meetings.c.key.label("meeting"))
    rows = connection.execute(
        select(items.c.key, items.c.title, items.c.case_number, items.c.earlier, *columns)
        .select_from(ITEMS)
        .where(*which)
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


def conditions(connection: Connection, filters: Filters) -> Iterator[ColumnElement[bool]]:
    """Yield what must hold of a row of items joined to meetings."""
    if filters.publisher is not None:
        either = (filters.publisher.casefold(), f"{filters.publisher} Kommune".casefold())
        yield func.lower(meetings.c.publisher).in_(either)  # `database` teaches SQLite letters beyond a-z
    if filters.committees:
        known = [name for one in filters.committees for name in committees_called(connection, one)]
        # Asked of each meeting, not of each item.
        yield items.c.meeting.in_(select(meetings.c.id).where(meetings.c.committee.in_(known)))
    if filters.meeting is not None:
        yield meetings.c.key == filters.meeting
    if filters.before is not None:
        yield meetings.c.date < filters.before
    if filters.after is not None:
        yield meetings.c.date > filters.after
    for theme in filters.themes:
        yield items.c.id.in_(select(item_themes.c.item).where(item_themes.c.theme == theme))
    if filters.kle is not None:
        yield items.c.case_number.regexp_match(pattern_of(filters.kle))
    joined = read_joined(connection) if filters.names else {}
    for label, names in filters.names:
        goes_by = {joined.get((label, name), name) for name in names}
        mentions = (item_entities.c.label == label, item_entities.c.norm.in_(sorted(goes_by)))
        yield items.c.id.in_(select(item_entities.c.item).where(*mentions))


def narrow(connection: Connection, item_ids: Sequence[str], filters: Filters) -> tuple[str, ...]:
    """Return those of these items that filters let through, in their order."""
    if filters == EVERYTHING:
        return tuple(item_ids)
    kept = set(newest_items(connection, filters))
    return tuple(one for one in item_ids if one in kept)


def committees_called(connection: Connection, wanted: str) -> tuple[str, ...]:
    """Return the committees of this name, or slug as in item ids, in any case, as they are printed.

    Ids keep the slug that a committee had before it was corrected: it leads to the corrected one
    where no committee has it now.
    """
    rows = connection.execute(select(meetings.c.key, meetings.c.committee, meetings.c.slug)).all()
    now = {row.committee for row in rows if caseless(wanted) in {caseless(row.committee), row.slug}}
    before = {row.committee for row in rows if caseless(wanted) == committee_of(row.key)}
    return tuple(sorted(now or before))


def newest_items(connection: Connection, filters: Filters) -> tuple[str, ...]:
    """Return the items that filters let through, newest meeting first."""
    rows = select(items.c.key).select_from(ITEMS).where(*conditions(connection, filters))
    return tuple(connection.scalars(rows.order_by(meetings.c.date.desc(), meetings.c.key, items.c.position)))


def read_facets(connection: Connection, item_ids: Sequence[str] | None = None) -> Facets:
    """Return in how many items, or in how many of these, each theme, committee, name, group and year is."""
    rows = None if item_ids is None else list(rows_of(connection, item_ids).values())
    names, count = item_entities.c, partial(_count, connection, rows)
    themes = count(select(item_themes.c.theme), item_themes.c.item)
    named = count(select(names.label, names.norm).where(names.label.in_(_NAMED)), names.item)
    held = count(select(meetings.c.committee, meetings.c.date).join(items), items.c.id)
    numbers = count(select(items.c.case_number), items.c.id)
    committees, kle, years = Counter[str](), Counter[str](), Counter[str]()
    for (committee, date), number in held.items():
        committees[committee] += number
        years[str(date.year)] += number
    for (case_number,), number in numbers.items():
        kle.update(dict.fromkeys(group_numbers(case_number), number))

    def of(label: Label) -> tuple[Count, ...]:
        return _most_first(Counter({norm: number for (one, norm), number in named.items() if one == label}))

    return Facets(
        themes=_most_first(Counter({theme: number for (theme,), number in themes.items()})),
        committees=_most_first(committees),
        municipalities=of(Label.MUNICIPALITY),
        persons=of(Label.PERSON),
        institutions=of(Label.INSTITUTION),
        kle=_most_first(kle),
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
