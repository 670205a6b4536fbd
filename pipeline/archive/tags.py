"""The tags of items: what the models say, what corrections make of it, and what is filtered by and counted.

Where corrections apply is decided whenever an item, its tags or the log are written, and
kept. An entry is about the item of its meeting that reads as the corrected one did. Of a
link or a case, the second item is looked for in the same way, in its own meeting.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, Text, delete, func, insert, or_, select, type_coerce

from pipeline.archive.closing import withhold
from pipeline.archive.failures import each_readable
from pipeline.archive.log import read_joined, readable_log, rewrite
from pipeline.archive.lookup import ITEMS, batches, count_change, document_of, item_row, read_minutes
from pipeline.archive.schema import (
    applied,
    corrections,
    item_entities,
    item_themes,
    items,
    meetings,
    tags,
)
from pipeline.corrections import (
    ItemText,
    Joined,
    active,
    effective_tags,
    fitting,
    item_of_text,
    other_item,
    restructure,
    withheld,
)
from pipeline.domain import (
    NAMES,
    Correction,
    LeftOpen,
    NameChange,
    Opinion,
    StructureChange,
    TaggedItem,
    Undo,
    meeting_of,
)

ItemOf = Mapping[int, str | None]
"""The item that each entry of a log is about, by the entry's number."""


def opinion_of(connection: Connection, item_id: str) -> Opinion:
    """Return what the models alone say of an item."""
    own = tags.c.item == item_row(connection, item_id).id
    opinion: Opinion = connection.execute(select(tags.c.opinion).where(own)).scalar_one()
    return opinion


def read_models(connection: Connection) -> dict[str, str]:
    """Return the version of the theme model that tagged each item, oldest meeting first."""
    joined = ITEMS.join(tags, tags.c.item == items.c.id)
    rows = select(items.c.key, tags.c.model).select_from(joined)
    found = connection.execute(rows.order_by(meetings.c.date, meetings.c.key, items.c.position))
    return {row.key: row.model for row in found}


def count_stale(connection: Connection, version: str) -> int:
    """Return how many items another version of the theme model tagged."""
    return connection.scalar(select(func.count()).where(tags.c.model != version)) or 0


def tags_of(tagged: TaggedItem) -> Opinion:
    """Return the tags of an item by themselves."""
    return Opinion(entities=tagged.entities, themes=tagged.themes, model=tagged.model, matters=tagged.matters)


def write_tags(connection: Connection, found: Mapping[int, tuple[Opinion, Opinion | None]]) -> None:
    """Put tags in place of what items had: the models' opinion, and what is in effect where that differs.

    Items are given by their rows.
    """
    for table in (tags, item_themes):
        connection.execute(delete(table).where(table.c.item.in_(found)))
    rows = [
        {"item": item, "model": opinion.model, "opinion": opinion, "effective": effective}
        for item, (opinion, effective) in found.items()
    ]
    current = {item: effective or opinion for item, (opinion, effective) in found.items()}
    for table, values in ((tags, rows), (item_themes, _themes(current))):
        if values := list(values):
            connection.execute(insert(table), values)
    _write_entities(connection, current)


def _themes(current: Mapping[int, Opinion]) -> Iterator[dict[str, Any]]:
    for item, own in current.items():
        assigned = (score.theme for score in own.themes if score.assigned)
        yield from ({"item": item, "position": at, "theme": theme} for at, theme in enumerate(assigned))


def _write_entities(connection: Connection, current: Mapping[int, Opinion]) -> None:
    """Put what items are found by in place of what it was: each name as what it goes by."""
    connection.execute(delete(item_entities).where(item_entities.c.item.in_(current)))
    if values := list(_entities(current, read_joined(connection))):
        connection.execute(insert(item_entities), values)


def _entities(current: Mapping[int, Opinion], joined: Joined) -> Iterator[dict[str, Any]]:
    for item, own in current.items():
        found = ((entity.label, entity.norm) for entity in own.entities)
        norms = dict.fromkeys((label, joined.get((label, norm), norm)) for label, norm in found)
        yield from ({"item": item, "label": label, "norm": norm} for label, norm in norms)


def apply_log(connection: Connection, *meeting_ids: str) -> None:
    """Put in effect what the log says of changed meetings, and of pairs with their items, as they are now.

    What it says of closed items is taken out of it first.
    """
    for meeting_id in meeting_ids:
        _apply_all(connection, meeting_id)
    count_change(connection, *meeting_ids)


def _apply_all(connection: Connection, meeting_id: str) -> None:
    pairs = select(corrections.c.meeting).join(applied, applied.c.number == corrections.c.number)
    naming = connection.scalars(pairs.where(applied.c.other_meeting == meeting_id).distinct())
    for one in sorted({meeting_id, *naming}):
        if log := withhold(connection, one):
            _apply(connection, one, log)


def withhold_everywhere(connection: Connection) -> None:
    """Take out of the log what it tells of closed items, in an archive of the time before that was done."""
    closed = select(meetings.c.key).join(items).where(~items.c.open).distinct().order_by(meetings.c.key)
    for _ in each_readable(connection.scalars(closed).all(), partial(apply_log, connection)):
        pass


