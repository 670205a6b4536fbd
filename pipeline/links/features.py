"""What speaks for a link between an item and an earlier one, as numbers for the fusion.

Topics are what an item is about in the words of the field. Two items on one subject often share
neither a name nor a rare word: "næsespray til væresteder" and "oplæring i naloxon". That both are
about one group of people, and about one kind of measure, is what makes the older one useful background.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.encoder.protocol import Flags, Floats, Numbers
from pipeline.links.tables import Ints, SparseBatch

SHRINKAGE = 50.0
"""Added to the squared length of a short text: two equal words in two short lines are no proof."""

FEW = 2.0
"""Added to the total weight of a heading: all of one common word is not much."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WeightedTerms:
    """One text of the query as term numbers with tf-idf weights; unknown terms only add to its sums."""

    numbers: Ints
    weights: Numbers
    """Of each of `numbers`."""
    total: float
    """The sum of the weights of all its terms."""
    length: float
    """Squared, over all its terms."""


def damped(count: float) -> float:
    """Return the weight of a term that stands `count` times in a text."""
    return float(np.log1p(count))


def word_cosines(query: WeightedTerms, texts: SparseBatch, idf: Numbers) -> Numbers:
    """Return (texts,): each text's cosine with the query by tf-idf, that of short ones shrunk."""
    weights = np.log1p(texts.weights) * idf[texts.numbers]
    lengths = np.sqrt(texts.sums(weights**2) + SHRINKAGE)
    shared = texts.sums(weights * weights_in(query.numbers, query.weights, texts.numbers))
    cosine: Numbers = shared / (lengths * np.sqrt(query.length + SHRINKAGE))
    return cosine


def share_of_query(query: WeightedTerms, texts: SparseBatch) -> Numbers:
    """Return (texts,): how much of the query stands in each text, by weight."""
    return texts.sums(weights_in(query.numbers, query.weights, texts.numbers)) / (query.total + FEW)


def share_of_text(query: WeightedTerms, texts: SparseBatch, idf: Numbers) -> Numbers:
    """Return (texts,): how much of each text stands in the query, by weight."""
    weights = np.log1p(texts.weights) * idf[texts.numbers]
    shared = weights * (weights_in(query.numbers, query.weights, texts.numbers) > 0)
    return texts.sums(shared) / (texts.sums(weights) + FEW)


def shared_rarity(query: Ints, texts: SparseBatch, idf: Numbers) -> Numbers:
    """Return (texts,): how rare all that a text shares with the query is, a logarithm against its growing."""
    shared = weights_in(query, np.ones(len(query)), texts.numbers)
    return np.log1p(texts.sums(shared * idf[texts.numbers]))


def weights_in(query: Ints, weights: Numbers, numbers: Ints) -> Numbers:
    """Return the weight in the query of each of these terms, 0 for those that it lacks."""
    known = np.zeros(1 + max(query.max(initial=0), numbers.max(initial=0)))
    known[query] = weights
    found: Numbers = known[numbers]
    return found


def greatest(values: Numbers, owners: Ints, size: int) -> Numbers:
    """Return (size,): the greatest of the values of each owner, 0 for an owner without any."""
    best = np.zeros(size)
    np.maximum.at(best, owners, values)
    return best


def cosines(query: Floats, vectors: Floats, centre: Floats) -> Numbers:
    """Return (vectors, query): cosines as seen from `centre`; 0 for a vector that lies there."""
    seen, looking = vectors - centre, query - centre
    lengths = np.sqrt(np.einsum("ij,ij->i", seen, seen))[:, None] * np.linalg.norm(looking, axis=1)[None, :]
    cosine: Numbers = ((seen @ looking.T) / np.maximum(lengths, 1e-6)).astype(np.float64)
    return cosine


