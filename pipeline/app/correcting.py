"""Corrections as a page has them: of a whole meeting at once, and a page of the log at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.app.changes import EVERY, MentionEdit, entity_changes
from pipeline.app.corrections import Corrected, LogEntry, corrected, log_entries, undone_by, waiting
from pipeline.app.session import Session
from pipeline.archive import ItemSummary, LogFilter
from pipeline.corrections import other_item
from pipeline.domain import Change, Correction, EntityAction, Filters, Signature
from pipeline.errors import CorrectionError

PAGE = 50
"""Entries on a page of the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogView:
    """A page of the log, the newest entry first."""

    entries: tuple[LogEntry, ...]
    total: int
    page: int
    pages: int
    names: tuple[str, ...]
    """Who ever corrected."""
    items: Mapping[str, ItemSummary]
    """What the entries are about and name, by its id; without those that are no item of the archive now."""


def correct_everywhere(
    session: Session, item_id: str, edit: MentionEdit, signature: Signature, seen: int | None = None
) -> Corrected:
    """Correct the mentions with the same words in all items of an item's meeting, wherever they can be.

    Not where somebody else has corrected the item itself since the entry `seen`.

    Raises:
        ItemNotFoundError: there is no such item.
        CorrectionError: the words are mentioned nowhere in the meeting, or need a norm.
        CorrectedMeanwhileError: there are newer entries.

    """
    waited, every = waiting(session), replace(edit, at=None, which=EVERY)
    meeting = session.archive.item(item_id).meeting_id
    others = [item for item in _items(session, meeting) if item != item_id]
    wanted = {item: _changes(session, item, every) for item in (item_id, *others)}
    if not any(wanted.values()):
        raise CorrectionError("no-such-mention", text=edit.text)
    entries = [
        entry
        for item, own in wanted.items()
        if own or item == item_id
        for entry in session.archive.correct(item, own, signature, seen=seen if item == item_id else None)
    ]
    return corrected(session, entries, waited)


def _items(session: Session, meeting_id: str) -> list[str]:
    return [item.id for item in session.archive.items(Filters(meeting=meeting_id))]


def _changes(session: Session, item_id: str, edit: MentionEdit) -> Sequence[Change]:
    """Return the changes of one item; none where it does not have the words."""
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


def read_entries(session: Session, numbers: Sequence[int]) -> tuple[LogEntry, ...]:
    """Return entries of the log by their numbers; those that are not there are left out."""
    return log_entries(session.archive.entries(numbers), undone_by(session.archive.undos()), waiting(session))


def read_log_page(session: Session, which: LogFilter, page: int = 1) -> LogView:
    """Return a page of the log, from 1 on, the newest entries first."""
    found = session.archive.log_page(which, PAGE, PAGE * (page - 1))
    return LogView(
        entries=log_entries(found.entries, undone_by(session.archive.undos()), found.waiting),
        total=found.total,
        page=page,
        pages=max(-(-found.total // PAGE), 1),
        names=session.archive.correctors(),
        items=items_named(session, found.entries),
    )


def items_named(session: Session, entries: Iterable[Correction]) -> Mapping[str, ItemSummary]:
    """Return the items that entries are about or name, by their ids; those that are in the archive."""
    named = {name for one in entries for name in (one.item_id, other_item(one.change)) if name}
    return session.archive.summaries(sorted(named))
