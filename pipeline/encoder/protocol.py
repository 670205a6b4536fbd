"""What every room may know of the encoder: texts in, unit vectors out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from pipeline.domain import AgendaItem, Passage

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Offsets = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TokenVectors:
    """The tokens of one passage's own text (its title path left out).

    `offsets` is (tokens, 2), characters into the *source* text; `vectors` is
    (tokens, dimension), one contextual vector a token.
    """

    offsets: Offsets
    vectors: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Encoded:
    """What one pass over some passages gives.

    `vectors` is (passages, dimension), each row of length 1; `tokens` has one
    entry a passage, in the same order.
    """

    vectors: Floats
    tokens: tuple[TokenVectors, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EncodedItem:
    """An agenda item with its passages and what the encoder made of each, in the same order.

    `vectors` is (passages, dimension); `tokens` is empty where the item comes from the archive.
    """

    item: AgendaItem
    passages: tuple[Passage, ...]
    vectors: Floats
    tokens: tuple[TokenVectors, ...] = ()


class Encoder(Protocol):
    """Turns text into vectors."""

    @property
    def name(self) -> str:
        """Identify weights and precision: vectors of two names are never compared."""

    @property
    def digest(self) -> str:
        """Identify what it computes: two of one digest give the same vectors."""

    @property
    def dimension(self) -> int:
        """Number of components of every vector."""

    def encode(self, passages: Sequence[Passage]) -> Encoded:
        """Encode passages, each with its title path as context, in one pass."""

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """Return one unit vector a free text, (texts, dimension), to compare with passages."""


def encode_items(
    encoder: Encoder, items: Sequence[AgendaItem], passages: Sequence[Sequence[Passage]]
) -> tuple[EncodedItem, ...]:
    """Return items with the vectors of their passages; the encoder runs once over all of them."""
    encoded = encoder.encode(list(chain.from_iterable(passages)))
    return split_by_item(items, passages, encoded.vectors, encoded.tokens)


def split_by_item(
    items: Sequence[AgendaItem],
    passages: Sequence[Sequence[Passage]],
    vectors: Floats,
    tokens: Sequence[TokenVectors] = (),
) -> tuple[EncodedItem, ...]:
    """Return items with their part of the vectors of all their passages, as they were encoded or kept."""
    ends = accumulate(map(len, passages), initial=0)
    return tuple(
        EncodedItem(
            item=item,
            passages=tuple(own),
            vectors=vectors[start:end],
            tokens=tuple(tokens[start:end]),
        )
        for item, own, (start, end) in zip(items, passages, pairwise(ends), strict=True)
    )
