"""Learns a theme model from labelled items, the same from the same items."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.encoder.protocol import Encoder
from pipeline.knowledge.themes import ThemeDefinition
from pipeline.themes.choice import Choice, choose
from pipeline.themes.decide import undecided_band, wise_threshold
from pipeline.themes.estimators import item_estimator
from pipeline.themes.examples import Examples, Flags, fingerprint, tabulate
from pipeline.themes.held_out import HeldOut, hold_out
from pipeline.themes.item import LabelledItem
from pipeline.themes.item_features import item_features
from pipeline.themes.model import ThemeCard, ThemeModel, with_theme
from pipeline.themes.passage_features import Matrix
from pipeline.themes.words import vocabulary

STRANGER_THRESHOLD = 0.5
STRANGER_BAND = (0.25, 0.75)


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
    chosen = choose(data, items)
    judges = _fit_items(chosen)
    return ThemeModel(
        card=ThemeCard(
            encoder=encoder.name,
            dimension=encoder.dimension,
            vocabulary={theme.name: vocabulary(theme) for theme in register if theme.name in chosen.themes},
            thresholds=judges.thresholds,
            bands=judges.bands,
            stranger_threshold=STRANGER_THRESHOLD,
            stranger_band=STRANGER_BAND,
            trained_on=fingerprint([item for item, use in zip(data.items, items, strict=True) if use]),
            items=int(chosen.whole.sum()),
        ),
        mean=data.mean,
        passages={name: chosen.fit_passages(name) for name in chosen.themes},
        subjects={name: chosen.fit_subjects(name) for name in chosen.themes},
        stranger_passages=chosen.fit_stranger_passages(),
        stranger_subjects=chosen.fit_stranger_subjects(),
        items=judges.estimator,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Judges:
    """What judges items: an estimator, and what its probabilities are taken for."""

    estimator: Any
    thresholds: dict[str, float]
    bands: dict[str, tuple[float, float]]


def _fit_items(chosen: Choice) -> _Judges:
    held_out = hold_out(chosen)
    rows = {
        name: with_theme(_item_rows(chosen, name, held_out), name, chosen.themes) for name in chosen.themes
    }
    probabilities = _held_out_probabilities(chosen, rows)
    thresholds = {name: wise_threshold(probabilities[name]) for name in chosen.themes}
    return _Judges(
        estimator=_fit_rows(chosen, rows, np.ones(int(chosen.whole.sum()), dtype=bool)),
        thresholds=thresholds,
        bands={
            name: undecided_band(
                probabilities[name][_known(chosen, name)],
                _labels(chosen, name)[_known(chosen, name)],
                thresholds[name],
            )
            for name in chosen.themes
        },
    )


def _labels(chosen: Choice, name: str) -> Flags:
    labels: Flags = chosen.data.tables[name].assigned[chosen.whole]
    return labels


def _known(chosen: Choice, name: str) -> Flags:
    known: Flags = chosen.data.tables[name].known[chosen.whole]
    return known


def _fit_rows(chosen: Choice, rows: dict[str, Matrix], use: Flags) -> Any:
    used = {name: use & _known(chosen, name) for name in chosen.themes}
    X = np.vstack([rows[name][used[name]] for name in chosen.themes])
    y = np.concatenate([_labels(chosen, name)[used[name]] for name in chosen.themes])
    return item_estimator(len(chosen.themes)).fit(X, y)


def _held_out_probabilities(chosen: Choice, rows: dict[str, Matrix]) -> dict[str, Matrix]:
    """Return for each theme what judges that saw nothing of an item's group make of it."""
    found = {name: np.zeros(int(chosen.whole.sum())) for name in chosen.themes}
    for fold in chosen.folds():
        here, others = fold.items[chosen.whole], ~fold.kin[chosen.whole]
        judge = _fit_rows(chosen, rows, others)
        for name in chosen.themes:
            found[name][here] = judge.predict_proba(rows[name][here])[:, 1]
    return found


def _item_rows(chosen: Choice, name: str, held_out: HeldOut) -> Matrix:
    data, frames = chosen.data, chosen.data.tables[name].frames
    starts = np.searchsorted(data.owner, np.arange(len(data.items) + 1))
    passages, subjects = held_out.passages[name], held_out.subjects[name]
    rows = [
        item_features(frames[at], passages[starts[at] : starts[at + 1]], float(subjects[at]))
        for at in np.flatnonzero(chosen.whole)
    ]
    return np.vstack(rows)
