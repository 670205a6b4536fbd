"""What is in the archive, by its ids: minutes, items, passages, in the words of `domain`."""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, case, func, select, update

from pipeline.archive.columns import columns_of, made
from pipeline.archive.failures import all_rows, reading
from pipeline.archive.schema import documents, items, meetings, passages, state, tags
from pipeline.archive.values import StoredItem
from pipeline.domain import (
    AgendaItem,
    Meeting,
    Minutes,
    Opinion,
    Passage,
    SectionName,
    TaggedItem,
    TaggedMinutes,
    number_of,
)
from pipeline.errors import ItemNotFoundError
from pipeline.text import mask_cpr

ITEMS = items.join(meetings, meetings.c.id == items.c.meeting)
"""What every condition of `conditions` can be asked of."""
CURRENT = documents.c.superseded_by.is_(None)
WIPE = "wipe"
BATCH = 10_000
"""Ids asked for at once: SQLite takes 32,766 in one statement."""
One = TypeVar("One")
_NEAR = 3
_BESIDE = 80
"""Characters beside a passage that tell whether a number in it is a CPR number."""


def batches(many: Sequence[One]) -> Iterator[Sequence[One]]:
    """Yield as many of them at a time as are asked for at once."""
    return (many[at : at + BATCH] for at in range(0, len(many), BATCH))


def find_minutes(connection: Connection, meeting_id: str) -> TaggedMinutes:
    """Return a meeting's current version, with its effective tags."""
    return read_minutes(connection, meeting_row(connection, meeting_id))


def read_minutes(connection: Connection, meeting: Row[Any], *, corrected: bool = True) -> TaggedMinutes:
    """Return all of a meeting, with its effective tags or what the models alone say."""
    with reading(meeting.key):
        document = document_of(connection, meeting.id)
        found = _items(connection, items.c.meeting == meeting.id, document.text, corrected=corrected)
    minutes = made(
        Minutes,
        meeting,
        **{name: getattr(document, name) for name in ("source", "sha256", "text", "ledger")},
        meeting=made(Meeting, meeting),
        items=tuple(tagged.item for tagged in found),
        cut=document.cut or (),
    )
    return TaggedMinutes(minutes=minutes, items=found)


def find_item(connection: Connection, item_id: str) -> StoredItem:
    """Return one item with all that is known of it; the error for a missing one names ids like it."""
    with reading(item_id):
        meeting = connection.execute(
            select(meetings).where(meetings.c.id == item_row(connection, item_id).meeting)
        ).one()
        document = document_of(connection, meeting.id)
        (tagged,) = _items(connection, items.c.key == item_id, document.text)
    return made(
        StoredItem,
        meeting,
        tagged=tagged,
        meeting=made(Meeting, meeting),
        meeting_id=meeting.key,
        source=document.source,
        text=document.text[tagged.item.start : tagged.item.end],
    )


def find_passage(connection: Connection, item_id: str, start: int) -> Passage:
    """Return the passage of an item that begins at this character of the source."""
    found = next(_passages(connection, items.c.key == item_id, passages.c.start == start), None)
    if found is None:
        raise ItemNotFoundError("no-passage-there", item=item_id, start=start)
    return found


def find_decisions(connection: Connection, item_ids: Sequence[str]) -> dict[str, tuple[Passage, ...]]:
    """Return the passages in which items say what was decided, by item; one without any is left out."""
    found: dict[str, list[Passage]] = defaultdict(list)
    decided = passages.c.section == SectionName.BESLUTNING
    for some in batches(item_ids):
        for passage in _passages(connection, items.c.key.in_(some), decided):
            found[passage.item_id].append(passage)
    return {key: tuple(own) for key, own in found.items()}


def _passages(connection: Connection, *which: ColumnElement[bool]) -> Iterator[Passage]:
    """Yield the passages that `which` names, in order; of a document only what stands around each is read."""
    joined = ITEMS.join(passages, passages.c.item == items.c.id)
    joined = joined.join(documents, documents.c.meeting == meetings.c.id)
    around = stretch(passages.c.start, passages.c.end)
    rows = select(passages, items.c.key, items.c.meeting, *around).select_from(joined).where(CURRENT, *which)
    for row in connection.execute(rows.order_by(passages.c.id)):
        text = printed(connection, row)[row.start - row.first :] if row.text is None else row.text
        yield replace(passage_of(row, row.key, ""), text=text)


def stretch(start: ColumnElement[int], end: ColumnElement[int]) -> tuple[ColumnElement[Any], ...]:
    """Return the columns that `printed` needs of a document's text between two characters.

    They reach beyond them: a CPR number may go on there.
    """
    first = case((start > _BESIDE, start - _BESIDE), else_=0)
    around = func.substr(documents.c.text, first + 1, end - first + _BESIDE)
    return first.label("first"), around.label("around")


def printed(connection: Connection, row: Row[Any]) -> str:
    """Return what stands from `row.first` to `row.end` in the document of a meeting, without CPR numbers.

    SQLite ends a text at its first zero byte: a document with one is read whole.
    """
    text, size = row.around, row.end - row.first
    if len(text) < size:
        own = select(documents.c.text).where(documents.c.meeting == row.meeting, CURRENT)
        text = (connection.scalar(own) or "")[row.first : row.end + _BESIDE]
    return mask_cpr(text)[:size]


# Rows, for the other modules of this room


