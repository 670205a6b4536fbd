"""What the words of a theme say of each passage of an item: one row of numbers a passage.

The columns mean the same for every theme, so that what is learned on some themes
holds for one that the user adds.
"""

import numpy as np
import numpy.typing as npt

from pipeline.domain import SectionName
from pipeline.themes.item import ThemeInput, matters, sub_headings
from pipeline.themes.words import Found, ThemeWords, count_words

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


def passage_features(item: ThemeInput, words: ThemeWords) -> Matrix:
    """Return (passages, columns) for one item and theme."""
    found = words.in_passages(item.passages)
    terms = np.array([len(one.terms) for one in found], dtype=np.float64)
    around = np.column_stack([terms.sum() - terms, _in_matter(item, terms) - terms, _beside(terms)])
    rows = [
        (*_own(one, count_words(passage.text)), *_place(item, words, at, one, around[at]))
        for at, (passage, one) in enumerate(zip(item.passages, found, strict=True))
    ]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(COLUMNS))


def _own(found: Found, length: int) -> tuple[float, ...]:
    terms, hints = len(found.terms), len(found.hints)
    spread = np.sqrt(length + 5)
    return (
        np.log1p(terms), terms > 0, found.kinds >= 2,
        np.log1p(hints), min(len({match.pattern for match in found.hints}), 4),
        terms / spread, hints / spread,
    )  # fmt: skip


def _place(
    item: ThemeInput, words: ThemeWords, at: int, found: Found, around: npt.NDArray[np.float64]
) -> tuple[float, ...]:
    passage = item.passages[at]
    elsewhere, in_matter, beside = around
    title = words.in_heading(item.title)
    above = words.in_heading(" / ".join(sub_headings(passage)))
    hints = np.log1p(len(found.hints))
    return (
        bool(above.terms), bool(above.hints), bool(title.terms), bool(title.hints),
        np.log1p(elsewhere), elsewhere / max(1, len(item.passages) - 1),
        np.log1p(in_matter), np.log1p(beside),
        bool(found.terms and title.terms), bool(found.hints and title.terms), hints * np.log1p(elsewhere),
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
