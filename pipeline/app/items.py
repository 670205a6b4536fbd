"""Meetings and items of the archive shown and deleted, and the archive copied."""

import os
from collections.abc import Iterator
from pathlib import Path

from pipeline.app.answers import number_of_items
from pipeline.app.session import Session
from pipeline.archive import ItemSummary, StoredItem, StoredMeeting
from pipeline.archive.failures import Unread, is_unreadable
from pipeline.corrections import going_by
from pipeline.domain import Filters, TaggedMinutes, danish_date
from pipeline.errors import ArchiveError


def delete_meeting(session: Session, meeting_id: str) -> tuple[int, ...]:
    """Delete a meeting; return the numbers of the corrections that wait for it from now on."""
    waited = session.archive.waiting()
    session.archive.delete(meeting_id)
    return tuple(sorted(session.archive.waiting() - waited))


def about_meeting(session: Session, meeting_id: str) -> str:
    """Return a meeting in a line, for who is asked about it; of one that cannot be read, its id.

    Raises:
        ItemNotFoundError: there is no such meeting.

    """
    try:
        stored = session.archive.meeting(meeting_id)
    except ArchiveError as error:
        if not is_unreadable(error):
            raise
        return meeting_id
    held = f"{stored.meeting.committee}, {danish_date(stored.meeting.date)}"
    return f"{held} ({number_of_items(stored.items)}, {stored.id})"


def readable_minutes(session: Session, unread: Unread) -> Iterator[tuple[StoredMeeting, TaggedMinutes]]:
    """Yield each meeting with its minutes, oldest first; what cannot be read is given to `unread`.

    Names that persons joined stand as what they go by.
    """
    joined = session.archive.joined()
    for meeting_id in session.watch("Writing", list(session.archive.generations())):
        try:
            stored, tagged = session.archive.meeting(meeting_id), session.archive.minutes(meeting_id)
        except ArchiveError as error:
            if not is_unreadable(error):
                raise
            unread(error)
        else:
            yield stored, going_by(tagged, joined) if joined else tagged


def show(
    session: Session, key: str, committee: str = ""
) -> StoredItem | tuple[ItemSummary, ...] | tuple[StoredMeeting, ...]:
    """Return an item, or the items of a meeting, by its id; without one, all meetings or a committee's.

    Raises:
        ItemNotFoundError: nothing has this id; the error names similar ones.
        ArchiveError: there is no such committee; the error lists them.

    """
    meetings = session.archive.meetings()
    if not key and committee:
        known = session.finder.known_filters(Filters(committees=(committee,))).committees
        return tuple(one for one in meetings if one.meeting.committee in known)
    if not key:
        return meetings
    if key in {stored.id for stored in meetings}:
        return tuple(session.archive.items(Filters(meeting=key)))
    return session.archive.item(key)


def back_up(session: Session, path: Path) -> None:
    """Copy the archive to a file that is not there yet.

    Raises:
        ArchiveError: a file is there, or the archive is on a server.

    """
    if os.path.lexists(path):
        raise ArchiveError("file-there-already", path=path)
    session.archive.back_up(path)