def meeting_row(connection: Connection, meeting_id: str) -> Row[Any]:
    """Return the row of one meeting; the error for a missing one names ids like it."""
    with reading(meeting_id):
        row = connection.execute(select(meetings).where(meetings.c.key == meeting_id)).one_or_none()
    if row is None:
        raise _missing_meeting(connection, meeting_id)
    return row


def rows_of(connection: Connection, item_ids: Sequence[str]) -> dict[str, int]:
    """Return the row id of each of these items, by its id; those that are not there are left out."""
    found: dict[str, int] = {}
    for some in batches(item_ids):
        rows = connection.execute(select(items.c.key, items.c.id).where(items.c.key.in_(some)))
        found |= {row.key: row.id for row in rows}
    return found


def row_of_meeting(connection: Connection, meeting_id: str) -> int:
    """Return the row id of a meeting, also of one that cannot be read."""
    row: int | None = connection.scalar(select(meetings.c.id).where(meetings.c.key == meeting_id))
    if row is None:
        raise _missing_meeting(connection, meeting_id)
    return row


def item_row(connection: Connection, item_id: str) -> Row[Any]:
    """Return the row of one item; the error for a missing one names ids like it."""
    row = connection.execute(select(items).where(items.c.key == item_id)).one_or_none()
    if row is None:
        raise _missing_item(connection, item_id)
    return row


def document_of(connection: Connection, meeting: int) -> Row[Any]:
    """Return the current document of a meeting, given by its row."""
    return connection.execute(select(documents).where(documents.c.meeting == meeting, CURRENT)).one()


def _items(
    connection: Connection, which: ColumnElement[bool], text: str, *, corrected: bool = True
) -> tuple[TaggedItem, ...]:
    """Return the items of one meeting that `which` names; `text` is its document's.

    Passages are what is encoded, compared and quoted: they have no CPR numbers, whenever they were kept.
    """
    text = mask_cpr(text)
    statement = select(items, tags.c.opinion, tags.c.effective).join(tags, tags.c.item == items.c.id)
    rows = all_rows(connection, statement.where(which).order_by(items.c.position), items.c.key)
    own: dict[int, list[Row[Any]]] = defaultdict(list)
    within = passages.c.item.in_(select(items.c.id).where(which))
    for row in connection.execute(select(passages).where(within).order_by(passages.c.position)):
        own[row.item].append(row)
    return tuple(
        _tagged(row, [passage_of(passage, row.key, text) for passage in own[row.id]], corrected=corrected)
        for row in rows
    )


def _tagged(row: Row[Any], own: Sequence[Passage], *, corrected: bool) -> TaggedItem:
    opinion: Opinion = row.effective if corrected and row.effective else row.opinion
    item = made(AgendaItem, row, id=row.key)
    return TaggedItem(item=item, passages=tuple(own), **columns_of(opinion))


def passage_of(row: Row[Any], item_id: str, text: str) -> Passage:
    """Return a passage; `text` stands for what the row itself does not keep."""
    return Passage(
        item_id=item_id,
        section=SectionName(row.section),
        start=row.start,
        end=row.end,
        text=text[row.start : row.end] if row.text is None else row.text,
        path=tuple(row.path),
    )


# Changes, for what must know when it is old


def generation_now(connection: Connection) -> int:
    """Return a number that grows with every change, for caches that must know when they are old."""
    return int(connection.scalar(select(state.c.generation)) or 0)


def count_change(connection: Connection, *meeting_ids: str) -> None:
    """Let caches know that what they hold is old, and what is derived from these meetings."""
    # The time in microseconds: a number that no other archive, and no backup of this one, gives again.
    new = max(generation_now(connection) + 1, time.time_ns() // 1000)
    connection.execute(update(state).values(generation=new))
    connection.execute(update(meetings).where(meetings.c.key.in_(meeting_ids)).values(generation=new))


def wipe(connection: Connection) -> None:
    """Let nothing of what this transaction takes out stay in a file of the database once it is done."""
    connection.info[WIPE] = connection.dialect.name == "sqlite"


# What is not there


def _missing_item(connection: Connection, item_id: str) -> ItemNotFoundError:
    """Return the error for an item that is not there; what has no number is the id of a meeting."""
    own = select(items.c.key).select_from(ITEMS).where(meetings.c.key == item_id).order_by(items.c.position)
    if ids := connection.scalars(own.limit(_NEAR)).all():
        return ItemNotFoundError("meeting-instead-of-item", meeting=item_id, items=ids)
    if not number_of(item_id):
        return _missing_meeting(connection, item_id)
    if near := _near(item_id, connection.scalars(select(items.c.key)).all()):
        return ItemNotFoundError("no-such-item", item=item_id, near=near)
    return ItemNotFoundError("no-item-like-it", item=item_id)


def _missing_meeting(connection: Connection, meeting_id: str) -> ItemNotFoundError:
    if near := _near(meeting_id, connection.scalars(select(meetings.c.key)).all()):
        return ItemNotFoundError("no-such-meeting", meeting=meeting_id, near=near)
    return ItemNotFoundError("no-meeting-like-it", meeting=meeting_id)


def _near(wanted: str, known: Sequence[str]) -> list[str]:
    from rapidfuzz import process

    return [name for name, _, _ in process.extract(wanted, known, limit=_NEAR, score_cutoff=60)]
