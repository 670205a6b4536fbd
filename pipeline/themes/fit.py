"""Learns a theme model from labelled items, the same from the same items."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pipeline.encoder.protocol import Encoder
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


def fit_themes(
    examples: Sequence[LabelledItem], register: Sequence[ThemeDefinition], encoder: Encoder
) -> ThemeModel:
    """Return the model learned from examples; their vectors must be the encoder's."""
    data = tabulate(examples, register, encoder)
    return fit_table(data, np.ones(len(data.items), dtype=bool), register, encoder)


def fit_table(
    data: Examples, chosen: Flags, register: Sequence[ThemeDefinition], encoder: Encoder
) -> ThemeModel:
    """Return the model learned from the chosen items."""
    passages, subjects = _held_out(data, chosen)
    words = {theme.name: vocabulary(theme) for theme in register}
    return ThemeModel(
        card=ThemeCard(
            encoder=encoder.name,
            dimension=encoder.dimension,
            vocabulary=words,
            thresholds=dict.fromkeys(words, THRESHOLD),
            stranger_threshold=THRESHOLD,
            trained_on=fingerprint([item for item, use in zip(data.items, chosen, strict=True) if use]),
            items=int((chosen & data.whole).sum()),
        ),
        mean=data.mean,
        passages={name: _fit_passages(data, name, chosen) for name in words},
        subjects={name: _fit_subjects(data, name, chosen) for name in words},
        stranger_passages=_fit_stranger_passages(data, chosen),
        stranger_subjects=_fit_stranger_subjects(data, chosen),
        items=_fit_items(data, chosen, passages, subjects),
    )


def _fit_passages(data: Examples, name: str, chosen: Flags) -> Any:
    table, rows = data.tables[name], chosen[data.owner] & data.marked
    estimator = passage_estimator(table.word_table.shape[1], data.vectors.shape[1])
    return estimator.fit(_passage_rows(data, name, rows), table.about[rows])


def _passage_rows(data: Examples, name: str, rows: Flags) -> Matrix:
    table = data.tables[name]
    return np.hstack([table.features[rows], table.word_table[rows], data.vectors[rows]])


def _fit_subjects(data: Examples, name: str, chosen: Flags) -> Any:
    rows = chosen & data.whole
    return subject_estimator(data.means.shape[1]).fit(data.means[rows], data.tables[name].assigned[rows])


def _fit_stranger_passages(data: Examples, chosen: Flags) -> Any:
    rows, tables = chosen[data.owner] & data.marked, data.tables.values()
    X = np.vstack([np.hstack([table.features[rows], table.likeness[rows]]) for table in tables])
    return stranger_estimator().fit(X, np.concatenate([table.about[rows] for table in tables]))


def _fit_stranger_subjects(data: Examples, chosen: Flags) -> Any:
    rows, tables = chosen & data.whole, data.tables.values()
    X = np.vstack([table.subject_likeness[rows] for table in tables])
    return subject_estimator(1).fit(X, np.concatenate([table.assigned[rows] for table in tables]))


def _held_out(data: Examples, chosen: Flags) -> tuple[dict[str, Matrix], dict[str, Matrix]]:
    """Return passages' probabilities and items' subjects by estimators that saw nothing of their group."""
    passages = {name: np.zeros(len(data.owner)) for name in data.tables}
    subjects = {name: np.zeros(len(data.items)) for name in data.tables}
    for group in data.group_names:
        here = chosen & data.whole & (data.groups == group)
        if not here.any():
            continue
        rows = here[data.owner]
        for name in data.tables:
            judge = _fit_passages(data, name, chosen & ~here)
            passages[name][rows] = judge.predict_proba(_passage_rows(data, name, rows))[:, 1]
            judge = _fit_subjects(data, name, chosen & ~here)
            subjects[name][here] = judge.decision_function(data.means[here])
    return passages, subjects


def _fit_items(
    data: Examples, chosen: Flags, passages: Mapping[str, Matrix], subjects: Mapping[str, Matrix]
) -> Any:
    names = tuple(data.tables)
    places = np.flatnonzero(chosen & data.whole)
    rows = [
        with_theme(_item_rows(data, name, places, passages[name], subjects[name]), name, names)
        for name in names
    ]
    y = np.concatenate([table.assigned[places] for table in data.tables.values()])
    return item_estimator(len(names)).fit(np.vstack(rows), y)


def _item_rows(data: Examples, name: str, places: Any, passages: Matrix, subjects: Matrix) -> Matrix:
    words = data.tables[name].words
    starts = np.searchsorted(data.owner, np.arange(len(data.items) + 1))
    return np.vstack(
        [
            item_features(
                data.items[at].item, words[at], passages[starts[at] : starts[at + 1]], float(subjects[at])
            )
            for at in places
        ]
    )
