"""What training learned, and the probabilities it gives to passages and items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.encoder.protocol import Floats
from pipeline.themes.item import ThemeInput
from pipeline.themes.item_features import item_features
from pipeline.themes.layout import Layout, Matrix, WordCounts
from pipeline.themes.passage_features import passage_features
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
    stranger_threshold: float
    """The threshold of a theme it was not trained on."""
    stranger_band: tuple[float, float]
    trained_on: str
    """Fingerprint of the examples."""
    items: int

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes it was trained on."""
        return tuple(self.thresholds)

    def assigns(self, theme: str, probability: float) -> bool:
        """Tell whether an item of this probability has the theme."""
        return probability >= self.thresholds.get(theme, self.stranger_threshold)

    def doubts(self, theme: str, probability: float) -> bool:
        """Tell whether a person should look."""
        lower, upper = self.bands.get(theme, self.stranger_band)
        return lower <= probability <= upper


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThemeModel:
    """The estimators: scikit-learn pipelines with `predict_proba`.

    Passages are judged first, then items by their passages. A theme without examples
    (a stranger) is judged by what the others have in common.
    """

    card: ThemeCard
    mean: Floats
    """Of the passage vectors of training: what all passages have in common."""
    passages: Mapping[str, Any]
    """One a theme with marked passages; from words and vectors to whether a passage is about it."""
    subjects: Mapping[str, Any]
    """One a theme; from the mean of an item's vectors to whether it has the theme."""
    items: Any
    """From what the passages and the subject say to whether the item has the theme; for all themes."""
    stranger_passages: Any
    """From words and likeness to the theme's definition."""
    stranger_subjects: Any
    """From the likeness of an item's mean vector to the theme's definition."""
    stranger_items: Any
    """From what these two say to whether the item has the theme."""
    leanings: Mapping[str, Any]
    """One a stranger of which items are labelled; its decision function is added to what is said of items."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThemeQuestion:
    """Items to be judged for one theme."""

    theme: str
    items: Sequence[ThemeInput]
    layout: Layout
    words: Sequence[ItemWords]
    counts: WordCounts
    definition: Floats | None
    """Vector of the theme's definition; needed for strangers only."""


def passage_probabilities(model: ThemeModel, question: ThemeQuestion) -> Matrix:
    """Return for each passage of the items the probability of being about the theme."""
    if not len(question.layout.owner):
        return np.zeros(0)
    features = passage_features(question.layout, question.counts)
    vectors = np.vstack([item.vectors for item in question.items if len(item.vectors)])
    estimator = model.passages.get(question.theme)
    blocks: tuple[npt.NDArray[Any], ...]
    if estimator is None:
        blocks = (features, likeness(vectors, model.mean, question.definition))
        estimator = model.stranger_passages
    else:
        found = [one for words in question.words for one in words.passages]
        blocks = (features, word_table(found, model.card.vocabulary[question.theme]), vectors)
    parts = (tuple(block[at : at + AT_ONCE] for block in blocks) for at in range(0, len(features), AT_ONCE))
    return np.concatenate([estimator.predict_proba(np.hstack(part))[:, 1] for part in parts])


def item_probabilities(model: ThemeModel, question: ThemeQuestion, passages: Matrix) -> Matrix:
    """Return the probability of each item of having the theme."""
    from scipy.special import expit

    vectors = mean_vectors(question.items, model.mean)
    rows = item_features(question.layout, question.counts, passages, _subjects(model, question, vectors))
    if question.theme in model.card.themes:
        odds = model.items.decision_function(with_theme(rows, question.theme, model.card.themes))
    else:
        odds = model.stranger_items.decision_function(rows)
    if question.theme in model.leanings:
        odds += model.leanings[question.theme].decision_function(vectors)
    probabilities: Matrix = expit(odds)
    return probabilities


def _subjects(model: ThemeModel, question: ThemeQuestion, vectors: Floats) -> Matrix:
    odds: Matrix
    if question.theme in model.subjects:
        odds = model.subjects[question.theme].decision_function(vectors)
    else:
        alike = likeness(vectors, model.mean, question.definition)
        odds = model.stranger_subjects.decision_function(alike)
    return odds


def mean_vectors(items: Sequence[ThemeInput], otherwise: Floats) -> Floats:
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
