"""Corrections made and undone, and items tagged again where they are cut anew."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from pipeline.app.changes import EVERY, Edit, MentionEdit, changes, entity_changes
from pipeline.app.session import Session
from pipeline.archive import Archive, PassageVectors, Rebuilt
from pipeline.corrections import change_structure, origin, restructure
from pipeline.domain import (
    AgendaItem,
    Change,
    Correction,
    EntityAction,
    Filters,
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

Entries = tuple[Correction, ...]
"""What was just written into the log."""


def correct(
    session: Session, item_id: str, edits: Sequence[Edit], signature: Signature, *, seen: int | None = None
) -> Entries:
    """Correct an item, unless somebody else has corrected it since the entry `seen`, if that is given.

    Raises:
        ItemNotFoundError: there is no such item.
        CorrectionError: something named does not exist, or two corrections concern the same thing.
        CorrectedMeanwhileError: there are newer entries.

    """
    wanted = changes(session, session.archive.item(item_id), edits)
    return Corrector(session.processor, session.archive).correct(item_id, wanted, signature, seen=seen)


def correct_everywhere(
    session: Session, item_id: str, edit: MentionEdit, signature: Signature, *, seen: int | None = None
) -> Entries:
    """Correct the mentions with the same words in all items of an item's meeting, wherever they can be.

    Not where somebody else has corrected the item itself since the entry `seen`.

    Raises:
        ItemNotFoundError: there is no such item.
        CorrectionError: the words are mentioned nowhere in the meeting, or need a norm.
        CorrectedMeanwhileError: there are newer entries.

    """
    every = replace(edit, at=None, which=EVERY)
    meeting = Filters(meeting=session.archive.item(item_id).meeting_id)
    others = [item.id for item in session.archive.items(meeting) if item.id != item_id]
    wanted = {item: _new_changes(session, item, every) for item in (item_id, *others)}
    if not any(wanted.values()):
        raise CorrectionError("no-such-mention", text=edit.text)
    return tuple(
        entry
        for item, own in wanted.items()
        if own or item == item_id
        for entry in session.archive.correct(item, own, signature, seen=seen if item == item_id else None)
    )


def _new_changes(session: Session, item_id: str, edit: MentionEdit) -> Sequence[Change]:
    """Return the changes of one item; none where it does not have the words, or the mentions already."""
    stored = session.archive.item(item_id)
    try:
        found = entity_changes(edit, stored, session.normalizer)
    except CorrectionError as error:
        if error.code in {"no-such-text", "no-such-mention"}:
            return ()
        raise
    if edit.action is not EntityAction.ADD:
        return found
    first = stored.tagged.item.start
    there = {(one.start - first, one.end - first, one.label, one.norm) for one in stored.tagged.entities}
    return [one for one in found if (one.start, one.end, one.label, one.norm) not in there]


def correct_meeting(
    session: Session, meeting_id: str, change: MeetingChange, signature: Signature
) -> Entries:
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
    return Corrector(session.processor, session.archive).correct(meeting_id, [change], signature)


def undo(session: Session, numbers: Collection[int], signature: Signature) -> Entries:
    """Undo corrections, or their undos, the newest first.

    Raises:
        CorrectionError: there is no such correction, or it is undone already.

    """
    corrector = Corrector(session.processor, session.archive)
    return tuple(corrector.undo(number, signature) for number in sorted(set(numbers), reverse=True))


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
        minutes, _ = restructure(tagged.minutes, log)
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
