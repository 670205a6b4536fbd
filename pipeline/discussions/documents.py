"""Items and their matters as the link index takes them, from tagged minutes or from the archive."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from pipeline.archive import Archive, StoredItem
from pipeline.domain import Meeting, SectionName, SubItem, TaggedItem, TaggedMinutes, slug
from pipeline.encoder import EncodedItem, Floats, split_by_item
from pipeline.knowledge.kle import group_numbers
from pipeline.links import LinkDocument
from pipeline.minutes.passages import sub_items
from pipeline.text import mask_cpr


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
    return as_document(archive, archive.item(item_id))


def as_document(archive: Archive, stored: StoredItem) -> LinkDocument:
    """Return an item that was read from the archive."""
    return _document(stored.tagged, stored.meeting, archive.item_vectors(stored.tagged.item.id).matrix)


def _document(tagged: TaggedItem, meeting: Meeting, vectors: Floats) -> LinkDocument:
    return LinkDocument(
        item_id=tagged.item.id,
        title=mask_cpr(tagged.item.title),
        date=meeting.date,
        publisher=meeting.publisher,
        committee=meeting.committee,
        number=tagged.item.number,
        passages=tagged.passages,
        vectors=vectors,
        entities=tagged.entities,
        themes=tuple(score.theme for score in tagged.themes if score.assigned),
        kle=group_numbers(tagged.item.case_number),
        attachments=tuple(mask_cpr(attachment.text) for attachment in tagged.item.attachments),
    )


_LONGEST = 60
PART = "#"
"""Between an item's id and the name of one of its matters."""


def split_matters(document: LinkDocument) -> tuple[LinkDocument, ...]:
    """Return the matters of an item as documents of their own, in the order of its text.

    "Orienteringer", "Meddelelser", "Nyt siden sidst" tell under each sub-heading of another
    matter; what stands there under none is no matter. Any other item is one matter, its id
    the item's; that of a part has the sub-heading behind it, so that it stays the same when
    the item gets another part.
    """
    ids: dict[str, SubItem] = {}
    for part in sub_items(document.title, document.passages):
        name = f"{document.item_id}{PART}{slug(mask_cpr(part.heading))[:_LONGEST].strip('-')}"
        ids[next(one for one in numbered(name) if one not in ids)] = part
    return tuple(_part(document, part, own_id) for own_id, part in ids.items()) or (document,)


def item_of(matter: str) -> str:
    """Return the id of the item that a matter belongs to.

    >>> item_of("forum/2023-01-20/9#naloxon")
    'forum/2023-01-20/9'
    """
    return matter.partition(PART)[0]


def text_hash(document: LinkDocument) -> str:
    """Return a hash of what a matter says, the same whatever its number and wherever its lines break."""
    body = (
        part for p in document.passages if p.section is not SectionName.TITEL for part in (*p.path, p.text)
    )
    return hashlib.sha256(" ".join(" ".join((document.title, *body)).split()).encode()).hexdigest()


def numbered(name: str) -> Iterator[str]:
    """Yield what a name may be where the names before are taken.

    >>> names = numbered("forum/2023-01-20/9")
    >>> next(names), next(names)
    ('forum/2023-01-20/9', 'forum/2023-01-20/9~2')
    """
    yield name
    yield from (f"{name}~{number}" for number in count(2))


def _part(document: LinkDocument, part: SubItem, item_id: str) -> LinkDocument:
    own = [document.passages[at] for at in part.passages]
    inside = (e for e in document.entities if any(p.start <= e.start and e.end <= p.end for p in own))
    return replace(
        document,
        item_id=item_id,
        title=part.heading,
        passages=tuple(replace(passage, path=(part.heading,)) for passage in own),
        vectors=document.vectors[list(part.passages)],
        entities=tuple(inside),
    )
