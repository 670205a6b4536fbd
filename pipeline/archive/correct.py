"""Correcting an item: entries of the log, and its tags as they then stand, in the caller's transaction."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from pipeline.archive.checks import check_change, check_undo
from pipeline.archive.force import Site, bring_up_to_date, read_opinions, read_site, site_of
from pipeline.archive.log import append, next_number, read_entry, read_log
from pipeline.archive.lookup import find_item, find_meeting
from pipeline.archive.pairs import Pairs, other_hash
from pipeline.archive.read import read_minutes
from pipeline.archive.state import count_change
from pipeline.corrections import (
    BoundaryChange,
    ItemState,
    apply,
    describe,
    describe_cut,
    item_text,
    origin,
    replay,
)
from pipeline.domain import AgendaItem, Change, Correction, Signature, Undo


def correct_item(
    connection: Connection, item_id: str, changes: Sequence[Change], signature: Signature
) -> tuple[Correction, ...]:
    """Log the changes of one item in their order, and let them be in force."""
    stored = find_item(connection, item_id)
    site = site_of(connection, stored.meeting_id)
    row, item = next((row, item) for row, item in site.items.items() if item.id == item_id)
    state, model = _state(connection, site, row), read_opinions(connection, [row])[row].model
    entries = list[Correction]()
    for number, change in enumerate(changes, start=next_number(connection)):
        check_change(connection, change, state, stored)
        after = apply(state, change, signature.by, item)
        entry = Correction(
            number=number,
            at=signature.at,
            by=signature.by,
            why=signature.why,
            item_id=item_id,
            change=change,
            before=describe(change, state, item),
            after=describe(change, after, item),
            model=model,
            text_hash=item.hash,
            other_hash=other_hash(connection, change),
        )
        append(connection, entry, stored.meeting_id)
        entries.append(entry)
        state = after
    bring_up_to_date(connection, replace(site, log=(*site.log, *entries)), [row])
    count_change(connection)
    return tuple(entries)


def log_boundary(
    connection: Connection,
    item_id: str,
    change: BoundaryChange,
    signature: Signature,
    items: Sequence[AgendaItem],
) -> Correction:
    """Log that an item is split or merged, so that its meeting has these items; they are not yet written."""
    stored = find_item(connection, item_id)
    now = read_minutes(connection, find_meeting(connection, stored.meeting_id)).minutes
    entry = Correction(
        number=next_number(connection),
        at=signature.at,
        by=signature.by,
        why=signature.why,
        item_id=item_id,
        change=change,
        before=describe_cut(now.items, items),
        after=describe_cut(items, now.items),
        model=stored.tagged.model,
        text_hash=item_text(stored.tagged.item, now.text).hash,
    )
    append(connection, entry, stored.meeting_id)
    return entry


def undo_entry(connection: Connection, number: int, signature: Signature) -> Correction:
    """Log that an entry no longer holds, and let its item, where that is, be as without it."""
    target, meeting_id = read_entry(connection, number)
    log = read_log(connection, meeting_id)
    check_undo(target, log)
    undo = Correction(
        number=next_number(connection),
        at=signature.at,
        by=signature.by,
        why=signature.why,
        item_id=target.item_id,
        change=Undo(number=number),
        before=target.after,
        after=target.before,
        model=target.model,
        text_hash=target.text_hash,
    )
    undo = _put_in_force(connection, meeting_id, target, undo)
    append(connection, undo, meeting_id)
    count_change(connection)
    return undo


def _put_in_force(
    connection: Connection, meeting_id: str, target: Correction, undo: Correction
) -> Correction:
    """Return the undo with the states it leads from and to, where the item it is about is at hand."""
    site = read_site(connection, meeting_id)
    row = site.home(target) if site else None
    if site is None or row is None or isinstance(origin(site.log, target).change, BoundaryChange):
        return undo
    after, item = replace(site, log=(*site.log, undo)), site.items[row]
    bring_up_to_date(connection, after, [row])
    for about in Pairs(connection).present([origin(site.log, target)]):
        undo = replace(
            undo,
            before=describe(about.change, _state(connection, site, row), item),
            after=describe(about.change, _state(connection, after, row), item),
        )
    return undo


def _state(connection: Connection, site: Site, row: int) -> ItemState:
    """Return how one item of a meeting stands."""
    item = site.items[row]
    (opinion,) = read_opinions(connection, [row]).values()
    return replay(opinion, Pairs(connection).present(site.placed.by_item.get(item.id, ())), item)
