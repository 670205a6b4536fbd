"""Versions of one meeting: which comes before which, and what stays when one takes the place of another."""

from collections import Counter
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, select, update

from pipeline.archive import schema
from pipeline.archive.counter import count_change
from pipeline.archive.lookup import meeting_row
from pipeline.domain import AgendaItem, Minutes, Status, TaggedMinutes, meeting_of, number_of

_ORDER = list(Status)


def restate_meeting(connection: Connection, meeting_id: str, minutes: Minutes) -> bool:
    """Let a meeting be what a later version with the same text says that it is; tell whether it was not yet.

    Raises:
        ItemNotFoundError: there is no such meeting.

    """
    meeting = meeting_row(connection, meeting_id)
    if not is_older(meeting, minutes):
        return False
    stated = {"status": minutes.status, "stamp": minutes.stamp, "not_released": minutes.not_released}
    connection.execute(update(schema.meetings).where(schema.meetings.c.id == meeting.id).values(stated))
    count_change(connection, meeting_id)
    return True


def is_older(one: Row[Any] | Minutes, other: Row[Any] | Minutes) -> bool:
    """Tell whether a version comes before another: an agenda before minutes, else by when they were made."""
    if one.status is not other.status:
        return _ORDER.index(one.status) < _ORDER.index(other.status)
    return bool(one.stamp and other.stamp) and one.stamp < other.stamp


def kept_ids(connection: Connection, meeting: int, tagged: TaggedMinutes) -> TaggedMinutes:
    """Return a new version of a meeting, its items under the ids they were given where those are no numbers.

    What came with a supplement may be called "t1-2", and in the minutes have any number of its own: it is
    the same item as long as title and case are.
    """
    rows = connection.execute(select(schema.items).where(schema.items.c.meeting == meeting)).all()
    given = {_matter(row): number_of(row.key) for row in rows if number_of(row.key) != row.number}
    matters = Counter(_matter(one.item) for one in tagged.items)
    own = {
        one.item.id: given[_matter(one.item)]
        for one in tagged.items
        if matters[_matter(one.item)] == 1 and _matter(one.item) in given
    }
    taken = {number_of(one.item.id) for one in tagged.items if one.item.id not in own}
    renamed = {
        item_id: f"{meeting_of(item_id)}/{number}" for item_id, number in own.items() if number not in taken
    }
    items = tuple(
        replace(one, item=replace(one.item, id=renamed.get(one.item.id, one.item.id))) for one in tagged.items
    )
    return replace(tagged, items=items)


def _matter(item: Row[Any] | AgendaItem) -> tuple[str, str]:
    return " ".join(item.title.split()).casefold(), item.case_number
