"""Passage vectors: one matrix a meeting on disk, one table for all in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, select

from pipeline.archive.read import ITEMS, summaries
from pipeline.archive.schema import items, vectors
from pipeline.archive.state import count_change, count_meeting_change
from pipeline.archive.values import PassageTable, StoredVectors
from pipeline.errors import ArchiveError

Matrix = npt.NDArray[np.float32]
Where = Sequence[ColumnElement[bool]]
# Half precision: a cosine keeps its third digit at half the disk and half the reading;
# the encoder's own int8 noise is ten times that.
_STORED = np.dtype("<f2")
_OTHER_ENCODER = (
    "the archive keeps vectors of {kept}, which cannot be compared with {wanted}; encode its minutes again"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Whose vectors a matrix holds: row i is passage `first_passage + i`."""

    meeting: int
    first_passage: int
    encoder: str


def check_vectors(matrix: Matrix, passages: int) -> None:
    """Refuse vectors that do not belong to as many passages.

    Raises:
        ArchiveError: there are too few or too many, or one is not finite.

    """
    if matrix.ndim != 2 or matrix.shape[0] != passages:
        raise ArchiveError(f"{passages} passages need as many vectors, got an array of shape {matrix.shape}")
    if not np.isfinite(matrix).all():
        raise ArchiveError("a passage vector holds no number (NaN or infinity); encode the minutes again")


def write_vectors(connection: Connection, chunk: Chunk, matrix: Matrix) -> None:
    """Keep the vectors of a meeting's passages, in their order.

    Raises:
        ArchiveError: the archive keeps vectors of the same encoder in another dimension.

    """
    rows, dimension = matrix.shape
    if not rows:
        return
    kept = connection.scalar(select(vectors.c.dimension).where(vectors.c.encoder == chunk.encoder).limit(1))
    if kept not in (None, dimension):
        raise ArchiveError(
            f"the archive keeps vectors of {chunk.encoder} with {kept} components, got {dimension}"
        )
    values = {
        "meeting": chunk.meeting,
        "encoder": chunk.encoder,
        "first_passage": chunk.first_passage,
        "rows": rows,
        "dimension": dimension,
        "matrix": matrix.astype(_STORED).tobytes(),
    }
    connection.execute(insert(vectors).values(values))


def replace(connection: Connection, meeting: int, matrix: Matrix, encoder: str) -> None:
    """Put other vectors in place of a meeting's.

    Raises:
        ArchiveError: there are not as many as the meeting has passages.

    """
    of_meeting = select(func.min(items.c.first_passage), func.sum(items.c.passages)).where(
        items.c.meeting == meeting
    )
    first, count = connection.execute(of_meeting).one()
    check_vectors(matrix, count)
    count_change(connection)
    count_meeting_change(connection, meeting)
    connection.execute(delete(vectors).where(vectors.c.meeting == meeting))
    write_vectors(connection, Chunk(meeting=meeting, first_passage=first, encoder=encoder), matrix)


def of_meeting(connection: Connection, meeting: int) -> StoredVectors:
    """Return the vectors of all passages of a meeting."""
    chunk = connection.execute(select(vectors).where(vectors.c.meeting == meeting)).one_or_none()
    if chunk is None:
        return StoredVectors(encoder=None, matrix=np.zeros((0, 0), dtype=np.float32))
    matrix = np.frombuffer(chunk.matrix, dtype=_STORED).reshape(chunk.rows, chunk.dimension)
    return StoredVectors(encoder=chunk.encoder, matrix=matrix.astype(np.float32))


def of_item(connection: Connection, item: Row[Any]) -> StoredVectors:
    """Return the vectors of one item's passages; `item` is its row."""
    whole = of_meeting(connection, item.meeting)
    first = connection.scalar(select(vectors.c.first_passage).where(vectors.c.meeting == item.meeting)) or 0
    start = item.first_passage - first
    return StoredVectors(encoder=whole.encoder, matrix=whole.matrix[start : start + item.passages])


def read_table(connection: Connection, where: Where, encoder: str | None) -> PassageTable:
    """Return the passages of all items that meet the conditions; `encoder` None takes any one.

    Raises:
        ArchiveError: some of their vectors are of another encoder.

    """
    found = summaries(connection, where)
    first, count, meeting = _places(connection, where, list(found))
    passage_ids = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
    name, matrix = _matrix(connection, where, passage_ids=passage_ids, meeting=np.repeat(meeting, count))
    if encoder is not None and name not in (None, encoder):
        raise ArchiveError(_OTHER_ENCODER.format(kept=name, wanted=encoder))
    return PassageTable(
        items=tuple(found.values()),
        item_index=np.repeat(np.arange(len(found), dtype=np.int32), count),
        passage_ids=passage_ids,
        vectors=matrix,
        encoder=name,
    )


def _places(connection: Connection, where: Where, order: list[int]) -> npt.NDArray[np.int64]:
    """Return first passage, number of passages and meeting of each item, in this order."""
    columns = (items.c.id, items.c.first_passage, items.c.passages, items.c.meeting)
    rows = connection.execute(select(*columns).select_from(ITEMS).where(*where))
    by_id = {row[0]: row[1:] for row in rows}
    return np.array([tuple(by_id[item]) for item in order], dtype=np.int64).reshape(-1, 3).T


def _matrix(
    connection: Connection,
    where: Where,
    *,
    passage_ids: npt.NDArray[np.int64],
    meeting: npt.NDArray[np.int64],
) -> tuple[str | None, Matrix]:
    """Return the encoder's name and a row for each passage; those of one meeting stand together."""
    name, matrix = None, np.zeros((len(passage_ids), 0), dtype=np.float32)
    owners, firsts, counts = np.unique(meeting, return_index=True, return_counts=True)
    stretches = zip(owners.tolist(), firsts, firsts + counts, strict=True)
    rows_of = {owner: slice(start, end) for owner, start, end in stretches}
    for chunk in connection.execute(_chunks(where)):
        if name is None:
            name, matrix = chunk.encoder, np.zeros((len(passage_ids), chunk.dimension), dtype=np.float32)
        if chunk.encoder != name:
            raise ArchiveError(_OTHER_ENCODER.format(kept=chunk.encoder, wanted=name))
        rows = rows_of[chunk.meeting]
        stored = np.frombuffer(chunk.matrix, dtype=_STORED).reshape(chunk.rows, chunk.dimension)
        matrix[rows] = stored[passage_ids[rows] - chunk.first_passage]
    return name, matrix


def _chunks(where: Where) -> Select[Any]:
    chunks = select(vectors).order_by(vectors.c.meeting).execution_options(yield_per=100)
    if not where:
        return chunks
    return chunks.where(
        vectors.c.meeting.in_(select(items.c.meeting).select_from(ITEMS).where(*where, items.c.passages > 0))
    )
