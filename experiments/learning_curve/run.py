"""How soon does a theme that a user adds become good?

    .venv/bin/python experiments/learning_curve/run.py

Each theme of the corpus in turn plays the new one: the model knows the other three from
one half of the committees, and of the new one its row in the register and a few items
of that half that a person labelled. The row has a definition and three words, as a user
would begin, not the long lists of the four. It is measured on the other half. Writes
`curve.csv` and `curve.png` beside this file.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pipeline.config import load_config
from pipeline.knowledge.themes import ThemeDefinition
from pipeline.themes.examples import LabelledItem
from pipeline.themes.fit import fit_model
from pipeline.training.corpus import corpus_folder
from pipeline.training.theme_trainer import ThemeTrainer, load_trainer

HERE = Path(__file__).parent
EXAMPLES = (0, 1, 2, 5, 10, 20, 50)
SEEDS = (1, 2)
WORDS = 3


@dataclass(frozen=True)
class Point:
    theme: str
    examples: int
    f1: float
    average_precision: float


def main() -> None:
    trainer = load_trainer(load_config())
    corpus = trainer.corpus(corpus_folder(None))
    themes = sorted(corpus[0].known)
    points = [point for theme in themes for point in curve(trainer, corpus, theme)]
    write_table(points)
    draw(points)


def curve(trainer: ThemeTrainer, corpus: Sequence[LabelledItem], theme: str) -> Iterator[Point]:
    groups = sorted({one.group for one in corpus if one.whole})
    halves = (set(groups[::2]), set(groups[1::2]))
    trainer = replace(
        trainer, register=[shortened(row) if row.name == theme else row for row in trainer.register]
    )
    for examples in EXAMPLES:
        found = [
            measure(trainer, training(corpus, theme, half, examples, seed), test(corpus, half), theme)
            for half in halves
            for seed in SEEDS[: 1 if examples == 0 else None]
        ]
        f1, precision = np.mean(found, axis=0)
        print(f"{theme:<12} {examples:>3} {f1:.3f} {precision:.3f}", flush=True)
        yield Point(theme=theme, examples=examples, f1=float(f1), average_precision=float(precision))


def shortened(row: ThemeDefinition) -> ThemeDefinition:
    return replace(row, terms=row.terms[:WORDS], hints=())


def test(corpus: Sequence[LabelledItem], half: set[str]) -> list[LabelledItem]:
    return [one for one in corpus if one.whole and one.group not in half]


def training(
    corpus: Sequence[LabelledItem], theme: str, half: set[str], examples: int, seed: int
) -> list[LabelledItem]:
    """Return the half as if nobody knew of the theme, and items with it, and without, that one labelled."""
    cases = {case for one in test(corpus, half) for case in one.cases}
    kept = [one for one in corpus if (one.group in half or not one.whole) and not one.cases & cases]
    generator = np.random.default_rng(seed)
    whole = [one for one in kept if one.whole]
    with_it = [one for one in whole if theme in one.themes]
    without = [one for one in whole if theme not in one.themes]
    drawn = [
        part[at] for part in (with_it, without) for at in generator.permutation(len(part))[:examples].tolist()
    ]
    labelled = [replace(one, about=None, known=frozenset({theme})) for one in drawn]
    return [forget(one, theme) for one in kept] + labelled


def forget(one: LabelledItem, theme: str) -> LabelledItem:
    known = (one.known or frozenset({"psykiatri", "kapacitet", "misbrug", "tilsyn"})) - {theme}
    about = one.about and tuple(themes - {theme} for themes in one.about)
    return replace(one, themes=one.themes - {theme}, about=about, known=known)


def measure(
    trainer: ThemeTrainer, learned: list[LabelledItem], tested: list[LabelledItem], theme: str
) -> tuple[float, float]:
    from sklearn.metrics import average_precision_score, f1_score

    data = trainer.tabulate(learned)
    scores = trainer.tagger(fit_model(data)).score([one.item for one in tested])
    found = [next(score for score in row if score.theme == theme) for row in scores]
    gold = [theme in one.themes for one in tested]
    f1 = f1_score(gold, [score.assigned for score in found])
    return f1, average_precision_score(gold, [score.probability for score in found])


def write_table(points: Sequence[Point]) -> None:
    with (HERE / "curve.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["theme", "examples", "f1", "average_precision"])
        table.writerows([p.theme, p.examples, f"{p.f1:.3f}", f"{p.average_precision:.3f}"] for p in points)


def draw(points: Sequence[Point]) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.subplots()
    for theme in dict.fromkeys(point.theme for point in points):
        own = [point for point in points if point.theme == theme]
        axes.plot(range(len(own)), [point.f1 for point in own], marker="o", label=theme)
    axes.set_xticks(range(len(EXAMPLES)), [str(count) for count in EXAMPLES])
    axes.set_xlabel("labelled items with the theme (and as many without)")
    axes.set_ylabel("F1 on committees held out")
    axes.legend()
    figure.savefig(HERE / "curve.png", dpi=120)


if __name__ == "__main__":
    main()
