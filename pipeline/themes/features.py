"""What regressions are given: a row a passage and theme, then a row an item and theme.

The columns mean the same for every theme, so that what is learned on some themes
holds for one that the user adds.
"""

import numpy as np

from pipeline.themes.layout import Flags, Layout, Matrix, WordCounts

LONG_ITEM = 14
PASSAGE_COLUMNS = (
    "terms", "has_term", "several_terms", "hints", "kinds_of_hints", "term_density", "hint_density",
    "term_in_subheading", "hint_in_subheading", "term_in_title", "hint_in_title",
    "terms_elsewhere", "terms_elsewhere_a_passage", "terms_in_matter", "terms_beside",
    "term_and_title", "hint_and_title", "hints_and_terms_elsewhere",
    "deciding", "heading", "length", "long_item",
)  # fmt: skip
ITEM_COLUMNS = (
    "best", "second", "third", "sum", "average", "any", "deciding", "two_are",
    "term_in_title", "hint_in_title", "terms", "term_density",
    "several_matters", "has_matters", "several_best", "matters_best", "matter_average", "passages", "subject",
)  # fmt: skip
_LEAST = 0.003
_LEADING = 3


def passage_features(layout: Layout, words: WordCounts) -> Matrix:
    """Return (passages, columns): what the words of a theme say of each passage."""
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


def item_features(layout: Layout, words: WordCounts, passages: Matrix, subjects: Matrix) -> Matrix:
    """Return (items, columns) for one theme.

    `passages` has each passage's probability of being about the theme; `subjects` for
    each item the log odds that it is, by the mean of its vectors alone.
    """
    best, second, third = map(logit, _strongest(layout, passages))
    weights, terms = layout.lengths + 1, layout.sums(words.terms)
    average = layout.sums(passages * weights) / np.maximum(1.0, layout.sums(weights))
    matters, grouped = _matter_averages(layout, passages, weights)
    columns = (
        best, second, third, np.log1p(layout.sums(passages)),
        logit(average), logit(_any(layout, passages)),
        logit(_highest(layout, passages * layout.deciding)), layout.sums(passages > 0.5) >= 2,
        words.terms_in_title, words.hints_in_title,
        np.log1p(terms), terms / np.sqrt(layout.sums(layout.lengths) + 20),
        layout.several, grouped, layout.several * best, grouped * best,
        matters, np.log1p(layout.sizes), subjects,
    )  # fmt: skip
    return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])


def logit(probabilities: Matrix) -> Matrix:
    """Return the log odds, bounded: a model is never that sure.

    >>> logit(np.array([0.5, 1.0, 0.999])).round(2)
    array([0.  , 5.81, 5.81])
    """
    kept = np.clip(probabilities, _LEAST, 1 - _LEAST)
    odds: Matrix = np.log(kept / (1 - kept))
    return odds


def _strongest(layout: Layout, passages: Matrix) -> tuple[Matrix, ...]:
    """Return for each item the highest probabilities, 0 where it has fewer passages."""
    ordered = np.append(passages[np.lexsort((-passages, layout.owner))], 0.0)
    starts = np.cumsum(layout.sizes) - layout.sizes
    places = [np.where(at < layout.sizes, starts + at, len(passages)) for at in range(_LEADING)]
    return tuple(ordered[place] for place in places)


def _any(layout: Layout, passages: Matrix) -> Matrix:
    """Return how likely one passage at least is about the theme."""
    with np.errstate(divide="ignore"):
        return 1 - np.exp(layout.sums(np.log1p(-passages)))


def _highest(layout: Layout, values: Matrix) -> Matrix:
    found = np.zeros(len(layout.sizes))
    np.maximum.at(found, layout.owner, values)
    return found


def _matter_averages(layout: Layout, passages: Matrix, weights: Matrix) -> tuple[Matrix, Matrix]:
    """Return for each item the best average of a matter with a heading, and whether it has one."""
    averages = layout.matter_sums(passages * weights) / np.maximum(1.0, layout.matter_sums(weights))
    owner = layout.matter_owner[layout.headed]
    best, grouped = np.zeros(len(layout.sizes)), np.zeros(len(layout.sizes))
    np.maximum.at(best, owner, averages[layout.headed])
    grouped[owner] = 1.0
    return best, grouped
