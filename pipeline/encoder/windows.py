"""Long texts as overlapping windows, so that every token has a vector and context on both sides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.encoder.tokens import Ids, Pieces

OVERLAP = 32
"""Tokens two neighbouring windows share: each takes half of them from the window they lie deeper in."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Window:
    """One input of the encoder: what it reads, and which of its tokens speak for the text.

    `ids[first : first + stop - start]` are the tokens `start` to `stop` of text
    number `text`.
    """

    text: int
    ids: Ids
    first: int
    start: int
    stop: int


def windows(text: int, head: Ids, pieces: Pieces, *, tail: Ids, size: int) -> Iterator[Window]:
    """Yield the windows of one text; each begins with `head` and ends with `tail`.

    Together their own tokens are each token of the text exactly once.
    """
    count, room = len(pieces.ids), size - len(head) - len(tail)
    starts = window_starts(count, room)
    borders = [0, *((at + before + room) // 2 for before, at in pairwise(starts)), count]
    for at, start, stop in zip(starts, borders, borders[1:], strict=False):
        ids = np.concatenate([head, pieces.ids[at : at + room], tail])
        yield Window(text=text, ids=ids, first=len(head) + start - at, start=start, stop=stop)


def window_starts(count: int, room: int) -> list[int]:
    """Return where the windows of `room` tokens begin, spread evenly over `count` tokens.

    >>> window_starts(100, 128), window_starts(300, 128)
    ([0], [0, 86, 172])
    """
    if count <= room:
        return [0]
    step = room - min(OVERLAP, room // 4)
    more = -(-(count - room) // step)
    return [number * (count - room) // more for number in range(more + 1)]


def batches(found: Sequence[Window], size: int) -> Iterator[list[Window]]:
    """Yield the windows in batches of like length, longest first: little is padded."""
    ordered = sorted(found, key=lambda window: -len(window.ids))
    for at in range(0, len(ordered), size):
        yield ordered[at : at + size]
