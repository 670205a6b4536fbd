"""What is in force of an item: the models' opinion of it, with its corrections replayed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from pipeline.archive import schema
from pipeline.archive.log import read_log
from pipeline.archive.read import read_document
from pipeline.archive.rows import opinion_row, tag_rows
from pipeline.archive.state import count_meeting_change
from pipeline.corrections import ItemState, ItemText, Placed, active, place, replay
from pipeline.domain import Correction, Opinion
from pipeline.errors import ItemNotFoundError
from pipeline.serialize import load


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A meeting as corrections see it: its items by their rows, in order, and its part of the log."""

    meeting: int
    items: Mapping[int, ItemText]
    log: tuple[Correction, ...]

    @property
    def placed(self) -> Placed:
        """Which active correction holds for which item."""
        return place(active(self.log), list(self.items.values()))

    def home(self, entry: Correction) -> int | None:
        """Return the row of the item that an entry is about; None where its text is not there."""
        for item in place([entry], list(self.items.values())).by_item:
            return next(row for row, own in self.items.items() if own.id == item)
        return None


def read_site(connection: Connection, meeting_id: str) -> Site | None:
    """Return a meeting by its public id; None where it is not in the archive."""
    meetings = schema.meetings.c
    row = connection.scalar(select(meetings.id).where(meetings.key == meeting_id))
    if row is None:
        return None
    return Site(meeting=row, items=_item_texts(connection, row), log=read_log(connection, meeting_id))


def site_of(connection: Connection, meeting_id: str) -> Site:
    """Return a meeting that is in the archive.

    Raises:
        ItemNotFoundError: it is not.

    """
    site = read_site(connection, meeting_id)
    if site is None:
        raise ItemNotFoundError(f"the archive has no meeting {meeting_id}")
    return site


def _item_texts(connection: Connection, meeting: int) -> dict[int, ItemText]:
    items = schema.items.c
    text = read_document(connection, meeting).text
    columns = (items.id, items.key, items.number, items.start, items.end)
    rows = connection.execute(select(*columns).where(items.meeting == meeting).order_by(items.position))
    return {
        row.id: ItemText(id=row.key, number=row.number, start=row.start, text=text[row.start : row.end])
        for row in rows
    }


def bring_up_to_date(connection: Connection, site: Site, rows: Sequence[int]) -> None:
    """Put in force what the opinions and the log say of these items."""
    by_item, states = site.placed.by_item, dict[int, ItemState]()
    for row, opinion in read_opinions(connection, rows).items():
        item = site.items[row]
        states[row] = replay(opinion, by_item.get(item.id, ()), item)
    _write_tags(connection, states)
    count_meeting_change(connection, site.meeting)


def corrected_rows(site: Site) -> list[int]:
    """Return the rows of the items that some correction holds for."""
    by_item = site.placed.by_item
    return [row for row, item in site.items.items() if item.id in by_item]


def read_opinions(connection: Connection, rows: Sequence[int]) -> dict[int, Opinion]:
    """Return what the models alone said of items, by their rows."""
    if not rows:
        return {}
    found = connection.execute(select(schema.opinions).where(schema.opinions.c.item.in_(rows)))
    return {row.item: _opinion(row) for row in found}


def write_opinions(connection: Connection, opinions: Mapping[int, Opinion]) -> None:
    """Put what the models now say of items in place of what they said."""
    connection.execute(delete(schema.opinions).where(schema.opinions.c.item.in_(opinions)))
    connection.execute(
        insert(schema.opinions), [opinion_row(item, opinion) for item, opinion in opinions.items()]
    )


def _opinion(row: Row[Any]) -> Opinion:
    names = ("model", "entities", "themes", "matters")
    return load(Opinion, {name: getattr(row, name) for name in names}, "opinion")


def _write_tags(connection: Connection, states: Mapping[int, ItemState]) -> None:
    for table, rows in tag_rows((item, state.entities, state.themes) for item, state in states.items()):
        connection.execute(delete(table).where(table.c.item.in_(states)))
        if rows:
            connection.execute(insert(table), rows)
