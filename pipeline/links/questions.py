"""A question in free words: put in the words of the archive, and how much of it those cover."""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from pipeline.encoder.protocol import Numbers
from pipeline.links.profile import MatterTerms, Profile
from pipeline.links.store import Store
from pipeline.links.tables import BEGINNING, Ints
from pipeline.links.terms import PART_WEIGHT, add_up


def expand_query(profile: Profile, store: Store) -> Profile:
    """Return a question with its compounds that no item has put as their parts; an item as it is.

    "Misbrugsbehandling" then asks the same as "behandling af misbrug": a word that nobody
    wrote would only tell against every answer.
    """
    if not profile.question:
        return profile
    numbers, frequencies = store.vocabulary.known(chain(*profile.question)), store.vocabulary.frequencies
    known = {key for key, number in numbers.items() if frequencies[number]}
    title = add_up(dict(_word_counts(word, known)) for word in profile.question)
    whole = add_up([title, title])
    matter = MatterTerms(heading="", title=title, whole=whole)
    return replace(profile, whole=whole, matters=(matter,), terms=(title,) * len(profile.terms))


def _word_counts(word: tuple[str, ...], known: set[str]) -> Iterator[tuple[str, float]]:
    whole, *parts = word
    split = whole not in known and not known.isdisjoint(parts)
    yield from () if split else [(whole, 1.0)]
    yield from ((part, 1.0 if split else PART_WEIGHT) for part in parts)


MOSTLY = 0.5
"""A question is in known words if this much of it is, by the rarity of the words."""
SURE = 0.4
"""To one that is not, an answer must be so probable: what stands beside a common word stays below,
whatever vector lies nearest to it (`experiments/search.py`)."""


def least_probability(coverage: float) -> float:
    """Return how probable an answer must at least be to a question of this coverage.

    Where nothing of it is known, nearness of vectors means nothing.

    >>> least_probability(0.0), least_probability(0.3), least_probability(0.8)
    (inf, 0.4, 0.0)
    """
    if coverage < MOSTLY:
        return SURE if coverage else math.inf
    return 0.0


def query_coverage(text: str, store: Store) -> float:
    """Return how much of the words of `text`, by their rarity, items of the store have; 0 if it has none.

    A compound that nobody wrote is known by its parts, a word by one that begins alike.
    """
    view = VocabularyView(store)
    weighed = [pair for word in store.profiler.analyzer.words(text) for pair in view.weighed(word)]
    total = sum(rarity for rarity, _ in weighed)
    return sum(rarity for rarity, known in weighed if known) / total if total else 0.0


class VocabularyView:
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
        kin = self._store.vocabulary.beginning(key[:BEGINNING])
        rarities = (self._rarity(other) for other in kin if _alike(key, other))
        return min((rarity for rarity in rarities if rarity is not None), default=None)


def _alike(one: str, other: str) -> bool:
    """Whether two words begin alike enough to be taken for kin: autist and autisme."""
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    length = min(len(one), len(other)) if shared is None else shared
    return length >= max(BEGINNING, max(len(one), len(other)) / 2)
