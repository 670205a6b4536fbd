"""Writing: one meeting goes in or out whole, inside the caller's transaction."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from pipeline.archive import schema
from pipeline.archive.force import bring_up_to_date, corrected_rows, site_of
from pipeline.archive.identity import Identity, identify
from pipeline.archive.lookup import meeting_rows
from pipeline.archive.read import read_minutes
from pipeline.archive.rows import Place, Rows, index_rows, rows_of
from pipeline.archive.search_index import SearchIndex
from pipeline.archive.state import claim_rows, count_change, count_meeting_change
from pipeline.archive.values import Added, Outcome
from pipeline.archive.vectors import Chunk, Matrix, write_vectors
from pipeline.domain import Minutes, TaggedMinutes
from pipeline.serialize import ledger_to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """The versions of what made the vectors and the themes."""

    encoder: str
    themes: str


def content_hash(text: str) -> str:
    """Return what two documents of the same text have in common."""
    return hashlib.sha256(text.encode()).hexdigest()


def add_minutes(
    connection: Connection, index: SearchIndex, tagged: TaggedMinutes, vectors: Matrix, models: Models
) -> Added:
    """Keep one document: as a new meeting, as a new version of one, or not at all."""
    digest = content_hash(tagged.minutes.text)
    if (key := meeting_with(connection, digest)) is not None:
        return Added(outcome=Outcome.UNCHANGED, meeting_id=key, item_ids=_item_ids(connection, key))
    identity = identify(connection, tagged.minutes)
    meeting = _put_meeting(connection, identity, tagged.minutes, digest)
    _put_document(connection, meeting, tagged.minutes, digest)
    if identity.row is not None:
        drop_items(connection, index, meeting)
    rows = _put_items(connection, meeting, identity, tagged, models)
    index.insert(connection, rows.index)
    chunk = Chunk(meeting=meeting, first_passage=rows.first_passage, encoder=models.encoder)
    write_vectors(connection, chunk, vectors)
    site = site_of(connection, identity.key)
    bring_up_to_date(connection, site, corrected_rows(site))
    outcome = Outcome.ADDED if identity.row is None else Outcome.NEW_VERSION
    return Added(outcome=outcome, meeting_id=identity.key, item_ids=identity.item_ids())


def meeting_with(connection: Connection, digest: str) -> str | None:
    """Return the id of the meeting whose current text has this hash."""
    key: str | None = connection.scalar(
        select(schema.meetings.c.key).where(schema.meetings.c.content_hash == digest)
    )
    return key


def delete_meeting(connection: Connection, index: SearchIndex, meeting: int) -> None:
    """Take out a meeting with its history."""
    drop_items(connection, index, meeting)
    connection.execute(delete(schema.meetings).where(schema.meetings.c.id == meeting))
    count_change(connection)


def drop_items(connection: Connection, index: SearchIndex, meeting: int) -> None:
    """Take out a meeting's items with all that hangs below them."""
    rows = connection.scalars(select(schema.items.c.id).where(schema.items.c.meeting == meeting)).all()
    index.delete(connection, rows)
    connection.execute(delete(schema.items).where(schema.items.c.meeting == meeting))
    connection.execute(delete(schema.vectors).where(schema.vectors.c.meeting == meeting))
    count_meeting_change(connection, meeting)


def _item_ids(connection: Connection, key: str) -> tuple[str, ...]:
    joined = schema.items.join(schema.meetings, schema.meetings.c.id == schema.items.c.meeting)
    ids = select(schema.items.c.key).select_from(joined).where(schema.meetings.c.key == key)
    return tuple(connection.scalars(ids.order_by(schema.items.c.position)))


def _put_meeting(connection: Connection, identity: Identity, minutes: Minutes, digest: str) -> int:
    meeting = minutes.meeting
    values = {
        "key": identity.key,
        "committee": meeting.committee,
        "slug": identity.slug,
        "date": meeting.date,
        "title": meeting.title,
        "start": meeting.start,
        "end": meeting.end,
        "place": meeting.place,
        "published": meeting.published,
        "content_hash": digest,
    }
    if identity.row is None:
        return _inserted(connection, schema.meetings, values)
    connection.execute(update(schema.meetings).where(schema.meetings.c.id == identity.row).values(values))
    return identity.row


def _put_document(connection: Connection, meeting: int, minutes: Minutes, digest: str) -> None:
    documents = schema.documents.c
    values = {
        "meeting": meeting,
        "source": minutes.source,
        "content_hash": digest,
        "text": minutes.text,
        "layout": minutes.ledger.layout,
        "ledger": ledger_to_json(minutes.ledger),
        "added": dt.datetime.now(dt.UTC).replace(tzinfo=None),
    }
    newest = _inserted(connection, schema.documents, values)
    older = (documents.meeting == meeting, documents.superseded_by.is_(None), documents.id != newest)
    connection.execute(update(schema.documents).where(*older).values(superseded_by=newest))


def _inserted(connection: Connection, table: Table, values: dict[str, Any]) -> int:
    (key,) = connection.execute(insert(table).values(values)).inserted_primary_key or (0,)
    return int(key)


def _put_items(
    connection: Connection, meeting: int, identity: Identity, tagged: TaggedMinutes, models: Models
) -> Rows:
    first_item, first_passage = claim_rows(
        connection, items=len(tagged.items), passages=sum(len(item.passages) for item in tagged.items)
    )
    place = Place(
        meeting=meeting,
        keys=identity.item_ids(),
        first_item=first_item,
        first_passage=first_passage,
        model=models.themes,
    )
    rows = rows_of(tagged, place)
    for table, values in rows.tables:
        if values:
            connection.execute(insert(table), list(values))
    return rows


def rebuild_index(connection: Connection, index: SearchIndex) -> None:
    """Make the full-text index again, a meeting at a time."""
    index.create(connection)
    for meeting in meeting_rows(connection):
        tagged = read_minutes(connection, meeting)
        places = connection.execute(
            select(schema.items.c.id, schema.items.c.first_passage)
            .where(schema.items.c.meeting == meeting.id)
            .order_by(schema.items.c.position)
        )
        for place, item in zip(places, tagged.items, strict=True):
            index.insert(connection, tuple(index_rows(place.id, item, place.first_passage)))
    count_change(connection)
