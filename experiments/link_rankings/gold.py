"""Links of minutes that were annotated, and how those that are shown compare with them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from pipeline.domain import committee_path_of
from pipeline.links import LinkIndex, LinkModel
from pipeline.links.document import LinkDocument
from pipeline.training.links.fit import SHOWN
from pipeline.training.links.measure import Figures, gain

Grades = Mapping[str, Mapping[str, float]]
"""By `<date>#<number>` of an item, the grades of earlier ones: 2 the same matter, 1 background.

A grade between 0 and 1 counts neither as right nor as wrong.
"""
MOSTLY_SAME_MATTER = 1.5


def read_gold(path: Path) -> Grades:
    """Return the grades of a file: a JSON list of objects with "item", "earlier" and "grade"."""
    grades: dict[str, dict[str, float]] = {}
    for row in json.loads(path.read_text(encoding="utf-8")):
        grades.setdefault(row["item"], {})[row["earlier"]] = float(row["grade"])
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
        ndcgs.append(gain(np.array([own.get(other, 0.0) for other in links])) / gain(best))
        same = {other for other, grade in own.items() if grade >= MOSTLY_SAME_MATTER}
        recall += [len(same & set(links)) / len(same)] if same else []
    means = (_mean(values) for values in (ndcgs, recall, right, silent))
    return dict(zip(("ndcg", "recall", "precision", "silent"), means, strict=True))


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else 1.0
