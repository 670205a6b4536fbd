"""How well are the sub-items of information items tagged, in committees that nothing was learned from?

    .venv/bin/python experiments/theme_matters.py

What a matter is about is what its passages are marked with in the corpus, also in
passing. Prints right, wrong and missed themes, and what tagging items with their
matters costs beside tagging items alone.
"""

import time
from collections.abc import Iterator, Sequence

import numpy as np

from pipeline.config import home, load_config
from pipeline.themes.examples import Examples, LabelledItem
from pipeline.themes.fit import fit_model
from pipeline.themes.tagger import tag_items
from pipeline.training.held_out import frozen_folds
from pipeline.training.theme_trainer import ThemeTrainer, load_trainer

Judged = tuple[str, bool, bool]
"""A theme, whether a matter is about it, and whether it was given it."""


def main() -> None:
    trainer = load_trainer(load_config())
    corpus = trainer.corpus(home() / "data" / "corpus")
    data = trainer.tabulate(corpus)
    rows = list(judge(trainer, data, corpus))
    for theme in sorted({theme for theme, *_ in rows}):
        own = [(gold, assigned) for name, gold, assigned in rows if name == theme]
        right = sum(gold and assigned for gold, assigned in own)
        wrong = sum(assigned and not gold for gold, assigned in own)
        missed = sum(gold and not assigned for gold, assigned in own)
        precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
        f1 = 2 * right / max(2 * right + wrong + missed, 1)
        print(f"{theme:<12} right {right:>3} wrong {wrong:>3} missed {missed:>3}", end="")
        print(f"  P {precision:.2f} R {recall:.2f} F1 {f1:.3f}  of {len(own)} matters")
    print(cost(trainer, data, corpus))


def judge(trainer: ThemeTrainer, data: Examples, corpus: Sequence[LabelledItem]) -> Iterator[Judged]:
    """Yield every theme of every matter, judged by a model that saw nothing of its committee's cases."""
    folds = frozen_folds(data)
    for fold in folds:
        tagger = trainer.tagger(fit_model(data, ~fold.grouped))
        items = [corpus[at] for at in np.flatnonzero(fold.items)]
        for one, found in zip(items, tag_items(tagger, [item.item for item in items]), strict=True):
            for matter in found.matters:
                gold = marked(one, matter.start, matter.end)
                yield from ((score.theme, score.theme in gold, score.assigned) for score in matter.themes)


def marked(one: LabelledItem, start: int, end: int) -> frozenset[str]:
    """Return what the passages of a stretch are marked with."""
    pairs = zip(one.item.passages, one.about or (), strict=True)
    return frozenset().union(*(about for p, about in pairs if start <= p.start and p.end <= end))


def cost(trainer: ThemeTrainer, data: Examples, corpus: Sequence[LabelledItem]) -> str:
    """Return the processor time of both, the second time."""
    tagger, items = trainer.tagger(fit_model(data)), [one.item for one in corpus if one.whole]
    seconds = {}
    for _ in ("cold", "warm"):
        for name, tag in (("items alone", tagger.score), ("with matters", lambda x: tag_items(tagger, x))):
            start = time.process_time()
            tag(items)
            seconds[name] = time.process_time() - start
    return ", ".join(f"{name} {value:.2f} s" for name, value in seconds.items()) + f" of {len(items)} items"


if __name__ == "__main__":
    main()
