"""Correcting an item: entries of the log, and its tags as they then stand, in the caller's transaction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace

from sqlalchemy import Connection

from pipeline.archive.log import append, entries_about, next_number, read_entry, read_log
from pipeline.archive.lookup import find_item, find_minutes, item_row
from pipeline.archive.tags import apply_log, item_hashes, opinion_of
from pipeline.archive.values import Rebuilt, StoredItem
from pipeline.archive.write import rebuild_meeting
from pipeline.corrections import (
    ItemState,
    ItemText,
    active,
    apply,
    describe,
    describe_structure,
    item_of_text,
    origin,
    other_item,
    replay,
    undone,
)
from pipeline.domain import (
    CaseChange,
    Change,
    Correction,
    EntityAction,
    EntityChange,
    LinkChange,
    MeetingChange,
    Signature,
    StructureChange,
    Undo,
    Withheld,
)
from pipeline.entities.norms import is_norm
from pipeline.errors import CorrectedMeanwhileError, CorrectionError


def correct_item(
    connection: Connection,
    item_id: str,
    changes: Sequence[Change],
    signature: Signature,
    *,
    seen: int | None = None,
) -> tuple[Correction, ...]:
    """Write changes of one item into the log and put them in effect, all or none; return the entries.

    `seen` is the number of the newest entry about the item that who corrects has seen, 0 for none;
    None where nobody looked.

    Themes, mentions, links, cases and questions left open: how minutes are read is for
    `correct_structure`, undoing is for `undo`.

    Raises:
        ItemNotFoundError: there is no such item.
        CorrectionError: a change names what is not there.
        CorrectedMeanwhileError: there are newer entries than `seen`.

    """
    stored = find_item(connection, item_id)
    _check_seen(connection, item_id, seen)
    entries = tuple(_entries(connection, stored, changes, signature))
    for entry in entries:
        append(connection, entry, stored.meeting_id)
    apply_log(connection, stored.meeting_id)
    return entries


def _check_seen(connection: Connection, item_id: str, seen: int | None) -> None:
    newer = [number for number in entries_about(connection, item_id) if seen is not None and number > seen]
    if newer:
        raise CorrectedMeanwhileError("corrected-meanwhile", item=item_id, numbers=sorted(newer))


def _entries(
    connection: Connection, stored: StoredItem, changes: Sequence[Change], signature: Signature
) -> Iterator[Correction]:
    item, model = _item_text(stored), stored.tagged.model
    state = _state(connection, item, read_log(connection, stored.meeting_id))
    for number, change in enumerate(changes, start=next_number(connection)):
        _check_change(connection, change, state, stored)
        after, other = apply(state, change, signature.by, item), other_item(change)
        yield Correction(
            number=number,
            **asdict(signature),
            item_id=item.id,
            change=change,
            before=describe(change, state, item),
            after=describe(change, after, item),
            model=model,
            text_hash=item.hash,
            other_hash=item_row(connection, other).text_hash if other else "",
        )
        state = after


def correct_structure(
    connection: Connection, about: str, change: StructureChange, signature: Signature, rebuilt: Rebuilt
) -> Correction:
    """Write into the log that an item, or its meeting, is otherwise, and put in place minutes read so.

    `about` is the id of an item, or of the meeting where that is corrected.

    Raises:
        ItemNotFoundError: there is no such item.
        ArchiveError: the archive was changed since the items were tagged.

    """
    stored = None if isinstance(change, MeetingChange) else find_item(connection, about)
    before, after = _structure_words(connection, change, rebuilt)
    entry = Correction(
        number=next_number(connection),
        **asdict(signature),
        item_id=about,
        change=change,
        before=before,
        after=after,
        model=stored.tagged.model if stored else "",
        text_hash=_item_text(stored).hash if stored else "",
    )
    append(connection, entry, rebuilt.meeting_id)
    rebuild_meeting(connection, rebuilt)
    return entry


def _structure_words(connection: Connection, change: StructureChange, rebuilt: Rebuilt) -> tuple[str, str]:
    """Return how what a change is about stands in minutes, before and after they are read otherwise."""
    now, new = find_minutes(connection, rebuilt.meeting_id).minutes, rebuilt.tagged.minutes
    return describe_structure(now, new, change), describe_structure(new, now, change)


def undo_entry(
    connection: Connection, number: int, signature: Signature, *, rebuilt: Rebuilt | None = None
) -> Correction:
    """Write into the log that an entry no longer holds; undo the undo to bring it back.

    `rebuilt` are the minutes as they are read then, where the entry is about their structure.

    Raises:
        CorrectionError: there is no such entry, it is undone already, or its item is closed since.
        ArchiveError: the archive was changed since the items were tagged.

    """
    target, meeting_id = read_entry(connection, number)
    log = read_log(connection, meeting_id)
    _check_undo(target, log)
    undo, change = _undo_of(connection, target, signature), origin(log, target).change
    if not isinstance(change, StructureChange):
        undo = _with_states(connection, undo, target, (meeting_id, log))
    elif rebuilt is not None:
        before, after = _structure_words(connection, change, rebuilt)
        undo = replace(undo, before=before, after=after)
    append(connection, undo, meeting_id)
    if rebuilt is None:
        apply_log(connection, meeting_id)
    else:
        rebuild_meeting(connection, rebuilt)
    return undo


def _undo_of(connection: Connection, target: Correction, signature: Signature) -> Correction:
    return replace(
        target,
        number=next_number(connection),
        **asdict(signature),
        change=Undo(number=target.number),
        before=target.after,
        after=target.before,
        other_hash="",
    )


def _with_states(
    connection: Connection, undo: Correction, target: Correction, logged: tuple[str, Sequence[Correction]]
) -> Correction:
    """Return an undo with the states it leads from and to, where the item it is about is at hand."""
    meeting_id, log = logged
    item_id = item_of_text(target.item_id, target.text_hash, item_hashes(connection, meeting_id))
    about = entries_about(connection, item_id).get(origin(log, target).number) if item_id else None
    if item_id is None or about is None:
        return undo
    item = _item_text(find_item(connection, item_id))
    before, after = _state(connection, item, log), _state(connection, item, (*log, undo))
    return replace(
        undo, before=describe(about.change, before, item), after=describe(about.change, after, item)
    )


def _item_text(stored: StoredItem) -> ItemText:
    item = stored.tagged.item
    return ItemText(id=item.id, start=item.start, text=stored.text)


def _state(connection: Connection, item: ItemText, log: Sequence[Correction]) -> ItemState:
    """Return how an item stands with such a log of its meeting."""
    named: Mapping[int, Correction] = entries_about(connection, item.id)
    holding = (named[entry.number] for entry in active(log) if entry.number in named)
    return replay(opinion_of(connection, item.id), holding, item)


def _check_undo(entry: Correction, log: Sequence[Correction]) -> None:
    """Refuse to undo what is undone already, or told no more.

    Raises:
        CorrectionError: the message names the entry that did it.

    """
    if isinstance(entry.change, Withheld):
        raise CorrectionError("correction-withheld", number=entry.number, item=entry.item_id)
    gone = undone(log)
    by = [e.number for e in log if e.change == Undo(number=entry.number) and e.number not in gone]
    if by:
        raise CorrectionError("undone-already", number=entry.number, undo=by[-1])


def _check_change(connection: Connection, change: Change, state: ItemState, stored: StoredItem) -> None:
    """Refuse a change that names what is not there.

    Raises:
        CorrectionError: no such words or mention in the item, or the pair cannot be one.
        ItemNotFoundError: the other item is not in the archive.

    """
    match change:
        case EntityChange():
            _check_mention(change, state, stored)
        case LinkChange():
            if find_item(connection, change.earlier).meeting.date >= stored.meeting.date:
                raise CorrectionError("not-earlier", item=change.earlier, other=stored.tagged.item.id)
        case CaseChange():
            item_row(connection, change.other)
            if change.other == stored.tagged.item.id:
                raise CorrectionError("pair-with-itself", item=change.other)
        case Undo():
            raise CorrectionError("undo-among-tags", number=change.number)
        case _ if isinstance(change, StructureChange | Withheld):
            raise CorrectionError("structure-among-tags")
        case _:
            return


def _check_mention(change: EntityChange, state: ItemState, stored: StoredItem) -> None:
    item = stored.tagged.item
    if not change.text or stored.text[change.start : change.end] != change.text:
        raise CorrectionError(
            "text-not-at-place", text=change.text, start=change.start, end=change.end, item=item.id
        )
    if change.action is not EntityAction.REMOVE and not is_norm(change.label, change.norm):
        raise CorrectionError(
            "no-norm-of-label", norm=change.norm, label=change.label, example=change.label.kind.example
        )
    start, end = item.start + change.start, item.start + change.end
    if change.action is EntityAction.ADD:
        return
    if (start, end) not in {(entity.start, entity.end) for entity in state.entities}:
        raise CorrectionError("no-mention-in-item", text=change.text, item=item.id)
