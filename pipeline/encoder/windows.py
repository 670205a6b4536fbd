"""Long texts as overlapping windows, so that every token has a vector and context on both sides."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.encoder.tokens import Ids, Pieces

OVERLAP = 32
"""Tokens two neighbouring windows share: each takes half of them from the window they lie deeper in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands before and after the text in every window, and how long a window may be."""

    head: Ids
    tail: Ids
    size: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Window:
    """One input of the encoder: what it reads, and which of its places speak for the text.

    `ids[own]` are the tokens `start` to `stop` of text number `text`.
    """

    text: int
    ids: Ids
    start: int
    stop: int
    own: slice


def windows(text: int, pieces: Pieces, frame: Frame) -> Iterator[Window]:
    """Yield the windows of one text; together their own tokens are each of its tokens once."""
    count, room = len(pieces.ids), frame.size - len(frame.head) - len(frame.tail)
    starts = window_starts(count, room)
    borders = [0, *((left + room + right) // 2 for left, right in pairwise(starts)), count]
    for at, (start, stop) in zip(starts, pairwise(borders), strict=True):
        ids = np.concatenate([frame.head, pieces.ids[at : at + room], frame.tail])
        first = len(frame.head) + start - at
        yield Window(text=text, ids=ids, start=start, stop=stop, own=slice(first, first + stop - start))


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
