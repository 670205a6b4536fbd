"""Passages of items, of which no more of a document is read than what stands around them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, case, func, select

from pipeline.archive.lookup import BATCH, BESIDE, CURRENT, ITEMS, passage_of
from pipeline.archive.schema import documents, items, meetings, passages
from pipeline.domain import Passage, SectionName
from pipeline.errors import ItemNotFoundError
from pipeline.text import mask_cpr


def find_passage(connection: Connection, item_id: str, start: int) -> Passage:
    """Return the passage of an item that begins at this character of the source.

    Of the document only the passage's own text is read, and what stands beside it: a CPR number may
    go on there.
    """
    row = connection.execute(
        select(passages, items.c.meeting)
        .join(items, items.c.id == passages.c.item)
        .where(items.c.key == item_id, passages.c.start == start)
        .limit(1)
    ).one_or_none()
    if row is None:
        raise ItemNotFoundError("no-passage-there", item=item_id, start=start)
    if row.text is not None:
        return passage_of(row, item_id, "")
    first = max(row.start - BESIDE, 0)
    around = func.substr(documents.c.text, first + 1, row.end - first + BESIDE)
    text = connection.scalar(select(around).where(documents.c.meeting == row.meeting, CURRENT)) or ""
    text = whole_part(connection, row.meeting, text, first, row.end)
    return replace(passage_of(row, item_id, ""), text=mask_cpr(text)[row.start - first : row.end - first])


def whole_part(connection: Connection, meeting: int, part: str, first: int, end: int) -> str:
    """Return the text of a meeting between two characters, of which `part` is what `substr` gave.

    SQLite ends a text at its first zero byte: a document with one is read whole.
    """
    if len(part) >= end - first:
        return part
    text = connection.scalar(select(documents.c.text).where(documents.c.meeting == meeting, CURRENT)) or ""
    return str(text[first : end + BESIDE])


def find_decisions(connection: Connection, item_ids: Sequence[str]) -> dict[str, tuple[Passage, ...]]:
    """Return the passages in which items say what was decided, by item; one without any is left out.

    Of a document only what stands around each passage is read.
    """
    found: dict[str, list[Passage]] = defaultdict(list)
    joined = ITEMS.join(passages, passages.c.item == items.c.id)
    joined = joined.join(documents, documents.c.meeting == meetings.c.id)
    first = case((passages.c.start > BESIDE, passages.c.start - BESIDE), else_=0)
    part = func.substr(documents.c.text, first + 1, passages.c.end - first + BESIDE)
    rows = select(
        passages, items.c.key, items.c.meeting, first.label("first"), part.label("around")
    ).select_from(joined)
    decided = passages.c.section == SectionName.BESLUTNING
    for at in range(0, len(item_ids), BATCH):
        own = items.c.key.in_(item_ids[at : at + BATCH])
        for row in connection.execute(rows.where(CURRENT, decided, own).order_by(passages.c.id)):
            passage = passage_of(row, row.key, "")
            if row.text is None:
                around = whole_part(connection, row.meeting, row.around, row.first, row.end)
                text = mask_cpr(around)[row.start - row.first : row.end - row.first]
                passage = replace(passage, text=text)
            found[row.key].append(passage)
    return {key: tuple(own) for key, own in found.items()}
