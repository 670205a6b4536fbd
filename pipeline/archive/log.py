"""What no rebuild takes away: the log of corrections, what of it holds now, and the cases of the trail."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import asdict, fields, replace
from typing import Any, get_args

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from pipeline.archive.columns import columns_of, made
from pipeline.archive.failures import all_rows, each_readable, readable_rows, reading
from pipeline.archive.lookup import BATCH, batches
from pipeline.archive.schema import applied, cases, corrections
from pipeline.archive.values import KeptCase, LogFilter, LogPage
from pipeline.corrections import Joined, active, joined_names, ruling_of, undone, with_other_item
from pipeline.domain import NAMES, CaseChange, Change, Correction, LinkChange, Ruling, StructureChange, Undo
from pipeline.errors import CorrectionError
from pipeline.serialize import CHANGE, dump, load

_JOINED = corrections.join(applied, applied.c.number == corrections.c.number)
_PAIR_IS_THERE = or_(applied.c.other_meeting.is_(None), applied.c.other.is_not(None))
"""Of an entry about two items: the second is in the archive, and reads as it did."""


def read_log(connection: Connection, meeting_id: str | None = None) -> tuple[Correction, ...]:
    """Return the log, or that of a meeting, with what is undone and the undos; `active` says what holds."""
    return _entries(connection, _of_meeting(meeting_id))


def entries_in_force(connection: Connection, *kinds: type[Change]) -> tuple[tuple[str, Correction], ...]:
    """Return the active corrections that hold for an item of the archive, oldest first, each with its id.

    Only those of some kinds of change, where any are given. Of a pair both items must read
    as they did; the second one is named as it is now. The words of a mention must stand
    there, and be a mention where it was changed.
    """
    rows = select(corrections, applied.c.item.label("now"), applied.c.other).select_from(_JOINED)
    rows = rows.where(applied.c.holds, applied.c.item.is_not(None), *([_is_of(kinds)] if kinds else []))
    found = readable_rows(
        connection, rows.order_by(corrections.c.at, corrections.c.number), corrections.c.number
    )
    return tuple(each_readable(found, lambda row: (row.now, _named_now(row))))


def waiting_numbers(connection: Connection) -> frozenset[int]:
    """Return the numbers of the active corrections whose text is not in the archive: changed, or taken out.

    Of a pair it is enough that one of the two reads otherwise; of a mention that was
    changed, that the models do not find it any more.
    """
    return frozenset(connection.scalars(select(applied.c.number).where(applied.c.holds.is_(False))))


def read_entries(connection: Connection, numbers: Collection[int]) -> tuple[Correction, ...]:
    """Return the entries of these numbers, in order; those that are not there are left out."""
    own = corrections.c.number.in_(sorted(numbers)[:BATCH])
    return _entries(connection, select(corrections).where(own).order_by(corrections.c.number))


def read_undos(connection: Connection) -> tuple[Correction, ...]:
    """Return the undos of the log, in order; by themselves they tell what is undone."""
    # Whatever does not hold and is about nothing else; the index on `holds` leaves few rows to look into.
    rows = select(corrections).select_from(_JOINED).where(applied.c.holds.is_(None), _is_of([Undo]))
    return _readable(connection, rows.order_by(corrections.c.number))


def meetings_to_recut(connection: Connection) -> tuple[str, ...]:
    """Return the ids of the meetings that somebody corrected, or whose items were cut or named otherwise."""
    meetings = select(corrections.c.meeting).where(_is_of(get_args(StructureChange))).distinct()
    return tuple(connection.scalars(meetings.order_by("meeting")))


def count_active(connection: Connection, kinds: Collection[type[Change]], since: int) -> int:
    """Return how many active entries of these kinds there are after the entry `since`."""
    gone = undone(read_undos(connection))
    numbers = select(corrections.c.number).where(corrections.c.number > since, _is_of(kinds))
    return sum(number not in gone for number in connection.scalars(numbers))


def _is_of(kinds: Iterable[type[Change]]) -> ColumnElement[bool]:
    """Return the condition that a change is of one of these kinds.

    It is looked for in the text: what is no JSON any more would end the question about all others.
    """
    text = cast(corrections.c.change, Text)
    codes = [fields(kind)[0].default for kind in kinds]
    return or_(*(text.contains(f'"kind":{blank}"{code}"') for code in codes for blank in ("", " ")))


def last_number(connection: Connection) -> int:
    """Return the number of the newest entry; 0 where there is none."""
    return int(connection.scalar(select(func.max(corrections.c.number))) or 0)


def read_names(connection: Connection) -> tuple[str, ...]:
    """Return who ever corrected."""
    return tuple(connection.scalars(select(corrections.c.by).distinct().order_by(corrections.c.by)))


def read_page(connection: Connection, which: LogFilter, limit: int, offset: int = 0) -> LogPage:
    """Return the newest entries, after `offset` newer ones."""
    where = tuple(_conditions(which))
    rows = select(corrections).select_from(_JOINED).where(*where)
    page = rows.order_by(corrections.c.number.desc()).limit(limit).offset(offset)
    return LogPage(
        entries=_readable(connection, page),
        total=connection.scalar(select(func.count()).select_from(_JOINED).where(*where)) or 0,
    )


def _conditions(which: LogFilter) -> Iterator[ColumnElement[bool]]:
    if which.by:
        yield corrections.c.by == which.by
    if which.about:
        then, now = corrections.c.item == which.about, applied.c.item == which.about
        yield or_(then, now, corrections.c.meeting == which.about)
    if which.waiting:
        yield applied.c.holds.is_(False)


def read_link_rulings(connection: Connection) -> tuple[Ruling, ...]:
    """Return which earlier items (`other`) are always shown for an item, or never: the last word on each."""
    return _last_words(connection, LinkChange)


def read_case_rulings(connection: Connection) -> tuple[Ruling, ...]:
    """Return which pairs of items must be of one case, or must not; the last word on each, oldest first."""
    return _last_words(connection, CaseChange)


def _last_words(connection: Connection, kind: type[LinkChange | CaseChange]) -> tuple[Ruling, ...]:
    last: dict[Hashable, Ruling] = {}
    for item_id, entry in entries_in_force(connection, kind):
        if isinstance(change := entry.change, kind):
            ruling = ruling_of(item_id, change, entry.by)
            pair = item_id, ruling.other
            key = frozenset(pair) if kind is CaseChange else pair  # two items of one case are equals
            last.pop(key, None)  # a new word on an old pair is the newest
            last[key] = ruling
    return tuple(last.values())


def read_joins(connection: Connection) -> tuple[Correction, ...]:
    """Return the active entries that join names, oldest first."""
    return active(read_log(connection, NAMES))


def read_joined(connection: Connection) -> Joined:
    """Return what the names that persons joined go by."""
    return joined_names(read_joins(connection))


def read_cases(connection: Connection) -> dict[str, KeptCase]:
    """Return the case of every matter that was ever put into one, by the key it had then."""
    rows = connection.execute(select(cases).order_by(cases.c.item))
    return {row.item: KeptCase(case_id=row.case_id, text_hash=row.text_hash) for row in rows}


def write_cases(connection: Connection, found: Mapping[str, KeptCase]) -> None:
    """Note the case of each of these matters. No change that links or tags must follow."""
    rows = [{"item": matter, **asdict(case)} for matter, case in found.items()]
    for some in batches(rows):
        connection.execute(delete(cases).where(cases.c.item.in_([row["item"] for row in some])))
        connection.execute(insert(cases), some)


# For the other modules of this room


def readable_log(connection: Connection, meeting_id: str) -> tuple[Correction, ...]:
    """Return the entries of one meeting's items that can be read; the others are logged."""
    return _readable(connection, _of_meeting(meeting_id))


