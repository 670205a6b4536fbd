"""The settings that a theme model is learned with; they were chosen on held-out committees."""

from dataclasses import dataclass

from pipeline.themes.features import ITEM_COLUMNS, PASSAGE_COLUMNS

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
FIRST_WORDS = 3
"""A theme that a user has just added begins with about as many terms."""
USUAL_SHIFT, USUAL_PULL = 0.5, 2.0
"""How far such a theme's log odds lie from those of all themes: in all, and by what its items are about.

Standard deviations; chosen so that the first labelled items do no harm (experiments/learning_curve).
"""
PRIOR = {"first_words": FIRST_WORDS, "usual_shift": USUAL_SHIFT, "usual_pull": USUAL_PULL}
"""The same by name: a part of what a model is made from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Columns that are brought to one scale before they are learned from.

    Counts are standardised one by one. The components of a vector keep their proportions:
    standardising each would blow up the directions in which texts hardly differ.
    """

    size: int
    weight: float
    """Standard deviation of its columns; under a ridge penalty the larger block is trusted sooner."""
    counts: bool = False


def passage_counts(more: int = 0) -> Block:
    """Return the counts of a passage, and some columns more."""
    return Block(size=len(PASSAGE_COLUMNS) + more, weight=COUNTED_WEIGHT, counts=True)


def item_counts() -> Block:
    """Return what is counted of an item."""
    return Block(size=len(ITEM_COLUMNS), weight=1.0, counts=True)


def words(count: int) -> Block:
    """Return the columns of single words."""
    return Block(size=count, weight=WORD_WEIGHT)


def vectors(dimension: int) -> Block:
    """Return the components of vectors, or the likeness of two."""
    return Block(size=dimension, weight=VECTOR_WEIGHT)
