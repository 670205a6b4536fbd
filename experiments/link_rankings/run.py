"""How links rank beside plain methods, which know nothing of links.

    .venv/bin/python experiments/link_rankings/run.py [--gold FILE --minutes FILE ...]

On the corpus whole committees are held out of every fit, the same case being right. On annotated
minutes plain methods show their first five; only ours knows what to hide.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from gold import Grades, gold_figures, gold_key, read_gold, score_shown

from pipeline.config import home, load_config
from pipeline.discussions import link_documents
from pipeline.encoder.protocol import Encoder, Floats, Numbers
from pipeline.links.document import LinkDocument
from pipeline.links.features import cosines
from pipeline.links.profile import is_title
from pipeline.links.terms import Analyzer, add_up
from pipeline.process import Processor
from pipeline.text import CompoundSplitter
from pipeline.training.links.corpus import LinkCorpus, read_link_corpus
from pipeline.training.links.fit import SHOWN
from pipeline.training.links.measure import (
    OURS,
    Figures,
    corpus_ndcg,
    held_out_rankings,
    table,
)
from pipeline.training.links.pairs import word_counts

METHODS = "BM25", "TF-IDF", "e5, raw", "e5, seen from their mean", "TF-IDF and e5 by rank"
BM25, TFIDF, RAW, CENTRED, RRF = METHODS
SATURATION, LENGTH = 1.2, 0.75
"""The usual constants of BM25."""
RANK = 60
"""The usual constant of reciprocal rank fusion."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, help="annotated links: JSON with item, earlier and grade")
    parser.add_argument(
        "--minutes", type=Path, nargs="*", default=[], help="the minutes the gold links are of"
    )
    options, config = parser.parse_args(), load_config()
    processor = Processor(config)
    corpus = read_link_corpus(home() / "data" / "corpus", config.paths.knowledge)
    print(table("nDCG@10", on_corpus(corpus, processor.encoder)))
    if options.gold:
        processed = [processor.process(processor.read(path)) for path in sorted(options.minutes)]
        documents = [one for read in processed for one in link_documents(read.tagged, read.encoded)]
        grades = read_gold(options.gold)
        ours = {OURS: gold_figures(documents, grades, processor.links)}
        print("\n" + table("gold", plain_on_gold(documents, grades) | ours))


def on_corpus(corpus: LinkCorpus, encoder: Encoder) -> dict[str, Figures]:
    """Return the figures of each way of ranking, whole committees held out of every fit."""
    items = corpus.items(encoder)
    likeness = Likeness.measure([item.document for item in items])
    ranked = list(held_out_rankings(items, corpus.register))
    rankings = [{**likeness.among(one.item, one.ids), OURS: ours} for one, ours in ranked]
    pairs = [one for one, _ in ranked]
    return {
        name: corpus_ndcg(zip(pairs, (ranking[name] for ranking in rankings), strict=True))
        for name in (*METHODS, OURS)
    }


def plain_on_gold(documents: Sequence[LinkDocument], grades: Grades) -> dict[str, Figures]:
    """Return how the first five of each plain method do on annotated minutes."""
    likeness = Likeness.measure(documents)
    shown: dict[str, dict[str, list[str]]] = {name: {} for name in METHODS}
    for document in documents:
        earlier = [other.item_id for other in documents if other.date < document.date]
        for name, scores in likeness.among(document.item_id, earlier).items():
            best = np.argsort(-scores, kind="stable")[:SHOWN]
            shown[name][gold_key(document.item_id)] = [gold_key(earlier[row]) for row in best]
    return {name: score_shown(links, grades) for name, links in shown.items()}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Likeness:
    """How alike any two items are, by each method but RRF."""

    places: Mapping[str, int]
    of: Mapping[str, Numbers]

    @classmethod
    def measure(cls, documents: Sequence[LinkDocument]) -> "Likeness":
        """Return the likeness of all items; words are stemmed, compounds taken apart."""
        counts = _counts(documents)
        vectors = [np.asarray(document.vectors, np.float32) for document in documents]
        centre = np.concatenate(vectors).mean(axis=0)
        return cls(
            places={document.item_id: place for place, document in enumerate(documents)},
            of={
                BM25: _bm25(counts),
                TFIDF: _tfidf(counts),
                RAW: _best_passages(vectors, np.zeros_like(centre)),
                CENTRED: _best_passages(vectors, centre),
            },
        )

    def among(self, item: str, others: Sequence[str]) -> dict[str, Numbers]:
        """Return each method's scores of `others` as seen from `item`."""
        rows = np.array([self.places[other] for other in others], dtype=np.int64)
        found = {name: matrix[self.places[item], rows] for name, matrix in self.of.items()}
        return {**found, RRF: by_rank([found[TFIDF], found[CENTRED]])}


def by_rank(columns: Sequence[Numbers]) -> Numbers:
    """Return the reciprocal rank fusion of several scores."""
    ranks = [np.argsort(np.argsort(-column, kind="stable"), kind="stable") for column in columns]
    fused: Numbers = np.sum([1.0 / (RANK + 1 + rank) for rank in ranks], axis=0)
    return fused


def _counts(documents: Sequence[LinkDocument]) -> Numbers:
    """Return (items, terms): how often each term stands in each item, its title counting twice."""
    analyzer = Analyzer(CompoundSplitter(word_counts(documents)))
    texts = [
        add_up(analyzer.counts(text) for text in (document.title, document.title, *_paragraphs(document)))
        for document in documents
    ]
    numbers = {term: place for place, term in enumerate(sorted({term for text in texts for term in text}))}
    counts = np.zeros((len(texts), len(numbers)))
    for row, text in enumerate(texts):
        counts[row, [numbers[term] for term in text]] = list(text.values())
    return counts


def _paragraphs(document: LinkDocument) -> Iterator[str]:
    return (passage.text for passage in document.passages if not is_title(passage))


def _idf(counts: Numbers) -> Numbers:
    having = (counts > 0).sum(axis=0)
    idf: Numbers = np.log1p((len(counts) - having + 0.5) / (having + 0.5))
    return idf


def _bm25(counts: Numbers) -> Numbers:
    lengths = counts.sum(axis=1, keepdims=True)
    norm = SATURATION * (1 - LENGTH + LENGTH * lengths / max(float(lengths.mean()), 1e-9))
    weights = _idf(counts) * counts * (SATURATION + 1) / (counts + norm)
    scores: Numbers = (counts > 0).astype(np.float64) @ weights.T
    return scores


def _tfidf(counts: Numbers) -> Numbers:
    weights = np.log1p(counts) * _idf(counts)
    weights /= np.maximum(np.linalg.norm(weights, axis=1, keepdims=True), 1e-9)
    scores: Numbers = weights @ weights.T
    return scores


def _best_passages(vectors: Sequence[Floats], centre: Floats) -> Numbers:
    """Return (items, items): the cosine of the best pair of passages."""
    everything = np.concatenate(vectors)
    starts = np.cumsum([0, *(len(rows) for rows in vectors)])[:-1]
    return np.stack(list(_rows(vectors, everything, starts, centre)))


def _rows(
    vectors: Sequence[Floats], everything: Floats, starts: Numbers, centre: Floats
) -> Iterator[Numbers]:
    for rows in vectors:
        near = cosines(rows, everything, centre).max(axis=1)
        yield np.maximum.reduceat(near, starts.astype(np.int64))


if __name__ == "__main__":
    main()
