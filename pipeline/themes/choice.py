"""Some of the examples, what can be learned from them, and the estimators that learn it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import numpy as np

from pipeline.errors import ModelError
from pipeline.themes.estimators import passage_estimator, stranger_estimator, subject_estimator
from pipeline.themes.examples import Examples, Flags
from pipeline.themes.kept_fits import Key, passages_key
from pipeline.themes.passage_features import Matrix

# With fewer a theme's own estimators know less than what all themes have in common.
LEAST_EXAMPLES = 5
# A passage of an item with the theme teaches it when a stranger's estimator gives it that much.
LIKELY = 0.4
# Of the passages of a marked theme a tenth are about it; few examples count as if they were so many.
USUAL_SHARE = 0.1
MOST_WEIGHT = 20.0
# Of many committees some are held out together: more folds cost time and tell no more.
MOST_FOLDS = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fold:
    """Items to be judged, and all that must not be learned from for it."""

    items: Flags
    kin: Flags


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choice:
    """Some of the examples; an estimator is fitted once for the same ones."""

    data: Examples
    items: Flags
    themes: tuple[str, ...]
    """Those with items enough to judge items by."""
    marked: tuple[str, ...]
    """Those of them with passages enough that somebody marked; the others' are judged as a stranger's."""

    def without(self, items: Flags) -> "Choice":
        """Return the choice without some items."""
        return replace(self, items=self.items & ~items)

    @property
    def whole(self) -> Flags:
        """The items that are no single passages."""
        return self.items & self.data.whole

    def wholes(self, name: str) -> Flags:
        """Return the whole items whose label for a theme is known."""
        return self.whole & self.data.tables[name].known

    def passages(self, name: str) -> Flags:
        """Return the passages somebody marked for a theme."""
        return (self.items & self.data.tables[name].known)[self.data.owner] & self.data.marked

    def folds(self) -> list[Fold]:
        """Return the whole items parted by groups, each with its kin."""
        names = sorted(set(self.data.groups[self.whole].tolist()))
        parts = [names[at::MOST_FOLDS] for at in range(min(MOST_FOLDS, len(names)))]
        found = [self.data.whole & np.isin(self.data.groups, part) for part in parts]
        return [Fold(items=items & self.items, kin=self.data.kin(items)) for items in found]

    def fit_passages(self, name: str) -> Any:
        """Return what tells from words and vectors whether a passage is about a theme."""
        return self._fit_marked(name) if name in self.marked else self._fit_taught(name)

    def _fit_marked(self, name: str) -> Any:
        table, rows = self.data.tables[name], self.passages(name)
        size = table.word_table.shape[1], self.data.vectors.shape[1]
        return self._once(
            passages_key(self.data, name, rows),
            lambda: passage_estimator(*size).fit(self.passage_rows(name, rows), table.about[rows]),
        )

    def _fit_taught(self, name: str) -> Any:
        """Learn passages from items alone: of those with the theme, the likeliest; of the others, all."""
        table, owner = self.data.tables[name], self.data.owner
        known = self.wholes(name)
        rows = (known & ~table.assigned)[owner]
        about = (known & table.assigned)[owner]
        judge = self.fit_stranger_passages()
        likely = about & (judge.predict_proba(np.hstack([table.features, table.likeness]))[:, 1] >= LIKELY)
        # Where no passage of an item has the theme's words, any may carry it: that is what it teaches.
        found = likely | (about & ~np.isin(owner, owner[likely]))
        rows |= found
        size = table.word_table.shape[1], self.data.vectors.shape[1]
        weight = min(MOST_WEIGHT, max(1.0, USUAL_SHARE * (~found & rows).sum() / max(1, found.sum())))
        return passage_estimator(*size).fit(
            self.passage_rows(name, rows),
            found[rows],
            logisticregression__sample_weight=np.where(found[rows], weight, 1.0),
        )

    def passage_rows(self, name: str, rows: Flags) -> Matrix:
        """Return what passages are judged by."""
        table = self.data.tables[name]
        return np.hstack([table.features[rows], table.word_table[rows], self.data.vectors[rows]])

    def fit_subjects(self, name: str) -> Any:
        """Return what tells from the mean of its vectors whether an item, or a matter of it, has a theme."""
        data, table, rows = self.data, self.data.tables[name], self.wholes(name)

        def fit() -> Any:
            matters = rows[data.matter_owner]
            X = np.vstack([data.means[rows], data.matter_means[matters]])
            y = np.concatenate([table.assigned[rows], table.matters[matters]])
            return subject_estimator(X.shape[1]).fit(X, y)

        return self._once(_key(rows, "subjects", name), fit)

    def knows(self, name: str) -> bool:
        """Tell whether some of the items have a theme and some have not."""
        labels = self.data.tables[name].assigned[self.wholes(name)]
        return bool(labels.any() and not labels.all())

    def fit_stranger_passages(self) -> Any:
        """Return what tells from words and likeness to a definition whether a passage is about any theme."""
        tables = [(self.data.tables[name], self.passages(name)) for name in self.marked]

        def fit() -> Any:
            X = np.vstack([np.hstack([table.features[at], table.likeness[at]]) for table, at in tables])
            return stranger_estimator().fit(X, np.concatenate([table.about[at] for table, at in tables]))

        return self._once(_key(self.items, "stranger passages", *self.marked), fit)

    def fit_stranger_subjects(self) -> Any:
        """Return what tells from likeness to a definition whether an item has any theme."""
        tables = [(self.data.tables[name], self.wholes(name)) for name in self.marked]

        def fit() -> Any:
            X = np.vstack([table.subject_likeness[at] for table, at in tables])
            return subject_estimator(1).fit(X, np.concatenate([table.assigned[at] for table, at in tables]))

        return self._once(_key(self.items, "stranger subjects", *self.marked), fit)

    def _once(self, key: Key, fit: Callable[[], Any]) -> Any:
        if key not in self.data.fits:
            self.data.fits[key] = fit()
        return self.data.fits[key]


def _key(rows: Flags, *what: str) -> Key:
    return (*what, sha256(rows.tobytes()).hexdigest())


def choose(data: Examples, items: Flags) -> Choice:
    """Return the choice of some items, with the themes that can be learned from them.

    Raises:
        ModelError: none can, or all items are of one group.

    """
    if len(set(data.groups[items & data.whole].tolist())) < 2:
        raise ModelError("themes are learned from items of two committees at least; add minutes of another")
    marked = tuple(name for name in data.tables if _has_passages(data, items, name))
    if not marked:
        raise ModelError(f"no theme has {LEAST_EXAMPLES} examples, of two committees; add some to the corpus")
    themes = tuple(name for name in data.tables if name in marked or _has_items(data, items, name))
    return Choice(data=data, items=items, themes=themes, marked=marked)


def _has_items(data: Examples, items: Flags, name: str) -> bool:
    table = data.tables[name]
    labels = table.assigned[items & data.whole & table.known]
    return int(min(labels.sum(), (~labels).sum())) >= LEAST_EXAMPLES


def _has_passages(data: Examples, items: Flags, name: str) -> bool:
    """Whether a theme has enough examples and others, and some are left when any one group is held out."""
    table, whole = data.tables[name], items & data.whole
    about = whole[data.owner] & data.marked & table.about
    kinds = (
        data.groups[whole & table.assigned],
        data.groups[whole & ~table.assigned],
        data.groups[data.owner[about]],
    )
    return all(len(groups) >= LEAST_EXAMPLES and len(set(groups.tolist())) >= 2 for groups in kinds)
