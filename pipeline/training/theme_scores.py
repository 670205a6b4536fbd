"""How good a theme classifier is, and what two of them say of the same items."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.domain import ThemeScore
from pipeline.encoder.protocol import Flags, Numbers
from pipeline.errors import ModelError
from pipeline.files import intact, seal
from pipeline.themes.examples import LabelledItem

BINS = 10


FILE = "held_out.json"
"""In a model's folder: what models made like it said of the frozen items when these were held out."""
RATES = ("precision", "recall", "f1")
SUMMARY = ("macro_f1", "exact_sets", "calibration_error", "top_passage", "evidence_recall", "wrong_per_100")


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeReport:
    """The figures of one evaluation."""

    rates: Mapping[str, tuple[float, float, float]]
    """Precision, recall and F1 of each theme; 1 where nothing was assigned, or nothing is right."""
    exact_sets: float
    calibration_error: float
    """Expected calibration error in ten bins, mean of the themes'."""
    top_passage: float
    """Share of rightly assigned themes whose first evidence is a marked passage."""
    evidence_recall: float
    """Share of the marked passages of rightly assigned themes that are shown."""
    wrong_per_100: float
    """Themes that items were given wrongly, for each hundred of them."""
    ordinary: "ThemeReport | None" = None
    """The same of ordinary committees, where some were held out too."""

    @property
    def macro_f1(self) -> float:
        """Mean F1 of the themes."""
        return float(np.mean([f1 for _, _, f1 in self.rates.values()]))

    def summary(self) -> dict[str, float]:
        """Return the figures of all themes together."""
        return {name: getattr(self, name) for name in SUMMARY}

    def metrics(self) -> dict[str, float]:
        """Return every figure under a name of its own."""
        pairs = ((theme, zip(RATES, rates, strict=True)) for theme, rates in self.rates.items())
        other = self.ordinary.metrics() if self.ordinary else {}
        return {
            **{f"{theme}_{name}": rate for theme, rates in pairs for name, rate in rates},
            **self.summary(),
            **{f"ordinary_{name}": value for name, value in other.items()},
        }

    def table(self) -> str:
        """Return the figures as a small table for people."""
        lines = [f"{'theme':<12} {'P':>6} {'R':>6} {'F1':>6}"]
        lines += [f"{theme:<12} {p:>6.3f} {r:>6.3f} {f1:>6.3f}" for theme, (p, r, f1) in self.rates.items()]
        lines += [f"{name:<19} {value:.3f}" for name, value in self.summary().items()]
        other = ["", "ordinary committees", self.ordinary.table()] if self.ordinary else []
        return "\n".join([*lines, *other])


def report_scores(examples: Sequence[LabelledItem], scores: Sequence[Sequence[ThemeScore]]) -> ThemeReport:
    """Return how the scores of items compare with their labels, for the themes they were annotated with."""
    known = examples[0].known
    scores = [[one for one in row if known is None or one.theme in known] for row in scores]
    table = Judgements.of(examples, scores)
    gold = np.column_stack([labels(examples, theme) for theme in table.themes])
    errors = [calibration_error(table.probabilities[:, at], column) for at, column in enumerate(gold.T)]
    tops, shown = _evidence(examples, scores)
    return ThemeReport(
        rates={theme: _rates(gold[:, at], table.assigned[:, at]) for at, theme in enumerate(table.themes)},
        exact_sets=float((gold == table.assigned).all(axis=1).mean()),
        calibration_error=float(np.mean(errors)),
        top_passage=_mean(tops),
        evidence_recall=_mean(shown),
        wrong_per_100=100 * float((table.assigned & ~gold).sum()) / len(examples),
    )


def calibration_error(probabilities: Numbers, truth: Flags) -> float:
    """Return how far, on average, a probability is from how often it comes true.

    >>> calibration_error(np.array([0.0, 1.0]), np.array([False, True]))
    0.0
    """
    bins = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(probabilities[here].mean() - truth[here].mean()) * here.mean()
            for here in (bins == at for at in range(BINS))
            if here.any()
        )
    )


