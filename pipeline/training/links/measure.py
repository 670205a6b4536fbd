"""How well links rank: on the corpus, committees held out, and on annotated minutes."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from pipeline.domain import committee_path_of
from pipeline.encoder.protocol import Encoder
from pipeline.errors import CorpusError
from pipeline.links import LinkIndex, LinkModel
from pipeline.links.document import LinkDocument
from pipeline.links.tables import Numbers
from pipeline.training.links.cases import SAME_MATTER
from pipeline.training.links.corpus import Labelled, LinkCorpus, Register
from pipeline.training.links.fit import SHOWN, held_out
from pipeline.training.links.pairs import Pairs, training_pairs

OURS = "sagsspor"
Figures = Mapping[str, float]
Grades = Mapping[str, Mapping[str, float]]
"""By `<date>#<number>` of an item, the grades of earlier ones: 2 the same matter, 1 background.

A grade between 0 and 1 counts neither as right nor as wrong.
"""
MOSTLY_SAME_MATTER = 1.5


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


def gold_figures(documents: Sequence[LinkDocument], grades: Grades, model: LinkModel) -> Figures:
    """Return how the links shown of each document do."""
    index = LinkIndex.build(documents, model)
    shown = {
        gold_key(document.item_id): [gold_key(link.item_id) for link in index.related(document, limit=SHOWN)]
        for document in documents
    }
    return score_shown(shown, grades)


def gold_key(item_id: str) -> str:
    """Return the name of an item among those of its committee, in a gold file: `<date>#<number>`.

    >>> gold_key("aeroe-kommune/forum/2023-01-20/7")
    '2023-01-20#7'
    """
    return item_id.removeprefix(f"{committee_path_of(item_id)}/").replace("/", "#", 1)


def score_shown(shown: Mapping[str, Sequence[str]], grades: Grades) -> Figures:
    """Return how the links that are shown of each item do, the best first: means over the items.

    They are nDCG of the first five, recall of the same matter among them, the precision of what
    is shown, and how often nothing is shown where nothing is related.
    """
    ndcgs, recall, right, silent = list[float](), list[float](), list[bool](), list[bool]()
    for item, links in shown.items():
        own = grades.get(item, {})
        right += [own.get(other, 0) >= 1 for other in links if not 0 < own.get(other, 0) < 1]
        if all(grade < 1 for grade in own.values()):
            silent.append(not links)
            continue
        best = np.array(sorted(own.values(), reverse=True)[:SHOWN])
        ndcgs.append(_gain(np.array([own.get(other, 0.0) for other in links])) / _gain(best))
        same = {other for other, grade in own.items() if grade >= MOSTLY_SAME_MATTER}
        recall += [len(same & set(links)) / len(same)] if same else []
    means = (_mean(values) for values in (ndcgs, recall, right, silent))
    return dict(zip(("ndcg", "recall", "precision", "silent"), means, strict=True))


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else 1.0
