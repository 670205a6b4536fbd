"""What the models say of items: read, and put in place when other models say otherwise."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select

from pipeline.archive import schema
from pipeline.archive.force import bring_up_to_date, read_opinions, read_site, write_opinions
from pipeline.archive.lookup import missing_item
from pipeline.archive.read import ITEMS
from pipeline.archive.state import count_change
from pipeline.domain import Opinion
from pipeline.errors import ItemNotFoundError

_BATCH = 500


def opinion_of(connection: Connection, item_id: str) -> Opinion:
    """Return what the models alone said of one item; the error for a missing one names ids like it."""
    row = connection.scalar(select(schema.items.c.id).where(schema.items.c.key == item_id))
    found = read_opinions(connection, [] if row is None else [row])
    if row is None:
        raise missing_item(connection, item_id)
    return found[row]


def models(connection: Connection) -> dict[str, str]:
    """Return by which version of the theme model each item was tagged, oldest meeting first."""
    opinions, meetings, items = schema.opinions, schema.meetings.c, schema.items.c
    joined = ITEMS.join(opinions, opinions.c.item == items.id)
    rows = select(items.key, opinions.c.model).select_from(joined)
    found = connection.execute(rows.order_by(meetings.date, meetings.key, items.position))
    return {row.key: row.model for row in found}


def count_stale(connection: Connection, version: str) -> int:
    """Return how many items another version of the theme model tagged."""
    others = select(func.count()).where(schema.opinions.c.model != version)
    return connection.scalar(others) or 0


def retag_items(connection: Connection, opinions: Mapping[str, Opinion]) -> None:
    """Write what other models say of items, with their corrections replayed on it."""
    found = _rows(connection, list(opinions))
    if gone := opinions.keys() - {key for keys in found.values() for key in keys}:
        raise ItemNotFoundError(f"the archive has no item {min(gone)}; was it taken out meanwhile?")
    for meeting_id, rows in found.items():
        site = read_site(connection, meeting_id)
        if site is not None:
            write_opinions(connection, {row: opinions[key] for key, row in rows.items()})
            bring_up_to_date(connection, site, list(rows.values()))
    count_change(connection)


def _rows(connection: Connection, ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return the rows of items by their ids, a meeting at a time."""
    columns = (schema.items.c.key, schema.items.c.id, schema.meetings.c.key.label("meeting"))
    found: dict[str, dict[str, int]] = {}
    for at in range(0, len(ids), _BATCH):
        some = schema.items.c.key.in_(ids[at : at + _BATCH])
        for row in connection.execute(select(*columns).select_from(ITEMS).where(some)):
            found.setdefault(row.meeting, {})[row.key] = row.id
    return found
