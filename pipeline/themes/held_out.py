"""What estimators say of items they learned nothing of: nothing of their group, nothing of their case."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.themes.choice import Choice, Fold
from pipeline.themes.passage_features import Matrix


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeldOut:
    """What estimators that saw nothing of an item's group say of it."""

    passages: Mapping[str, Matrix]
    """Probability of each passage."""
    subjects: Mapping[str, Matrix]
    """Log odds of each item, by its mean vector."""


def hold_out(chosen: Choice) -> HeldOut:
    """Return what is said of each item by estimators that learned from the other groups."""
    data = chosen.data
    passages = {name: np.zeros(len(data.owner)) for name in chosen.themes}
    subjects = {name: np.zeros(len(data.items)) for name in chosen.themes}
    for fold in chosen.folds():
        others, rows = chosen.without(fold.kin), fold.items[data.owner]
        for name in chosen.themes:
            passages[name][rows] = _passages(others, name, fold)
            subjects[name][fold.items] = _subjects(others, name, fold)
    return HeldOut(passages=passages, subjects=subjects)


def _passages(others: Choice, name: str, fold: Fold) -> Matrix:
    data, rows = others.data, fold.items[others.data.owner]
    if not rows.any():
        return np.zeros(0)
    if name in others.marked:
        judge, X = others.fit_passages(name), others.passage_rows(name, rows)
    else:
        table = data.tables[name]
        judge, X = others.fit_stranger_passages(), np.hstack([table.features[rows], table.likeness[rows]])
    probabilities: Matrix = judge.predict_proba(X)[:, 1]
    return probabilities


def _subjects(others: Choice, name: str, fold: Fold) -> Matrix:
    """Return log odds; where all examples of a theme are of the group held out, by likeness alone."""
    data = others.data
    odds: Matrix
    if others.knows(name):
        odds = others.fit_subjects(name).decision_function(data.means[fold.items])
    else:
        alike = data.tables[name].subject_likeness[fold.items]
        odds = others.fit_stranger_subjects().decision_function(alike)
    return odds
