"""Meetings and items of the archive shown and deleted."""

from pipeline.app.corrections import waiting
from pipeline.app.session import Session
from pipeline.archive import ItemSummary, StoredItem, StoredMeeting
from pipeline.domain import Filters


def delete_meeting(session: Session, meeting_id: str) -> tuple[int, ...]:
    """Delete a meeting; return the numbers of the corrections that wait for it from now on."""
    waited = waiting(session)
    session.archive.delete(meeting_id)
    return tuple(sorted(waiting(session) - waited))


def show(session: Session, key: str) -> StoredItem | tuple[ItemSummary, ...] | tuple[StoredMeeting, ...]:
    """Return an item, or the items of a meeting, by its id; with an empty `key`, all meetings.

    Raises:
        ItemNotFoundError: nothing has this id; the error names similar ones.

    """
    meetings = session.archive.meetings()
    if not key:
        return meetings
    if key in {stored.id for stored in meetings}:
        return tuple(session.archive.items(Filters(meeting=key)))
    return session.archive.item(key)
