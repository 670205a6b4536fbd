"""Corrections made, taken back and read again; and which of them wait for a text to return."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.app.answers import to_json
from pipeline.app.changes import Wanted, changes
from pipeline.app.session import Session
from pipeline.correcting import Corrector
from pipeline.corrections import undone
from pipeline.domain import Correction, Signature, Undo
from pipeline.serialize import correction_to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """An entry of the log, and whether it holds."""

    correction: Correction
    undone_by: int | None
    """Number of the entry that takes it back."""
    waiting: bool
    """Whether what it corrects does not stand in the archive as it was."""


@to_json.register
def _entry_to_json(entry: LogEntry) -> dict[str, Any]:
    own = {"undone_by": entry.undone_by, "waiting": entry.waiting}
    return {**correction_to_json(entry.correction), **own}


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What was written into the log, and the numbers of the corrections that wait since then."""

    entries: tuple[LogEntry, ...]
    now_waiting: tuple[int, ...]


def correct(session: Session, item_id: str, wanted: Wanted, signature: Signature) -> Corrected:
    """Correct an item.

    Raises:
        ItemNotFoundError: there is no such item.
        CorrectionError: something named is not there, or two corrections are about the same.

    """
    stored, waited = session.archive.item(item_id), waiting(session)
    corrector = Corrector(session.processor, session.archive)
    entries = corrector.correct(item_id, changes(session, stored, wanted), signature)
    return _corrected(session, entries, waited)


def undo(session: Session, number: int, signature: Signature) -> Corrected:
    """Take a correction back; of an undo, bring back what it took.

    Raises:
        CorrectionError: there is no such correction, or it is taken back already.

    """
    waited = waiting(session)
    entry = Corrector(session.processor, session.archive).undo(number, signature)
    return _corrected(session, [entry], waited)


def _corrected(session: Session, entries: Sequence[Correction], waited: Collection[int]) -> Corrected:
    new = {entry.number for entry in entries}
    written = tuple(entry for entry in read_log(session) if entry.correction.number in new)
    return Corrected(entries=written, now_waiting=tuple(sorted(waiting(session) - set(waited))))


def read_log(session: Session, item_id: str = "", *, only_waiting: bool = False) -> tuple[LogEntry, ...]:
    """Return the log, oldest first, of all items or of one.

    Raises:
        ItemNotFoundError: there is no such item.

    """
    waits, taken_back = waiting(session), _taken_back(session.archive.corrections())
    entries = (
        LogEntry(correction=entry, undone_by=taken_back.get(entry.number), waiting=entry.number in waits)
        for entry in session.archive.corrections(item_id or None)
    )
    return tuple(entry for entry in entries if entry.waiting or not only_waiting)


def waiting(session: Session) -> frozenset[int]:
    """Return the numbers of the corrections whose text is not in the archive as it was."""
    return frozenset(entry.number for entry in session.archive.waiting())


def _taken_back(log: Sequence[Correction]) -> dict[int, int]:
    """Return by which active undo each entry is undone."""
    gone = undone(log)
    return {
        entry.change.number: entry.number
        for entry in log
        if isinstance(entry.change, Undo) and entry.number not in gone
    }
