"""What many items have in common: themes, committees, municipalities, years."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, extract, func, select

from pipeline.archive.read import ITEMS
from pipeline.archive.schema import entities, items, meetings, themes
from pipeline.archive.values import Count, Facets
from pipeline.domain import Label

_BATCH = 10_000
"""Ids asked for at once: SQLite takes 32,766 in one statement."""


def read_facets(connection: Connection, keys: Sequence[str]) -> Facets:
    """Return in how many of the items of these ids each theme, committee, municipality and year is."""
    distinct = func.count(func.distinct(items.c.id))
    with_themes = ITEMS.join(themes, themes.c.item == items.c.id)
    with_names = ITEMS.join(entities, entities.c.item == items.c.id)
    year = extract("year", meetings.c.date)
    municipality = entities.c.label == Label.MUNICIPALITY
    by_theme = select(themes.c.theme, distinct).select_from(with_themes).where(themes.c.assigned)
    by_committee = select(meetings.c.committee, distinct).select_from(ITEMS)
    by_name = select(entities.c.norm, distinct).select_from(with_names).where(municipality)
    by_year = select(year, distinct).select_from(ITEMS)
    return Facets(
        themes=_most_first(_counted(connection, by_theme.group_by(themes.c.theme), keys)),
        committees=_most_first(_counted(connection, by_committee.group_by(meetings.c.committee), keys)),
        municipalities=_most_first(_counted(connection, by_name.group_by(entities.c.norm), keys)),
        years=tuple(sorted(_counts(_counted(connection, by_year.group_by(year), keys)), key=_name)),
    )


def _counted(connection: Connection, statement: Any, keys: Sequence[str]) -> Counter[str]:
    total: Counter[str] = Counter()
    for at in range(0, len(keys), _BATCH):
        for name, number in connection.execute(statement.where(items.c.key.in_(keys[at : at + _BATCH]))):
            total[str(name)] += number
    return total


def _most_first(counted: Counter[str]) -> tuple[Count, ...]:
    return tuple(sorted(_counts(counted), key=lambda count: (-count.items, count.name)))


def _counts(counted: Counter[str]) -> Iterable[Count]:
    found: Iterator[tuple[str, int]] = iter(counted.items())
    return (Count(name=name, items=number) for name, number in found)


def _name(count: Count) -> str:
    return count.name
