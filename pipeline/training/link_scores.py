"""How well ways of ranking find the cases of the corpus, whole committees held out of every fit."""

from dataclasses import dataclass

import numpy as np

from pipeline.links.tables import Numbers
from pipeline.training.link_baselines import METHODS, Likeness
from pipeline.training.link_pairs import Archived, training_pairs
from pipeline.training.links import fit_without

OURS = "sagsspor"
SAME_MATTER = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingScore:
    """Mean nDCG@10 of a way of ranking, the same case being right."""

    name: str
    within: float
    """Among the items of the query's own committee."""
    among: float
    """Among the items of all committees."""


def compare_rankings(archive: Archived) -> tuple[RankingScore, ...]:
    """Return the scores of words alone, of vectors alone, of both by rank, and of the fitted fusion."""
    likeness = Likeness.measure(archive.documents)
    found: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in (*METHODS, OURS)}
    pairs = training_pairs(archive.asked(), archive)
    fusions = {name: fit_without(name, pairs) for name in sorted({one.committee for one in pairs})}
    for one in pairs:
        right = (one.grades >= SAME_MATTER).astype(np.float64)
        if right.any():
            ours = one.scored(fusions[one.committee]).scores
            rankings = {**likeness.among(one.item, one.ids), OURS: ours}
            for name, scores in rankings.items():
                found[name][one.whole].append(ndcg(scores, right))
    return tuple(
        RankingScore(name=name, within=float(np.mean(within)), among=float(np.mean(among)))
        for name, (within, among) in found.items()
    )


def ndcg(scores: Numbers, grades: Numbers, k: int = 10) -> float:
    """Return the normalised discounted cumulative gain of ranking by `scores`.

    >>> ndcg(np.array([0.9, 0.1, 0.5]), np.array([2.0, 0.0, 1.0]))
    1.0
    """
    ranked = np.argsort(-scores, kind="stable")[:k]
    return gain(grades[ranked]) / gain(np.sort(grades)[::-1][:k])


def gain(grades: Numbers) -> float:
    """Return the discounted gain of grades in the order they are shown."""
    discounts = 1 / np.log2(np.arange(2, len(grades) + 2))
    return float(((2**grades - 1) * discounts).sum())
