"""Fit the weights that tell a town as a party from a town as a place; print how well they do.

    .venv/bin/python experiments/place_or_party.py [--write]

Cross-validated over the committees of data/corpus: a committee's towns are judged by
weights that never saw it. The lines of data/sentences are learnt from and never measured
on, but for one figure: how weights of the corpus alone judge them. With --write,
`data/knowledge/party_weights.csv` is made anew.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from pipeline.domain import Label
from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.municipalities import WHOLE
from pipeline.entities.place_or_party import features, in_lists, is_told
from pipeline.knowledge import load_knowledge
from pipeline.knowledge.registers import Municipality
from pipeline.training.corpus import BlockKind, CorpusItem, read_corpus
from pipeline.training.tagger.examples import sentence_examples

ROOT = Path(__file__).parent.parent
RARE = 3
FAINT = 0.1
Marked = tuple[Label, int, int]


@dataclass(frozen=True, kw_only=True)
class Example:
    """A bare town that no plain rule decides."""

    committee: str
    seen: frozenset[str]
    is_party: bool


class Scorer:
    """A linear scorer over features that are not rare."""

    def fit(self, examples: Sequence[Example]) -> Self:
        often = Counter(feature for one in examples for feature in one.seen)
        self.known = {feature for feature, count in often.items() if count >= RARE}
        self.vectorizer = DictVectorizer(sparse=False)
        X = self.vectorizer.fit_transform(self._rows(examples))
        self.model = LogisticRegression(max_iter=3000, C=0.5).fit(X, [one.is_party for one in examples])
        return self

    def judge(self, examples: Sequence[Example]) -> np.ndarray:
        return self.model.predict(self.vectorizer.transform(self._rows(examples)))

    def _rows(self, examples: Sequence[Example]) -> list[dict[str, int]]:
        return [dict.fromkeys(sorted(one.seen & self.known), 1) for one in examples]


def corpus_examples(towns: Gazetteer[Municipality]) -> Iterator[Example]:
    for meeting in read_corpus(ROOT / "data" / "corpus"):
        for item in meeting.items:
            text, spans = _laid_out(item)
            yield from _examples(towns, meeting.slug, text, spans)


def line_examples(towns: Gazetteer[Municipality]) -> Iterator[Example]:
    for line in sentence_examples(ROOT / "data" / "sentences"):
        spans = [(one.label, one.start, one.end) for one in line.spans]
        yield from _examples(towns, line.group, f"{line.passage.text}\n", spans)


def _examples(
    towns: Gazetteer[Municipality], committee: str, text: str, spans: Sequence[Marked]
) -> Iterator[Example]:
    municipalities = {(start, end) for label, start, end in spans if label == Label.MUNICIPALITY}
    institutions = [(start, end) for label, start, end in spans if label == Label.INSTITUTION]
    hits = [
        hit for hit in towns.find(text) if not any(start <= hit.start < end for start, end in institutions)
    ]
    for group in in_lists(text, hits):
        if is_told(text, group) is None:
            seen = frozenset(features(text, group))
            for town in group:
                if not WHOLE.match(text, town.end):
                    marked = (town.start, town.end) in municipalities
                    yield Example(committee=committee, seen=seen, is_party=marked)


def _laid_out(item: CorpusItem) -> tuple[str, list[Marked]]:
    text, spans = "", []
    for block in item.blocks():
        if block.kind is not BlockKind.ATTACHMENT:
            spans += [(one.label, len(text) + one.start, len(text) + one.end) for one in block.mentions]
            text += f"{block.text}\n"
    return text, spans


def report(name: str, examples: Sequence[Example], judged: np.ndarray) -> str:
    gold = np.array([one.is_party for one in examples])
    right, wrong, missed = (judged & gold).sum(), (judged & ~gold).sum(), (~judged & gold).sum()
    f1 = 2 * right / (2 * right + wrong + missed)
    return (
        f"{name}: {len(gold)} towns, {gold.sum()} parties; F1 {f1:.4f}, "
        f"accuracy {(judged == gold).mean():.4f}, "
        f"{wrong} places taken for parties, {missed} parties for places"
    )


def held_out(corpus: Sequence[Example], lines: Sequence[Example]) -> np.ndarray:
    judged = np.zeros(len(corpus), dtype=bool)
    for committee in sorted({one.committee for one in corpus}):
        out = np.array([one.committee == committee for one in corpus])
        scorer = Scorer().fit([*(one for one in corpus if one.committee != committee), *lines])
        judged[out] = scorer.judge([one for one in corpus if one.committee == committee])
    return judged


def write(scorer: Scorer) -> None:
    names, weights = scorer.vectorizer.get_feature_names_out(), scorer.model.coef_[0]
    rows = [
        (name, f"{weight:.1f}") for name, weight in zip(names, weights, strict=True) if abs(weight) >= FAINT
    ]
    bias = f"{scorer.model.intercept_[0]:.1f}"
    with (ROOT / "data" / "knowledge" / "party_weights.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("feature", "weight"), ("bias", bias), *rows])


def main() -> None:
    knowledge = load_knowledge(ROOT / "data" / "knowledge")
    towns = Gazetteer((form, one) for one in knowledge.municipalities for form in one.spellings())
    corpus, lines = list(corpus_examples(towns)), list(line_examples(towns))
    print(report("corpus, committees held out, no lines", corpus, held_out(corpus, ())))
    print(report("corpus, committees held out, with lines", corpus, held_out(corpus, lines)))
    print(report("lines, by weights of the corpus alone", lines, Scorer().fit(corpus).judge(lines)))
    if "--write" in sys.argv:
        write(Scorer().fit([*corpus, *lines]))


if __name__ == "__main__":
    main()
