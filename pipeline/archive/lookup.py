"""What is in the archive, by its ids: meetings, items, passages, in the words of `domain`."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, extract, func, or_, select

from pipeline.archive.damage import all_rows, readable_rows, reading
from pipeline.archive.schema import documents, items, meetings, passages, tags, vectors
from pipeline.archive.values import Stats, StoredItem, StoredMeeting, Version
from pipeline.domain import (
    AgendaItem,
    Meeting,
    Minutes,
    Opinion,
    Passage,
    SectionName,
    TaggedItem,
    TaggedMinutes,
    number_of,
)
from pipeline.errors import ItemNotFoundError
from pipeline.text import mask_cpr

ITEMS = items.join(meetings, meetings.c.id == items.c.meeting)
"""What every condition of `conditions` can be asked of."""
CURRENT = documents.c.superseded_by.is_(None)
BATCH = 10_000
"""Ids asked for at once: SQLite takes 32,766 in one statement."""
_NEAR = 3
BESIDE = 80
"""Characters beside a passage that tell whether a number in it is a CPR number."""


def list_meetings(connection: Connection, *which: ColumnElement[bool]) -> tuple[StoredMeeting, ...]:
    """Return all meetings, or those that `which` names, oldest first."""
    counted = select(func.count()).where(items.c.meeting == meetings.c.id).scalar_subquery()
    statement = (
        select(meetings, documents.c.source, documents.c.layout, counted.label("items"))
        .join(documents, documents.c.meeting == meetings.c.id)
        .where(CURRENT, *which)
        .order_by(meetings.c.date, meetings.c.key)
    )
    rows = readable_rows(connection, statement, meetings.c.key)
    return tuple(
        StoredMeeting(
            id=row.key,
            meeting=_meeting(row),
            source=row.source,
            layout=row.layout,
            items=row.items,
            structure=row.structure,
            status=row.status,
        )
        for row in rows
    )


def list_meetings_on(
    connection: Connection, month: int, day: int, year: int | None = None
) -> tuple[StoredMeeting, ...]:
    """Return the meetings of a day, oldest first; without a year, of that day of every year."""
    if year is not None:
        return list_meetings(connection, meetings.c.date == dt.date(year, month, day))
    own = (extract("month", meetings.c.date) == month, extract("day", meetings.c.date) == day)
    return list_meetings(connection, *own)


def find_meeting(connection: Connection, meeting_id: str) -> StoredMeeting:
    """Return one meeting; the error for a missing one names ids like it."""
    row = meeting_row(connection, meeting_id)
    (stored,) = list_meetings(connection, meetings.c.id == row.id)
    return stored


def list_versions(connection: Connection, meeting_id: str) -> tuple[Version, ...]:
    """Return every text a meeting was published as, oldest first."""
    own = documents.c.meeting == row_of_meeting(connection, meeting_id)
    rows = connection.execute(select(documents).where(own).order_by(documents.c.id))
    return tuple(
        Version(
            source=row.source,
            content_hash=row.content_hash,
            sha256=row.sha256,
            text=row.text,
            added=row.added,
            current=row.superseded_by is None,
            items=row.cut or () if row.superseded_by else (),
        )
        for row in rows
    )


def find_minutes(connection: Connection, meeting_id: str) -> TaggedMinutes:
    """Return a meeting's current version, with its effective tags."""
    return read_minutes(connection, meeting_row(connection, meeting_id))


def read_minutes(connection: Connection, meeting: Row[Any], *, corrected: bool = True) -> TaggedMinutes:
    """Return all of a meeting, with its effective tags or what the models alone say."""
    with reading(meeting.key):
        document = document_of(connection, meeting.id)
        found = _items(connection, items.c.meeting == meeting.id, document.text, corrected=corrected)
    minutes = Minutes(
        source=document.source,
        sha256=document.sha256,
        text=document.text,
        meeting=_meeting(meeting),
        items=tuple(tagged.item for tagged in found),
        ledger=document.ledger,
        structure=meeting.structure,
        cut=document.cut or (),
        uncorrected=meeting.uncorrected,
        system=meeting.system,
        status=meeting.status,
        stamp=meeting.stamp,
        not_released=meeting.not_released,
    )
    return TaggedMinutes(minutes=minutes, items=found)


def list_restructured(connection: Connection) -> tuple[Minutes, ...]:
    """Return the minutes whose items or meeting a person corrected, as they are now, oldest first.

    Where their items start is what the program should have found in their text.
    """
    corrected = or_(documents.c.cut.is_not(None), meetings.c.uncorrected.is_not(None))
    rows = connection.execute(
        select(meetings)
        .join(documents, documents.c.meeting == meetings.c.id)
        .where(CURRENT, corrected)
        .order_by(meetings.c.date, meetings.c.key)
    )
    return tuple(read_minutes(connection, row).minutes for row in rows)


def find_item(connection: Connection, item_id: str) -> StoredItem:
    """Return one item with all that is known of it; the error for a missing one names ids like it."""
    with reading(item_id):
        meeting = connection.execute(
            select(meetings).where(meetings.c.id == item_row(connection, item_id).meeting)
        ).one()
        document = document_of(connection, meeting.id)
        (tagged,) = _items(connection, items.c.key == item_id, document.text)
    return StoredItem(
        tagged=tagged,
        meeting=_meeting(meeting),
        meeting_id=meeting.key,
        source=document.source,
        text=document.text[tagged.item.start : tagged.item.end],
        structure=meeting.structure,
        status=meeting.status,
    )


