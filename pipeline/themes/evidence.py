"""Which passages, and which words in them, carried a theme."""

from collections.abc import Sequence

import numpy as np

from pipeline.domain import Evidence, Passage
from pipeline.themes.layout import Matrix
from pipeline.themes.words import Found, ItemWords

# A passage is shown when it is likelier than not to be about the theme, or nearly so.
LEAST_PROBABILITY = 0.4
MOST_PASSAGES = 8


def find_evidence(
    passages: Sequence[Passage], words: ItemWords, probabilities: Matrix
) -> tuple[Evidence, ...]:
    """Return the passages that carry the theme, the strongest first, each followed by its words.

    A passage's weight is its share of what all passages say for the theme; a word's
    weight is its share of its passage's.
    """
    order = np.argsort(-probabilities, kind="stable")[:MOST_PASSAGES]
    shown = [at for place, at in enumerate(order) if place == 0 or probabilities[at] >= LEAST_PROBABILITY]
    total = float(probabilities.sum()) or 1.0
    found: list[Evidence] = []
    for at in shown:
        weight = round(float(probabilities[at]) / total, 4)
        found.append(Evidence(start=passages[at].start, end=passages[at].end, weight=weight))
        found += _words(passages[at], words.passages[at], weight)
    return tuple(found)


def _words(passage: Passage, found: Found, weight: float) -> list[Evidence]:
    return [
        Evidence(
            start=passage.start + term.start,
            end=passage.start + term.end,
            weight=round(weight / len(found.terms), 4),
        )
        for term in found.terms
    ]
