"""Learns a theme model from labelled items, the same from the same items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.encoder.protocol import Encoder
from pipeline.errors import ModelError
from pipeline.knowledge.themes import ThemeDefinition
from pipeline.themes.estimators import (
    item_estimator,
    passage_estimator,
    stranger_estimator,
    subject_estimator,
)
from pipeline.themes.examples import Examples, Flags, fingerprint, tabulate
from pipeline.themes.item import LabelledItem
from pipeline.themes.item_features import item_features
from pipeline.themes.model import ThemeCard, ThemeModel, with_theme
from pipeline.themes.passage_features import Matrix
from pipeline.themes.words import vocabulary

THRESHOLD = 0.5
# With fewer a theme's own estimators know less than what all themes have in common.
LEAST_EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Choice:
    """Some of the examples, and the themes that can be learned from them."""

    data: Examples
    items: Flags
    themes: tuple[str, ...]

    def without(self, items: Flags) -> "_Choice":
        return _Choice(data=self.data, items=self.items & ~items, themes=self.themes)

    @property
    def whole(self) -> Flags:
        return self.items & self.data.whole

    @property
    def passages(self) -> Flags:
        return self.items[self.data.owner] & self.data.marked


def fit_themes(
    examples: Sequence[LabelledItem], register: Sequence[ThemeDefinition], encoder: Encoder
) -> ThemeModel:
    """Return the model learned from examples; their vectors must be the encoder's.

    A theme with fewer than five examples is not learned: it is judged as a new one.

    Raises:
        ModelError: no theme has that many, or all items are of one group.

    """
    data = tabulate(examples, register, encoder)
    return fit_table(data, np.ones(len(data.items), dtype=bool), register, encoder)


def fit_table(
    data: Examples, items: Flags, register: Sequence[ThemeDefinition], encoder: Encoder
) -> ThemeModel:
    """Return the model learned from some of the items."""
    chosen = _choose(data, items)
    words = {theme.name: vocabulary(theme) for theme in register if theme.name in chosen.themes}
    return ThemeModel(
        card=ThemeCard(
            encoder=encoder.name,
            dimension=encoder.dimension,
            vocabulary=words,
            thresholds=dict.fromkeys(words, THRESHOLD),
            stranger_threshold=THRESHOLD,
            trained_on=fingerprint([item for item, use in zip(data.items, items, strict=True) if use]),
            items=int(chosen.whole.sum()),
        ),
        mean=data.mean,
        passages={name: _fit_passages(chosen, name) for name in words},
        subjects={name: _fit_subjects(chosen, name) for name in words},
        stranger_passages=_fit_stranger_passages(chosen),
        stranger_subjects=_fit_stranger_subjects(chosen),
        items=_fit_items(chosen),
    )


def _choose(data: Examples, items: Flags) -> _Choice:
    if len(set(data.groups[items & data.whole].tolist())) < 2:
        raise ModelError("themes are learned from items of two committees at least; add minutes of another")
    themes = tuple(name for name in data.tables if _learnable(data, items, name))
    if not themes:
        raise ModelError(f"no theme has {LEAST_EXAMPLES} examples, of two committees; add some to the corpus")
    return _Choice(data=data, items=items, themes=themes)


def _learnable(data: Examples, items: Flags, name: str) -> bool:
    """Whether a theme has enough examples and others, and some are left when any one group is held out."""
    table, whole = data.tables[name], items & data.whole
    about = whole[data.owner] & data.marked & table.about
    kinds = (
        data.groups[whole & table.assigned],
        data.groups[whole & ~table.assigned],
        data.groups[data.owner[about]],
    )
    return all(len(groups) >= LEAST_EXAMPLES and len(set(groups.tolist())) >= 2 for groups in kinds)


def _fit_passages(chosen: _Choice, name: str) -> Any:
    table, rows = chosen.data.tables[name], chosen.passages
    estimator = passage_estimator(table.word_table.shape[1], chosen.data.vectors.shape[1])
    return estimator.fit(_passage_rows(chosen.data, name, rows), table.about[rows])


def _passage_rows(data: Examples, name: str, rows: Flags) -> Matrix:
    table = data.tables[name]
    return np.hstack([table.features[rows], table.word_table[rows], data.vectors[rows]])


def _fit_subjects(chosen: _Choice, name: str) -> Any:
    data, rows = chosen.data, chosen.whole
    return subject_estimator(data.means.shape[1]).fit(data.means[rows], data.tables[name].assigned[rows])


def _fit_stranger_passages(chosen: _Choice) -> Any:
    rows, tables = chosen.passages, [chosen.data.tables[name] for name in chosen.themes]
    X = np.vstack([np.hstack([table.features[rows], table.likeness[rows]]) for table in tables])
    return stranger_estimator().fit(X, np.concatenate([table.about[rows] for table in tables]))


def _fit_stranger_subjects(chosen: _Choice) -> Any:
    rows, tables = chosen.whole, [chosen.data.tables[name] for name in chosen.themes]
    X = np.vstack([table.subject_likeness[rows] for table in tables])
    return subject_estimator(1).fit(X, np.concatenate([table.assigned[rows] for table in tables]))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _HeldOut:
    """What estimators that saw nothing of an item's group say of it."""

    passages: Mapping[str, Matrix]
    """Probability of each passage."""
    subjects: Mapping[str, Matrix]
    """Log odds of each item, by its mean vector."""


def _hold_out(chosen: _Choice) -> _HeldOut:
    data = chosen.data
    passages = {name: np.zeros(len(data.owner)) for name in chosen.themes}
    subjects = {name: np.zeros(len(data.items)) for name in chosen.themes}
    for group in data.group_names:
        here = chosen.whole & (data.groups == group)
        if not here.any():
            continue
        others, rows = chosen.without(here), here[data.owner]
        for name in chosen.themes:
            judge = _fit_passages(others, name)
            passages[name][rows] = judge.predict_proba(_passage_rows(data, name, rows))[:, 1]
            judge = _fit_subjects(others, name)
            subjects[name][here] = judge.decision_function(data.means[here])
    return _HeldOut(passages=passages, subjects=subjects)


def _fit_items(chosen: _Choice) -> Any:
    held_out = _hold_out(chosen)
    rows = [with_theme(_item_rows(chosen, name, held_out), name, chosen.themes) for name in chosen.themes]
    y = np.concatenate([chosen.data.tables[name].assigned[chosen.whole] for name in chosen.themes])
    return item_estimator(len(chosen.themes)).fit(np.vstack(rows), y)


def _item_rows(chosen: _Choice, name: str, held_out: _HeldOut) -> Matrix:
    data, words = chosen.data, chosen.data.tables[name].words
    starts = np.searchsorted(data.owner, np.arange(len(data.items) + 1))
    passages, subjects = held_out.passages[name], held_out.subjects[name]
    rows = [
        item_features(
            data.items[at].item, words[at], passages[starts[at] : starts[at + 1]], float(subjects[at])
        )
        for at in np.flatnonzero(chosen.whole)
    ]
    return np.vstack(rows)
