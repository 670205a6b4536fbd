"""Finding things by their ids, and counting them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from pipeline.archive import schema
from pipeline.archive.read import ITEMS, read_document, read_items, read_meeting, read_passage
from pipeline.archive.values import Stats, StoredItem, StoredMeeting, Version
from pipeline.domain import Passage
from pipeline.errors import ItemNotFoundError

_BATCH = 500
"""Ids asked for at once: SQLite takes 32,766 in one statement, others fewer."""
_NEAR = 3
_SLASHES = 2
"""In the id of an item, at least: before its meeting's date, and before its number."""


def find_item(connection: Connection, item_id: str) -> StoredItem:
    """Return one item; the error for a missing one names ids like it."""
    items, meetings = schema.items.c, schema.meetings
    row = connection.execute(select(meetings).select_from(ITEMS).where(items.key == item_id)).one_or_none()
    if row is None:
        raise missing_item(connection, item_id)
    document = read_document(connection, row.id)
    (tagged,) = read_items(connection, items.key == item_id, document.text)
    return StoredItem(
        tagged=tagged,
        meeting=read_meeting(row),
        meeting_id=row.key,
        source=document.source,
        text=document.text[tagged.item.start : tagged.item.end],
    )


def item_row(connection: Connection, item_id: str) -> Row[Any]:
    """Return the row of one item; the error for a missing one names ids like it."""
    items = schema.items
    row = connection.execute(select(items).where(items.c.key == item_id)).one_or_none()
    if row is None:
        raise missing_item(connection, item_id)
    return row


def meeting_states(connection: Connection, since: int = -1) -> dict[str, str]:
    """Return for each meeting a word that changes with its items, tags or vectors, oldest first.

    With `since`, of all meetings that changed after the archive had that generation, and maybe others.
    """
    meetings, documents = schema.meetings, schema.documents
    rows = connection.execute(
        select(meetings.c.key, meetings.c.changes, documents.c.added)
        .join(documents, documents.c.meeting == meetings.c.id)
        .where(documents.c.superseded_by.is_(None), meetings.c.changed > since)
        .order_by(meetings.c.date, meetings.c.key)
    )
    return {row.key: f"{row.added.isoformat()} {row.changes}" for row in rows}


def count_meetings(connection: Connection) -> int:
    """Return how many meetings there are."""
    return int(connection.scalar(select(func.count()).select_from(schema.meetings)) or 0)


def missing_item(connection: Connection, item_id: str) -> ItemNotFoundError:
    """Return the error for an item that is not there; it names ids like it.

    What has no number is the id of a meeting, there or not.
    """
    items, meetings = schema.items.c, schema.meetings.c
    own = select(items.key).select_from(ITEMS).where(meetings.key == item_id).order_by(items.position)
    if ids := connection.scalars(own.limit(_NEAR)).all():
        return ItemNotFoundError(f"{item_id} is a meeting; name one of its items, such as {', '.join(ids)}")
    if item_id.count("/") < _SLASHES:
        return _missing_meeting(connection, item_id)
    return ItemNotFoundError(_missing("item", item_id, connection.scalars(select(items.key)).all()))


def _missing_meeting(connection: Connection, meeting_id: str) -> ItemNotFoundError:
    known = connection.scalars(select(schema.meetings.c.key)).all()
    return ItemNotFoundError(_missing("meeting", meeting_id, known))


def find_meeting(connection: Connection, meeting_id: str) -> Row[Any]:
    """Return the row of one meeting; the error for a missing one names ids like it."""
    meetings = schema.meetings
    row = connection.execute(select(meetings).where(meetings.c.key == meeting_id)).one_or_none()
    if row is None:
        raise _missing_meeting(connection, meeting_id)
    return row


def _missing(kind: str, wanted: str, known: Sequence[str]) -> str:
    from rapidfuzz import process

    near = [name for name, _, _ in process.extract(wanted, known, limit=_NEAR, score_cutoff=60)]
    advice = f"near it: {', '.join(near)}" if near else "`sagsspor search` finds ids"
    return f"the archive has no {kind} {wanted}; {advice}"


def meeting_rows(connection: Connection) -> Sequence[Row[Any]]:
    """Return the rows of all meetings, oldest first."""
    meetings = schema.meetings
    return connection.execute(select(meetings).order_by(meetings.c.date, meetings.c.key)).all()


