"""What is taken for granted of a theme that a user has just added, before anything is known of it."""

FIRST_WORDS = 3
"""As many terms as a user begins with."""
USUAL_SHIFT, USUAL_PULL = 0.5, 2.0
"""How far a theme's log odds lie from those of all themes: in all, and by what its items are about.

Standard deviations; chosen so that the first labelled items do no harm (experiments/learning_curve).
"""
PRIOR = {"first_words": FIRST_WORDS, "usual_shift": USUAL_SHIFT, "usual_pull": USUAL_PULL}
"""The same by name: a part of what a model is made from."""
