"""Which item of a meeting a correction holds for, now that the meeting may have been published again."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.domain import AgendaItem, CaseChange, Change, Correction, LinkChange, SkippedLink


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Corrections by the item they hold for, and those that wait for a text that is not there."""

    by_item: Mapping[str, tuple[Correction, ...]]
    waiting: tuple[Correction, ...]


def place(corrections: Sequence[Correction], items: Sequence[ItemText]) -> Placed:
    """Return which of one meeting's items each correction holds for: its own, or one of the same text."""
    by_hash = _by_hash(items)
    found: dict[str, list[Correction]] = defaultdict(list)
    waiting = []
    for correction in corrections:
        home = _home(correction.item_id, by_hash.get(correction.text_hash, ()))
        if home is None:
            waiting.append(correction)
        else:
            found[home].append(correction)
    by_item = {item: tuple(entries) for item, entries in found.items()}
    return Placed(by_item=by_item, waiting=tuple(waiting))


def place_other(correction: Correction, items: Sequence[ItemText]) -> str | None:
    """Return the id that the second item of a correction has now; None where none reads as it did.

    `items` are those of its meeting. Where its text was not noted, the id it had is what there is.
    """
    other = other_item(correction.change) or ""
    if not correction.other_hash:
        return _home(other, [item.id for item in items if item.id == other])
    return _home(other, _by_hash(items).get(correction.other_hash, ()))


def _by_hash(items: Sequence[ItemText]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for item in items:
        found[item.hash].append(item.id)
    return found


def _home(item_id: str, same: Sequence[str]) -> str | None:
    """Return which of the items of one text is meant: the one of this id, else the first."""
    return item_id if item_id in same else next(iter(same), None)
