"""How well links rank on the corpus, committees held out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from pipeline.encoder.protocol import Encoder, Numbers
from pipeline.training.links.cases import SAME_MATTER
from pipeline.training.links.corpus import Labelled, LinkCorpus, Register
from pipeline.training.links.fit import held_out
from pipeline.training.links.pairs import Pairs, training_pairs

OURS = "sagsspor"
DEPTH = 10
"""The first so many of a ranking count."""
Figures = Mapping[str, float]


def table(title: str, rows: Mapping[str, Figures]) -> str:
    """Return figures as text, one line a way of ranking."""
    columns = next(iter(rows.values()))
    lines = [f"{title:<28}{''.join(f'{column:>10}' for column in columns)}"]
    for name, figures in rows.items():
        lines.append(f"{name:<28}{''.join(f'{figure:>10.3f}' for figure in figures.values())}")
    return "\n".join(lines)


def corpus_figures(corpus: LinkCorpus, encoder: Encoder) -> Figures:
    """Return how links rank on the corpus, whole committees held out of every fit."""
    return corpus_ndcg(held_out_rankings(corpus.items(encoder), corpus.register))


def held_out_rankings(items: Sequence[Labelled], register: Register) -> Iterator[tuple[Pairs, Numbers]]:
    """Yield the queries that have an earlier item of their case, and the probabilities of a link.

    Each is scored by a fusion fitted on the other committees.
    """
    for one, fusion in held_out(training_pairs(items, items, register)):
        if (one.grades >= SAME_MATTER).any():
            yield one, one.scored(fusion).scores


def corpus_ndcg(rankings: Iterable[tuple[Pairs, Numbers]]) -> Figures:
    """Return the mean nDCG@10 within the query's own committee and among all, the same case being right."""
    values: dict[bool, list[float]] = {False: [], True: []}
    for one, ranking in rankings:
        values[one.whole].append(ndcg(ranking, (one.grades >= SAME_MATTER).astype(np.float64)))
    return {"within": _mean(values[False]), "among": _mean(values[True])}


def ndcg(scores: Numbers, grades: Numbers) -> float:
    """Return the normalised discounted cumulative gain of ranking by `scores`.

    >>> ndcg(np.array([0.9, 0.1, 0.5]), np.array([2.0, 0.0, 1.0]))
    1.0
    """
    ranked = np.argsort(-scores, kind="stable")[:DEPTH]
    return gain(grades[ranked]) / gain(np.sort(grades)[::-1][:DEPTH])


def gain(grades: Numbers) -> float:
    """Return the discounted cumulative gain of these grades in their order."""
    discounts = 1 / np.log2(np.arange(2, len(grades) + 2))
    return float(((2**grades - 1) * discounts).sum())


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else 1.0
