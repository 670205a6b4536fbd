"""Items as the link index takes them, from tagged minutes or from the archive."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from pipeline.archive import Archive
from pipeline.domain import Meeting, Passage, TaggedItem, TaggedMinutes
from pipeline.encoder.protocol import Floats
from pipeline.links import LinkDocument


def link_documents(tagged: TaggedMinutes, vectors: Floats) -> tuple[LinkDocument, ...]:
    """Return the items of tagged minutes; `vectors` has one row a passage, in order."""
    rows = by_item([item.passages for item in tagged.items], vectors)
    meeting = tagged.minutes.meeting
    return tuple(_document(item, meeting, own) for item, own in zip(tagged.items, rows, strict=True))


def read_meeting(archive: Archive, meeting_id: str) -> tuple[LinkDocument, ...]:
    """Return the items of one meeting of the archive.

    Raises:
        ItemNotFoundError: there is no such meeting.

    """
    return link_documents(archive.minutes(meeting_id), archive.vectors(meeting_id).matrix)


def read_item(archive: Archive, item_id: str) -> LinkDocument:
    """Return one item of the archive.

    Raises:
        ItemNotFoundError: there is no such item.

    """
    stored = archive.item(item_id)
    return _document(stored.tagged, stored.meeting, archive.item_vectors(item_id).matrix)


def by_item(passages: Sequence[Sequence[Passage]], vectors: Floats) -> Iterator[Floats]:
    """Yield the rows of each item's passages."""
    ends = np.cumsum([0, *(len(part) for part in passages)])
    for start, end in pairwise(ends.tolist()):
        yield vectors[start:end]


def _document(tagged: TaggedItem, meeting: Meeting, vectors: Floats) -> LinkDocument:
    return LinkDocument(
        item_id=tagged.item.id,
        number=tagged.item.number,
        title=tagged.item.title,
        date=meeting.date,
        committee=meeting.committee,
        passages=tagged.passages,
        vectors=vectors,
        entities=tagged.entities,
        themes=tuple(score.theme for score in tagged.themes if score.assigned),
    )
