"""What the log says of the archive as it is: of one item, of pairs of items, and what waits."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from pipeline.archive.force import Site, read_opinions, read_site
from pipeline.archive.log import read_log
from pipeline.archive.lookup import find_item, meeting_rows
from pipeline.archive.pairs import Pairs
from pipeline.archive.read import read_minutes
from pipeline.archive.schema import corrections
from pipeline.corrections import BoundaryChange, active, by_time, cut_items, fitting
from pipeline.domain import CaseChange, Correction, LinkChange, Ruling, Skipped, SkippedLink


def log_of_item(connection: Connection, item_id: str) -> tuple[Correction, ...]:
    """Return the entries made of an item, under the id it has or had."""
    meeting = select(corrections.c.meeting).where(corrections.c.item == item_id).limit(1)
    meeting_id = connection.scalar(meeting) or find_item(connection, item_id).meeting_id
    site = read_site(connection, meeting_id)
    if site is None:
        return tuple(e for e in read_log(connection, meeting_id) if e.item_id == item_id)
    return tuple(entry for entry in site.log if item_id in (entry.item_id, _home(site, entry)))


def _home(site: Site, entry: Correction) -> str | None:
    row = site.home(entry)
    return None if row is None else site.items[row].id


def waiting(connection: Connection) -> tuple[Correction, ...]:
    """Return the active corrections that hold for no item, oldest first.

    A question left open is none: where its text changed, it is asked again.
    """
    held = {entry.number for _, entry in in_force(connection)}
    made = [e for e in active(read_log(connection)) if not isinstance(e.change, Skipped | SkippedLink)]
    left = [entry for entry in made if entry.number not in held]
    if not any(isinstance(entry.change, BoundaryChange) for entry in left):
        return tuple(left)
    cuts = _cuts_in_force(connection)
    return tuple(entry for entry in left if entry.number not in cuts)


def _cuts_in_force(connection: Connection) -> frozenset[int]:
    """Return the numbers of the splits and merges that made the items as they are."""
    found = frozenset[int]()
    for meeting in meeting_rows(connection):
        log = read_log(connection, meeting.key)
        if any(isinstance(entry.change, BoundaryChange) for entry in log):
            minutes = read_minutes(connection, meeting).minutes
            found |= cut_items(minutes.cut or minutes.items, minutes.text, log).held
    return found


def rulings(connection: Connection, kind: type[LinkChange] | type[CaseChange]) -> tuple[Ruling, ...]:
    """Return the last word on each pair, oldest first: links by direction, cases whichever was named."""
    found: dict[object, Ruling] = {}
    # Most archives have none, and every finder asks: the texts of corrected meetings are read only then.
    if not any(isinstance(entry.change, kind) for entry in read_log(connection)):
        return ()
    for item, entry in in_force(connection):
        ruling = _ruling(item, entry) if isinstance(entry.change, kind) else None
        if ruling is not None:
            pair = (ruling.item_id, ruling.other)
            key = frozenset(pair) if kind is CaseChange else pair
            found.pop(key, None)  # a new word on an old pair is the newest
            found[key] = ruling
    return tuple(found.values())


def _ruling(item: str, entry: Correction) -> Ruling | None:
    match entry.change:
        case LinkChange(earlier=other, kept=holds) | CaseChange(other=other, same=holds):
            return Ruling(item_id=item, other=other, holds=holds, by=entry.by)
        case _:
            return None


def in_force(connection: Connection) -> Iterator[tuple[str, Correction]]:
    """Yield the entries that hold for an item of the archive with that item's id, oldest first.

    Of a pair both items must read as they did; the second one is named as it is now. The
    words of a mention must stand there, and be a mention where it was changed.
    """
    found, pairs = dict[int, tuple[str, Correction]](), Pairs(connection)
    for meeting_id in connection.scalars(select(corrections.c.meeting).distinct()).all():
        site = pairs.site(meeting_id)
        for item, entries in _fitting(connection, site) if site else ():
            found |= {entry.number: (item, entry) for entry in pairs.present(entries)}
    yield from sorted(found.values(), key=lambda one: by_time(one[1]))


def _fitting(connection: Connection, site: Site) -> Iterator[tuple[str, Sequence[Correction]]]:
    """Yield the items that corrections hold for, with those that find there what they are about."""
    placed = site.placed.by_item
    rows = {row: item for row, item in site.items.items() if item.id in placed}
    for row, opinion in read_opinions(connection, list(rows)).items():
        yield rows[row].id, fitting(opinion, placed[rows[row].id], rows[row])
