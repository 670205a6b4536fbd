"""What subsets of the examples teach of single themes, and of any theme that is added later (zero-shot).

A theme without marked passages of its own is judged by what all themes have in common.
What items of a new theme look like is known by leaving each theme out in turn: it is
judged by what the others teach, once with all its words and once with the first few, as
a user would begin. Items that a person labelled then pull the new theme's probabilities
over to their side; few of them a little, many far (few-shot).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.encoder.protocol import Flags, Numbers
from pipeline.themes.card import expected_f1_threshold, undecided_band
from pipeline.themes.examples import Examples, ThemeExamples
from pipeline.themes.features import item_features, passage_features
from pipeline.themes.model import Linear, expit
from pipeline.themes.recipe import (
    COUNTED_WEIGHT,
    LESSON_WEIGHT,
    USUAL_PULL,
    USUAL_SHIFT,
    VECTOR_WEIGHT,
    WORD_WEIGHT,
)
from pipeline.themes.regression import Block, fit_all
from pipeline.themes.splits import Subset
from pipeline.themes.words import WordCounts


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LogOdds:
    """For one theme: of every passage, and of every item by the mean of its vectors."""

    passages: Numbers
    subjects: Numbers

    def item_features(self, data: Examples, words: WordCounts) -> Numbers:
        """Return what items are judged by."""
        return item_features(data.table, words, expit(self.passages), self.subjects)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LearnedTheme:
    """What a subset taught of a theme."""

    passages: Linear
    subjects: Linear
    held_out: LogOdds
    """Items that were learned from are judged by what the other folds teach, others by all of the subset."""


def learn_theme(subsets: Sequence[Subset], name: str) -> Iterator[LearnedTheme]:
    """Yield what each subset teaches of a theme that can be learned from it, all fitted together."""
    parts = [part for one in subsets for part in (one, *map(one.without, one.folds))]
    fits = zip(_fit_passages(parts, name), _fit_subjects(parts, name), strict=True)
    for subset in subsets:
        (passages, subjects), *rests = islice(fits, 1 + len(subset.folds))
        held_out = LogOdds(passages=passages.odds.copy(), subjects=subjects.odds.copy())
        for fold, (of_passages, of_subjects) in zip(subset.folds, rests, strict=True):
            rows = fold.items[subset.data.table.owner]
            held_out.passages[rows] = of_passages.odds[rows]
            held_out.subjects[fold.items] = of_subjects.odds[fold.items]
        yield LearnedTheme(passages=passages.linear, subjects=subjects.linear, held_out=held_out)


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """A regression, and the log odds it gives to all passages, or to all items."""

    linear: Linear
    odds: Numbers


def _fit_passages(subsets: Sequence[Subset], name: str) -> list[_Fit]:
    """Tell from words and vectors whether a passage is about a theme."""
    data = subsets[0].data
    theme, weights = data.themes[name], np.where(data.whole[data.table.owner], 1.0, LESSON_WEIGHT)
    blocks = (
        Block(columns=theme.features, weight=COUNTED_WEIGHT, counts=True),
        Block(columns=theme.one_hot, weight=WORD_WEIGHT),
        Block(columns=data.table.vectors, weight=VECTOR_WEIGHT),
    )
    linears = fit_all(blocks, theme.about, [one.passages(name) * weights for one in subsets])
    return _with_odds(linears, [block.columns for block in blocks])


def _fit_subjects(subsets: Sequence[Subset], name: str) -> list[_Fit]:
    """Tell from the mean of its vectors whether an item has a theme; matters teach it as items do.

    Where all examples of a theme are of the groups held out, likeness to its definition tells alone.
    """
    data = subsets[0].data
    theme, table, matters = data.themes[name], data.table, data.matters
    means = [table.vectors[table.matter == matter].mean(axis=0) for matter in matters]
    rows = [one.known(name) for one in subsets if one.has_both(name)]
    linears = fit_all(
        [Block(columns=np.vstack([data.means, *means]), weight=VECTOR_WEIGHT)],
        np.concatenate([theme.assigned, table.matter_sums(theme.about)[matters] > 0]),
        [np.concatenate([flags, flags[table.matter_owner[matters]]]) for flags in rows],
    )
    fits = iter(_with_odds(linears, [data.means]))
    return [next(fits) if one.has_both(name) else _likeness_alone(one, name) for one in subsets]


def _likeness_alone(subset: Subset, name: str) -> _Fit:
    (linear,) = _fit_common_subjects([subset])
    return _Fit(linear, linear.odds(subset.data.themes[name].subject_likeness))


def _with_odds(linears: Sequence[Linear], blocks: Sequence[npt.NDArray[Any]]) -> list[_Fit]:
    """Return regressions with the odds of all rows, whose columns stand in blocks: too much to join."""
    weights = np.column_stack([one.weights for one in linears])
    odds = np.array([one.offset for one in linears]) + np.zeros((len(blocks[0]), 1))
    start = 0
    for block in blocks:
        end = start + block.shape[1]
        odds += block @ weights[start:end].astype(block.dtype)
        start = end
    return [_Fit(one, column) for one, column in zip(linears, odds.T, strict=True)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ZeroShot:
    """What judges passages and items for a theme that was not learned."""

    passages: Linear
    subjects: Linear
    items: Linear
    threshold: float
    band: tuple[float, float]


def fit_zero_shot(subset: Subset) -> ZeroShot:
    """Return what judges new themes, learned from themes that were left out one by one."""
    data = subset.data
    # Only the corpus says of every theme that an item has it or not.
    use = subset.whole & data.corpus
    subsets = [subset, *map(subset.without_theme, subset.themes)]
    passages, subjects = _fit_common_passages(subsets), _fit_common_subjects(subsets)
    rows, labels = [], []
    for name, *common in zip(subset.themes, passages[1:], subjects[1:], strict=True):
        theme = data.themes[name]
        for words in (theme.words, theme.first_words):
            odds = zero_shot_odds(theme, passage_features(data.table, words), *common)
            rows.append(odds.item_features(data, words)[use & theme.known])
            labels.append(theme.assigned[use & theme.known])
    X, y = np.vstack(rows), np.concatenate(labels)
    (items,) = fit_all([Block(columns=X, weight=1.0, counts=True)], y, [np.ones(len(y))])
    probabilities = expit(items.odds(X))
    threshold = expected_f1_threshold(probabilities)
    return ZeroShot(
        passages=passages[0],
        subjects=subjects[0],
        items=items,
        threshold=threshold,
        band=undecided_band(probabilities, y, threshold),
    )


def zero_shot_odds(theme: ThemeExamples, features: Numbers, passages: Linear, subjects: Linear) -> LogOdds:
    """Return the log odds of a theme by what others teach."""
    return LogOdds(
        passages=passages.odds(np.hstack([features, theme.likeness])),
        subjects=subjects.odds(theme.subject_likeness),
    )


def _fit_common_passages(subsets: Sequence[Subset]) -> list[Linear]:
    """Tell from words and likeness to its definition whether a passage is about any theme."""
    themes = subsets[0].data.themes
    X = np.vstack([np.hstack([one.features, one.likeness]) for one in themes.values()])
    return fit_all(
        [Block(columns=X, weight=COUNTED_WEIGHT, counts=True)],
        np.concatenate([one.about for one in themes.values()]),
        [_by_theme(one, {name: one.passages(name) for name in themes}) for one in subsets],
    )


def _fit_common_subjects(subsets: Sequence[Subset]) -> list[Linear]:
    """Tell from likeness to its definition whether an item has any theme."""
    themes = subsets[0].data.themes
    return fit_all(
        [Block(columns=np.vstack([one.subject_likeness for one in themes.values()]), weight=VECTOR_WEIGHT)],
        np.concatenate([one.assigned for one in themes.values()]),
        [_by_theme(one, {name: one.known(name) for name in themes}) for one in subsets],
    )


def _by_theme(subset: Subset, rows: Mapping[str, Flags]) -> Flags:
    """Return the rows of all themes, one after the other; those not of the subset teach nothing."""
    return np.concatenate([use & (name in subset.themes) for name, use in rows.items()])


def fit_few_shot(subset: Subset, name: str, odds: Numbers) -> Linear | None:
    """Return what labelled items of a new theme add to the log odds of items; None where there are none.

    A regression of what is left to explain, under a strong prior: that the theme is like the others.
    """
    from scipy.optimize import minimize

    data, rows = subset.data, subset.whole & subset.data.themes[name].judged
    labels = data.themes[name].assigned[rows]
    if not labels.any():
        return None
    spread = data.means[subset.whole].std(axis=0)
    factor = USUAL_PULL / max(float(np.linalg.norm(spread)), 1e-9)
    X = np.hstack([(data.means[rows] - data.mean) * factor, np.full((len(labels), 1), USUAL_SHIFT)])

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        predicted = odds[rows] + X @ weights
        surprise = np.logaddexp(0, np.where(labels, -predicted, predicted)).sum()
        return float(surprise + weights @ weights / 2), X.T @ (expit(predicted) - labels) + weights

    start = np.zeros(X.shape[1])
    *pull, shift = minimize(loss, start, jac=True, method="L-BFGS-B", options={"gtol": 1e-8, "ftol": 0}).x
    weights = factor * np.array(pull)
    return Linear(weights=weights, offset=float(USUAL_SHIFT * shift - data.mean @ weights))
