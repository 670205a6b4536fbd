"""The settings that a theme model is learned with; they were chosen on held-out committees."""

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
