"""The log of corrections as it is read: each entry with whether it is in force, and what it is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.app.answers import to_json
from pipeline.app.session import Session
from pipeline.archive import Archive, ItemSummary, LogFilter, by_generation
from pipeline.corrections import other_item, undone
from pipeline.corrections.exchange import correction_to_json
from pipeline.domain import (
    Change,
    Correction,
    EntityChange,
    LinkChange,
    Skipped,
    SkippedLink,
    SkippedMention,
    ThemeChange,
    Undo,
)

Key = tuple[str, str]
"""What a question is about: an item, and a theme, an earlier item, or where a mention begins."""
_ALL = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """An entry of the log, and whether it is in force."""

    correction: Correction
    undone_by: int | None
    """Number of the entry that undoes it."""
    waiting: bool
    """Whether the text it corrects is not in the archive as it was."""


@to_json.register
def _entry_to_json(entry: LogEntry) -> dict[str, Any]:
    own = {"undone_by": entry.undone_by, "waiting": entry.waiting}
    return {**correction_to_json(entry.correction), **own}


def log_entries(session: Session, entries: Iterable[Correction]) -> tuple[LogEntry, ...]:
    """Return entries, each with the active undo that undoes it, and whether it waits."""
    undos, waits = session.archive.undos(), session.archive.waiting()
    gone = undone(undos)
    by = {
        undo.change.number: undo.number
        for undo in undos
        if isinstance(undo.change, Undo) and undo.number not in gone
    }
    return tuple(
        LogEntry(correction=one, undone_by=by.get(one.number), waiting=one.number in waits) for one in entries
    )


def read_log(session: Session, which: LogFilter) -> tuple[LogEntry, ...]:
    """Return all entries that are asked for, oldest first."""
    return log_entries(session, reversed(session.archive.log_page(which, _ALL).entries))


def read_log_of(session: Session, item_id: str, *, only_waiting: bool = False) -> tuple[LogEntry, ...]:
    """Return the entries about an item, or a meeting, oldest first.

    Raises:
        ItemNotFoundError: neither the archive nor the log knows it.

    """
    found = read_log(session, LogFilter(about=item_id))
    if not found and item_id not in session.archive.generations():
        session.archive.item(item_id)  # says which ids are like it
    return tuple(entry for entry in found if entry.waiting or not only_waiting)


def items_named(session: Session, entries: Iterable[Correction]) -> Mapping[str, ItemSummary]:
    """Return the items that entries are about or name, by their ids; those that are in the archive."""
    named = {name for one in entries for name in (one.item_id, other_item(one.change)) if name}
    return session.archive.summaries(sorted(named))


@by_generation
def answered(archive: Archive) -> frozenset[Key]:
    """Return what persons said their word on, or left open: nobody asks about it again."""
    about = ((item_id, _about(entry.change)) for item_id, entry in archive.in_force())
    return frozenset((item_id, what) for item_id, what in about if what is not None)


def _about(change: Change) -> str | None:
    match change:
        case ThemeChange(theme=about) | Skipped(theme=about):
            return about
        case LinkChange(earlier=about) | SkippedLink(earlier=about):
            return about
        case EntityChange(start=start) | SkippedMention(start=start):
            return str(start)
        case _:
            return None
