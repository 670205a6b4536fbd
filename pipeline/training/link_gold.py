"""How links do on annotated minutes: what is shown against what the annotators would show."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.errors import CorpusError
from pipeline.links import LinkIndex, LinkModel
from pipeline.links.document import LinkDocument
from pipeline.training.link_aim import SHOWN
from pipeline.training.link_baselines import METHODS, Likeness
from pipeline.training.link_scores import OURS, gain

Grades = Mapping[str, Mapping[str, float]]
"""By `<date>#<number>` of an item, the grades of earlier ones: 2 the same matter, 1 background."""
SAME_MATTER = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldScore:
    """Means over the items; a grade between 0 and 1 counts neither as right nor as wrong."""

    name: str
    ndcg: float
    """Of the first five."""
    recall: float
    """Of the same matter, among the first five."""
    precision: float
    """Of what is shown."""
    silent: float
    """How often nothing is shown where nothing is related."""


def read_gold(path: Path) -> Grades:
    """Return the grades of a file: a JSON list of objects with "item", "earlier" and "grade".

    Raises:
        CorpusError: it is no such file.
    """
    found: dict[str, dict[str, float]] = {}
    try:
        for row in json.loads(path.read_text(encoding="utf-8")):
            found.setdefault(row["item"], {})[row["earlier"]] = float(row["grade"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError("gold-links-unreadable", file=path, reason=error) from error
    return found


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
    return tuple(_score(name, found, grades) for name, found in shown.items())


def _key(item_id: str) -> str:
    return "#".join(item_id.split("/")[1:])


def _score(name: str, shown: Mapping[str, Sequence[str]], grades: Grades) -> GoldScore:
    ndcg, recall, right, quiet = list[float](), list[float](), list[bool](), list[bool]()
    for item, found in shown.items():
        own = grades.get(item, {})
        right += [own.get(other, 0) >= 1 for other in found if not 0 < own.get(other, 0) < 1]
        if all(grade < 1 for grade in own.values()):
            quiet.append(not found)
            continue
        best = np.array(sorted(own.values(), reverse=True)[:SHOWN])
        ndcg.append(gain(np.array([own.get(other, 0.0) for other in found])) / gain(best))
        same = {other for other, grade in own.items() if grade >= SAME_MATTER}
        recall += [len(same & set(found)) / len(same)] if same else []
    return GoldScore(
        name=name, ndcg=_mean(ndcg), recall=_mean(recall), precision=_mean(right), silent=_mean(quiet)
    )


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return float(np.mean(found)) if found else 1.0
