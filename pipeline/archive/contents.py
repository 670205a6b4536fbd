"""What hangs below a meeting, put in and taken out: items, tags, passages, their vectors and their index."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, count
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, delete, func, insert, select, update

from pipeline.archive import schema
from pipeline.archive.columns import columns_of
from pipeline.archive.fulltext import IndexRow, delete_rows, index_text, insert_rows
from pipeline.archive.lookup import CURRENT, item_row, row_of_meeting
from pipeline.archive.tags import apply_log, tags_of, write_tags
from pipeline.archive.values import PassageVectors
from pipeline.corrections import item_text
from pipeline.domain import AgendaItem, Passage, SectionName, TaggedItem, TaggedMinutes, number_of
from pipeline.errors import ArchiveError
from pipeline.text import mask_cpr

Row = dict[str, Any]

# Half precision: a cosine keeps its third digit at half the disk and half the reading;
# the encoder's own int8 noise is ten times that.
_STORED = np.dtype("<f2")


def drop_items(connection: Connection, meeting: int) -> None:
    """Take out a meeting's items with all that hangs below them."""
    rows = connection.scalars(select(schema.items.c.id).where(schema.items.c.meeting == meeting)).all()
    delete_rows(connection, rows)
    connection.execute(delete(schema.items).where(schema.items.c.meeting == meeting))
    connection.execute(delete(schema.vectors).where(schema.vectors.c.meeting == meeting))


def put_contents(connection: Connection, key: str, tagged: TaggedMinutes, encoded: PassageVectors) -> None:
    """Write all that hangs below a meeting, and put its corrections in effect."""
    meeting = row_of_meeting(connection, key)
    cut = tuple(replace(item, id=_under(key, item)) for item in tagged.minutes.cut) or None
    own = (schema.documents.c.meeting == meeting, CURRENT)
    connection.execute(update(schema.documents).where(*own).values(cut=cut))
    _put_items(connection, meeting, key, tagged)
    write_vectors(connection, meeting, encoded)
    apply_log(connection, key)


def _claim_rows(connection: Connection, *, items: int, passages: int) -> tuple[int, int]:
    """Return the first of as many unused row ids as are asked for."""
    first = connection.execute(select(schema.state.c.next_item, schema.state.c.next_passage)).one()
    used = {"next_item": first.next_item + items, "next_passage": first.next_passage + passages}
    connection.execute(update(schema.state).values(used))
    return first.next_item, first.next_passage


def _under(meeting_id: str, item: AgendaItem) -> str:
    return f"{meeting_id}/{number_of(item.id)}"


def _put_items(connection: Connection, meeting: int, key: str, tagged: TaggedMinutes) -> None:
    counts = [len(item.passages) for item in tagged.items]
    first_item, first_passage = _claim_rows(connection, items=len(tagged.items), passages=sum(counts))
    firsts = list(accumulate(counts, initial=first_passage))
    rows = list(zip(count(first_item), firsts, tagged.items, strict=False))
    source = tagged.minutes.text
    values = [
        {
            **columns_of(one.item),
            "id": row,
            "meeting": meeting,
            "position": at,
            "key": _under(key, one.item),
            "first_passage": first,
            "passages": len(one.passages),
            "text_hash": item_text(one.item, source).hash,
        }
        for at, (row, first, one) in enumerate(rows)
    ]
    connection.execute(insert(schema.items), values)
    write_tags(connection, {row: (tags_of(one), None) for row, _, one in rows})
    text = mask_cpr(source)
    passages = [line for row, first, one in rows for line in _passages(row, first, one, text)]
    if passages:
        connection.execute(insert(schema.passages), passages)
    insert_rows(connection, [line for row, first, one in rows for line in _index_rows(row, first, one)])


def _passages(row: int, first: int, tagged: TaggedItem, text: str) -> Iterator[Row]:
    for at, passage in enumerate(tagged.passages):
        own = mask_cpr(passage.text)
        same = own == text[passage.start : passage.end]
        yield {
            "id": first + at,
            "item": row,
            "position": at,
            "section": passage.section.value,
            "start": passage.start,
            "end": passage.end,
            "path": list(passage.path),
            "text": None if same else own,
        }


