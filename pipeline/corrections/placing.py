"""Which item of a meeting a correction holds for, now that the meeting may have been published again."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.domain import AgendaItem, Correction


def text_hash(text: str, number: str) -> str:
    r"""Return what two printings of an item have in common, though number or line breaks differ.

    >>> text_hash("7. Botilbud\nNye pladser.", "7") == text_hash("8. Botilbud \n\nNye pladser.", "8")
    True
    """
    first, line_break, rest = text.partition("\n")
    bare = re.sub(rf"(?<!\w){re.escape(number)}(?!\w)", "", first, count=1)
    return hashlib.sha256(" ".join((bare + line_break + rest).split()).encode()).hexdigest()


def meeting_of(item_id: str) -> str:
    """Return the id of an item's meeting; what follows, the number, may hold a slash itself.

    >>> meeting_of("forum-aeroe/2023-01-20-2/7")
    'forum-aeroe/2023-01-20-2'
    """
    return "/".join(item_id.split("/")[:2])


@dataclass(frozen=True, kw_only=True)
class ItemText:
    """An item as corrections see it: its id, its number, and its own stretch of the source."""

    id: str
    number: str
    start: int
    text: str

    @cached_property
    def hash(self) -> str:
        """What tells whether a correction was made of this text."""
        return text_hash(self.text, self.number)


def item_text(item: AgendaItem, source: str) -> ItemText:
    """Return an item of minutes whose text is `source`, as corrections see it."""
    return ItemText(id=item.id, number=item.number, start=item.start, text=source[item.start : item.end])


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Corrections by the item they hold for, and those that wait for a text that is not there."""

    by_item: Mapping[str, tuple[Correction, ...]]
    waiting: tuple[Correction, ...]


def place(corrections: Sequence[Correction], items: Sequence[ItemText]) -> Placed:
    """Return which of one meeting's items each correction holds for: its own, or one of the same text."""
    by_hash: dict[str, list[str]] = defaultdict(list)
    for item in items:
        by_hash[item.hash].append(item.id)
    found: dict[str, list[Correction]] = defaultdict(list)
    waiting = []
    for correction in corrections:
        same = by_hash.get(correction.text_hash, [])
        if same:
            found[correction.item_id if correction.item_id in same else same[0]].append(correction)
        else:
            waiting.append(correction)
    by_item = {item: tuple(entries) for item, entries in found.items()}
    return Placed(by_item=by_item, waiting=tuple(waiting))
