"""What the passages' probabilities say of the item: one row of numbers an item and theme."""

import numpy as np

from pipeline.themes.layout import Layout, Matrix, WordCounts

COLUMNS = (
    "best", "second", "third", "sum", "average", "any", "deciding", "two_are",
    "term_in_title", "hint_in_title", "terms", "term_density",
    "bundle", "has_matters", "bundle_best", "matters_best", "matter_average", "passages", "subject",
)  # fmt: skip
_LEAST = 0.003
_LEADING = 3


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
        layout.bundle, grouped, layout.bundle * best, grouped * best,
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
