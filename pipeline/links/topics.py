"""What an item is about in the words of the field: which people, and which kind of measure.

Two items on one subject often share neither a name nor a rare word: "næsespray til væresteder"
and "oplæring i naloxon". That both are about one group of people, and about one kind of measure,
is what makes the older one useful background.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.links.tables import Ints, Numbers, SparseBatch, spread

GROUP, MEASURE = "group", "measure"
SHRINKAGE = 4.0
"""Added to the squared length of what a text is about: one word in common is no proof."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A group of people or a kind of measure; `terms` are keys of the index."""

    kind: str
    name: str
    terms: tuple[str, ...]
    rarity: float
    """The logarithm of one over the share of items of the fit that are about it."""


class TopicFinder:
    """Tells which topics texts are about, by the numbers that terms have in one vocabulary."""

    def __init__(self, topics: Sequence[Topic], numbers: Mapping[str, int]) -> None:
        pairs = [
            (numbers[term], place)
            for place, topic in enumerate(topics)
            for term in topic.terms
            if term in numbers
        ]
        pairs.sort()
        self._terms: Ints = np.array([term for term, _ in pairs], dtype=np.int64)
        self._topics: Ints = np.array([place for _, place in pairs], dtype=np.int64)
        self._rarity = np.array([topic.rarity for topic in topics])

    def weights(self, texts: SparseBatch) -> Numbers:
        """Return (texts, topics): how much each text is about each topic."""
        first = np.searchsorted(self._terms, texts.numbers, side="left")
        found = np.searchsorted(self._terms, texts.numbers, side="right") - first
        topics = self._topics[spread(first, found)]
        width = len(self._rarity)
        counts = np.bincount(
            np.repeat(texts.owners, found) * width + topics,
            weights=np.repeat(texts.weights, found),
            minlength=texts.size * width,
        )
        weights: Numbers = np.log1p(counts.reshape(texts.size, width)) * self._rarity
        return weights


def likeness(query: Numbers, texts: Numbers, kind: npt.NDArray[np.bool_]) -> Numbers:
    """Return (texts, query): cosines by the topics of one kind."""
    alike: Numbers = _directions(texts[:, kind]) @ _directions(query[:, kind]).T
    return alike


def _directions(weights: Numbers) -> Numbers:
    lengths = np.sqrt((weights**2).sum(axis=1, keepdims=True) + SHRINKAGE)
    found: Numbers = weights / lengths
    return found
