"""How much of a question is put in words that the archive knows."""

import math
from collections.abc import Iterator

from pipeline.links.store import Store
from pipeline.links.tables import BEGINNING, Ints, Numbers
from pipeline.links.words import Analyzer

ALIKE = BEGINNING
"""Letters that two words must begin with to be taken for kin: autist and autisme."""

MOSTLY = 0.5
"""A question is in known words if this much of it is, by the rarity of the words."""
SURE = 0.4
"""To one that is not, an answer must be so probable: what stands beside a common word stays below,
whatever vector lies nearest to it (`experiments/search.py`)."""


def least_of(known: float) -> float:
    """Return how probable an answer must at least be to a question of which so much is known.

    Where nothing is, nearness of vectors means nothing.

    >>> least_of(0.0), least_of(0.3), least_of(0.8)
    (inf, 0.4, 0.0)
    """
    if known < MOSTLY:
        return SURE if known else math.inf
    return 0.0


def known_share(text: str, store: Store, analyzer: Analyzer) -> float:
    """Return how much of the words of `text`, by their rarity, items of the store have; 0 if it has none.

    A compound that nobody wrote is known by its parts, a word by one that begins alike.
    """
    heard = Heard(store)
    weighed = [pair for word in analyzer.words(text) for pair in heard.weighed(word)]
    total = sum(rarity for rarity, _ in weighed)
    return sum(rarity for rarity, known in weighed if known) / total if total else 0.0


class Heard:
    """The terms that items of a store have today."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._idf: Numbers = store.idf()
        self._frequencies: Ints = store.vocabulary.frequencies

    def weighed(self, word: tuple[str, ...]) -> Iterator[tuple[float, bool]]:
        """Yield how rare a word is and whether it is known; of an unknown compound, each part."""
        whole, *parts = word
        for key in [whole] if self._rarity(whole) is not None or not parts else parts:
            rarity = self._rarity(key)
            rarity = self._rarity_of_kin(key) if rarity is None else rarity
            yield (self._store.unheard(), False) if rarity is None else (rarity, True)

    def _rarity(self, key: str) -> float | None:
        number = self._store.vocabulary.known([key]).get(key)
        return None if number is None or not self._frequencies[number] else float(self._idf[number])

    def _rarity_of_kin(self, key: str) -> float | None:
        """Return how rare the commonest term is that shares a beginning with `key`, half of the longer."""
        kin = self._store.vocabulary.beginning(key[:ALIKE])
        found = (self._rarity(other) for other in kin if _alike(key, other))
        return min((rarity for rarity in found if rarity is not None), default=None)


def _alike(one: str, other: str) -> bool:
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    length = min(len(one), len(other)) if shared is None else shared
    return length >= max(ALIKE, max(len(one), len(other)) / 2)
