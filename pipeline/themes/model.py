"""What training learned, and the probabilities it gives to passages and items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.encoder.protocol import Floats, Numbers
from pipeline.themes.card import ThemeCard
from pipeline.themes.features import ItemTable, item_features, passage_features
from pipeline.themes.words import WordCounts

# Passages judged in one go: tables of all there are would not fit into the processor's own memory.
AT_ONCE = 2048


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linear:
    """A fitted logistic regression of unscaled columns."""

    weights: Numbers
    """What a unit of each column adds to the log odds."""
    offset: float
    """The log odds of a row of zeros."""

    def odds(self, X: npt.NDArray[Any]) -> Numbers:
        """Return the log odds of rows."""
        odds: Numbers = np.asarray(X, dtype=np.float64) @ self.weights + self.offset
        return odds


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Probabilities:
    """How likely each of some items has a theme, and each of their passages is about it."""

    theme: str
    table: ItemTable
    words: WordCounts
    passages: Numbers
    items: Numbers


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

    def predict_proba(
        self, theme: str, table: ItemTable, words: WordCounts, definition: Floats | None
    ) -> Probabilities:
        """Return the probabilities of items for one theme; its definition's vector if it was not learned."""
        passages = self._passages(theme, table, words, definition)
        means = table.means(self.mean)
        if theme in self.card.themes:
            rows = item_features(table, words, passages, self.subjects[theme].odds(means))
            odds = self.items.odds(with_theme(rows, theme, self.card.themes))
        else:
            subjects = self.zero_shot_subjects.odds(likeness(means, self.mean, definition))
            odds = self.zero_shot_items.odds(item_features(table, words, passages, subjects))
        if theme in self.few_shot:
            odds += self.few_shot[theme].odds(means)
        return Probabilities(theme=theme, table=table, words=words, passages=passages, items=expit(odds))

    def _passages(
        self, theme: str, table: ItemTable, words: WordCounts, definition: Floats | None
    ) -> Numbers:
        if not len(table.owner):
            return np.zeros(0)
        blocks: list[npt.NDArray[Any]] = [passage_features(table, words)]
        if theme in self.passages:
            linear = self.passages[theme]
            blocks += [words.one_hot(self.card.vocabulary[theme]), table.vectors]
        else:
            linear = self.zero_shot_passages
            blocks += [likeness(table.vectors, self.mean, definition)]
        starts = range(0, len(table.owner), AT_ONCE)
        parts = (np.hstack([block[at : at + AT_ONCE] for block in blocks]) for at in starts)
        return expit(np.concatenate([linear.odds(part) for part in parts]))


def expit(odds: Numbers) -> Numbers:
    """Return the probabilities of log odds.

    >>> expit(np.array([-800.0, 0.0, 800.0]))
    array([0. , 0.5, 1. ])
    """
    probabilities: Numbers = np.exp(-np.logaddexp(0.0, -odds))
    return probabilities


def likeness(vectors: Floats, mean: Floats, definition: Floats | None) -> Numbers:
    """Return, as one column, the cosine of each centred vector with a theme's definition."""
    if definition is None:
        return np.zeros((len(vectors), 1))
    rows, target = vectors - mean, definition - mean
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(target)
    cosines: Numbers = ((rows @ target) / np.maximum(lengths, 1e-9))[:, None].astype(np.float64)
    return cosines


def with_theme(features: Numbers, name: str, themes: Sequence[str]) -> Numbers:
    """Return the features with a column a trained theme, 1 in the theme's own."""
    return np.hstack([features, np.tile([float(name == theme) for theme in themes], (len(features), 1))])
