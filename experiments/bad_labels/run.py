"""Would the gate notice a careless user, and would it let a careful one through?

    .venv/bin/python experiments/bad_labels/run.py

All items of three committees come back as if a person had labelled them, once as they
are and once with a fifth of all labels the wrong way round; the challenger that learns
from them is compared with the model of the corpus alone on the frozen test.
"""

from dataclasses import replace

import numpy as np

from pipeline.config import load_config
from pipeline.themes.examples import LabelledItem
from pipeline.themes.fit import score_folds
from pipeline.training.corpus import corpus_folder
from pipeline.training.gate import Verdict, compare
from pipeline.training.held_out import HeldOutScores, frozen_folds
from pipeline.training.theme_trainer import ThemeTrainer, load_trainer

COMMITTEES = 3
SEED = 3


def main() -> None:
    trainer = load_trainer(load_config())
    corpus = trainer.corpus(corpus_folder(None))
    champion = held_out(trainer, corpus)
    for share in (0.0, 0.2):
        found = held_out(trainer, (*corpus, *labelled(corpus, share)))
        verdict = Verdict(contests=compare("frozen", found.examples, champion.judgements, found.judgements))
        print(f"\n{share:.0%} of the labels flipped: {verdict.reason}")
        for one in verdict.contests:
            print(f"{one.theme:<12} F1 {one.champion} -> {one.challenger}, log loss {one.loss}", flush=True)


def held_out(trainer: ThemeTrainer, examples: tuple[LabelledItem, ...]) -> HeldOutScores:
    data = trainer.tabulate(examples)
    return HeldOutScores.of(examples, score_folds(data, frozen_folds(data)))


def labelled(corpus: tuple[LabelledItem, ...], share: float) -> list[LabelledItem]:
    groups = sorted({one.group for one in corpus if one.whole})[:COMMITTEES]
    items = [one for one in corpus if one.whole and one.group in groups]
    themes, generator = sorted(corpus[0].known), np.random.default_rng(SEED)
    wrong = generator.random((len(items), len(themes))) < share
    return [
        replace(
            one,
            about=None,
            themes=one.themes ^ {theme for theme, flip in zip(themes, row, strict=True) if flip},
        )
        for one, row in zip(items, wrong, strict=True)
    ]


if __name__ == "__main__":
    main()