def count_contents(connection: Connection) -> Stats:
    """Return how much the archive holds."""

    def count(statement: Any) -> int:
        return int(connection.scalar(statement) or 0)

    first, last = connection.execute(select(func.min(meetings.c.date), func.max(meetings.c.date))).one()
    encoders = select(vectors.c.encoder).distinct().order_by(vectors.c.encoder)
    return Stats(
        meetings=count(select(func.count(meetings.c.id))),
        items=count(select(func.count(items.c.id))),
        passages=count(select(func.sum(items.c.passages))),
        superseded=count(select(func.count(documents.c.id)).where(~CURRENT)),
        encoders=tuple(connection.scalars(encoders)),
        first=first,
        last=last,
    )


# Rows, for the other modules of this room


def meeting_row(connection: Connection, meeting_id: str) -> Row[Any]:
    """Return the row of one meeting; the error for a missing one names ids like it."""
    with reading(meeting_id):
        row = connection.execute(select(meetings).where(meetings.c.key == meeting_id)).one_or_none()
    if row is None:
        raise _missing_meeting(connection, meeting_id)
    return row


def row_of_meeting(connection: Connection, meeting_id: str) -> int:
    """Return the row id of a meeting, also of one that cannot be read."""
    row: int | None = connection.scalar(select(meetings.c.id).where(meetings.c.key == meeting_id))
    if row is None:
        raise _missing_meeting(connection, meeting_id)
    return row


def item_row(connection: Connection, item_id: str) -> Row[Any]:
    """Return the row of one item; the error for a missing one names ids like it."""
    row = connection.execute(select(items).where(items.c.key == item_id)).one_or_none()
    if row is None:
        raise _missing_item(connection, item_id)
    return row


def document_of(connection: Connection, meeting: int) -> Row[Any]:
    """Return the current document of a meeting, given by its row."""
    return connection.execute(select(documents).where(documents.c.meeting == meeting, CURRENT)).one()


def _items(
    connection: Connection, which: ColumnElement[bool], text: str, *, corrected: bool = True
) -> tuple[TaggedItem, ...]:
    """Return the items of one meeting that `which` names; `text` is its document's.

    Passages are what is encoded, compared and quoted: they have no CPR numbers, whenever they were kept.
    """
    text = mask_cpr(text)
    statement = select(items, tags.c.opinion, tags.c.effective).join(tags, tags.c.item == items.c.id)
    rows = all_rows(connection, statement.where(which).order_by(items.c.position), items.c.key)
    own: dict[int, list[Row[Any]]] = defaultdict(list)
    within = passages.c.item.in_(select(items.c.id).where(which))
    for row in connection.execute(select(passages).where(within).order_by(passages.c.position)):
        own[row.item].append(row)
    return tuple(
        _tagged(row, [passage_of(passage, row.key, text) for passage in own[row.id]], corrected=corrected)
        for row in rows
    )


def _tagged(row: Row[Any], own: Sequence[Passage], *, corrected: bool) -> TaggedItem:
    opinion: Opinion = row.effective if corrected and row.effective else row.opinion
    item = AgendaItem(
        id=row.key,
        number=row.number,
        title=row.title,
        start=row.start,
        end=row.end,
        open=row.open,
        case_number=row.case_number,
        made=row.made,
        sections=row.sections,
        attachments=row.attachments,
        neutral_title=row.neutral_title,
        order=row.order,
        supplement=row.supplement,
        absent=row.absent,
        earlier=row.earlier,
    )
    return TaggedItem(
        item=item,
        passages=tuple(own),
        entities=opinion.entities,
        themes=opinion.themes,
        model=opinion.model,
        matters=opinion.matters,
    )


def _meeting(row: Row[Any]) -> Meeting:
    return Meeting(**{field.name: getattr(row, field.name) for field in fields(Meeting)})


def passage_of(row: Row[Any], item_id: str, text: str) -> Passage:
    """Return a passage; `text` stands for what the row itself does not keep."""
    return Passage(
        item_id=item_id,
        section=SectionName(row.section),
        start=row.start,
        end=row.end,
        text=text[row.start : row.end] if row.text is None else row.text,
        path=tuple(row.path),
    )


# What is not there


def _missing_item(connection: Connection, item_id: str) -> ItemNotFoundError:
    """Return the error for an item that is not there; what has no number is the id of a meeting."""
    own = select(items.c.key).select_from(ITEMS).where(meetings.c.key == item_id).order_by(items.c.position)
    if ids := connection.scalars(own.limit(_NEAR)).all():
        return ItemNotFoundError("meeting-instead-of-item", meeting=item_id, items=ids)
    if not number_of(item_id):
        return _missing_meeting(connection, item_id)
    if near := _near(item_id, connection.scalars(select(items.c.key)).all()):
        return ItemNotFoundError("no-such-item", item=item_id, near=near)
    return ItemNotFoundError("no-item-like-it", item=item_id)


def _missing_meeting(connection: Connection, meeting_id: str) -> ItemNotFoundError:
    if near := _near(meeting_id, connection.scalars(select(meetings.c.key)).all()):
        return ItemNotFoundError("no-such-meeting", meeting=meeting_id, near=near)
    return ItemNotFoundError("no-meeting-like-it", meeting=meeting_id)


def _near(wanted: str, known: Sequence[str]) -> list[str]:
    from rapidfuzz import process

    return [name for name, _, _ in process.extract(wanted, known, limit=_NEAR, score_cutoff=60)]
