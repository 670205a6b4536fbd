"""The tags of items: what the models say, what is in effect, and what of it is filtered by and counted."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from pipeline.archive.lookup import ITEMS, item_row
from pipeline.archive.schema import item_entities, item_themes, items, meetings, tags
from pipeline.domain import Opinion, TaggedItem

Row = dict[str, Any]


def tags_of(tagged: TaggedItem) -> Opinion:
    """Return the tags of an item by themselves."""
    return Opinion(entities=tagged.entities, themes=tagged.themes, model=tagged.model, matters=tagged.matters)


def write_tags(connection: Connection, found: Mapping[int, tuple[Opinion, Opinion | None]]) -> None:
    """Put tags in place of what items had: the models' opinion, and what is in effect where that differs.

    Items are given by their rows.
    """
    for table in (tags, item_themes, item_entities):
        connection.execute(delete(table).where(table.c.item.in_(found)))
    rows = [
        {"item": item, "model": opinion.model, "opinion": opinion, "effective": effective}
        for item, (opinion, effective) in found.items()
    ]
    current = {item: effective or opinion for item, (opinion, effective) in found.items()}
    for table, values in ((tags, rows), (item_themes, _themes(current)), (item_entities, _entities(current))):
        if values := list(values):
            connection.execute(insert(table), values)


def _themes(current: Mapping[int, Opinion]) -> Iterator[Row]:
    for item, own in current.items():
        assigned = (score.theme for score in own.themes if score.assigned)
        yield from ({"item": item, "position": at, "theme": theme} for at, theme in enumerate(assigned))


def _entities(current: Mapping[int, Opinion]) -> Iterator[Row]:
    for item, own in current.items():
        norms = dict.fromkeys((entity.label, entity.norm) for entity in own.entities)
        yield from ({"item": item, "label": label, "norm": norm} for label, norm in norms)


def read_opinions(connection: Connection, rows: Iterable[int]) -> dict[int, Opinion]:
    """Return what the models alone say of items, by their rows."""
    found = connection.execute(select(tags.c.item, tags.c.opinion).where(tags.c.item.in_(list(rows))))
    return {row.item: row.opinion for row in found}


def opinion_of(connection: Connection, item_id: str) -> Opinion:
    """Return what the models alone say of an item."""
    row = item_row(connection, item_id).id
    return read_opinions(connection, [row])[row]


def read_models(connection: Connection) -> dict[str, str]:
    """Return the version of the theme model that tagged each item, oldest meeting first."""
    joined = ITEMS.join(tags, tags.c.item == items.c.id)
    rows = select(items.c.key, tags.c.model).select_from(joined)
    found = connection.execute(rows.order_by(meetings.c.date, meetings.c.key, items.c.position))
    return {row.key: row.model for row in found}


def count_stale(connection: Connection, version: str) -> int:
    """Return how many items another version of the theme model tagged."""
    return connection.scalar(select(func.count()).where(tags.c.model != version)) or 0
