"""Corrections made, undone and listed, which of them wait, and items tagged again where they are cut anew."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pipeline.app.answers import to_json
from pipeline.app.changes import ItemEdits, changes
from pipeline.app.session import Session
from pipeline.archive import Archive, LogFilter, PassageVectors, Rebuilt
from pipeline.corrections import change_structure, origin, restructure, undone
from pipeline.corrections.exchange import correction_to_json
from pipeline.domain import (
    AgendaItem,
    Change,
    Correction,
    Meeting,
    MeetingChange,
    Minutes,
    Opinion,
    Signature,
    StructureChange,
    TaggedItem,
    TaggedMinutes,
    Undo,
    is_item_id,
    meeting_of,
)
from pipeline.encoder import Floats, split_by_item
from pipeline.errors import CorrectionError, ItemNotFoundError
from pipeline.process import Processor
from pipeline.text import mask_cpr

EVERY_ENTRY = LogFilter()
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What was written into the log, and the numbers of the corrections that wait since then."""

    entries: tuple[LogEntry, ...]
    now_waiting: tuple[int, ...]


def correct(
    session: Session, item_id: str, edits: ItemEdits, signature: Signature, *, seen: int | None = None
) -> Corrected:
    """Correct an item, unless somebody else has corrected it since the entry `seen`, if that is given.

    Raises:
        ItemNotFoundError: there is no such item.
        CorrectionError: something named does not exist, or two corrections concern the same thing.
        CorrectedMeanwhileError: there are newer entries.

    """
    wanted, waited = changes(session, session.archive.item(item_id), edits), waiting(session)
    entries = Corrector(session.processor, session.archive).correct(item_id, wanted, signature, seen=seen)
    return corrected(session, entries, waited)


def correct_meeting(
    session: Session, meeting_id: str, change: MeetingChange, signature: Signature
) -> Corrected:
    """Correct what the program read of a meeting; its items are tagged again, and keep their ids.

    Raises:
        ItemNotFoundError: there is no such meeting.
        CorrectionError: an item is named instead, or a committee or title without a letter given.

    """
    if is_item_id(meeting_id):
        raise CorrectionError("item-instead-of-meeting", item=meeting_id, meeting=meeting_of(meeting_id))
    for name in ("committee", "title"):
        if getattr(change, name) is not None and not getattr(change, name).strip():
            raise CorrectionError("empty-field", field=name)
    change = replace(change, committee=change.committee and mask_cpr(change.committee))
    waited = waiting(session)
    entries = Corrector(session.processor, session.archive).correct(meeting_id, [change], signature)
    return corrected(session, entries, waited)


def undo(session: Session, numbers: Collection[int], signature: Signature) -> Corrected:
    """Undo corrections, or their undos, the newest first.

    Raises:
        CorrectionError: there is no such correction, or it is undone already.

    """
    waited, corrector = waiting(session), Corrector(session.processor, session.archive)
    entries = [corrector.undo(number, signature) for number in sorted(set(numbers), reverse=True)]
    return corrected(session, entries, waited)


def corrected(session: Session, entries: Sequence[Correction], waited: Set[int]) -> Corrected:
    """Return entries that were just written, and what waits since then that did not among `waited`."""
    waits = waiting(session)
    return Corrected(
        entries=log_entries(entries, {}, waits),
        now_waiting=tuple(sorted(waits - waited)),
    )


def read_log(session: Session, which: LogFilter = EVERY_ENTRY) -> tuple[LogEntry, ...]:
    """Return all entries that are asked for, oldest first."""
    found, gone = session.archive.log_page(which, _ALL), undone_by(session.archive.undos())
    return log_entries(reversed(found.entries), gone, found.waiting)


def read_log_of(session: Session, item_id: str, *, only_waiting: bool = False) -> tuple[LogEntry, ...]:
    """Return the entries about an item, or a meeting, oldest first.

    Raises:
        ItemNotFoundError: neither the archive nor the log knows it.

    """
    found = read_log(session, LogFilter(about=item_id))
    if not found and item_id not in session.archive.generations():
        session.archive.item(item_id)  # says which ids are like it
    return tuple(entry for entry in found if entry.waiting or not only_waiting)


def log_entries(
    entries: Iterable[Correction], gone: Mapping[int, int], waits: Set[int]
) -> tuple[LogEntry, ...]:
    """Return entries, each with the one that undoes it and whether it waits."""
    return tuple(
        LogEntry(correction=entry, undone_by=gone.get(entry.number), waiting=entry.number in waits)
        for entry in entries
    )


def waiting(session: Session) -> frozenset[int]:
    """Return the numbers of the corrections whose text is not in the archive as it was."""
    return session.archive.waiting()


def undone_by(log: Sequence[Correction]) -> dict[int, int]:
    """Return by which active undo each entry is undone."""
    gone = undone(log)
    return {
        entry.change.number: entry.number
        for entry in log
        if isinstance(entry.change, Undo) and entry.number not in gone
    }


