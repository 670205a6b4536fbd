"""Writing: one meeting goes in or out whole, inside the caller's transaction."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from pipeline.archive import schema
from pipeline.archive.force import bring_up_to_date, corrected_rows, site_of
from pipeline.archive.identity import Identity, identify
from pipeline.archive.lookup import find_meeting, meeting_rows
from pipeline.archive.read import read_minutes
from pipeline.archive.rows import Place, Rows, index_rows, rows_of
from pipeline.archive.search_index import SearchIndex
from pipeline.archive.state import claim_rows, count_change, count_meeting_change, generation
from pipeline.archive.values import Added, Outcome, PassageVectors, Recut
from pipeline.archive.vectors import Chunk, write_vectors
from pipeline.domain import AgendaItem, Ledger, Minutes, TaggedMinutes
from pipeline.errors import ArchiveError
from pipeline.serialize import agenda_item_to_json, dump


def content_hash(text: str) -> str:
    """Return what two documents of the same text have in common."""
    return hashlib.sha256(text.encode()).hexdigest()


def add_minutes(
    connection: Connection, index: SearchIndex, tagged: TaggedMinutes, encoded: PassageVectors
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
    _put_contents(connection, index, replace(identity, row=meeting), tagged, encoded)
    outcome = Outcome.ADDED if identity.row is None else Outcome.NEW_VERSION
    return Added(outcome=outcome, meeting_id=identity.key, item_ids=identity.item_ids())


def check_unchanged(connection: Connection, recut: Recut) -> None:
    """Refuse items that were tagged from an archive that is no more.

    Raises:
        ArchiveError: it was changed since.

    """
    if generation(connection) != recut.generation:
        raise ArchiveError("the archive was changed by another meanwhile; nothing was written, try again")


def recut_meeting(connection: Connection, index: SearchIndex, recut: Recut) -> None:
    """Put items that are cut otherwise in place of a meeting's."""
    meeting = find_meeting(connection, recut.meeting_id)
    drop_items(connection, index, meeting.id)
    identity = Identity(
        key=meeting.key,
        slug=meeting.slug,
        row=meeting.id,
        numbers=tuple(item.id.removeprefix(f"{meeting.key}/") for item in recut.tagged.minutes.items),
    )
    _put_contents(connection, index, identity, recut.tagged, recut.vectors)


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
        "ledger": dump(Ledger, minutes.ledger),
        "added": dt.datetime.now(dt.UTC).replace(tzinfo=None),
    }
    newest = _inserted(connection, schema.documents, values)
    older = (documents.meeting == meeting, documents.superseded_by.is_(None), documents.id != newest)
    connection.execute(update(schema.documents).where(*older).values(superseded_by=newest))


def _inserted(connection: Connection, table: Table, values: dict[str, Any]) -> int:
    (key,) = connection.execute(insert(table).values(values)).inserted_primary_key or (0,)
    return int(key)


def _put_contents(
    connection: Connection,
    index: SearchIndex,
    identity: Identity,
    tagged: TaggedMinutes,
    encoded: PassageVectors,
) -> None:
    """Write all that hangs below a meeting, and put its corrections in force."""
    meeting = identity.row or 0
    cut = [_under(item, identity.key) for item in tagged.minutes.cut] or None
    current = (schema.documents.c.meeting == meeting, schema.documents.c.superseded_by.is_(None))
    connection.execute(update(schema.documents).where(*current).values(cut=cut))
    rows = _put_items(connection, meeting, identity.item_ids(), tagged)
    index.insert(connection, rows.index)
    chunk = Chunk(meeting=meeting, first_passage=rows.first_passage, encoder=encoded.encoder)
    write_vectors(connection, chunk, encoded.matrix)
    site = site_of(connection, identity.key)
    bring_up_to_date(connection, site, corrected_rows(site))


def _under(item: AgendaItem, meeting_id: str) -> dict[str, Any]:
    """Return an item as JSON, its id under this meeting."""
    return {**agenda_item_to_json(item), "id": f"{meeting_id}/{item.id.split('/', 2)[-1]}"}


def _put_items(connection: Connection, meeting: int, keys: Sequence[str], tagged: TaggedMinutes) -> Rows:
    first_item, first_passage = claim_rows(
        connection, items=len(tagged.items), passages=sum(len(item.passages) for item in tagged.items)
    )
    place = Place(meeting=meeting, keys=keys, first_item=first_item, first_passage=first_passage)
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
