"""From one archive to another: a meeting with its part of the log, out and in."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import merge
from typing import Any

from sqlalchemy import Connection, select

from pipeline.archive.failures import Unread, is_unreadable
from pipeline.archive.log import append, next_number, read_log
from pipeline.archive.lookup import meeting_row, read_minutes
from pipeline.archive.schema import meetings
from pipeline.archive.tags import apply_log, tags_of
from pipeline.corrections import by_time
from pipeline.corrections.exchange import correction_to_json
from pipeline.domain import NAMES, Change, Correction, Undo, Withheld
from pipeline.errors import ArchiveError, SourceError
from pipeline.serialize import opinion_to_json, to_export

_Made = tuple[dt.datetime, str, str]


def export_meetings(connection: Connection, unread: Unread) -> Iterator[dict[str, Any]]:
    """Yield each meeting as `to_export` writes it, oldest first; at last what joins names, which is of none.

    Where there are any: "corrections", and for an item that was corrected "opinion", what
    the models alone said of it. What cannot be read is left out, and given to `unread`.
    """
    oldest_first = select(meetings.c.key).order_by(meetings.c.date, meetings.c.key)
    for key in (*connection.scalars(oldest_first), NAMES):
        try:
            found = _export_joins(connection) if key == NAMES else _export(connection, key)
        except ArchiveError as error:
            if not is_unreadable(error):
                raise
            unread(error)
        else:
            yield from [found] if found else []


def _export_joins(connection: Connection) -> dict[str, Any]:
    joins = read_log(connection, NAMES)
    return {"corrections": [correction_to_json(entry) for entry in joins]} if joins else {}


def _export(connection: Connection, meeting_id: str) -> dict[str, Any]:
    meeting = meeting_row(connection, meeting_id)
    tagged = read_minutes(connection, meeting)
    found = to_export(tagged)
    if log := read_log(connection, meeting.key):
        alone = read_minutes(connection, meeting, corrected=False)
        for item, own, target in zip(tagged.items, alone.items, found["items"], strict=True):
            if own != item:
                target["opinion"] = opinion_to_json(tags_of(own))
        found["corrections"] = [correction_to_json(entry) for entry in log]
    return found


def add_entries(connection: Connection, logs: Iterable[tuple[str, Sequence[Correction]]]) -> int:
    """Add entries of another archive's log, under the ids of this one, by meeting; return how many were new.

    They are numbered in the order they were made, whatever meetings they are of.

    Raises:
        SourceError: an entry undoes one that is not among those of its meeting.

    """
    importers = [(_Importer(connection, meeting_id), entries) for meeting_id, entries in logs]
    # Across meetings by when they were made; within one an undo never comes before what it undoes.
    streams = ([(importer, e) for e in sorted(own, key=lambda e: e.number)] for importer, own in importers)
    for importer, entry in merge(*streams, key=lambda one: by_time(one[1])):
        importer.add(entry)
    changed = {importer.meeting_id for importer, _ in importers if importer.added}
    if changed:
        apply_log(connection, *sorted(changed))
    return sum(importer.added for importer, _ in importers)


class _Importer:
    """Adds the entries of one meeting; knows which the log has, and under which numbers."""

    def __init__(self, connection: Connection, meeting_id: str) -> None:
        self.meeting_id, self.added = meeting_id, 0
        self._connection = connection
        self._log = defaultdict[_Made, list[Correction]](list)
        for entry in read_log(connection, meeting_id):
            self._log[_made(entry)].append(entry)
        self._numbers: dict[int, int] = {}

    def add(self, entry: Correction) -> None:
        """Append an entry that the log has not got."""
        own = replace(entry, change=_renumbered(entry, self._numbers))
        known = next((one.number for one in self._log[_made(own)] if self._is(one, own.change)), None)
        if known is None:
            known = next_number(self._connection)
            append(self._connection, replace(own, number=known), self.meeting_id)
            self._log[_made(own)].append(replace(own, number=known))
            self.added += 1
        self._numbers[entry.number] = known

    def _is(self, known: Correction, change: Change) -> bool:
        """Tell whether an entry is the one that is added; of two that tell nothing either may be it."""
        if Withheld not in {type(known.change), type(change)}:
            return known.change == change
        return _kind(known.change) == _kind(change) and known.number not in self._numbers.values()


def _made(entry: Correction) -> _Made:
    """Return what tells apart entries not made in one go, whatever numbers two archives gave them."""
    return entry.at, entry.by, entry.item_id


def _kind(change: Change) -> str:
    return change.was if isinstance(change, Withheld) else change.kind


def _renumbered(entry: Correction, numbers: dict[int, int]) -> Change:
    if not isinstance(entry.change, Undo):
        return entry.change
    if entry.change.number not in numbers:
        raise SourceError("undo-of-nothing-in-file", number=entry.number, undone=entry.change.number)
    return Undo(number=numbers[entry.change.number])
