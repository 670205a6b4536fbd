"""Which meeting a document tells of: a new one, or one that is in the archive already.

The rule, for a committee and a date that the archive has:

- a document is a **new version** of a meeting if it has the same source name, or the
  same title and no other start time, or if the two have at least half of their item
  titles in common (the same meeting published as web page and as PDF);
- else it is **another meeting** of that day, and its ids read `<date>-2`, `<date>-3`, ...;
- a document whose item ids carry such a suffix already (an export) is the meeting of
  exactly that id.
"""

import re
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from pipeline.archive.schema import documents, items, meetings
from pipeline.domain import AgendaItem, Meeting, Minutes
from pipeline.errors import ArchiveError

_ITEM_ID = re.compile(r"(?P<slug>[^/]+)/(?P<date>\d{4}-\d\d-\d\d)(?P<suffix>-\d+)?/(?P<number>.+)", re.DOTALL)
_ENOUGH_SHARED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The meeting's id in the archive, and its row there if it has one."""

    key: str
    slug: str
    row: int | None
    numbers: tuple[str, ...]
    """The last part of each item's id."""

    def item_ids(self) -> tuple[str, ...]:
        """Return the ids of the items under this meeting."""
        return tuple(f"{self.key}/{number}" for number in self.numbers)


def identify(connection: Connection, minutes: Minutes) -> Identity:
    """Return which meeting `minutes` tells of, by the rule above.

    Raises:
        ArchiveError: the minutes have no items, or an item's id is not made as it should be.

    """
    slug, suffix, numbers = _parts(minutes)
    day = f"{slug}/{minutes.meeting.date.isoformat()}"
    known = _meetings_of(connection, slug, minutes.meeting)
    if suffix:
        key = day + suffix
        return Identity(key=key, slug=slug, row=known.get(key), numbers=numbers)
    likeness = {key: _likeness(connection, row, minutes) for key, row in known.items()}
    best = max(sorted(likeness), key=lambda key: likeness[key], default=None)
    if best is not None and any(likeness[best]):
        return Identity(key=best, slug=slug, row=known[best], numbers=numbers)
    return Identity(key=_free(day, known), slug=slug, row=None, numbers=numbers)


def _parts(minutes: Minutes) -> tuple[str, str, tuple[str, ...]]:
    matches = [_matched(item.id, minutes) for item in minutes.items]
    if not matches:
        raise ArchiveError("nothing-to-keep", source=minutes.source)
    heads = {(match["slug"], match["date"], match["suffix"] or "") for match in matches}
    numbers = tuple(match["number"] for match in matches)
    if len(heads) > 1 or len(set(numbers)) < len(numbers):
        raise ArchiveError("item-ids-clash", source=minutes.source)
    slug, _, suffix = heads.pop()
    return slug, suffix, numbers


def _matched(item_id: str, minutes: Minutes) -> re.Match[str]:
    match = _ITEM_ID.fullmatch(item_id)
    if match is None or match["date"] != minutes.meeting.date.isoformat():
        wanted = f"<committee>/{minutes.meeting.date.isoformat()}/<number>"
        raise ArchiveError("misformed-item-id", source=minutes.source, item=item_id, wanted=wanted)
    return match


def _meetings_of(connection: Connection, slug: str, meeting: Meeting) -> dict[str, int]:
    same_day = select(meetings.c.key, meetings.c.id).where(
        meetings.c.slug == slug, meetings.c.date == meeting.date
    )
    return {row.key: row.id for row in connection.execute(same_day)}


def _likeness(connection: Connection, row: int, minutes: Minutes) -> tuple[bool, bool, bool]:
    """Return the three grounds for being the same meeting, the strongest first."""
    stored = connection.execute(
        select(meetings.c.title, meetings.c.start, documents.c.source)
        .join(documents, documents.c.meeting == meetings.c.id)
        .where(meetings.c.id == row, documents.c.superseded_by.is_(None))
    ).one()
    titles = connection.scalars(select(items.c.title).where(items.c.meeting == row))
    ours, theirs = {_bare(item.title) for item in minutes.items}, {_bare(title) for title in titles}
    start = minutes.meeting.start
    return (
        stored.source == minutes.source,
        len(ours & theirs) >= _ENOUGH_SHARED * len(ours | theirs),
        _bare(stored.title) == _bare(minutes.meeting.title)
        and (start is None or stored.start in (None, start)),
    )


def under(item: AgendaItem, key: str) -> AgendaItem:
    """Return an item with its id under the meeting of this id."""
    return replace(item, id=f"{key}/{item.id.split('/', 2)[-1]}")


def _bare(title: str) -> str:
    return " ".join(title.split()).casefold()


def _free(day: str, known: dict[str, int]) -> str:
    if day not in known:
        return day
    number = 2
    while f"{day}-{number}" in known:
        number += 1
    return f"{day}-{number}"
