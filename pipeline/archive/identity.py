"""Which meeting a document tells of: a new one, or one that is there; and which version of it counts.

Minutes of two publishers are never of one meeting. The rule, for a committee and a date
that the archive has of this publisher, or of one not known:

- a document with at least half of its item titles in common with a meeting is a **new
  version** of it (the same meeting published as web page and as PDF);
- so is one with the same source name, or the same title and no other start time, unless
  nearly all of its items are other ones: titles that any agenda has do not count;
- else it is **another meeting** of that day, and its ids read `<date>-2`, `<date>-3`, ...;
- a document whose item ids carry such a suffix already (an export) is the meeting of
  exactly that id.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, count
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select, update

from pipeline.archive.lookup import CURRENT, count_change, meeting_row
from pipeline.archive.schema import documents, items, meetings
from pipeline.corrections import as_read
from pipeline.domain import (
    AgendaItem,
    Minutes,
    Status,
    TaggedMinutes,
    committee_of,
    day_of,
    is_item_id,
    meeting_of,
    number_of,
)
from pipeline.errors import MinutesError
from pipeline.minutes.exports.joining import bare
from pipeline.text import caseless

_ORDER = list(Status)
_ENOUGH_SHARED = 0.5
_NEARLY_NONE = 0.25
_ANY_AGENDA = re.compile(
    r"godkendelse af .*(dagsorden|referat|protokol).*|eventuelt|orientering(er)?\b.*|meddelelser\b.*"
    r"|lukket punkt.*|underskrift.*|(næste|kommende) møde.*|punkter til .*|bordet rundt|velkomst",
)


def identify(connection: Connection, minutes: Minutes) -> tuple[str, int | None]:
    """Return the id of the meeting that `minutes` tell of, by the rule above, and its row if it has one.

    Raises:
        MinutesError: there are no items, an item's id is not made as it should be, or two share one.

    """
    key = _meeting_named(minutes)
    candidates = _meetings_of(connection, committee_of(key), minutes)
    if not key.endswith(as_read(minutes).meeting.date.isoformat()):  # it carries a suffix
        row = next((row for row in candidates if row.key == key), None)
    else:
        likeness = [(_likeness(connection, row, minutes), row) for row in candidates]
        alike = [pair for pair in likeness if any(pair[0])]
        row = max(alike, key=lambda pair: pair[0])[1] if alike else None
        key = row.key if row else _free(connection, key)
    return key, row.id if row else None


def _meeting_named(minutes: Minutes) -> str:
    """Return the id of the meeting that all items name."""
    if not minutes.items:
        raise MinutesError("nothing-to-keep", source=minutes.source)
    day, ids = as_read(minutes).meeting.date.isoformat(), [item.id for item in minutes.items]
    for item_id in ids:
        if not is_item_id(item_id) or day_of(item_id) != day:
            wanted = f"<committee>/{day}/<number>, with <publisher>/ before it where that is known"
            raise MinutesError("misformed-item-id", source=minutes.source, item=item_id, wanted=wanted)
    named = {meeting_of(item_id) for item_id in ids}
    if len(named) > 1 or len(set(ids)) < len(ids):
        raise MinutesError("item-ids-clash", source=minutes.source)
    return named.pop()


def _meetings_of(connection: Connection, slug: str, minutes: Minutes) -> list[Row[Any]]:
    """Return the meetings of the day that may be this one, by their ids."""
    day = as_read(minutes).meeting.date
    same = and_(meetings.c.slug == slug, meetings.c.date == day)
    # Where a person corrected committee or date, the id still says what the program read.
    named = and_(
        meetings.c.uncorrected.is_not(None), meetings.c.key.contains(f"{slug}/{day}", autoescape=True)
    )
    rows = connection.execute(
        select(meetings, documents.c.source, documents.c.cut)
        .join(documents, documents.c.meeting == meetings.c.id)
        .where(or_(same, named), CURRENT)
        .order_by(meetings.c.key)
    )
    publisher = as_read(minutes).meeting.publisher
    return [row for row in rows if slug in (row.slug, committee_of(row.key)) and _may_be_of(row, publisher)]


def _may_be_of(row: Row[Any], publisher: str) -> bool:
    known = {row.publisher, (row.uncorrected or row).publisher}
    return publisher in {"", *known} or "" in known


def _likeness(connection: Connection, row: Row[Any], minutes: Minutes) -> tuple[bool, bool, bool]:
    """Return the three grounds for being the same meeting, the strongest first."""
    titles = connection.scalars(select(items.c.title).where(items.c.meeting == row.id))
    theirs = _bare([item.title for item in row.cut] if row.cut else titles)
    own, was = as_read(minutes), row.uncorrected or row
    ours, start = _bare(item.title for item in own.items), own.meeting.start
    some_shared = _share_some(ours, theirs)
    return (
        len(ours & theirs) >= _ENOUGH_SHARED * len(ours | theirs),
        row.source == minutes.source and some_shared,
        _bare([was.title]) == _bare([own.meeting.title])
        and (start is None or was.start in (None, start))
        and some_shared,
    )


def _share_some(ours: set[str], theirs: set[str]) -> bool:
    """Tell whether more than nearly none of the items of the shorter agenda are on the other one."""
    distinctive = [{title for title in own if not _ANY_AGENDA.fullmatch(title)} for own in (ours, theirs)]
    one, other = distinctive if all(distinctive) else (ours, theirs)
    return len(one & other) > _NEARLY_NONE * min(len(one), len(other))


def _bare(titles: Iterable[str]) -> set[str]:
    return set(map(bare, titles))


def _free(connection: Connection, day: str) -> str:
    """Return the id of another meeting of this day."""
    same_day = meetings.c.key.startswith(day, autoescape=True)
    used = set(connection.scalars(select(meetings.c.key).where(same_day)))
    return next(key for key in chain([day], (f"{day}-{n}" for n in count(2))) if key not in used)


# Versions


def restate_meeting(connection: Connection, meeting_id: str, minutes: Minutes) -> bool:
    """Let a meeting be what a later version with the same text says that it is; tell whether it was not yet.

    Raises:
        ItemNotFoundError: there is no such meeting.

    """
    meeting = meeting_row(connection, meeting_id)
    if not is_older(meeting, minutes):
        return False
    stated = {"status": minutes.status, "stamp": minutes.stamp, "not_released": minutes.not_released}
    connection.execute(update(meetings).where(meetings.c.id == meeting.id).values(stated))
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
    rows = connection.execute(select(items).where(items.c.meeting == meeting)).all()
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
    kept = tuple(
        replace(one, item=replace(one.item, id=renamed.get(one.item.id, one.item.id))) for one in tagged.items
    )
    return replace(tagged, items=kept)


def _matter(item: Row[Any] | AgendaItem) -> tuple[str, str]:
    return caseless(item.title), item.case_number
