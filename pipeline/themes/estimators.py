"""The estimators of a theme model, unfitted; their settings were chosen on held-out committees."""

from typing import Any

from pipeline.themes.item_features import COLUMNS as ITEM_COLUMNS
from pipeline.themes.passage_features import COLUMNS as PASSAGE_COLUMNS

PENALTY = 0.05
"""Inverse strength of the ridge (scikit-learn's C)."""
COUNTED_WEIGHT = 0.5
WORD_WEIGHT = 0.2
VECTOR_WEIGHT = 0.22
THEME_WEIGHT = 0.25
LESSON_WEIGHT = 2.0
"""How much a passage of `data/themes` teaches, beside one of an item: it was written for what it teaches."""
RECIPE = {
    "penalty": PENALTY,
    "counted_weight": COUNTED_WEIGHT,
    "word_weight": WORD_WEIGHT,
    "vector_weight": VECTOR_WEIGHT,
    "theme_weight": THEME_WEIGHT,
    "lesson_weight": LESSON_WEIGHT,
}
"""The settings by name; models of one recipe and the same examples are the same."""


def passage_estimator(words: int, dimension: int) -> Any:
    """Return one for passages: counts, then single words, then vectors."""
    return _linear(len(PASSAGE_COLUMNS), COUNTED_WEIGHT, (words, dimension), (WORD_WEIGHT, VECTOR_WEIGHT))


def stranger_estimator() -> Any:
    """Return one for passages and any theme: counts, then likeness to the theme's definition."""
    return _linear(len(PASSAGE_COLUMNS) + 1, COUNTED_WEIGHT, (), ())


def subject_estimator(dimension: int) -> Any:
    """Return one for items: the mean of their vectors."""
    return _linear(0, 1.0, (dimension,), (VECTOR_WEIGHT,))


def item_estimator(themes: int) -> Any:
    """Return one for items and any theme: counts, then which theme it is."""
    return _linear(len(ITEM_COLUMNS), 1.0, (themes,), (THEME_WEIGHT,))


def _linear(counted: int, weight: float, sizes: tuple[int, ...], weights: tuple[float, ...]) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    from pipeline.themes.scaling import BlockScaler

    scaler = BlockScaler(counted=counted, counted_weight=weight, sizes=sizes, weights=weights)
    return make_pipeline(scaler, LogisticRegression(C=PENALTY, max_iter=2000))
