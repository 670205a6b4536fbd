"""What training learned, and the probabilities it gives to passages and items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.encoder.protocol import EncodedItem, Floats
from pipeline.themes.features import item_features, passage_features
from pipeline.themes.layout import Layout, Matrix, WordCounts
from pipeline.themes.words import ItemWords, word_table

# Passages judged in one go: tables of all there are would not fit into the processor's own memory.
AT_ONCE = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeCard:
    """What a model is, to be read before it is trusted."""

    encoder: str
    """Name of the encoder whose vectors it was trained on."""
    dimension: int
    vocabulary: Mapping[str, tuple[str, ...]]
    """Themes whose passages it learned, each with the words that have a weight of their own."""
    thresholds: Mapping[str, float]
    """From which probability a theme is assigned; for each theme it was trained on."""
    bands: Mapping[str, tuple[float, float]]
    """Between which probabilities it is undecided: a person should look."""
    zero_shot_threshold: float
    """The threshold of a theme it was not trained on."""
    zero_shot_band: tuple[float, float]
    trained_on: str
    """Fingerprint of the examples."""
    items: int

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes it was trained on."""
        return tuple(self.thresholds)

    def assigns(self, theme: str, probability: float) -> bool:
        """Tell whether an item of this probability has the theme."""
        return probability >= self.thresholds.get(theme, self.zero_shot_threshold)

    def doubts(self, theme: str, probability: float) -> bool:
        """Tell whether a person should look."""
        lower, upper = self.bands.get(theme, self.zero_shot_band)
        return lower <= probability <= upper


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linear:
    """A fitted logistic regression of unscaled columns."""

    weights: Matrix
    """What a unit of each column adds to the log odds."""
    offset: float
    """The log odds of a row of zeros."""

    def odds(self, X: npt.NDArray[Any]) -> Matrix:
        """Return the log odds of rows."""
        odds: Matrix = np.asarray(X, dtype=np.float64) @ self.weights + self.offset
        return odds


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThemeModel:
    """Regressions of passages, then of items by what was said of their passages.

    A theme without marked passages is judged by what the others have in common (zero-shot).
    """

    card: ThemeCard
    mean: Floats
    """Of the passage vectors of training: what all passages have in common."""
    passages: Mapping[str, Linear]
    """One a theme with marked passages; from words and vectors to whether a passage is about it."""
    subjects: Mapping[str, Linear]
    """One a theme; from the mean of an item's vectors to whether it has the theme."""
    items: Linear
    """From what the passages and the subject say to whether the item has the theme; for all themes."""
    zero_shot_passages: Linear
    """From words and likeness to the theme's definition."""
    zero_shot_subjects: Linear
    """From the likeness of an item's mean vector to the theme's definition."""
    zero_shot_items: Linear
    """From what these two say to whether the item has the theme."""
    few_shot: Mapping[str, Linear]
    """One a zero-shot theme of which items are labelled; it is added to the log odds of items."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThemeQuestion:
    """Items to be judged for one theme."""

    theme: str
    items: Sequence[EncodedItem]
    layout: Layout
    words: Sequence[ItemWords]
    counts: WordCounts
    definition: Floats | None
    """Vector of the theme's definition; needed for zero-shot themes only."""


def passage_probabilities(model: ThemeModel, question: ThemeQuestion) -> Matrix:
    """Return for each passage of the items the probability of being about the theme."""
    if not len(question.layout.owner):
        return np.zeros(0)
    features = passage_features(question.layout, question.counts)
    vectors = np.vstack([item.vectors for item in question.items if len(item.vectors)])
    linear = model.passages.get(question.theme)
    blocks: tuple[npt.NDArray[Any], ...]
    if linear is None:
        blocks = (features, likeness(vectors, model.mean, question.definition))
        linear = model.zero_shot_passages
    else:
        texts = [words for item in question.words for words in item.passages]
        blocks = (features, word_table(texts, model.card.vocabulary[question.theme]), vectors)
    parts = (tuple(block[at : at + AT_ONCE] for block in blocks) for at in range(0, len(features), AT_ONCE))
    return expit(np.concatenate([linear.odds(np.hstack(part)) for part in parts]))


def item_probabilities(model: ThemeModel, question: ThemeQuestion, passages: Matrix) -> Matrix:
    """Return the probability of each item of having the theme."""
    vectors = mean_vectors(question.items, model.mean)
    rows = item_features(question.layout, question.counts, passages, _subjects(model, question, vectors))
    if question.theme in model.card.themes:
        odds = model.items.odds(with_theme(rows, question.theme, model.card.themes))
    else:
        odds = model.zero_shot_items.odds(rows)
    if question.theme in model.few_shot:
        odds += model.few_shot[question.theme].odds(vectors)
    return expit(odds)


def _subjects(model: ThemeModel, question: ThemeQuestion, vectors: Floats) -> Matrix:
    if question.theme in model.subjects:
        return model.subjects[question.theme].odds(vectors)
    return model.zero_shot_subjects.odds(likeness(vectors, model.mean, question.definition))


def expit(odds: Matrix) -> Matrix:
    """Return the probabilities of log odds.

    >>> expit(np.array([-800.0, 0.0, 800.0]))
    array([0. , 0.5, 1. ])
    """
    probabilities: Matrix = np.exp(-np.logaddexp(0.0, -odds))
    return probabilities


def mean_vectors(items: Sequence[EncodedItem], otherwise: Floats) -> Floats:
    """Return the mean vector of each item; of one without passages, `otherwise`."""
    rows = [item.vectors.mean(axis=0) if len(item.vectors) else otherwise for item in items]
    return np.vstack(rows)


def likeness(vectors: Floats, mean: Floats, definition: Floats | None) -> Matrix:
    """Return, as one column, the cosine of each centred vector with a theme's definition."""
    if definition is None:
        return np.zeros((len(vectors), 1))
    rows, target = vectors - mean, definition - mean
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(target)
    cosines: Matrix = ((rows @ target) / np.maximum(lengths, 1e-9))[:, None].astype(np.float64)
    return cosines


def with_theme(features: Matrix, name: str, themes: Sequence[str]) -> Matrix:
    """Return the features with a column a trained theme, 1 in the theme's own."""
    return np.hstack([features, np.tile([float(name == theme) for theme in themes], (len(features), 1))])
