"""What choices of the examples teach: each kind of regression for all choices at once, none fitted twice."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from pipeline.themes.choice import Choice, key_of
from pipeline.themes.estimators import LESSON_WEIGHT, passage_estimator, stranger_estimator, subject_estimator
from pipeline.themes.examples import Examples, Fit
from pipeline.themes.layout import Flags, Matrix
from pipeline.themes.ridge import Linear, Regressions, fit_all

Choices = Sequence[Choice]


def passage_fits(choices: Choices, name: str) -> list[Fit]:
    """Return for each choice what tells from words and vectors whether a passage is about a theme."""
    data = choices[0].data

    def learn(new: Choices) -> list[Fit]:
        table, marked = data.tables[name], data.marked
        X = np.hstack([table.features[marked], table.word_table[marked], data.vectors[marked]])
        weights = np.where(data.whole[data.owner[marked]], 1.0, LESSON_WEIGHT)
        counts = [one.passages(name) * weights for one in new]
        task = _task(X, table.about[marked], counts, passage_recipe(data, name))
        return _with_odds(data, name, fit_all(task))

    return _kept(choices, ("passages", name), lambda one: one.passages(name), learn)


def subject_fits(choices: Choices, name: str) -> list[Fit]:
    """Return for each choice what tells from the mean of its vectors whether an item has a theme."""
    data = choices[0].data

    def learn(new: Choices) -> list[Fit]:
        table = data.tables[name]
        rows = [one.wholes(name) for one in new]
        task = _task(
            np.vstack([data.means, data.matter_means]),
            np.concatenate([table.assigned, table.matters]),
            [np.concatenate([flags, flags[data.matter_owner]]) for flags in rows],
            subject_estimator(data.means.shape[1]),
        )
        return [Fit(linear=one, odds=one.odds(data.means)) for one in fit_all(task)]

    return _kept(choices, ("subjects", name), lambda one: one.wholes(name), learn)


def stranger_passages(choices: Choices) -> list[Linear]:
    """Return what tells from words and likeness to a definition whether a passage is about any theme."""
    data, names = choices[0].data, choices[0].themes
    tables = [data.tables[name] for name in names]

    def learn(new: Choices) -> list[Fit]:
        X = np.vstack([np.hstack([table.features, table.likeness])[data.marked] for table in tables])
        about = np.concatenate([table.about[data.marked] for table in tables])
        task = _task(X, about, list(map(rows, new)), stranger_estimator())
        return [Fit(linear=one, odds=np.zeros(0)) for one in fit_all(task)]

    def rows(one: Choice) -> Flags:
        return np.concatenate([one.passages(name) for name in names])

    return [fit.linear for fit in _kept(choices, ("stranger passages", *names), rows, learn)]


def stranger_subjects(choices: Choices) -> list[Linear]:
    """Return what tells from likeness to a definition whether an item has any theme."""
    data, names = choices[0].data, choices[0].themes
    tables = [data.tables[name] for name in names]

    def learn(new: Choices) -> list[Fit]:
        X = np.vstack([table.subject_likeness for table in tables])
        assigned = np.concatenate([table.assigned for table in tables])
        task = _task(X, assigned, list(map(rows, new)), subject_estimator(1))
        return [Fit(linear=one, odds=np.zeros(0)) for one in fit_all(task)]

    def rows(one: Choice) -> Flags:
        return np.concatenate([one.wholes(name) for name in names])

    return [fit.linear for fit in _kept(choices, ("stranger subjects", *names), rows, learn)]


def passage_recipe(data: Examples, name: str) -> Any:
    """Return the unfitted pipeline for passages of a theme."""
    return passage_estimator(data.tables[name].word_table.shape[1], data.vectors.shape[1])


def _with_odds(data: Examples, name: str, found: Sequence[Linear]) -> list[Fit]:
    """Return regressions of passages with what they say of all passages."""
    table = data.tables[name]
    weights = np.column_stack([one.weights for one in found])
    odds = np.array([one.offset for one in found]) + np.zeros((len(data.owner), 1))
    start = 0
    for block in (table.features, table.word_table, data.vectors):
        end = start + block.shape[1]
        odds += block @ weights[start:end].astype(block.dtype)
        start = end
    return [Fit(linear=one, odds=column) for one, column in zip(found, odds.T.copy(), strict=True)]


def _task(X: Matrix, labels: Flags, rows: Sequence[Flags | Matrix], recipe: Any) -> Regressions:
    """Return regressions of some of the rows each, with one label a row for all."""
    counts = np.column_stack(rows).astype(np.float64)
    used = counts.any(axis=1)
    return Regressions(
        X=X[used],
        labels=np.broadcast_to(labels[used, None], counts[used].shape),
        counts=counts[used],
        recipe=recipe,
    )


def _kept(
    choices: Choices,
    what: tuple[str, ...],
    rows: Callable[[Choice], Flags],
    learn: Callable[[Choices], list[Fit]],
) -> list[Fit]:
    """Return what each choice teaches, learned for those that nobody asked for before."""
    fits = choices[0].data.fits
    keys = [key_of(rows(one), *what) for one in choices]
    new = {key: one for key, one in zip(keys, choices, strict=True) if key not in fits}
    if new:
        fits.update(zip(new, learn(list(new.values())), strict=True))
    return [fits[key] for key in keys]
