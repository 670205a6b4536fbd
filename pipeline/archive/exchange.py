"""From one archive to another: a meeting with its part of the log, out and in."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from heapq import merge
from typing import Any

from sqlalchemy import Connection, Row

from pipeline.archive.force import bring_up_to_date, read_opinions, site_of
from pipeline.archive.log import append, next_number, read_log
from pipeline.archive.read import read_minutes
from pipeline.archive.state import count_change
from pipeline.corrections import by_time
from pipeline.domain import Change, Correction, Undo
from pipeline.errors import SourceError
from pipeline.serialize import correction_to_json, opinion_to_json, to_export


def export_meeting(connection: Connection, meeting: Row[Any]) -> dict[str, Any]:
    """Return a meeting as `to_export` writes it.

    Where there are any: "corrections", and for an item that was corrected "opinion", what
    the models alone said of it.
    """
    tagged = read_minutes(connection, meeting)
    found = to_export(tagged)
    log = read_log(connection, meeting.key)
    if not log:
        return found
    site = site_of(connection, meeting.key)
    opinions = read_opinions(connection, list(site.items))
    for row, item, target in zip(site.items, tagged.items, found["items"], strict=True):
        said = opinions[row]
        if (said.entities, said.themes) != (item.entities, item.themes):
            target["opinion"] = opinion_to_json(said)
    return {**found, "corrections": [correction_to_json(entry) for entry in log]}


def take_entries(connection: Connection, logs: Iterable[tuple[str, Sequence[Correction]]]) -> int:
    """Append what the log has not got yet, under numbers of its own; return how many entries that were.

    Raises:
        SourceError: an entry undoes one that is not among those of its meeting.

    """
    takers = [(_Taker(connection, meeting_id), entries) for meeting_id, entries in logs]
    # Across meetings by when they were made; within one an undo never comes before what it undoes.
    streams = ([(taker, e) for e in sorted(own, key=lambda e: e.number)] for taker, own in takers)
    for taker, entry in merge(*streams, key=lambda one: by_time(one[1])):
        taker.take(entry)
    changed = {taker.meeting_id for taker, _ in takers if taker.taken}
    for meeting_id in sorted(changed):
        site = site_of(connection, meeting_id)
        bring_up_to_date(connection, site, list(site.items))
    if changed:
        count_change(connection)
    return sum(taker.taken for taker, _ in takers)


class _Taker:
    """Takes the entries of one meeting; knows which the log has, and under which numbers."""

    def __init__(self, connection: Connection, meeting_id: str) -> None:
        self.meeting_id, self.taken = meeting_id, 0
        self._connection = connection
        self._known = {_likeness(entry): entry.number for entry in read_log(connection, meeting_id)}
        self._numbers: dict[int, int] = {}

    def take(self, entry: Correction) -> None:
        """Append an entry that the log has not got."""
        item_id = f"{self.meeting_id}/{entry.item_id.split('/', 2)[-1]}"
        own = replace(entry, item_id=item_id, change=_renumbered(entry, self._numbers))
        known = self._known.get(_likeness(own))
        if known is None:
            known = self._known[_likeness(own)] = next_number(self._connection)
            append(self._connection, replace(own, number=known), self.meeting_id)
            self.taken += 1
        self._numbers[entry.number] = known


def _likeness(entry: Correction) -> tuple[object, ...]:
    """Return what tells two entries apart, whatever numbers two archives gave them."""
    return entry.at, entry.by, entry.item_id, entry.change


def _renumbered(entry: Correction, numbers: dict[int, int]) -> Change:
    if not isinstance(entry.change, Undo):
        return entry.change
    if entry.change.number not in numbers:
        raise SourceError(
            f"correction {entry.number} undoes {entry.change.number}, which the file has not; export it again"
        )
    return Undo(number=numbers[entry.change.number])
