"""What subsets of the examples teach: regressions, and what they say of all passages or items."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.themes.examples import Examples
from pipeline.themes.features import item_features
from pipeline.themes.layout import Flags, Matrix, WordCounts
from pipeline.themes.model import Linear, expit
from pipeline.themes.recipe import LESSON_WEIGHT, Block, passage_counts, vectors, words
from pipeline.themes.regression import fit_all
from pipeline.themes.splits import Split, Subset


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """A regression, and the log odds it gives to all passages, or to all items."""

    linear: Linear
    odds: Matrix


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scores:
    """The log odds of a theme: of every passage, and of every item by the mean of its vectors."""

    passages: Matrix
    subjects: Matrix

    def rows(self, data: Examples, counts: WordCounts) -> Matrix:
        """Return what items are judged by."""
        return item_features(data.layout, counts, expit(self.passages), self.subjects)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Learned:
    """What a split taught of a theme."""

    passages: Linear
    subjects: Linear
    held_out: Scores
    """Items that were learned from are judged by the rest of their split, others by all of the subset."""


def learn_theme(splits: Sequence[Split], name: str) -> Iterator[Learned]:
    """Yield what each split teaches of a theme that can be learned from it, all fitted together."""
    subsets = [subset for split in splits for subset in (split.subset, *split.rests)]
    passages, subjects = iter(_fit_passages(subsets, name)), iter(_fit_subjects(subsets, name))
    for split in splits:
        count, owner = 1 + len(split.rests), split.subset.data.owner
        of_passages, of_subjects = list(islice(passages, count)), list(islice(subjects, count))
        folds = [fold.items for fold in split.folds]
        yield Learned(
            passages=of_passages[0].linear,
            subjects=of_subjects[0].linear,
            held_out=Scores(
                passages=_held_out(of_passages, [items[owner] for items in folds]),
                subjects=_held_out(of_subjects, folds),
            ),
        )


def _held_out(fits: Sequence[Fit], folds: Sequence[Flags]) -> Matrix:
    whole, *rests = fits
    odds = whole.odds.copy()
    for rest, rows in zip(rests, folds, strict=True):
        odds[rows] = rest.odds[rows]
    return odds


def _fit_passages(subsets: Sequence[Subset], name: str) -> list[Fit]:
    """Tell from words and vectors whether a passage is about a theme."""
    data = subsets[0].data
    table, marked = data.tables[name], data.marked
    columns = (table.features, table.word_table, data.vectors)
    weights = np.where(data.whole[data.owner[marked]], 1.0, LESSON_WEIGHT)
    linears = _fit_distinct(
        np.hstack([block[marked] for block in columns]),
        table.about[marked],
        [one.passages(name) * weights for one in subsets],
        (passage_counts(), words(table.word_table.shape[1]), vectors(data.vectors.shape[1])),
    )
    return _with_odds(linears, columns)


def _fit_subjects(subsets: Sequence[Subset], name: str) -> list[Fit]:
    """Tell from the mean of its vectors whether an item has a theme.

    Where all examples of a theme are of the groups held out, likeness to its definition tells alone.
    """
    data, table = subsets[0].data, subsets[0].data.tables[name]
    rows = [one.known(name) for one in subsets if one.has_both(name)]
    linears = _fit_distinct(
        np.vstack([data.means, data.matter_means]),
        np.concatenate([table.assigned, table.matters]),
        [np.concatenate([flags, flags[data.matter_owner]]) for flags in rows],
        (vectors(data.means.shape[1]),),
    )
    fits = iter(_with_odds(linears, (data.means,)))
    return [next(fits) if one.has_both(name) else _likeness_alone(one, name) for one in subsets]


def _likeness_alone(subset: Subset, name: str) -> Fit:
    (linear,) = fit_common_subjects([subset])
    return Fit(linear=linear, odds=linear.odds(subset.data.tables[name].subject_likeness))


def fit_common_passages(subsets: Sequence[Subset]) -> list[Linear]:
    """Tell from words and likeness to its definition whether a passage is about any theme."""
    data = subsets[0].data
    tables = [np.hstack([table.features, table.likeness])[data.marked] for table in data.tables.values()]
    return _fit_distinct(
        np.vstack(tables),
        np.concatenate([table.about[data.marked] for table in data.tables.values()]),
        [_by_theme(one, {name: one.passages(name) for name in data.tables}) for one in subsets],
        (passage_counts(more=1),),
    )


def fit_common_subjects(subsets: Sequence[Subset]) -> list[Linear]:
    """Tell from likeness to its definition whether an item has any theme."""
    tables = subsets[0].data.tables
    return _fit_distinct(
        np.vstack([table.subject_likeness for table in tables.values()]),
        np.concatenate([table.assigned for table in tables.values()]),
        [_by_theme(one, {name: one.known(name) for name in tables}) for one in subsets],
        (vectors(1),),
    )


def _by_theme(subset: Subset, rows: Mapping[str, Flags]) -> Flags:
    """Return the rows of all themes, one after the other; those not of the subset teach nothing."""
    return np.concatenate([use & (name in subset.themes) for name, use in rows.items()])


def _fit_distinct(
    X: npt.NDArray[Any], labels: Flags, counts: Sequence[npt.NDArray[Any]], blocks: Sequence[Block]
) -> list[Linear]:
    """Return a regression for each column of counts; those of the same rows are fitted once."""
    columns = {column.tobytes(): column for column in counts}
    fitted = dict(
        zip(columns, fit_all(X, labels, np.column_stack(list(columns.values())), blocks), strict=True)
    )
    return [fitted[column.tobytes()] for column in counts]


def _with_odds(linears: Sequence[Linear], blocks: Sequence[npt.NDArray[Any]]) -> list[Fit]:
    """Return regressions with the odds of all rows, whose columns stand in blocks: too much to join."""
    weights = np.column_stack([one.weights for one in linears])
    odds = np.array([one.offset for one in linears]) + np.zeros((len(blocks[0]), 1))
    start = 0
    for block in blocks:
        end = start + block.shape[1]
        odds += block @ weights[start:end].astype(block.dtype)
        start = end
    return [Fit(linear=one, odds=column) for one, column in zip(linears, odds.T, strict=True)]
