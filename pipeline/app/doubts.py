"""Where the structure of minutes may be read wrongly: each line, why, and what would put it right."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.app.danish import in_danish
from pipeline.domain import AgendaItem, Doubt, Minutes
from pipeline.text import mask_cpr

_WORDS = 12
"""So many tell one line of an item from the others, which may begin with the same word."""
_HEADS = ("may head an item", "may be the heading", "is in the list of items")
_HEADS_NONE = "may not be the heading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubted:
    """A line of the minutes that may have been read wrongly, and why."""

    line: str
    reason: str
    start: int
    end: int
    item_id: str
    """The item to be split there, or merged with the next; empty where neither would put it right."""
    words: str
    """The first words of the new item; empty where there would be none."""


def read_doubts(minutes: Minutes) -> Iterator[Doubted]:
    """Yield each doubt of minutes."""
    text = mask_cpr(minutes.text)
    for doubt in minutes.structure.doubts:
        line = " ".join(text[doubt.start : doubt.end].split())
        item_id, words = _remedy(doubt, minutes, text)
        yield Doubted(
            line=line,
            reason=in_danish(doubt.reason),
            start=doubt.start,
            end=doubt.end,
            item_id=item_id,
            words=words,
        )


def _remedy(doubt: Doubt, minutes: Minutes, text: str) -> tuple[str, str]:
    for item in minutes.items:
        if item.start < doubt.start < item.end and doubt.reason.startswith(_HEADS):
            return item.id, _words(doubt, item, text)
    for before, item in pairwise(minutes.items):
        if item.start <= doubt.start < doubt.end <= item.end and doubt.reason.startswith(_HEADS_NONE):
            return before.id, ""
    return "", ""


def _words(doubt: Doubt, item: AgendaItem, text: str) -> str:
    return " ".join(text[doubt.start : item.end].split(maxsplit=_WORDS)[:_WORDS])


def marked_text(minutes: Minutes) -> Iterator[tuple[str, Doubted | None]]:
    """Yield the text of minutes in pieces, masked as a whole: those doubted, and what stands between."""
    text, at = mask_cpr(minutes.text), 0
    for doubt in sorted(read_doubts(minutes), key=lambda one: one.start):
        if doubt.start >= at:
            yield text[at : doubt.start], None
            yield text[doubt.start : doubt.end], doubt
            at = doubt.end
    yield text[at:], None
