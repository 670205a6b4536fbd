"""Which item of a meeting a correction holds for, now that the meeting may have been published again."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.domain import (
    AgendaItem,
    CaseChange,
    Change,
    Correction,
    LinkChange,
    SkippedLink,
    meeting_of,
    number_of,
)


def text_hash(text: str, number: str) -> str:
    r"""Return what two printings of an item have in common, though number or line breaks differ.

    >>> text_hash("7. Botilbud\nNye pladser.", "7") == text_hash("8. Botilbud \n\nNye pladser.", "8")
    True
    """
    first, line_break, rest = text.partition("\n")
    bare = re.sub(rf"(?<!\w){re.escape(number)}(?!\w)", "", first, count=1)
    return hashlib.sha256(" ".join((bare + line_break + rest).split()).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class ItemText:
    """An item as corrections see it: its id, and its own stretch of the source."""

    id: str
    start: int
    text: str

    @cached_property
    def hash(self) -> str:
        """What tells whether a correction was made of this text, whatever number it is shown with."""
        return text_hash(self.text, number_of(self.id))


def item_text(item: AgendaItem, source: str) -> ItemText:
    """Return an item of minutes whose text is `source`, as corrections see it."""
    return ItemText(id=item.id, start=item.start, text=source[item.start : item.end])


def other_item(change: Change) -> str | None:
    """Return the id of the second item that a change is about; None where it is about one alone."""
    match change:
        case LinkChange(earlier=other) | SkippedLink(earlier=other) | CaseChange(other=other):
            return other
        case _:
            return None


def with_other_item(change: Change, item_id: str) -> Change:
    """Return a change with another id for its second item."""
    match change:
        case LinkChange() | SkippedLink():
            return replace(change, earlier=item_id)
        case CaseChange():
            return replace(change, other=item_id)
        case _:
            return change


def under_ids(entry: Correction, ids: Mapping[str, str]) -> Correction:
    """Return an entry with its items under other ids of their meetings; `ids` are those by the old ones."""
    other = other_item(entry.change)
    change = with_other_item(entry.change, _under(other, ids)) if other else entry.change
    return replace(entry, item_id=_under(entry.item_id, ids), change=change)


def _under(item_id: str, ids: Mapping[str, str]) -> str:
    meeting, number = ids.get(meeting_of(item_id)), number_of(item_id)
    if meeting is None:
        return item_id
    return f"{meeting}/{number}" if number else meeting


def item_of_text(item_id: str, text_hash: str, hashes: Mapping[str, str]) -> str | None:
    """Return which item of a meeting reads as one did: the one of the same id, else the first; None for none.

    `hashes` are those of the meeting's items as they are now, in order. Where the text was
    not noted, the id is what there is.

    >>> item_of_text("forum/2023-01-20/1", "a", {"forum/2023-01-20/1": "b", "forum/2023-01-20/2": "a"})
    'forum/2023-01-20/2'
    """
    if item_id in hashes and text_hash in (hashes[item_id], ""):
        return item_id
    return next((key for key, own in hashes.items() if own == text_hash), None)