def list_meetings(connection: Connection, *which: ColumnElement[bool]) -> tuple[StoredMeeting, ...]:
    """Return all meetings, or those that `which` names, oldest first."""
    meetings, documents, items = schema.meetings, schema.documents, schema.items
    counted = select(func.count()).where(items.c.meeting == meetings.c.id).scalar_subquery()
    rows = connection.execute(
        select(meetings, documents.c.source, documents.c.layout, counted.label("items"))
        .join(documents, documents.c.meeting == meetings.c.id)
        .where(documents.c.superseded_by.is_(None), *which)
        .order_by(meetings.c.date, meetings.c.key)
    )
    return tuple(
        StoredMeeting(
            id=row.key, meeting=read_meeting(row), source=row.source, layout=row.layout, items=row.items
        )
        for row in rows
    )


def list_versions(connection: Connection, meeting: int) -> tuple[Version, ...]:
    """Return every document of a meeting, oldest first."""
    documents = schema.documents
    rows = connection.execute(
        select(documents).where(documents.c.meeting == meeting).order_by(documents.c.id)
    )
    return tuple(
        Version(
            source=row.source,
            content_hash=row.content_hash,
            text=row.text,
            added=row.added,
            current=row.superseded_by is None,
        )
        for row in rows
    )


def find_passages(connection: Connection, ids: Sequence[int]) -> tuple[Passage, ...]:
    """Return passages in the order of `ids`."""
    wanted = [int(one) for one in ids]
    rows: dict[int, Row[Any]] = {}
    for at in range(0, len(wanted), _BATCH):
        rows |= {row.id: row for row in connection.execute(_passages(wanted[at : at + _BATCH]))}
    if gone := set(wanted) - rows.keys():
        raise ItemNotFoundError(
            f"passage {min(gone)} is no longer in the archive; read the table of passages again"
        )
    texts = _texts(connection, sorted({row.document for row in rows.values()}))
    return tuple(read_passage(rows[one], rows[one].key, texts[rows[one].document]) for one in wanted)


def find_passage(connection: Connection, item_id: str, start: int) -> Passage:
    """Return the passage of an item that begins at `start`; of the document only its own text is read."""
    passages, items, documents = schema.passages, schema.items, schema.documents
    own = func.substr(documents.c.text, passages.c.start + 1, passages.c.end - passages.c.start)
    row = connection.execute(
        select(passages, own.label("own"))
        .join(items, items.c.id == passages.c.item)
        .join(documents, documents.c.meeting == items.c.meeting)
        .where(items.c.key == item_id, passages.c.start == start, documents.c.superseded_by.is_(None))
        .limit(1)
    ).one_or_none()
    if row is None:
        raise ItemNotFoundError(f"item {item_id} has no passage at character {start}; was it changed?")
    return replace(read_passage(row, item_id, ""), text=row.own if row.text is None else row.text)


def _passages(ids: Sequence[int]) -> Any:
    passages, items, documents = schema.passages, schema.items, schema.documents
    return (
        select(passages, items.c.key, documents.c.id.label("document"))
        .join(items, items.c.id == passages.c.item)
        .join(documents, documents.c.meeting == items.c.meeting)
        .where(passages.c.id.in_(ids), documents.c.superseded_by.is_(None))
    )


def _texts(connection: Connection, documents: Sequence[int]) -> dict[int, str]:
    table = schema.documents.c
    found: dict[int, str] = {}
    for at in range(0, len(documents), _BATCH):
        rows = connection.execute(
            select(table.id, table.text).where(table.id.in_(documents[at : at + _BATCH]))
        )
        found |= {row.id: row.text for row in rows}
    return found


def count(connection: Connection) -> Stats:
    """Return how much the archive holds."""
    meetings, documents, vectors = schema.meetings.c, schema.documents, schema.vectors.c

    def rows(statement: Any) -> int:
        return int(connection.scalar(statement) or 0)

    first, last = connection.execute(select(func.min(meetings.date), func.max(meetings.date))).one()
    return Stats(
        meetings=rows(select(func.count(meetings.id))),
        items=rows(select(func.count(schema.items.c.id))),
        passages=rows(select(func.sum(schema.items.c.passages))),
        superseded=rows(select(func.count(documents.c.id)).where(documents.c.superseded_by.is_not(None))),
        encoders=tuple(connection.scalars(select(vectors.encoder).distinct().order_by(vectors.encoder))),
        first=first,
        last=last,
    )
