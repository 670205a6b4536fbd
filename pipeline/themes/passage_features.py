"""What the words of a theme say of each passage of an item: one row of numbers a passage.

The columns mean the same for every theme, so that what is learned on some themes
holds for one that the user adds.
"""

import numpy as np

from pipeline.themes.layout import Flags, Layout, Matrix, WordCounts

LONG_ITEM = 14
COLUMNS = (
    "terms", "has_term", "several_terms", "hints", "kinds_of_hints", "term_density", "hint_density",
    "term_in_subheading", "hint_in_subheading", "term_in_title", "hint_in_title",
    "terms_elsewhere", "terms_elsewhere_a_passage", "terms_in_matter", "terms_beside",
    "term_and_title", "hint_and_title", "hints_and_terms_elsewhere",
    "deciding", "heading", "length", "long_item",
)  # fmt: skip


def passage_features(layout: Layout, words: WordCounts) -> Matrix:
    """Return (passages, columns) for some items and one theme."""
    columns = (*_own(layout, words), *_place(layout, words))
    return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])


def _own(layout: Layout, words: WordCounts) -> tuple[Matrix | Flags, ...]:
    spread = np.sqrt(layout.lengths + 5)
    return (
        np.log1p(words.terms), words.terms > 0, words.kinds_of_terms >= 2,
        np.log1p(words.hints), np.minimum(words.kinds_of_hints, 4),
        words.terms / spread, words.hints / spread,
    )  # fmt: skip


def _place(layout: Layout, words: WordCounts) -> tuple[Matrix | Flags, ...]:
    owner, sizes = layout.owner, layout.sizes[layout.owner]
    elsewhere = layout.sums(words.terms)[owner] - words.terms
    in_matter = layout.matter_sums(words.terms)[layout.matter] - words.terms
    titled = words.terms_in_title[owner]
    return (
        words.terms_above, words.hints_above, titled, words.hints_in_title[owner],
        np.log1p(elsewhere), elsewhere / np.maximum(1, sizes - 1),
        np.log1p(in_matter), np.log1p(_beside(layout, words.terms)),
        (words.terms > 0) & titled, (words.hints > 0) & titled,
        np.log1p(words.hints) * np.log1p(elsewhere),
        layout.deciding, layout.heading, np.log1p(layout.lengths), sizes > LONG_ITEM,
    )  # fmt: skip


def _beside(layout: Layout, terms: Matrix) -> Matrix:
    """Return the terms of the passages before and after each, of the same item."""
    same = layout.owner[1:] == layout.owner[:-1]
    beside = np.zeros(len(terms))
    beside[1:] += terms[:-1] * same
    beside[:-1] += terms[1:] * same
    return beside
