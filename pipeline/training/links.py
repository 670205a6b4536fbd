"""Fit what makes a link: the fusion of its features, its cut-off, and the words behind them.

Whole committees are held out whenever something is measured or the cut-off is
chosen: the same matter never lies on both sides.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.encoder.protocol import Floats
from pipeline.links.document import LinkDocument
from pipeline.links.fusion import fit_fusion
from pipeline.links.model import Fusion, LinkModel
from pipeline.links.pairs import FEATURES, Query, features
from pipeline.links.profile import Profiler
from pipeline.links.store import Store, kinds
from pipeline.links.tables import Numbers
from pipeline.training.link_cases import Cases

WORD = re.compile(r"[^\W\d_]{3,}")
SHRINKAGE = 1.0
"""How much of an even spread is mixed into what is learned of noise, by its mean variance."""
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
    model = learn_words(documents, cases, encoder)
    pairs = tuple(training_pairs(documents, cases, encoder))
    fusion = fit_fusion(*_stacked(pairs))
    held_out = [scored for name in committees(documents) for scored in _held_out(name, pairs)]
    return replace(model, fusion=replace(fusion, cutoff=choose_cutoff(held_out)))


def committees(documents: Sequence[LinkDocument]) -> list[str]:
    """Return the names of the committees, sorted."""
    return sorted({document.committee for document in documents})


def learn_words(documents: Sequence[LinkDocument], cases: Mapping[str, Cases], encoder: str) -> LinkModel:
    """Return a model without fusion: words, how rare they are, and how vectors are seen."""
    words = Counter(
        word for d in documents for p in d.passages for word in map(str.lower, WORD.findall(p.text))
    )
    dimension = documents[0].vectors.shape[1]
    model = LinkModel(
        encoder=encoder,
        projection=np.eye(dimension, dtype=np.float32),
        mean=np.zeros(dimension, dtype=np.float32),
        words=words,
        terms={},
        items=len(documents),
        fusion=UNFITTED,
    )
    profiler = Profiler(model)
    profiles = [profiler.profile(document) for document in documents]
    terms = Counter(term for profile in profiles for term in {*profile.whole, *profile.entities})
    texts = [profile.vectors[np.array(kinds(profile)[0], dtype=bool)] for profile in profiles]
    projection = learn_projection(texts, list(_matters(documents, cases)))
    mean = (np.concatenate(texts) @ projection).mean(axis=0)
    return replace(model, terms=terms, projection=projection, mean=mean)


def _matters(documents: Sequence[LinkDocument], cases: Mapping[str, Cases]) -> Iterator[str | None]:
    """Yield the one matter each item is about, None where there are several or none."""
    for document in documents:
        own = cases[document.item_id].own
        yield f"{document.committee}: {min(own)}" if len(own) == 1 else None


def learn_projection(texts: Sequence[Floats], matters: Sequence[str | None]) -> Floats:
    """Return the projection, from the passages of items and the matter of each item.

    What differs between passages of one matter (a decision against its background,
    a sum against a sentence) is noise here: the projection makes it small, as in the
    within-class covariance normalisation of speaker recognition.
    """
    of_matter: dict[str, list[Floats]] = {}
    for rows, matter in zip(texts, matters, strict=True):
        if matter is not None and len(rows):
            of_matter.setdefault(matter, []).append(rows)
    apart = np.concatenate([rows - rows.mean(axis=0) for rows in map(np.concatenate, of_matter.values())])
    within = apart.T.astype(np.float64) @ apart / len(apart)
    within += SHRINKAGE * np.trace(within) / len(within) * np.eye(len(within))
    values, directions = np.linalg.eigh(within)
    projection = (directions / np.sqrt(values)) @ directions.T
    # At float16, as it is kept, so that the fit sees what will be served.
    kept: Floats = (projection / np.abs(projection).max()).astype(np.float16).astype(np.float32)
    return kept


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
        yield from pairs_among(own, own, learn_words(others, cases, encoder), cases)


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