def nearest(texts: Sequence[Floats], vectors: Floats, squares: Floats, centre: Floats) -> Floats:
    """Return (texts, vectors): each vector's greatest cosine with one of a text's, 0 at least.

    The same as `cosines`, for many vectors: nothing as large as they are is made, and they are
    fetched from memory once for all texts.
    """
    best, looking = np.zeros((len(texts), len(vectors)), dtype=np.float32), np.concatenate(texts) - centre
    if not len(looking) or not len(vectors):
        return best
    looking /= np.maximum(np.linalg.norm(looking, axis=1, keepdims=True), 1e-6)
    dots = vectors @ np.vstack([looking, centre]).T
    lengths = np.sqrt(np.maximum(squares - 2 * dots[:, -1] + centre @ centre, 1e-12))
    # The greatest of a few columns is found ten times faster when they lie as rows.
    aside = np.ascontiguousarray(dots[:, :-1].T) - (looking @ centre)[:, None]
    parts = np.split(aside, np.cumsum([len(one) for one in texts])[:-1])
    for own, part in zip(best, parts, strict=True):
        np.divide(part.max(axis=0, initial=0.0), lengths, out=own)
    return best


COHORT_SHARE = 0.95
"""Share of the cohort that counts; the likest few may be related to the matter."""
LEAST_SPREAD = np.array([0.02, 0.03, 0.05, 0.05, 0.05])
"""Spreads below these are taken for these: a matter of few words is like nothing at all."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ZNorm:
    """Means and spreads of (query's matters, likenesses): how alike a matter and any other item are.

    A text of common words is somewhat like everything; that it is like an earlier item says
    less than if it were like nothing else. So each likeness is put in spreads above what is
    usual between this matter and a fixed cohort of items of the fit, as speaker recognition
    does (z-norm). The cohort is part of the model: it is the same however the archive grows.
    """

    mean: Numbers
    spread: Numbers

    @classmethod
    def of(cls, likeness: Numbers) -> "ZNorm":
        """Return the means and spreads of (cohort's matters, query's matters, likenesses)."""
        lowest = np.sort(likeness, axis=0)[: max(1, int(len(likeness) * COHORT_SHARE))]
        return cls(mean=lowest.mean(axis=0), spread=np.maximum(lowest.std(axis=0), LEAST_SPREAD))

    def normalize(self, likeness: Numbers) -> Numbers:
        """Return (matters, query's matters, likenesses) in spreads above the mean of the cohort."""
        normalized: Numbers = (likeness - self.mean) / self.spread
        return normalized


NO_COHORT = ZNorm(mean=np.zeros(1), spread=np.ones(1))
"""For a model without a cohort: likenesses as they are."""

GROUP, MEASURE = "group", "measure"
TOPIC_SHRINKAGE = 4.0
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
    """Tells which topics texts are about."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._places: dict[str, list[int]] = {}
        for place, topic in enumerate(topics):
            for term in topic.terms:
                self._places.setdefault(term, []).append(place)
        self._rarity = np.array([topic.rarity for topic in topics])

    def counts(self, texts: Sequence[Mapping[str, float]]) -> Floats:
        """Return (texts, topics): how often the words of each topic stand in each text."""
        counts = np.zeros((len(texts), len(self._rarity)), dtype=np.float32)
        for own, terms in zip(counts, texts, strict=True):
            for term in terms.keys() & self._places.keys():
                own[self._places[term]] += terms[term]
        return counts

    def weights(self, counts: Floats) -> Numbers:
        """Return (texts, topics): how much each text is about each topic."""
        weights: Numbers = np.log1p(counts.astype(np.float64)) * self._rarity
        return weights


def topic_cosines(query: Numbers, texts: Numbers, kind: Flags) -> Numbers:
    """Return (texts, query): cosines by the topics of one kind."""
    alike: Numbers = _directions(texts[:, kind]) @ _directions(query[:, kind]).T
    return alike


def _directions(weights: Numbers) -> Numbers:
    lengths = np.sqrt((weights**2).sum(axis=1, keepdims=True) + TOPIC_SHRINKAGE)
    directions: Numbers = weights / lengths
    return directions
