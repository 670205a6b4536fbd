"""What training learned, and the probabilities it gives to passages and items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.encoder.protocol import Floats
from pipeline.themes.item import ThemeInput
from pipeline.themes.item_features import item_features
from pipeline.themes.passage_features import Matrix, passage_features
from pipeline.themes.words import ThemeWords


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeCard:
    """What a model is, to be read before it is trusted."""

    encoder: str
    """Name of the encoder whose vectors it was trained on."""
    dimension: int
    themes: tuple[str, ...]
    """Themes it was trained on."""
    thresholds: Mapping[str, float]
    """From which probability a theme is assigned."""
    stranger_threshold: float
    """The same for a theme it was not trained on."""
    trained_on: str
    """Fingerprint of the examples."""
    items: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThemeModel:
    """The estimators: scikit-learn pipelines with `predict_proba`."""

    card: ThemeCard
    mean: Floats
    """Of the passage vectors of training: what all passages have in common."""
    passages: Mapping[str, Any]
    """One a theme; from words and vectors to whether a passage is about it."""
    stranger: Any
    """For a theme without examples; from words and likeness to its definition."""
    items: Any
    """From what the passages say to whether the item has the theme; the same for all themes."""

    def passage_probabilities(
        self, items: Sequence[ThemeInput], words: ThemeWords, definition: Floats | None
    ) -> list[Matrix]:
        """Return for each item the probability of each passage of being about the theme."""
        counts = np.array([len(item.passages) for item in items])
        if not counts.sum():
            return [np.zeros(0) for _ in items]
        features = np.vstack([passage_features(item, words) for item in items])
        vectors = np.vstack([item.vectors for item in items])
        name = words.theme.name
        estimator = self.passages.get(name, self.stranger)
        others = vectors if name in self.passages else likeness(vectors, self.mean, definition)
        rows: Matrix = estimator.predict_proba(np.hstack([features, others]))[:, 1]
        return np.split(rows, np.cumsum(counts)[:-1])

    def item_probabilities(
        self, items: Sequence[ThemeInput], words: ThemeWords, passages: Sequence[Matrix]
    ) -> Matrix:
        """Return the probability of each item of having the theme."""
        rows = [item_features(item, words, p) for item, p in zip(items, passages, strict=True)]
        X = with_theme(np.vstack(rows), words.theme.name, self.card.themes)
        probabilities: Matrix = self.items.predict_proba(X)[:, 1]
        return probabilities


def likeness(vectors: Floats, mean: Floats, definition: Floats | None) -> Matrix:
    """Return, as one column, the cosine of each centred vector with a theme's definition."""
    if definition is None:
        return np.zeros((len(vectors), 1))
    rows, target = vectors - mean, definition - mean
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(target)
    cosines: Matrix = ((rows @ target) / np.maximum(lengths, 1e-9))[:, None].astype(np.float64)
    return cosines


def with_theme(features: Matrix, name: str, themes: Sequence[str]) -> Matrix:
    """Return the features with a column a trained theme, 1 in the theme's own; strangers have none."""
    return np.hstack([features, np.tile([float(name == theme) for theme in themes], (len(features), 1))])
