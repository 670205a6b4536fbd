"""How well links rank: beside plain methods on the corpus, and on annotated minutes."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from pipeline.encoder.protocol import Encoder
from pipeline.errors import CorpusError
from pipeline.links import LinkIndex, LinkModel
from pipeline.links.answers import Scored
from pipeline.links.document import LinkDocument
from pipeline.links.tables import Numbers
from pipeline.training.links.baselines import METHODS, Likeness
from pipeline.training.links.cases import SAME_MATTER
from pipeline.training.links.corpus import LinkCorpus
from pipeline.training.links.fit import SHOWN, best_shown, fit_without
from pipeline.training.links.pairs import training_pairs

OURS = "sagsspor"
Grades = Mapping[str, Mapping[str, float]]
"""By `<date>#<number>` of an item, the grades of earlier ones: 2 the same matter, 1 background.

A grade between 0 and 1 counts neither as right nor as wrong.
"""
MOSTLY_SAME_MATTER = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingScore:
    """Mean nDCG@10 of a way of ranking, the same case being right."""

    name: str
    within: float
    """Among the items of the query's own committee."""
    among: float
    """Among the items of all committees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldScore:
    """How a way of ranking does on annotated minutes: means over the items."""

    name: str
    ndcg: float
    """Of the first five."""
    recall: float
    """Of the same matter, among the first five."""
    precision: float
    """Of what is shown."""
    silent: float
    """How often nothing is shown where nothing is related."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReport:
    """How ways of ranking do on the corpus and, where annotated minutes are given, on those."""

    corpus: tuple[RankingScore, ...]
    gold: tuple[GoldScore, ...] = ()

    def table(self) -> str:
        """Return the figures as text: nDCG@10 on the corpus, then the gold."""
        tables = [_rows("nDCG@10", ("within", "among"), self.corpus)]
        if self.gold:
            tables.append(_rows("gold", ("ndcg", "recall", "precision", "silent"), self.gold))
        return "\n\n".join("\n".join(rows) for rows in tables)

    def metrics(self) -> dict[str, float]:
        """Return every figure under a name of its own."""
        return dict((*_named(self.corpus, ""), *_named(self.gold, "gold.")))


def _rows(title: str, columns: tuple[str, ...], scores: Iterable[RankingScore | GoldScore]) -> Iterator[str]:
    yield f"{title:<28}{''.join(f'{column:>10}' for column in columns)}"
    for one in scores:
        yield f"{one.name:<28}{''.join(f'{getattr(one, column):>10.3f}' for column in columns)}"


def _named(scores: Iterable[RankingScore | GoldScore], kind: str) -> Iterator[tuple[str, float]]:
    for one in scores:
        figures = asdict(one)
        name = figures.pop("name").lower().replace(",", "").replace(" ", "_")
        yield from ((f"{name}.{kind}{key}", value) for key, value in figures.items())


def compare_rankings(corpus: LinkCorpus, encoder: Encoder) -> tuple[RankingScore, ...]:
    """Return the scores of words alone, of vectors alone, of both by rank, and of the fitted fusion.

    Whole committees are held out of every fit.
    """
    items = corpus.items(encoder)
    likeness = Likeness.measure([item.document for item in items])
    scores: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in (*METHODS, OURS)}
    pairs = training_pairs(items, items, corpus.register)
    fusions = {name: fit_without(name, pairs) for name in sorted({one.committee for one in pairs})}
    for one in pairs:
        right = (one.grades >= SAME_MATTER).astype(np.float64)
        if right.any():
            ours = one.scored(fusions[one.committee]).scores
            for name, ranking in {**likeness.among(one.item, one.ids), OURS: ours}.items():
                scores[name][one.whole].append(ndcg(ranking, right))
    return tuple(
        RankingScore(name=name, within=_mean(within), among=_mean(among))
        for name, (within, among) in scores.items()
    )


def ndcg(scores: Numbers, grades: Numbers, k: int = 10) -> float:
    """Return the normalised discounted cumulative gain of ranking by `scores`.

    >>> ndcg(np.array([0.9, 0.1, 0.5]), np.array([2.0, 0.0, 1.0]))
    1.0
    """
    ranked = np.argsort(-scores, kind="stable")[:k]
    return _gain(grades[ranked]) / _gain(np.sort(grades)[::-1][:k])


def _gain(grades: Numbers) -> float:
    discounts = 1 / np.log2(np.arange(2, len(grades) + 2))
    return float(((2**grades - 1) * discounts).sum())


def shown_well(
    held_out: Sequence[tuple[Scored, Numbers]], *, cutoff: float, share: float
) -> tuple[float, float]:
    """Return the precision of what is shown, and how often nothing is shown where nothing is related."""
    right, quiet = list[bool](), list[bool]()
    for scored, grades in held_out:
        best = best_shown(scored, cutoff=cutoff, share=share)
        right += (grades[best] > 0).tolist()
        if not (grades > 0).any():
            quiet.append(not len(best))
    return _mean(right), _mean(quiet)


def read_gold(path: Path) -> Grades:
    """Return the grades of a file: a JSON list of objects with "item", "earlier" and "grade".

    Raises:
        CorpusError: it is no such file.
    """
    grades: dict[str, dict[str, float]] = {}
    try:
        for row in json.loads(path.read_text(encoding="utf-8")):
            grades.setdefault(row["item"], {})[row["earlier"]] = float(row["grade"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError("gold-links-unreadable", file=path, reason=error) from error
    return grades


def measure_gold(
    documents: Sequence[LinkDocument], grades: Grades, model: LinkModel
) -> tuple[GoldScore, ...]:
    """Return how the links of `documents` do by each way of ranking; only ours knows what to hide."""
    likeness = Likeness.measure(documents)
    index = LinkIndex.build(documents, model)
    shown: dict[str, dict[str, list[str]]] = {name: {} for name in (*METHODS, OURS)}
    for document in documents:
        item = _key(document.item_id)
        earlier = [other.item_id for other in documents if other.date < document.date]
        for name, scores in likeness.among(document.item_id, earlier).items():
            best = np.argsort(-scores, kind="stable")[:SHOWN]
            shown[name][item] = [_key(earlier[row]) for row in best]
        shown[OURS][item] = [_key(link.item_id) for link in index.related(document, limit=SHOWN)]
    return tuple(score_shown(name, links, grades) for name, links in shown.items())


def _key(item_id: str) -> str:
    return "#".join(item_id.split("/")[1:])


def score_shown(name: str, shown: Mapping[str, Sequence[str]], grades: Grades) -> GoldScore:
    """Return the score of the links that are shown of each item, the best first."""
    ndcgs, recall, right, quiet = list[float](), list[float](), list[bool](), list[bool]()
    for item, links in shown.items():
        own = grades.get(item, {})
        right += [own.get(other, 0) >= 1 for other in links if not 0 < own.get(other, 0) < 1]
        if all(grade < 1 for grade in own.values()):
            quiet.append(not links)
            continue
        best = np.array(sorted(own.values(), reverse=True)[:SHOWN])
        ndcgs.append(_gain(np.array([own.get(other, 0.0) for other in links])) / _gain(best))
        same = {other for other, grade in own.items() if grade >= MOSTLY_SAME_MATTER}
        recall += [len(same & set(links)) / len(same)] if same else []
    return GoldScore(
        name=name, ndcg=_mean(ndcgs), recall=_mean(recall), precision=_mean(right), silent=_mean(quiet)
    )


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else 1.0