def _apply(connection: Connection, meeting_id: str, log: Sequence[Correction]) -> None:
    hashes = item_hashes(connection, meeting_id)
    item_of = {entry.number: item_of_text(entry.item_id, entry.text_hash, hashes) for entry in log}
    meeting = connection.execute(select(meetings).where(meetings.c.key == meeting_id)).one_or_none()
    fit: Set[int] = frozenset()
    if meeting_id == NAMES:
        fit = {entry.number for entry in log}  # none waits
        _rename(connection, log)
    elif meeting is not None:
        fit = _apply_tags(connection, meeting, log, item_of) | _structure(connection, meeting, log)
    connection.execute(delete(applied).where(applied.c.number.in_([entry.number for entry in log])))
    connection.execute(insert(applied), list(_places(connection, log, item_of, fit)))


def withhold_names(connection: Connection, closed_text: str) -> None:
    """Take out of the log how names of a text that is closed now were joined, if they stand nowhere else."""
    log, text = readable_log(connection, NAMES), " ".join(closed_text.casefold().split())
    gone = dict[int, Correction]()
    for entry in log if text else ():
        match entry.change:
            case NameChange(name=name, canonical=canonical):
                closed = [one for one in (name, canonical) if one.casefold() in text]
                if not all(_is_named(connection, one) for one in closed):
                    gone[entry.number] = withheld(entry)
            case Undo(number=number) if number in gone:
                gone[entry.number] = withheld(entry)
    if gone:
        rewrite(connection, gone.values())
        _rename(connection, [entry for entry in log if entry.number in gone])
        apply_log(connection, NAMES)


def _is_named(connection: Connection, name: str) -> bool:
    """Tell whether the models or a person found something in an item that goes by this name."""
    norm = f'"norm":{json.dumps(name, ensure_ascii=False)}'
    columns = (type_coerce(own, Text) for own in (tags.c.opinion, tags.c.effective))
    held = (column.contains(norm, autoescape=True) for column in columns)
    return connection.scalar(select(tags.c.item).where(or_(*held)).limit(1)) is not None


def _rename(connection: Connection, log: Sequence[Correction]) -> None:
    """Let items be found by what the names that these entries join go by now."""
    concerned = defaultdict[str, set[str]](set)
    for entry in log:
        if isinstance(change := entry.change, NameChange):
            concerned[change.label] |= {change.name, change.canonical}
    names = item_entities.c
    for label, norms in concerned.items():
        naming = select(names.item).where(names.label == label, names.norm.in_(sorted(norms)))
        rows = connection.execute(select(tags).where(tags.c.item.in_(naming))).all()
        for some in batches(rows):
            _write_entities(connection, {row.item: row.effective or row.opinion for row in some})


def item_hashes(connection: Connection, meeting_id: str) -> dict[str, str]:
    """Return how each item of a meeting reads, in order; nothing where the meeting is not in the archive."""
    rows = select(items.c.key, items.c.text_hash).select_from(ITEMS).where(meetings.c.key == meeting_id)
    return {row.key: row.text_hash for row in connection.execute(rows.order_by(items.c.position))}


def _apply_tags(
    connection: Connection, meeting: Row[Any], log: Sequence[Correction], item_of: ItemOf
) -> Set[int]:
    """Write the effective tags of corrected items; return the numbers of the entries that fit there."""
    entries: dict[str, list[Correction]] = defaultdict(list)
    for entry in active(log):
        entries[item_of[entry.number] or ""].append(entry)
    fit, written = set[int](), dict[int, tuple[Opinion, Opinion | None]]()
    source = document_of(connection, meeting.id).text
    for row in _corrected(connection, meeting, list(entries)):
        text = source[row.start : row.end]
        item, own = ItemText(id=row.key, start=row.start, text=text), entries[row.key]
        fit |= {entry.number for entry in fitting(row.opinion, own, item)}
        now = effective_tags(row.opinion, own, item)
        if now != (row.effective or row.opinion):
            written[row.id] = row.opinion, None if now == row.opinion else now
    write_tags(connection, written)
    return fit


def _corrected(connection: Connection, meeting: Row[Any], keys: Sequence[str]) -> Sequence[Row[Any]]:
    """Return the items that are corrected, or were until now."""
    rows = select(items, tags.c.opinion, tags.c.effective).join(tags, tags.c.item == items.c.id)
    either = or_(items.c.key.in_(keys), tags.c.effective.is_not(None))
    return connection.execute(rows.where(items.c.meeting == meeting.id, either)).all()


def _structure(connection: Connection, meeting: Row[Any], log: Sequence[Correction]) -> Set[int]:
    """Return the numbers of the entries that made meeting and items as they are."""
    if not any(isinstance(entry.change, StructureChange) for entry in log):
        return frozenset()
    _, numbers = restructure(read_minutes(connection, meeting).minutes, log)
    return numbers


def _places(
    connection: Connection, log: Sequence[Correction], item_of: ItemOf, fit: Set[int]
) -> Iterator[dict[str, Any]]:
    """Yield where each entry applies."""
    holding = {entry.number for entry in active(log)}
    for entry in log:
        other = other_item(entry.change)
        where = meeting_of(other) if other else None
        there = item_hashes(connection, where) if where else {}
        now = item_of_text(other, entry.other_hash, there) if other else None
        holds: bool | None = entry.number in fit and (other is None or now is not None)
        # Where the text of a question left open changed, it is asked again: it does not wait.
        if entry.number not in holding or (not holds and isinstance(entry.change, LeftOpen)):
            holds = None
        yield {
            "number": entry.number,
            "item": item_of[entry.number],
            "other": now,
            "other_meeting": where,
            "holds": holds,
        }
