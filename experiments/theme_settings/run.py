"""Which settings should the theme classifier have, and how good is it when they are not chosen on the test?

    .venv/bin/python experiments/theme_settings/run.py

Every committee of the corpus is held out in turn, and among the others every one again:
for each setting the inner committees say how good it is, and the outer one is judged by
the setting that did best there. The last line is the figure of a program that never saw
the committees it is judged on, not even in the choice of its settings.
"""

import itertools
from collections.abc import Sequence

import numpy as np

from pipeline.config import load_config
from pipeline.themes import learn, regression
from pipeline.themes.examples import Examples, LabelledItem
from pipeline.themes.fit import score_folds
from pipeline.themes.splits import Fold
from pipeline.training.corpus import corpus_folder
from pipeline.training.held_out import frozen_folds
from pipeline.training.theme_trainer import load_trainer

PENALTIES, WORDS, LESSONS = (0.05, 0.1), (0.1, 0.2, 0.3), (1.0, 2.0)


def main() -> None:
    trainer = load_trainer(load_config())
    examples = trainer.corpus(corpus_folder(None))
    data = trainer.tabulate(examples)
    settings = list(itertools.product(PENALTIES, WORDS, LESSONS))
    found = []
    print("penalty, words, lessons     inner F1  outer F1")
    for setting in settings:
        inner, outer = judge(data, setting)
        found.append((inner, outer))
        mean = np.mean([f1(rows) for rows in inner])
        print(f"{setting!s:<26}  {mean:8.4f}  {f1(np.vstack(outer)):8.4f}", flush=True)
    chosen = [int(np.argmax([f1(inner[at]) for inner, _ in found])) for at in range(len(found[0][0]))]
    print("chosen without each committee:", [settings[at] for at in chosen])
    print(f"nested macro F1 {f1(np.vstack([found[one][1][at] for at, one in enumerate(chosen)])):.4f}")


def judge(data: Examples, setting: tuple[float, ...]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return for each outer fold what is right of the inner committees' items, and of its own."""
    regression.PENALTY, learn.WORD_WEIGHT, learn.LESSON_WEIGHT = setting
    outer = frozen_folds(data)
    inner = [rows(data, [within(other, fold) for other in outer if other is not fold]) for fold in outer]
    return inner, [rows(data, [fold]) for fold in outer]


def within(fold: Fold, outer: Fold) -> Fold:
    """Return a fold of what is left when another is held out."""
    return Fold(items=fold.items & ~outer.grouped, grouped=fold.grouped | outer.grouped)


def rows(data: Examples, folds: Sequence[Fold]) -> np.ndarray:
    """Return (items, themes, 2): whether the item has the theme, and whether it was said to."""
    said = score_folds(data, folds)
    return np.array([[pair(data.items[at], score) for score in said[at]] for at in sorted(said)])


def pair(one: LabelledItem, score) -> tuple[bool, bool]:
    return score.theme in one.themes, score.assigned


def f1(found: np.ndarray) -> float:
    gold, said = found[..., 0], found[..., 1]
    right = (gold & said).sum(axis=0)
    return float(np.mean(2 * right / np.maximum(gold.sum(axis=0) + said.sum(axis=0), 1)))


if __name__ == "__main__":
    main()