def _readable(connection: Connection, rows: Select[Any]) -> tuple[Correction, ...]:
    found = readable_rows(connection, rows, corrections.c.number)
    return tuple(each_readable(found, _entry))


def _of_meeting(meeting_id: str | None) -> Select[Any]:
    rows = select(corrections).order_by(corrections.c.number)
    return rows if meeting_id is None else rows.where(corrections.c.meeting == meeting_id)


def read_entry(connection: Connection, number: int) -> tuple[Correction, str]:
    """Return one entry and the public id of its meeting.

    Raises:
        CorrectionError: there is none of this number.

    """
    row = connection.execute(select(corrections).where(corrections.c.number == number)).one_or_none()
    if row is None:
        raise CorrectionError("no-such-correction", number=number)
    return _entry(row), row.meeting


def entries_about(connection: Connection, item_id: str) -> dict[int, Correction]:
    """Return the entries about an item, by their numbers, each pair as it is named now.

    Those are left out whose second item is not in the archive, or does not read as it did.
    """
    own = applied.c.item == item_id
    rows = select(corrections, applied.c.other).select_from(_JOINED).where(own, _PAIR_IS_THERE)
    return {row.number: _named_now(row) for row in connection.execute(rows)}


def last_numbers(connection: Connection, item_ids: Collection[str]) -> dict[str, int]:
    """Return the number of the newest entry about each of these items; those without any are left out."""
    own = applied.c.item.in_(sorted(item_ids)[:BATCH])
    rows = select(applied.c.item, func.max(corrections.c.number)).select_from(_JOINED)
    found = connection.execute(rows.where(own, _PAIR_IS_THERE).group_by(applied.c.item))
    return {row[0]: row[1] for row in found}


def append(connection: Connection, entry: Correction, meeting_id: str) -> None:
    """Write an entry of an item of a meeting."""
    values = {**_values(entry), "number": entry.number, "meeting": meeting_id}
    connection.execute(insert(corrections).values(values))


def rewrite(connection: Connection, entries: Iterable[Correction]) -> None:
    """Replace the entries of the same numbers, which hold something that must not be kept."""
    for entry in entries:
        own = corrections.c.number == entry.number
        connection.execute(update(corrections).where(own).values(_values(entry)))


def _values(entry: Correction) -> dict[str, Any]:
    own = {"item": entry.item_id, "change": dump(CHANGE, entry.change)}
    return {**columns_of(entry, "number", "item_id"), **own}


def next_number(connection: Connection) -> int:
    """Return the number of the next entry."""
    return last_number(connection) + 1


def _entries(connection: Connection, rows: Select[Any]) -> tuple[Correction, ...]:
    return tuple(_entry(row) for row in all_rows(connection, rows, corrections.c.number))


def _named_now(row: Row[Any]) -> Correction:
    entry = _entry(row)
    return entry if row.other is None else replace(entry, change=with_other_item(entry.change, row.other))


def _entry(row: Row[Any]) -> Correction:
    with reading(f"correction {row.number}"):
        change = load(CHANGE, row.change)
    return made(Correction, row, item_id=row.item, change=change)