class Corrector:
    """Corrects the items of an archive; models are loaded only where minutes are read otherwise."""

    def __init__(self, processor: Processor, archive: Archive) -> None:
        self._processor = processor
        self._archive = archive

    def correct(
        self, item_id: str, changes: Sequence[Change], signature: Signature, *, seen: int | None = None
    ) -> tuple[Correction, ...]:
        """Write changes of one item, or of a meeting by its id, into the log and put them in force.

        Return the entries; `seen` as `Archive.correct` takes it, of tags.

        Raises:
            ItemNotFoundError: there is no such item.
            CorrectionError: a change names what is not there.

        """
        tags = [change for change in changes if not isinstance(change, StructureChange)]
        others = [change for change in changes if isinstance(change, StructureChange)]
        # Tags first: they are about the text as it reads before it is cut.
        entries = self._archive.correct(item_id, tags, signature, seen=seen) if tags or not others else ()
        return (*entries, *(self._restructure(item_id, change, signature) for change in others))

    def undo(self, number: int, signature: Signature) -> Correction:
        """Write into the log that an entry no longer holds; return the undo.

        Raises:
            CorrectionError: there is no such entry, or it is undone already.

        """
        (target,) = self._archive.entries([number]) or (None,)
        log = self._archive.corrections(meeting_of(target.item_id)) if target else ()
        if target not in log or not isinstance(origin(log, target).change, StructureChange):
            return self._archive.undo(number, signature)
        undo = replace(target, number=log[-1].number + 1, change=Undo(number=number))
        rebuilt = self._as_logged(meeting_of(target.item_id), (*log, undo))
        return self._archive.undo(number, signature, rebuilt=rebuilt)

    def recut(self) -> int:
        """Read every meeting as its log says, after minutes were added; return how many were read anew."""
        logs = ((key, self._archive.corrections(key)) for key in self._archive.to_recut())
        rebuilt = [recut for key, log in logs if (recut := self._as_logged(key, log))]
        for recut in rebuilt:
            # Each writes a change of its own, and they are of different meetings.
            self._archive.rebuild(replace(recut, generation=self._archive.generation()))
        return len(rebuilt)

    def _restructure(self, about: str, change: StructureChange, signature: Signature) -> Correction:
        meeting_id = about if isinstance(change, MeetingChange) else self._archive.item(about).meeting_id
        generation = self._archive.generation()
        tagged = self._archive.minutes(meeting_id)
        minutes = change_structure(tagged.minutes, about, change)
        rebuilt = self._rebuilt(meeting_id, tagged, minutes, generation)
        return self._archive.correct_structure(about, change, signature, rebuilt)

    def _as_logged(self, meeting_id: str, log: Sequence[Correction]) -> Rebuilt | None:
        """Return the meeting as the log reads it; None where it is not there, or is read so already."""
        generation = self._archive.generation()
        try:
            tagged = self._archive.minutes(meeting_id)
        except ItemNotFoundError:
            return None
        minutes = restructure(tagged.minutes, log).minutes
        if minutes == tagged.minutes:
            return None
        return self._rebuilt(meeting_id, tagged, minutes, generation)

    def _rebuilt(self, meeting_id: str, tagged: TaggedMinutes, minutes: Minutes, generation: int) -> Rebuilt:
        """Return a meeting read otherwise; what tags rest on is tagged anew, the rest is as it was."""
        kept = self._kept(meeting_id, tagged)
        if _tagged_by(minutes.meeting) != _tagged_by(tagged.minutes.meeting):
            kept = {}
        parts = kept | self._new(replace(minutes, items=tuple(i for i in minutes.items if i not in kept)))
        rows = [parts[item][1] for item in minutes.items if len(parts[item][1])]
        encoder = self._processor.encoder
        return Rebuilt(
            meeting_id=meeting_id,
            tagged=TaggedMinutes(minutes=minutes, items=tuple(parts[item][0] for item in minutes.items)),
            vectors=PassageVectors(
                encoder=encoder.name,
                matrix=np.concatenate(rows) if rows else np.zeros((0, encoder.dimension), np.float32),
            ),
            generation=generation,
        )

    def _kept(self, meeting_id: str, tagged: TaggedMinutes) -> dict[AgendaItem, tuple[TaggedItem, Floats]]:
        """Return the items of a meeting as the models alone tagged them, with their vectors."""
        encoder = self._processor.encoder.name
        vectors = self._archive.vectors(meeting_id, encoder=encoder).matrix
        encoded = split_by_item(tagged.minutes.items, [one.passages for one in tagged.items], vectors)
        return {
            one.item: (_by_models(one, self._archive.opinion(one.item.id)), own.vectors)
            for one, own in zip(tagged.items, encoded, strict=True)
        }

    def _new(self, minutes: Minutes) -> dict[AgendaItem, tuple[TaggedItem, Floats]]:
        """Tag the items of minutes."""
        if not minutes.items:
            return {}
        processed = self._processor.tag(minutes)
        parts = zip(processed.tagged.items, processed.encoded, strict=True)
        return {one.item: (one, own.vectors) for one, own in parts}


def _tagged_by(meeting: Meeting) -> tuple[object, ...]:
    """Return what of a meeting the tags of its items rest on: names and dates are read in its light."""
    return meeting.publisher, meeting.committee, meeting.date


def _by_models(tagged: TaggedItem, opinion: Opinion) -> TaggedItem:
    return replace(
        tagged, entities=opinion.entities, themes=opinion.themes, model=opinion.model, matters=opinion.matters
    )
