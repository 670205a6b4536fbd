"""What the words of a theme say of each passage of an item: one row of numbers a passage.

The columns mean the same for every theme, so that what is learned on some themes
holds for one that the user adds.
"""

import numpy as np
import numpy.typing as npt

from pipeline.domain import SectionName
from pipeline.themes.item import ThemeInput, matters
from pipeline.themes.words import Found, ItemWords, count_words

Matrix = npt.NDArray[np.float64]

DECIDING = frozenset({SectionName.BESLUTNING, SectionName.INDSTILLING})
LONG_ITEM = 14
COLUMNS = (
    "terms", "has_term", "several_terms", "hints", "kinds_of_hints", "term_density", "hint_density",
    "term_in_subheading", "hint_in_subheading", "term_in_title", "hint_in_title",
    "terms_elsewhere", "terms_elsewhere_a_passage", "terms_in_matter", "terms_beside",
    "term_and_title", "hint_and_title", "hints_and_terms_elsewhere",
    "deciding", "heading", "length", "long_item",
)  # fmt: skip


def passage_features(item: ThemeInput, words: ItemWords) -> Matrix:
    """Return (passages, columns) for one item and theme."""
    terms = np.array([len(found.terms) for found in words.passages], dtype=np.float64)
    around = np.column_stack([terms.sum() - terms, _in_matter(item, terms) - terms, _beside(terms)])
    rows = [
        (*_own(words.passages[at], count_words(passage.text)), *_place(item, words, at, around[at]))
        for at, passage in enumerate(item.passages)
    ]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(COLUMNS))


def _own(found: Found, length: int) -> tuple[float, ...]:
    terms, hints = len(found.terms), len(found.hints)
    spread = np.sqrt(length + 5)
    return (
        np.log1p(terms), terms > 0, len({match.pattern for match in found.terms}) >= 2,
        np.log1p(hints), min(len({match.pattern for match in found.hints}), 4),
        terms / spread, hints / spread,
    )  # fmt: skip


def _place(item: ThemeInput, words: ItemWords, at: int, around: Matrix) -> tuple[float, ...]:
    passage, found, above, title = item.passages[at], words.passages[at], words.above[at], words.title
    elsewhere, in_matter, beside = around
    return (
        bool(above.terms), bool(above.hints), bool(title.terms), bool(title.hints),
        np.log1p(elsewhere), elsewhere / max(1, len(item.passages) - 1),
        np.log1p(in_matter), np.log1p(beside),
        bool(found.terms and title.terms), bool(found.hints and title.terms),
        np.log1p(len(found.hints)) * np.log1p(elsewhere),
        passage.section in DECIDING, passage.section is SectionName.TITEL,
        np.log1p(count_words(passage.text)), len(item.passages) > LONG_ITEM,
    )  # fmt: skip


def _in_matter(item: ThemeInput, terms: Matrix) -> Matrix:
    total = np.zeros(len(terms))
    for places in matters(item.passages):
        total[places] = terms[places].sum()
    return total


def _beside(terms: Matrix) -> Matrix:
    padded = np.concatenate([[0.0], terms, [0.0]])
    beside: Matrix = padded[:-2] + padded[2:]
    return beside
