"""Items as the link index takes them, from tagged minutes or from the archive."""

from collections.abc import Sequence

from pipeline.archive import Archive
from pipeline.domain import Meeting, TaggedItem, TaggedMinutes
from pipeline.encoder import EncodedItem, Floats, split_by_item
from pipeline.links import LinkDocument


def link_documents(tagged: TaggedMinutes, encoded: Sequence[EncodedItem]) -> tuple[LinkDocument, ...]:
    """Return the items of tagged minutes with the vectors of their passages."""
    meeting = tagged.minutes.meeting
    return tuple(
        _document(item, meeting, own.vectors) for item, own in zip(tagged.items, encoded, strict=True)
    )


def read_meeting(archive: Archive, meeting_id: str) -> tuple[LinkDocument, ...]:
    """Return the items of one meeting of the archive.

    Raises:
        ItemNotFoundError: there is no such meeting.

    """
    tagged = archive.minutes(meeting_id)
    passages = [item.passages for item in tagged.items]
    vectors = archive.vectors(meeting_id).matrix
    return link_documents(tagged, split_by_item(tagged.minutes.items, passages, vectors))


def read_item(archive: Archive, item_id: str) -> LinkDocument:
    """Return one item of the archive.

    Raises:
        ItemNotFoundError: there is no such item.

    """
    stored = archive.item(item_id)
    return _document(stored.tagged, stored.meeting, archive.item_vectors(item_id).matrix)


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
        attachments=tuple(attachment.text for attachment in tagged.item.attachments),
    )