def _index_rows(row: int, first: int, tagged: TaggedItem) -> Iterator[IndexRow]:
    """Yield what the full-text index keeps of an item."""
    title = tagged.item.title
    kept = [at for at, passage in enumerate(tagged.passages) if not _only_repeats(passage, tagged)]
    attached = " ".join(attachment.text for attachment in tagged.item.attachments)
    if attached or not kept:
        yield IndexRow(item=row, passage=None, title=title, body=attached)
    for at in kept:
        passage = tagged.passages[at]
        above = " ".join(dict.fromkeys((title, *passage.path)))
        yield IndexRow(item=row, passage=first + at, title=above, body=passage.text)


def _only_repeats(passage: Passage, tagged: TaggedItem) -> bool:
    """Tell whether a heading says nothing that does not stand above a paragraph anyway.

    Such a heading would be the best match of its own words, and show a reader what the
    title has told already.
    """
    if passage.section is not SectionName.TITEL:
        return False
    above = {part for other in tagged.passages if other.section is not passage.section for part in other.path}
    titled = index_text(" ".join((tagged.item.title, *above))).split()
    return not any(stem.isalpha() and stem not in titled for stem in index_text(passage.text).split())


# Passage vectors: one matrix a meeting, its passages in order


def check_vectors(matrix: npt.NDArray[np.float32], passages: int) -> None:
    """Refuse vectors that do not belong to as many passages.

    Raises:
        ArchiveError: there are too few or too many, or one is not finite.

    """
    if matrix.ndim != 2 or matrix.shape[0] != passages:
        raise ArchiveError("vectors-of-wrong-shape", passages=passages, shape=str(matrix.shape))
    if not np.isfinite(matrix).all():
        raise ArchiveError("vector-not-a-number")


def write_vectors(connection: Connection, meeting: int, encoded: PassageVectors) -> None:
    """Keep the vectors of a meeting's passages, in their order; the meeting is given by its row.

    Raises:
        ArchiveError: the archive keeps vectors of the same encoder in another dimension.

    """
    rows, dimension = encoded.matrix.shape
    if not rows:
        return
    same = select(schema.vectors.c.dimension).where(schema.vectors.c.encoder == encoded.encoder).limit(1)
    kept = connection.scalar(same)
    if kept not in (None, dimension):
        raise ArchiveError("vectors-of-other-size", encoder=encoded.encoder, kept=kept, dimension=dimension)
    values = {
        "meeting": meeting,
        "encoder": encoded.encoder,
        "rows": rows,
        "dimension": dimension,
        "matrix": encoded.matrix.astype(_STORED).tobytes(),
    }
    connection.execute(insert(schema.vectors).values(values))


def vectors_of_meeting(
    connection: Connection, meeting_id: str, *, encoder: str | None = None
) -> PassageVectors:
    """Return the vectors of all passages of a meeting, in order; `encoder` None takes any one's.

    Raises:
        ItemNotFoundError: there is no such meeting.
        ArchiveError: they are of another encoder.

    """
    found = _stored(connection, row_of_meeting(connection, meeting_id))
    if encoder is not None and found.encoder not in (None, encoder):
        raise ArchiveError("vectors-not-comparable", kept=found.encoder, wanted=encoder)
    return found


def vectors_of_item(connection: Connection, item_id: str) -> PassageVectors:
    """Return the vectors of one item's passages, in order.

    Raises:
        ItemNotFoundError: there is no such item; the message names ids like it.

    """
    item = item_row(connection, item_id)
    whole = _stored(connection, item.meeting)
    first = connection.scalar(
        select(func.min(schema.items.c.first_passage)).where(schema.items.c.meeting == item.meeting)
    )
    start = item.first_passage - (first or 0)
    return PassageVectors(encoder=whole.encoder, matrix=whole.matrix[start : start + item.passages])


def _stored(connection: Connection, meeting: int) -> PassageVectors:
    row = connection.execute(select(schema.vectors).where(schema.vectors.c.meeting == meeting)).one_or_none()
    if row is None:
        return PassageVectors(encoder=None, matrix=np.zeros((0, 0), dtype=np.float32))
    matrix = np.frombuffer(row.matrix, dtype=_STORED).reshape(row.rows, row.dimension)
    return PassageVectors(encoder=row.encoder, matrix=matrix.astype(np.float32))
