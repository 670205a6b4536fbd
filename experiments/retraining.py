"""How long learning from many corrected items takes.

    .venv/bin/python experiments/benchmark.py retrain [400 5000]

The items are invented: those of the corpus again and again, of each about half of the
paragraphs that are evidence of no theme exchanged for such paragraphs of other items, every
paragraph with a number of its own at its end and its vector moved by noise of 0.3 of its
distance from the mean, so that no two are equal and what an item is about stays. They come
from twenty committees, eleven items a meeting. Timed is what `sagsspor retrain` does between
reading corrections and recording the run: reading the themes' words, learning, judging the
corpus and the corrected items held out, and comparing with what serves. Once from nothing and
once again, as `retrain` is run after `evaluate` in one process. Times are of this machine and
of this moment, on the wall and, in brackets, of the processor alone.
"""

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.config import load_config
from pipeline.domain import Passage
from pipeline.themes.examples import LabelledItem
from pipeline.themes.versions import VersionStore
from pipeline.training.archived import Corrected, decided_by
from pipeline.training.corpus import corpus_folder
from pipeline.training.theme_trainer import load_trainer
from pipeline.training.themes import challenge

COMMITTEES, PER_MEETING = 20, 11
EXCHANGED, NOISE = 0.5, 0.3


def main(sizes: Sequence[int]) -> None:
    config = load_config()
    trainer, store = load_trainer(config), VersionStore(config.themes.model)
    corpus = trainer.corpus(corpus_folder(None))
    for size in sizes:
        corrected = invent(corpus, size)
        for run in ("first", "again"):
            wall, cpu = time.perf_counter(), time.process_time()
            challenge(trainer, corpus, corrected, store)
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            print(f"retrain {size:>5} corrected items, {run}: {wall:5.1f} s ({cpu:5.1f})", flush=True)


def invent(corpus: Sequence[LabelledItem], count: int, seed: int = 1) -> Corrected:
    """Return corrected items, the same for the same seed."""
    draw = np.random.default_rng(seed)
    whole = [one for one in corpus if one.whole]
    plain = [
        (passage, vector)
        for one in whole
        for passage, vector, about in zip(one.item.passages, one.item.vectors, one.about, strict=True)
        if not about
    ]
    centre = np.vstack([one.item.vectors for one in whole]).mean(axis=0)
    examples = tuple(item(whole[at % len(whole)], at, plain, centre, draw) for at in range(count))
    return decided_by(examples, "benchmark")


def item(source: LabelledItem, number: int, plain: list, centre: np.ndarray, draw) -> LabelledItem:
    passages, vectors = list(source.item.passages), source.item.vectors.copy()
    for at, about in enumerate(source.about):
        if not about and draw.random() < EXCHANGED:
            other, vectors[at] = plain[draw.integers(len(plain))]
            passages[at] = replace(passages[at], text=other.text)
    far = np.linalg.norm(vectors - centre, axis=1, keepdims=True)
    spread = draw.standard_normal(vectors.shape, dtype=np.float32) / np.sqrt(vectors.shape[1])
    moved = vectors + NOISE * far * spread
    meeting = number // PER_MEETING
    group = f"udvalg-{meeting % COMMITTEES}"
    return replace(
        source,
        id=f"{group}/{2000 + meeting // COMMITTEES}-01-{1 + meeting % 28:02d}/{number}",
        item=replace(
            source.item,
            passages=tuple(numbered(passage, number) for passage in passages),
            vectors=(moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32),
        ),
        about=None,
        group=group,
        cases=frozenset(),
    )


def numbered(passage: Passage, number: int) -> Passage:
    return replace(passage, text=f"{passage.text} ({number})")
