"""Writing: one meeting goes in, is rebuilt, or goes out whole, inside the caller's transaction."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Table, delete, insert, select, update
from sqlalchemy import Row as SqlRow

from pipeline.archive import schema
from pipeline.archive.closing import close_earlier, closed_since, forget_quotes
from pipeline.archive.columns import now
from pipeline.archive.contents import check_vectors, drop_items, put_contents
from pipeline.archive.identity import identify, is_older, kept_ids, restate_meeting
from pipeline.archive.lookup import (
    CURRENT,
    ITEMS,
    batches,
    find_minutes,
    generation_now,
    meeting_row,
    row_of_meeting,
)
from pipeline.archive.tags import apply_log, withhold_names, write_tags
from pipeline.archive.values import Added, Outcome, PassageVectors, Rebuilt
from pipeline.domain import (
    Minutes,
    Opinion,
    TaggedMinutes,
    committee_of,
    slug,
)
from pipeline.errors import ArchiveError, ItemNotFoundError

Row = dict[str, Any]


def add_minutes(
    connection: Connection, tagged: TaggedMinutes, vectors: npt.NDArray[np.float32], *, encoder: str
) -> Added:
    """Keep minutes as the models tagged them with one vector a passage, all items' passages in order.

    The same text is kept once, whatever its file is called. A changed text of a
    meeting is a new version: its items replace the old ones, the old text stays as
    history. `pipeline.archive.identity` says when two documents are one meeting.
    Corrections of items whose text is unchanged hold on. An agenda takes nothing from
    minutes, nor a version from one that its case system made later, nor a text that prints
    openly what a case system has closed: it is history at once.

    Raises:
        ArchiveError: also when vectors and passages do not go together.

    """
    check_vectors(vectors, sum(len(item.passages) for item in tagged.items))
    key = meeting_with(connection, tagged.minutes.text)
    if key is not None:
        restated = restate_meeting(connection, key, tagged.minutes)
        outcome = Outcome.NEW_VERSION if restated else Outcome.UNCHANGED
    else:
        key, outcome = _put(connection, tagged, PassageVectors(encoder=encoder, matrix=vectors))
    return Added(outcome=outcome, meeting_id=key, item_ids=_item_ids(connection, key))


def _put(connection: Connection, tagged: TaggedMinutes, encoded: PassageVectors) -> tuple[str, Outcome]:
    """Write minutes as a new meeting, or as a new version of one; return its id and what became of them."""
    key, row = identify(connection, tagged.minutes)
    if not all(item.open for item in tagged.minutes.items):
        forget_quotes(connection, tagged.minutes.meeting.date)
    if row is None:
        _put_meeting(connection, key, None, tagged.minutes)
        put_contents(connection, key, tagged, encoded)
        return key, Outcome.ADDED
    was = meeting_row(connection, key)
    if is_older(tagged.minutes, was) or _opens(connection, was, tagged.minutes):
        _put_earlier(connection, key, row, tagged.minutes)
        return key, Outcome.OLDER
    _keep_cut(connection, key, row)
    _put_meeting(connection, key, row, tagged.minutes)
    tagged = kept_ids(connection, row, tagged)
    drop_items(connection, row)
    closed_text = close_earlier(connection, row, tagged.minutes.items)
    put_contents(connection, key, tagged, encoded)
    withhold_names(connection, closed_text)
    return key, Outcome.NEW_VERSION


def _opens(connection: Connection, meeting: SqlRow[Any], minutes: Minutes) -> bool:
    """Tell whether minutes that no case system made print openly what the system of a meeting has closed."""
    if minutes.system or not meeting.system:
        return False
    stated = find_minutes(connection, meeting.key).minutes.items
    return any(closed_since(minutes.items, stated))


def rebuild_meeting(connection: Connection, rebuilt: Rebuilt) -> None:
    """Put minutes read otherwise, tagged or encoded anew in place of a meeting's, with all that is derived.

    Raises:
        ItemNotFoundError: there is no such meeting.
        ArchiveError: the archive was changed since the items were read.

    """
    if generation_now(connection) != rebuilt.generation:
        raise ArchiveError("archive-changed-meanwhile")
    tagged, meeting = rebuilt.tagged, meeting_row(connection, rebuilt.meeting_id)
    check_vectors(rebuilt.vectors.matrix, sum(len(item.passages) for item in tagged.items))
    own = _meeting(meeting.key, tagged.minutes)
    connection.execute(update(schema.meetings).where(schema.meetings.c.id == meeting.id).values(own))
    drop_items(connection, meeting.id)
    put_contents(connection, meeting.key, tagged, rebuilt.vectors)


def retag_items(connection: Connection, opinions: Mapping[str, Opinion]) -> None:
    """Keep what other models say of items, by their ids; what persons corrected holds on.

    Raises:
        ItemNotFoundError: an item is gone.

    """
    found: dict[str, tuple[int, str]] = {}
    columns = (schema.items.c.id, schema.items.c.key, schema.meetings.c.key.label("meeting"))
    for some in batches(list(opinions)):
        rows = select(*columns).select_from(ITEMS).where(schema.items.c.key.in_(some))
        found |= {row.key: (row.id, row.meeting) for row in connection.execute(rows)}
    if gone := opinions.keys() - found.keys():
        raise ItemNotFoundError("item-gone", item=min(gone))
    write_tags(connection, {found[key][0]: (opinion, None) for key, opinion in opinions.items()})
    apply_log(connection, *sorted({meeting for _, meeting in found.values()}))


def delete_meeting(connection: Connection, meeting_id: str) -> None:
    """Take a meeting out, all its versions with it, also one that cannot be read; the log stays.

    Raises:
        ItemNotFoundError: there is no such meeting.

    """
    meeting = row_of_meeting(connection, meeting_id)
    drop_items(connection, meeting)
    connection.execute(delete(schema.meetings).where(schema.meetings.c.id == meeting))
    apply_log(connection, meeting_id)


def withdraw_minutes(connection: Connection, minutes: Minutes) -> str | None:
    """Take out the meeting that a document told of, since its source took that back; return which it was.

    None where the archive does not have it, or has something else of it by now: minutes where an agenda is
    taken back, or a version that was made later.
    """
    key, row = identify(connection, minutes)
    if row is None:
        return None
    kept = meeting_row(connection, key)
    if kept.status is not minutes.status or is_older(minutes, kept):
        return None
    delete_meeting(connection, key)
    return key


def meeting_with(connection: Connection, text: str) -> str | None:
    """Return the id of the meeting whose current version reads exactly so; None if there is none."""
    same = schema.meetings.c.content_hash == _hash(text)
    key: str | None = connection.scalar(select(schema.meetings.c.key).where(same))
    return key


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _item_ids(connection: Connection, key: str) -> tuple[str, ...]:
    ids = select(schema.items.c.key).select_from(ITEMS).where(schema.meetings.c.key == key)
    return tuple(connection.scalars(ids.order_by(schema.items.c.position)))


def _put_meeting(connection: Connection, key: str, row: int | None, minutes: Minutes) -> None:
    """Write a new meeting, or in place of what is in its row, and its document."""
    named = ("structure", "system", "status", "stamp", "not_released")
    values = {
        **_meeting(key, minutes),
        **{name: getattr(minutes, name) for name in named},
        "key": key,
        "content_hash": _hash(minutes.text),
    }
    if row is None:
        row = _inserted(connection, schema.meetings, {**values, "generation": 0})
    else:
        connection.execute(update(schema.meetings).where(schema.meetings.c.id == row).values(values))
    _put_document(connection, row, minutes)


def _meeting(key: str, minutes: Minutes) -> Row:
    """Return what a person may correct of a meeting, and how the program read it where one did."""
    slugged = slug(minutes.meeting.committee) if minutes.uncorrected else committee_of(key)
    return {**asdict(minutes.meeting), "slug": slugged, "uncorrected": minutes.uncorrected}


def _put_document(connection: Connection, meeting: int, minutes: Minutes) -> None:
    documents = schema.documents.c
    newest = _inserted(connection, schema.documents, _document(meeting, minutes))
    older = (documents.meeting == meeting, CURRENT, documents.id != newest)
    connection.execute(update(schema.documents).where(*older).values(superseded_by=newest))


def _put_earlier(connection: Connection, key: str, meeting: int, minutes: Minutes) -> None:
    """Keep a version that came after the one that takes its place; what that closes goes out of it."""
    values, own = _document(meeting, minutes), schema.documents.c.meeting == meeting
    same = schema.documents.c.content_hash == values["content_hash"]
    if connection.scalar(select(schema.documents.c.id).where(own, same)) is not None:
        return
    current = connection.scalar(select(schema.documents.c.id).where(own, CURRENT))
    _inserted(connection, schema.documents, {**values, "superseded_by": current, "cut": minutes.items})
    if close_earlier(connection, meeting, find_minutes(connection, key).minutes.items):
        forget_quotes(connection, minutes.meeting.date)


def _document(meeting: int, minutes: Minutes) -> Row:
    return {
        "meeting": meeting,
        "source": minutes.source,
        "content_hash": _hash(minutes.text),
        "sha256": minutes.sha256,
        "text": minutes.text,
        "layout": minutes.ledger.layout,
        "ledger": minutes.ledger,
        "added": now(),
    }


def _keep_cut(connection: Connection, key: str, meeting: int) -> None:
    """Keep how the current document is cut, for those who ask what a new one changes."""
    own = (schema.documents.c.meeting == meeting, CURRENT)
    connection.execute(
        update(schema.documents).where(*own).values(cut=find_minutes(connection, key).minutes.items)
    )


def _inserted(connection: Connection, table: Table, values: Row) -> int:
    (key,) = connection.execute(insert(table).values(values)).inserted_primary_key or (0,)
    return int(key)
