"""How well ways of ranking find the cases of the corpus, whole committees held out of every fit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.links.pairs import FEATURES
from pipeline.links.tables import Numbers
from pipeline.training.links import Pairs, fit_without

Ranking = Callable[[Pairs], Numbers]
SAME_MATTER = 2.0
RRF = 60
"""The usual constant of reciprocal rank fusion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingScore:
    """Mean nDCG@10 of a way of ranking, the same case being right."""

    name: str
    within: float
    """Among the items of the query's own committee."""
    among: float
    """Among the items of all committees."""


def compare_rankings(pairs: Sequence[Pairs]) -> tuple[RankingScore, ...]:
    """Return the scores of words alone, of vectors alone, of both by rank, and of the fitted fusion."""
    fusions = {name: fit_without(name, pairs) for name in sorted({found.committee for found in pairs})}
    rankings: dict[str, Ranking] = {
        "TF-IDF, compounds taken apart": lambda found: _column(found, "words_whole"),
        "vectors, best pair of passages": lambda found: _column(found, "sense_passage"),
        "both by rank (RRF)": _by_rank,
        "fusion": lambda found: fusions[found.committee].probability(found.features),
    }
    return tuple(
        RankingScore(
            name=name,
            within=_mean([found for found in pairs if not found.whole], ranking),
            among=_mean([found for found in pairs if found.whole], ranking),
        )
        for name, ranking in rankings.items()
    )


def _mean(pairs: Sequence[Pairs], ranking: Ranking) -> float:
    """Return the mean over the queries whose case was there before."""
    same = [(found, (found.grades >= SAME_MATTER).astype(np.float64)) for found in pairs]
    scores = [ndcg(ranking(found), right) for found, right in same if right.any()]
    return float(np.mean(scores)) if scores else 0.0


def _column(found: Pairs, name: str) -> Numbers:
    return found.features[:, FEATURES.index(name)]


def _by_rank(found: Pairs) -> Numbers:
    columns = [_column(found, name) for name in ("words_whole", "sense_passage")]
    ranks = [np.argsort(np.argsort(-column, kind="stable"), kind="stable") for column in columns]
    fused: Numbers = np.sum([1.0 / (RRF + rank) for rank in ranks], axis=0)
    return fused


def ndcg(scores: Numbers, grades: Numbers, k: int = 10) -> float:
    """Return the normalised discounted cumulative gain of ranking by `scores`.

    >>> ndcg(np.array([0.9, 0.1, 0.5]), np.array([2.0, 0.0, 1.0]))
    1.0
    """
    discounts = 1 / np.log2(np.arange(2, k + 2))
    ranked = np.argsort(-scores, kind="stable")[:k]
    gains, best = 2 ** grades[ranked] - 1, np.sort(2**grades - 1)[::-1][:k]
    return float((gains * discounts[: len(gains)]).sum() / (best * discounts[: len(best)]).sum())
