"""What speaks for a link between an item and an earlier one, as numbers for the fusion."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.encoder.protocol import Floats
from pipeline.links.tables import Ints, Numbers, SparseBatch

SHRINKAGE = 50.0
"""Added to the squared length of a short text: two equal words in two short lines are no proof."""

FEW = 2.0
"""Added to the total weight of a heading: all of one common word is not much."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WeightedTerms:
    """One text of the query as term numbers with tf-idf weights; unknown terms only add to its sums."""

    weights: Mapping[int, float]
    total: float
    """The sum of the weights of all its terms."""
    length: float
    """Squared, over all its terms."""


def damped(count: float) -> float:
    """Return the weight of a term that stands `count` times in a text."""
    return float(np.log1p(count))


def best_word_cosines(query: Sequence[WeightedTerms], texts: SparseBatch, idf: Numbers) -> Numbers:
    """Return (texts,): each text's greatest cosine with a text of the query, short ones shrunk."""
    weights = np.log1p(texts.weights) * idf[texts.numbers]
    lengths = np.sqrt(texts.sums(weights**2) + SHRINKAGE)
    best = np.zeros(texts.size)
    for part, found in zip(query, looked_up([part.weights for part in query], texts.numbers), strict=True):
        shared = texts.sums(weights * found)
        best = np.maximum(best, shared / (lengths * np.sqrt(part.length + SHRINKAGE)))
    return best


def best_found(query: Sequence[WeightedTerms], texts: SparseBatch) -> Numbers:
    """Return (texts,): how much of a text of the query stands in each text, by weight; the greatest share."""
    best = np.zeros(texts.size)
    for part, found in zip(query, looked_up([part.weights for part in query], texts.numbers), strict=True):
        best = np.maximum(best, texts.sums(found) / (part.total + FEW))
    return best


def found_in(query: WeightedTerms, texts: SparseBatch, idf: Numbers) -> Numbers:
    """Return (texts,): how much of each text stands in the query, by weight."""
    weights = np.log1p(texts.weights) * idf[texts.numbers]
    (found,) = looked_up([query.weights], texts.numbers)
    return texts.sums(weights * (found > 0)) / (texts.sums(weights) + FEW)


def shared_rarity(query: Collection[int], texts: SparseBatch, idf: Numbers) -> Numbers:
    """Return (texts,): how rare all that a text shares with the query is, a logarithm against its growing."""
    (found,) = looked_up([dict.fromkeys(query, 1.0)], texts.numbers)
    return np.log1p(texts.sums(found * idf[texts.numbers]))


def looked_up(parts: Sequence[Mapping[int, float]], numbers: Ints) -> Iterator[Numbers]:
    """Yield for each of `parts` the weights of `numbers` in it, 0 for those that are not."""
    keys = np.array(sorted({key for part in parts for key in part}), dtype=np.int64)
    places = np.searchsorted(keys, numbers)
    known = keys[np.minimum(places, len(keys) - 1)] == numbers if len(keys) else np.zeros(len(numbers), bool)
    places = np.where(known, places, len(keys))
    for part in parts:
        values = np.zeros(len(keys) + 1)
        values[np.searchsorted(keys, np.array(list(part), dtype=np.int64))] = list(part.values())
        yield values[places]


def greatest(values: Numbers, owners: Ints, size: int) -> Numbers:
    """Return (size,): the greatest of the values of each owner, 0 for an owner without any."""
    best = np.zeros(size)
    np.maximum.at(best, owners, values)
    return best


def cosines(query: Floats, vectors: Floats, centre: Floats) -> Numbers:
    """Return (vectors, query): cosines as seen from `centre`; 0 for a vector that lies there."""
    seen, looking = vectors - centre, query - centre
    lengths = np.linalg.norm(seen, axis=1)[:, None] * np.linalg.norm(looking, axis=1)[None, :]
    found: Numbers = ((seen @ looking.T) / np.maximum(lengths, 1e-6)).astype(np.float64)
    return found


def nearest(query: Floats, vectors: Floats, squares: Floats, centre: Floats) -> Numbers:
    """Return (vectors,): each vector's greatest cosine with one of the query's, 0 at least.

    The same as `cosines`, for many vectors: nothing as large as they are is made.
    """
    if not len(query) or not len(vectors):
        return np.zeros(len(vectors))
    looking = query - centre
    looking /= np.maximum(np.linalg.norm(looking, axis=1, keepdims=True), 1e-6)
    dots = vectors @ np.vstack([looking, centre]).T
    lengths = np.sqrt(np.maximum(squares - 2 * dots[:, -1] + centre @ centre, 1e-12))
    # The greatest of a few columns is found ten times faster when they lie as rows.
    aside = np.ascontiguousarray(dots[:, :-1].T) - (looking @ centre)[:, None]
    best: Numbers = (aside.max(axis=0) / lengths).astype(np.float64)
    return np.maximum(best, 0.0)


def mean_of_greatest(values: Numbers, owners: Ints, size: int, count: int = 3) -> Numbers:
    """Return (size,): the mean of the `count` greatest values of each owner, missing ones as 0."""
    order = np.lexsort((-values, owners))
    ranked, whose = values[order], owners[order]
    first = np.searchsorted(whose, whose, side="left")
    kept = np.arange(len(whose)) - first < count
    sums: Numbers = np.bincount(whose[kept], weights=ranked[kept], minlength=size).astype(np.float64)
    return sums / count
