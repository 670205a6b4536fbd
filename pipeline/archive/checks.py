"""What a correction must name rightly before it is written down."""

from collections.abc import Sequence

from sqlalchemy import Connection

from pipeline.archive.lookup import find_item
from pipeline.archive.values import StoredItem
from pipeline.corrections import ItemState, undone
from pipeline.domain import (
    CaseChange,
    Change,
    Correction,
    EntityAction,
    EntityChange,
    LinkChange,
    MergeChange,
    SplitChange,
    Undo,
)
from pipeline.entities.norms import is_norm
from pipeline.errors import CorrectionError


def check_change(connection: Connection, change: Change, state: ItemState, stored: StoredItem) -> None:
    """Refuse a change that names what is not there.

    Raises:
        CorrectionError: no such words or mention in the item, or the pair cannot be one.
        ItemNotFoundError: the other item is not in the archive.

    """
    match change:
        case EntityChange():
            _check_mention(change, state, stored)
        case LinkChange():
            _check_earlier(find_item(connection, change.earlier), stored)
        case CaseChange():
            find_item(connection, change.other)
            if change.other == stored.tagged.item.id:
                raise CorrectionError(f"{change.other} is the item itself; name another one")
        case SplitChange() | MergeChange():
            raise CorrectionError("new boundaries need the item tagged again; use `Archive.correct_boundary`")
        case Undo():
            raise CorrectionError(f"correction {change.number} is undone by `Archive.undo`")
        case _:
            return


def check_undo(entry: Correction, log: Sequence[Correction]) -> None:
    """Refuse to undo what is undone already.

    Raises:
        CorrectionError: the message names the entry that did it.

    """
    gone = undone(log)
    by = [e.number for e in log if e.change == Undo(number=entry.number) and e.number not in gone]
    if by:
        raise CorrectionError(
            f"correction {entry.number} is undone by {by[-1]} already; --undo {by[-1]} brings it back"
        )


def _check_mention(change: EntityChange, state: ItemState, stored: StoredItem) -> None:
    item = stored.tagged.item
    if not change.text or stored.text[change.start : change.end] != change.text:
        raise CorrectionError(
            f'"{change.text}" does not stand at {change.start}-{change.end} of {item.id}; see `sagsspor show`'
        )
    if change.action is not EntityAction.REMOVE and not is_norm(change.label, change.norm):
        raise CorrectionError(
            f'"{change.norm}" is no norm of {change.label}; write one such as {change.label.kind.example}'
        )
    start, end = item.start + change.start, item.start + change.end
    if change.action is EntityAction.ADD:
        return
    if (start, end) not in {(entity.start, entity.end) for entity in state.entities}:
        raise CorrectionError(f'"{change.text}" is no mention in {item.id}; add it, or name all of it')


def _check_earlier(earlier: StoredItem, stored: StoredItem) -> None:
    if earlier.meeting.date >= stored.meeting.date:
        raise CorrectionError(
            f"{earlier.tagged.item.id} is not earlier than {stored.tagged.item.id}; "
            "name them the other way round"
        )
