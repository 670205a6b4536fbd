"""Fit what makes a link: the fusion of its features, its cut-off, and the words behind them.

Whole committees are held out whenever something is measured or the cut-off is
chosen: the same matter never lies on both sides.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.links.document import LinkDocument
from pipeline.links.fusion import fit_fusion
from pipeline.links.model import Fusion, LinkModel
from pipeline.links.pairs import FEATURES, Query, features
from pipeline.links.profile import Profiler
from pipeline.links.store import Store
from pipeline.links.tables import Numbers
from pipeline.training.link_cases import Cases

SHORTEST_WORD = 3
WORD = re.compile(r"[^\W\d_]{3,}")
WANTED_PRECISION = 0.75
"""Of what is shown, at least this much is to be what a reader keeps."""
UNFITTED = Fusion(features=FEATURES, weights=np.zeros(len(FEATURES)), intercept=0.0, cutoff=1.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """One query against all earlier items of an archive."""

    query: LinkDocument
    grades: Numbers
    features: Numbers


def fit_links(documents: Sequence[LinkDocument], cases: Mapping[str, Cases], encoder: str) -> LinkModel:
    """Return the model fitted on all `documents`, its cut-off chosen on committees held out."""
    model = learn_words(documents, encoder)
    pairs = tuple(training_pairs(documents, cases, encoder))
    fusion = fit_fusion(*_stacked(pairs))
    held_out = [scored for name in committees(documents) for scored in _held_out(name, pairs)]
    return replace(model, fusion=replace(fusion, cutoff=choose_cutoff(held_out)))


def committees(documents: Sequence[LinkDocument]) -> list[str]:
    """Return the names of the committees, sorted."""
    return sorted({document.committee for document in documents})


def learn_words(documents: Sequence[LinkDocument], encoder: str) -> LinkModel:
    """Return a model without fusion: words, how rare they are, and the mean vector."""
    words = Counter(
        word for d in documents for p in d.passages for word in map(str.lower, WORD.findall(p.text))
    )
    vectors = np.concatenate([document.vectors for document in documents])
    model = LinkModel(
        encoder=encoder,
        mean=vectors.mean(axis=0).astype(np.float32),
        words=words,
        terms={},
        items=len(documents),
        fusion=UNFITTED,
    )
    profiler = Profiler(model)
    terms: Counter[str] = Counter()
    for document in documents:
        profile = profiler.profile(document)
        terms.update({*profile.whole, *profile.entities})
    return replace(model, terms=terms)


def training_pairs(
    documents: Sequence[LinkDocument], cases: Mapping[str, Cases], encoder: str
) -> Iterator[Pairs]:
    """Yield every item of each committee against the committee's earlier ones.

    What is known of words comes from the other committees, as it does when the
    program meets an archive that is not the corpus.
    """
    for committee in committees(documents):
        own = [d for d in documents if d.committee == committee]
        others = [d for d in documents if d.committee != committee]
        yield from pairs_among(own, own, learn_words(others, encoder), cases)


def pairs_among(
    queries: Sequence[LinkDocument],
    archive: Sequence[LinkDocument],
    model: LinkModel,
    cases: Mapping[str, Cases],
) -> Iterator[Pairs]:
    """Yield the queries that have earlier items in `archive`, with the features of each pair."""
    profiler, store = Profiler(model), Store(model)
    for document in archive:
        store.add(profiler.profile(document))
    for query in queries:
        rows = np.array([i for i, d in enumerate(archive) if d.date < query.date], dtype=np.int64)
        if len(rows):
            grades = [cases[query.item_id].grade(cases[archive[row].item_id]) for row in rows]
            found = features(Query.of(profiler.profile(query), store), store, rows)
            yield Pairs(query=query, grades=np.array(grades, dtype=np.float64), features=found)


def _held_out(committee: str, pairs: Sequence[Pairs]) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield probabilities and grades of one committee's queries, by a fusion fitted on the others."""
    fusion = fit_fusion(*_stacked([pair for pair in pairs if pair.query.committee != committee]))
    for pair in pairs:
        if pair.query.committee == committee:
            yield fusion.probability(pair.features), pair.grades


def _stacked(pairs: Sequence[Pairs]) -> tuple[Numbers, Numbers]:
    return np.concatenate([p.features for p in pairs]), np.concatenate([p.grades for p in pairs])


def choose_cutoff(scored: Sequence[tuple[Numbers, Numbers]], limit: int = 5) -> float:
    """Return the lowest cut-off at which enough of what is shown is right.

    `scored` has probabilities and grades of each query's earlier items.
    """
    shown = []
    for scores, grades in scored:
        best = np.argsort(-scores, kind="stable")[:limit]
        shown += list(zip(scores[best].tolist(), (grades[best] > 0).tolist(), strict=True))
    shown.sort(reverse=True)
    right = np.cumsum([keep for _, keep in shown]) / np.arange(1, len(shown) + 1)
    enough = np.flatnonzero(right >= WANTED_PRECISION)
    return shown[int(enough[-1])][0] if len(enough) else 1.0


def ndcg(scores: Numbers, grades: Numbers, k: int = 10) -> float:
    """Return the normalised discounted cumulative gain of ranking by `scores`.

    >>> ndcg(np.array([0.9, 0.1, 0.5]), np.array([2.0, 0.0, 1.0]))
    1.0
    """
    discounts = 1 / np.log2(np.arange(2, k + 2))
    ranked = np.argsort(-scores, kind="stable")[:k]
    gains, best = 2 ** grades[ranked] - 1, np.sort(2**grades - 1)[::-1][:k]
    return float((gains * discounts[: len(gains)]).sum() / (best * discounts[: len(best)]).sum())