def _rates(gold: Flags, assigned: Flags) -> tuple[float, float, float]:
    from sklearn.metrics import precision_recall_fscore_support

    *rates, _ = precision_recall_fscore_support(gold, assigned, average="binary", zero_division=1.0)
    precision, recall, f1 = map(float, rates)
    return precision, recall, f1


def _evidence(
    examples: Sequence[LabelledItem], scores: Sequence[Sequence[ThemeScore]]
) -> tuple[list[bool], list[bool]]:
    """Return, for rightly assigned themes, whether the top is marked, and which marks are shown."""
    tops: list[bool] = []
    shown: list[bool] = []
    for example, row in zip(examples, scores, strict=True):
        for score in row:
            marked = _marked(example, score.theme)
            if score.assigned and score.theme in example.themes and marked:
                spans = [(one.start, one.end) for one in score.evidence]
                tops.append(bool(spans) and spans[0] in marked)
                shown += [span in spans for span in marked]
    return tops, shown


def _marked(example: LabelledItem, theme: str) -> list[tuple[int, int]]:
    pairs = zip(example.item.passages, example.about or (), strict=False)
    return [(passage.start, passage.end) for passage, about in pairs if theme in about]


def _mean(flags: Sequence[bool]) -> float:
    return float(np.mean(flags)) if flags else 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judgements:
    """A row an item, a column a theme."""

    ids: tuple[str, ...]
    themes: tuple[str, ...]
    probabilities: Numbers
    assigned: Flags

    @classmethod
    def of(cls, examples: Sequence[LabelledItem], scores: Sequence[Sequence[ThemeScore]]) -> "Judgements":
        """Return the scores of items as tables."""
        themes = tuple(score.theme for score in scores[0]) if scores else ()
        shape = (len(scores), len(themes))
        return cls(
            ids=tuple(one.id for one in examples),
            themes=themes,
            probabilities=np.array([[s.probability for s in row] for row in scores]).reshape(shape),
            assigned=np.array([[s.assigned for s in row] for row in scores], dtype=bool).reshape(shape),
        )

    def of_items(self, ids: Sequence[str], theme: str) -> tuple[Numbers, Flags]:
        """Return how likely each of these items has a theme, and which of them are given it."""
        place, column = {key: at for at, key in enumerate(self.ids)}, self.themes.index(theme)
        rows = [place[key] for key in ids]
        return self.probabilities[rows, column], self.assigned[rows, column]

    def write(self, folder: Path) -> None:
        """Keep the table in a model's folder."""
        rows = {
            key: [[round(float(p), 4), bool(a)] for p, a in zip(ps, flags, strict=True)]
            for key, ps, flags in zip(self.ids, self.probabilities, self.assigned, strict=True)
        }
        lines = ",\n".join(f" {json.dumps(key)}: {json.dumps(row)}" for key, row in rows.items())
        text = f'{{"themes": {json.dumps(list(self.themes))}, "items": {{\n{lines}\n}}}}\n'
        (folder / FILE).write_text(text, encoding="utf-8")
        seal(folder / FILE)

    @classmethod
    def read(cls, folder: Path) -> "Judgements":
        """Return the table in a model's folder.

        Raises:
            ModelError: there is none, or it is damaged.

        """
        path = folder / FILE
        try:
            kept = json.loads(intact(path).read_text(encoding="utf-8"))
            table = np.array(list(kept["items"].values()), dtype=np.float64)
            return cls(
                ids=tuple(kept["items"]),
                themes=tuple(kept["themes"]),
                probabilities=table[:, :, 0],
                assigned=table[:, :, 1] > 0,
            )
        except (OSError, ValueError, KeyError, IndexError) as error:
            raise ModelError("judgements-unreadable", path=path, reason=error) from error


def labels(examples: Sequence[LabelledItem], theme: str) -> Flags:
    """Return which items have a theme."""
    return np.array([theme in one.themes for one in examples], dtype=bool)
