"""From one archive to another: a meeting with its part of the log, out and in."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row

from pipeline.archive.force import bring_up_to_date, read_opinions, site_of
from pipeline.archive.log import append, next_number, read_log
from pipeline.archive.read import read_minutes
from pipeline.archive.state import count_change
from pipeline.domain import Change, Correction, Undo
from pipeline.errors import SourceError
from pipeline.serialize import change_to_json, correction_to_json, opinion_to_json, to_export


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


def take_entries(connection: Connection, meeting_id: str, entries: Sequence[Correction]) -> int:
    """Append what the log has not got yet, under numbers of its own; return how many entries that were.

    Raises:
        SourceError: an entry undoes one that is not among them.

    """
    known = {_likeness(entry): entry.number for entry in read_log(connection, meeting_id)}
    numbers, first = dict[int, int](), next_number(connection)
    free = first
    for entry in sorted(entries, key=lambda entry: entry.number):
        item_id = f"{meeting_id}/{entry.item_id.split('/', 2)[-1]}"
        own = replace(entry, item_id=item_id, change=_renumbered(entry, numbers))
        numbers[entry.number] = known.get(_likeness(own), free)
        if numbers[entry.number] == free:
            append(connection, replace(own, number=free), meeting_id)
            free += 1
    if free > first:
        site = site_of(connection, meeting_id)
        bring_up_to_date(connection, site, list(site.items))
        count_change(connection)
    return free - first


def _likeness(entry: Correction) -> tuple[object, ...]:
    """Return what tells two entries apart, whatever numbers two archives gave them."""
    return entry.at, entry.by, entry.item_id, str(change_to_json(entry.change))


def _renumbered(entry: Correction, numbers: dict[int, int]) -> Change:
    if not isinstance(entry.change, Undo):
        return entry.change
    if entry.change.number not in numbers:
        raise SourceError(
            f"correction {entry.number} undoes {entry.change.number}, which the file has not; export it again"
        )
    return Undo(number=numbers[entry.change.number])
