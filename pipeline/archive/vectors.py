"""Passage vectors: one matrix a meeting, its passages in order."""

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, func, insert, select

from pipeline.archive.lookup import item_row, row_of_meeting
from pipeline.archive.schema import items, vectors
from pipeline.archive.values import PassageVectors
from pipeline.errors import ArchiveError

# Half precision: a cosine keeps its third digit at half the disk and half the reading;
# the encoder's own int8 noise is ten times that.
_STORED = np.dtype("<f2")


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
    same = select(vectors.c.dimension).where(vectors.c.encoder == encoded.encoder).limit(1)
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
    connection.execute(insert(vectors).values(values))


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
    first = connection.scalar(select(func.min(items.c.first_passage)).where(items.c.meeting == item.meeting))
    start = item.first_passage - (first or 0)
    return PassageVectors(encoder=whole.encoder, matrix=whole.matrix[start : start + item.passages])


def _stored(connection: Connection, meeting: int) -> PassageVectors:
    row = connection.execute(select(vectors).where(vectors.c.meeting == meeting)).one_or_none()
    if row is None:
        return PassageVectors(encoder=None, matrix=np.zeros((0, 0), dtype=np.float32))
    matrix = np.frombuffer(row.matrix, dtype=_STORED).reshape(row.rows, row.dimension)
    return PassageVectors(encoder=row.encoder, matrix=matrix.astype(np.float32))
