"""Where corrections apply: decided whenever an item, its tags or the log are written, and kept.

An entry is about the item of its meeting that reads as the corrected one did. Of a link or
a case, the second item is looked for in the same way, in its own meeting.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select

from pipeline.archive.log import read_log
from pipeline.archive.lookup import ITEMS, document_of, read_minutes
from pipeline.archive.schema import applied, corrections, items, meetings, tags
from pipeline.archive.tags import write_tags
from pipeline.corrections import (
    BoundaryChange,
    ItemText,
    active,
    cut_items,
    effective_tags,
    fitting,
    item_of_text,
    other_item,
)
from pipeline.domain import Correction, Opinion, Skipped, SkippedLink, meeting_of

Placed = Mapping[int, str | None]
"""The item that each entry of a log is about, by the entry's number."""


def apply_log(connection: Connection, meeting_id: str) -> None:
    """Put in effect what the log says of a meeting, and of pairs with its items, as they are now."""
    pairs = select(corrections.c.meeting).join(applied, applied.c.number == corrections.c.number)
    naming = connection.scalars(pairs.where(applied.c.other_meeting == meeting_id).distinct())
    for one in sorted({meeting_id, *naming}):
        if log := read_log(connection, one):
            _apply(connection, one, log)


def _apply(connection: Connection, meeting_id: str, log: Sequence[Correction]) -> None:
    hashes = item_hashes(connection, meeting_id)
    placed = {entry.number: item_of_text(entry.item_id, entry.text_hash, hashes) for entry in log}
    meeting = connection.execute(select(meetings).where(meetings.c.key == meeting_id)).one_or_none()
    held: Set[int] = frozenset()
    if meeting is not None:
        held = _apply_tags(connection, meeting, log, placed) | _cuts(connection, meeting, log)
    _note(connection, log, placed, held)


def item_hashes(connection: Connection, meeting_id: str) -> dict[str, str]:
    """Return how each item of a meeting reads, in order; nothing where the meeting is not in the archive."""
    rows = select(items.c.key, items.c.text_hash).select_from(ITEMS).where(meetings.c.key == meeting_id)
    return {row.key: row.text_hash for row in connection.execute(rows.order_by(items.c.position))}


def _apply_tags(
    connection: Connection, meeting: Row[Any], log: Sequence[Correction], placed: Placed
) -> Set[int]:
    """Write the effective tags of corrected items; return the numbers of the entries that fit there."""
    entries: dict[str, list[Correction]] = defaultdict(list)
    for entry in active(log):
        entries[placed[entry.number] or ""].append(entry)
    held, written = set[int](), dict[int, tuple[Opinion, Opinion | None]]()
    source = document_of(connection, meeting.id).text
    for row in _corrected(connection, meeting, list(entries)):
        text = source[row.start : row.end]
        item, own = ItemText(id=row.key, number=row.number, start=row.start, text=text), entries[row.key]
        held |= {entry.number for entry in fitting(row.opinion, own, item)}
        now = effective_tags(row.opinion, own, item)
        if now != (row.effective or row.opinion):
            written[row.id] = row.opinion, None if now == row.opinion else now
    write_tags(connection, written)
    return held


def _corrected(connection: Connection, meeting: Row[Any], keys: Sequence[str]) -> Sequence[Row[Any]]:
    """Return the items that are corrected, or were until now."""
    rows = select(items, tags.c.opinion, tags.c.effective).join(tags, tags.c.item == items.c.id)
    either = or_(items.c.key.in_(keys), tags.c.effective.is_not(None))
    return connection.execute(rows.where(items.c.meeting == meeting.id, either)).all()


def _cuts(connection: Connection, meeting: Row[Any], log: Sequence[Correction]) -> Set[int]:
    """Return the numbers of the splits and merges that made the items as they are."""
    if not any(isinstance(entry.change, BoundaryChange) for entry in log):
        return frozenset()
    minutes = read_minutes(connection, meeting).minutes
    return cut_items(minutes.cut or minutes.items, minutes.text, log).held


def _note(connection: Connection, log: Sequence[Correction], placed: Placed, held: Set[int]) -> None:
    """Write where each entry applies."""
    connection.execute(delete(applied).where(applied.c.number.in_([entry.number for entry in log])))
    connection.execute(insert(applied), list(_notes(connection, log, placed, held)))


def _notes(
    connection: Connection, log: Sequence[Correction], placed: Placed, held: Set[int]
) -> Iterator[dict[str, Any]]:
    holding = {entry.number for entry in active(log)}
    for entry in log:
        other = other_item(entry.change)
        where = meeting_of(other) if other else None
        there = item_hashes(connection, where) if where else {}
        now = item_of_text(other, entry.other_hash, there) if other else None
        holds: bool | None = entry.number in held and (other is None or now is not None)
        # Where the text of a question left open changed, it is asked again: it does not wait.
        if entry.number not in holding or (not holds and isinstance(entry.change, Skipped | SkippedLink)):
            holds = None
        yield {
            "number": entry.number,
            "item": placed[entry.number],
            "other": now,
            "other_meeting": where,
            "holds": holds,
        }
