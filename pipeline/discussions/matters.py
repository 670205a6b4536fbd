"""Matters: what a case is made of. Most items are one; an information item is one a sub-heading."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.domain import Passage, SectionName
from pipeline.links import LinkDocument
from pipeline.links.matters import FEWEST, tells_of_many
from pipeline.minutes.segment import slug

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
    parts = tuple(_parts(document)) if tells_of_many(document.title) else ()
    return parts if len(parts) >= FEWEST else (document,)


def item_of(matter: str) -> str:
    """Return the id of the item that a matter belongs to.

    >>> item_of("forum/2023-01-20/9#naloxon")
    'forum/2023-01-20/9'
    """
    return matter.partition(PART)[0]


def matter_day(matter: str) -> str:
    """Return the date of a matter's meeting, as it stands in its id.

    >>> matter_day("forum/2023-01-20-2/9#naloxon")
    '2023-01-20'
    """
    return item_of(matter).split("/")[1][:10]


def meeting_of(matter: str) -> str:
    """Return the id of the meeting that a matter came up at.

    >>> meeting_of("forum/2023-01-20-2/9#naloxon")
    'forum/2023-01-20-2'
    """
    slug, meeting, _ = item_of(matter).split("/", 2)
    return f"{slug}/{meeting}"


def _parts(document: LinkDocument) -> Iterator[LinkDocument]:
    named = dict[str, tuple[str, ...]]()
    for passage in document.passages:
        if passage.path[1:]:
            named.setdefault(slug(" ".join(passage.path[1:]))[:_LONGEST].strip("-"), passage.path[1:])
    for name, heading in named.items():
        rows = [at for at, passage in enumerate(document.passages) if _under(passage, heading)]
        own = [document.passages[at] for at in rows]
        inside = (e for e in document.entities if any(p.start <= e.start and e.end <= p.end for p in own))
        yield replace(
            document,
            item_id=f"{document.item_id}{PART}{name}",
            title=" ".join(heading),
            passages=tuple(replace(passage, path=heading) for passage in own),
            vectors=document.vectors[rows],
            entities=tuple(inside),
        )


def _under(passage: Passage, heading: tuple[str, ...]) -> bool:
    """Whether a passage is the heading itself, or stands under it."""
    if passage.section is SectionName.TITEL:
        return bool(passage.path) and passage.text.strip() == heading[-1]
    return passage.path[1:] == heading
