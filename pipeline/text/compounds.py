"""Danish compounds taken apart, by the words a collection of texts uses on their own."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping

from pipeline.text.words import STOP_WORDS, stem

LINKING = ("", "s", "e", "er")
"""What may stand between two parts: misbrug-s-behandling, børn-e-hus, person-er-kreds."""
SHORTEST_PART = 3
SHORTEST_MODIFIER = 5
SHORTEST_COMPOUND = 7
# A part this short is a word of its own only if it is a common one: "hus", "råd", but not "emi".
COMMON_FROM = {3: 8, 4: 3}
FAMILY = 3
"""A beginning that goes with this many known words is a part, though never alone: "rusmiddel"."""
# Endings that derive or inflect a word and also happen to be words: "forskel-lig", "organise-ret".
_ENDINGS = """
    agtig agtige bar bare del dom else elser end ende est este fuld fulde hed heden ing inge ingen inger
    inges isk let lig lige ligt ling linger løs løse met mæssig mæssige ner ning ninger ret ring ringe
    ringen ringer sen ser skab som ter tet vel vis
"""
ENDINGS = frozenset(_ENDINGS.split())


class CompoundSplitter:
    """Splits a compound into the stems of known words.

    `frequencies` says how often each lower-case word stands in the texts the
    splitter is learned from. It is fixed once learned: the same word is split
    the same way however the archive grows.

    >>> learned = {"misbrug": 5, "behandlinger": 9, "samarbejde": 7, "aftale": 8, "stof": 4}
    >>> splitter = CompoundSplitter(learned)
    >>> splitter.split("stofmisbrugsbehandlingen")
    ('stof', 'misbrug', 'behandling')
    >>> splitter.split("samarbejdsaftaler")
    ('samarbejd', 'aftal')
    >>> splitter.split("behandlingen")
    ()
    """

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        known: Counter[str] = Counter()
        for word, count in frequencies.items():
            if len(word) >= SHORTEST_PART and word not in STOP_WORDS:
                known[stem(word)] += count
        self._known = {key: n for key, n in known.items() if n >= COMMON_FROM.get(len(key), 2)}
        self._known |= self._families(frequencies)

    def split(self, word: str) -> tuple[str, ...]:
        """Return the stems of the parts of `word`, or nothing if it is no compound of known words."""
        if len(word) < SHORTEST_COMPOUND:
            return ()
        # The fewest parts, then the commonest ones; ties by the parts themselves.
        return min(
            self._splits(word), key=lambda parts: (len(parts), -self._weight(parts), parts), default=()
        )

    def _splits(self, word: str) -> Iterator[tuple[str, ...]]:
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            head = self._head(word[at:])
            if head is None:
                continue
            for modifier in _modifiers(word[:at]):
                if first := self._part(modifier):
                    yield first, head
                elif inner := self.split(modifier):
                    yield *inner, head

    def _head(self, word: str) -> str | None:
        return None if word in ENDINGS else self._part(word)

    def _part(self, word: str) -> str | None:
        if len(word) < SHORTEST_PART or word in STOP_WORDS:
            return None
        key = stem(word)
        return key if len(key) >= SHORTEST_PART and key in self._known else None

    def _weight(self, parts: tuple[str, ...]) -> float:
        return sum(math.log(self._known[part]) for part in parts) / len(parts)

    def _families(self, frequencies: Mapping[str, int]) -> dict[str, int]:
        """Return the beginnings that stand before several known words."""
        heads: dict[str, set[str]] = {}
        for word in frequencies:
            for at in range(SHORTEST_MODIFIER, len(word) - SHORTEST_PART):
                if head := self._head(word[at:]):
                    for modifier in _modifiers(word[:at]):
                        if len(modifier) >= SHORTEST_MODIFIER:
                            heads.setdefault(stem(modifier), set()).add(head)
        return {
            key: len(found) for key, found in heads.items() if len(found) >= FAMILY and key not in self._known
        }


def _modifiers(word: str) -> Iterator[str]:
    """Yield `word` without each linking element it may end in; nothing for "efter" and its like."""
    if word not in STOP_WORDS:
        for link in LINKING:
            if word.endswith(link):
                yield word[: len(word) - len(link)]
