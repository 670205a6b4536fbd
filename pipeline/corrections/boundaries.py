"""Items cut otherwise than the program cut them: split in two, or merged with the next.

A split leaves the first part its id; the new item gets the same number with the next
free letter, from b on: 7 is split into 7 and 7b, and 7 or 7b again into 7c. Items that
no change touches keep their ids.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase

from pipeline.corrections.replay import active
from pipeline.corrections.texts import item_of_text, item_text
from pipeline.domain import AgendaItem, Attachment, Correction, MergeChange, Section, SplitChange, number_of
from pipeline.errors import CorrectionError

BoundaryChange = SplitChange | MergeChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The items of a meeting, and the numbers of the entries that made them so."""

    items: tuple[AgendaItem, ...]
    numbers: frozenset[int]


def cut_items(items: Sequence[AgendaItem], source: str, log: Sequence[Correction]) -> Cut:
    """Return a meeting's items as the active entries of its log cut them; `items`: as the program did.

    An entry whose item does not read as it did then, or is not followed by what it was, waits.
    """
    now, numbers = tuple(items), set[int]()
    for entry in active(log):
        if isinstance(entry.change, BoundaryChange):
            try:
                now = cut_item(now, _cut_one(now, source, entry), entry.change, source)
            except CorrectionError:
                continue
            numbers.add(entry.number)
    return Cut(items=now, numbers=frozenset(numbers))


def _cut_one(items: Sequence[AgendaItem], source: str, entry: Correction) -> str:
    """Return the id of the item that an entry cuts."""
    hashes = {item.id: item_text(item, source).hash for item in items}
    item_id = item_of_text(entry.item_id, entry.text_hash, hashes)
    if item_id is None:
        raise CorrectionError("correction-waits", number=entry.number, item=entry.item_id)
    return item_id


def cut_item(
    items: Sequence[AgendaItem], item_id: str, change: BoundaryChange, source: str
) -> tuple[AgendaItem, ...]:
    """Return the items of a meeting with one split, or merged with the next.

    Raises:
        CorrectionError: the item has no such place to be split at, or no such next item.

    """
    at = next(place for place, item in enumerate(items) if item.id == item_id)
    if isinstance(change, SplitChange):
        return (*items[:at], *_split(items, items[at], change, source), *items[at + 1 :])
    following = items[at + 1].id if at + 1 < len(items) else "no item"
    if number_of(following) != number_of(change.following):
        raise CorrectionError(
            "followed-by-another", item=item_id, following=following, named=change.following
        )
    return (*items[:at], _merged(items[at], items[at + 1]), *items[at + 2 :])


def describe_cut(items: Sequence[AgendaItem], others: Sequence[AgendaItem]) -> str:
    """Return number and title of the items that are not among the others, for the log."""
    return " | ".join(f"{item.number}. {item.title}" for item in items if item not in others)


def _split(
    items: Sequence[AgendaItem], item: AgendaItem, change: SplitChange, source: str
) -> tuple[AgendaItem, AgendaItem]:
    at = item.start + change.at
    first = source[item.start : at].rstrip()
    if not first or not source[at : item.end].strip():
        raise CorrectionError("split-outside-text", item=item.id, at=change.at)
    number = _free_number(items, item)
    line_end = source.find("\n", at, item.end)
    body = item.end if line_end < 0 else line_end + 1
    return (
        replace(
            item,
            end=item.start + len(first),
            sections=_sections(item, item.start, item.start + len(first)),
            attachments=_attachments(item, item.start, at),
        ),
        replace(
            item,
            id=f"{item.id.removesuffix(number_of(item.id))}{number}",
            number=number,
            title=change.title,
            start=at,
            sections=_sections(item, body, item.end),
            attachments=_attachments(item, at, item.end),
        ),
    )


def _merged(item: AgendaItem, following: AgendaItem) -> AgendaItem:
    return replace(
        item,
        end=following.end,
        sections=item.sections + following.sections,
        attachments=item.attachments + following.attachments,
    )


def _sections(item: AgendaItem, start: int, end: int) -> tuple[Section, ...]:
    clipped = (replace(s, start=max(s.start, start), end=min(s.end, end)) for s in item.sections)
    return tuple(section for section in clipped if section.start < section.end)


def _attachments(item: AgendaItem, start: int, end: int) -> tuple[Attachment, ...]:
    return tuple(attachment for attachment in item.attachments if start <= attachment.start < end)


def _free_number(items: Sequence[AgendaItem], item: AgendaItem) -> str:
    base = re.sub(r"(?<=\d)[b-z]$", "", number_of(item.id))
    taken = {number_of(other.id) for other in items}
    free = (f"{base}{letter}" for letter in ascii_lowercase[1:] if f"{base}{letter}" not in taken)
    number = next(free, None)
    if number is None:
        raise CorrectionError("too-many-parts", item=item.id)
    return number
