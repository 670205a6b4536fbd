"""Fit the weights that tell a town as a party from a town as a place; print how well they do.

    .venv/bin/python experiments/place_or_party.py [--write]

Cross-validated over the committees of data/corpus: a committee's towns are judged by
weights that never saw it. With --write, `pipeline/entities/party_weights.py` is made anew.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from pipeline.domain import Label
from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.municipalities import WHOLE
from pipeline.entities.place_or_party import features, in_lists, is_told
from pipeline.knowledge import load_knowledge
from pipeline.training.corpus import BlockKind, CorpusItem, read_corpus

ROOT = Path(__file__).parent.parent
RARE = 5
FAINT = 0.15
HEAD = '''"""Weights of `place_or_party`, fitted by experiments/place_or_party.py on data/corpus."""

BIAS = {bias}

# Above zero speaks for the municipality as a party, below for the place.
WEIGHTS = {{
{rows}}}
'''


def examples() -> Iterator[tuple[str, dict[str, int], bool]]:
    """Yield committee, features and gold of each bare town that no plain rule decides."""
    knowledge = load_knowledge(ROOT / "data" / "knowledge")
    towns = Gazetteer((form, one) for one in knowledge.municipalities for form in one.spellings())
    for meeting in read_corpus(ROOT / "data" / "corpus"):
        for item in meeting.items:
            text, institutions, municipalities = _laid_out(item)
            hits = [
                hit
                for hit in towns.find(text)
                if not any(start <= hit.start < end for start, end in institutions)
            ]
            for group in in_lists(text, hits):
                if is_told(text, group) is None:
                    seen = dict.fromkeys(features(text, group), 1)
                    for town in group:
                        if not WHOLE.match(text, town.end):
                            yield meeting.slug, seen, (town.start, town.end) in municipalities


def _laid_out(item: CorpusItem) -> tuple[str, list[tuple[int, int]], set[tuple[int, int]]]:
    text, spans = "", []
    for block in item.blocks():
        if block.kind is not BlockKind.ATTACHMENT:
            spans += [(one.label, len(text) + one.start, len(text) + one.end) for one in block.mentions]
            text += f"{block.text}\n"
    institutions = [(start, end) for label, start, end in spans if label == Label.INSTITUTION]
    return text, institutions, {(start, end) for label, start, end in spans if label == Label.MUNICIPALITY}


def main() -> None:
    committees, seen, gold = map(list, zip(*examples(), strict=True))
    often = Counter(feature for one in seen for feature in one)
    vectorizer = DictVectorizer(sparse=False)
    X = vectorizer.fit_transform([{f: 1 for f in one if often[f] >= RARE} for one in seen])
    y, groups = np.array(gold), np.array(committees)
    judged = np.zeros(len(y), dtype=bool)
    for committee in sorted(set(committees)):
        out = groups == committee
        judged[out] = LogisticRegression(max_iter=2000).fit(X[~out], y[~out]).predict(X[out])
    right, wrong, missed = (judged & y).sum(), (judged & ~y).sum(), (~judged & y).sum()
    print(f"{len(y)} towns, {y.sum()} parties; F1 {2 * right / (2 * right + wrong + missed):.4f}, "
          f"{wrong} places taken for parties, {missed} parties for places")  # fmt: skip
    if "--write" in sys.argv:
        model = LogisticRegression(max_iter=2000).fit(X, y)
        weights = zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
        rows = "".join(f'    "{name}": {weight:.1f},\n' for name, weight in weights if abs(weight) >= FAINT)
        path = ROOT / "pipeline" / "entities" / "party_weights.py"
        path.write_text(HEAD.format(bias=round(model.intercept_[0], 1), rows=rows), encoding="utf-8")


if __name__ == "__main__":
    main()
