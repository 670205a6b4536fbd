"""Cross-validation: subsets of the examples, and the folds that are held out of them."""

from dataclasses import dataclass, replace

import numpy as np

from pipeline.errors import ModelError
from pipeline.themes.examples import Examples
from pipeline.themes.layout import Flags

# With fewer a theme's own regressions know less than what all themes have in common.
LEAST_EXAMPLES = 5
# Of many committees some are held out together: more folds cost time and tell no more.
MOST_FOLDS = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fold:
    """Items to be judged, and all that must not be learned from for it."""

    items: Flags
    grouped: Flags
    """These items, and every other of a group or a case that one of them is of."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subset:
    """Some of the examples, to learn from."""

    data: Examples
    items: Flags
    themes: tuple[str, ...]
    """Those with passages enough that somebody marked; the others are judged zero-shot."""

    def without(self, items: Flags) -> "Subset":
        """Return the subset without some items."""
        return replace(self, items=self.items & ~items)

    def without_theme(self, name: str) -> "Subset":
        """Return the subset as if it had no such theme; an only theme must do for all."""
        return replace(self, themes=tuple(one for one in self.themes if one != name) or self.themes)

    @property
    def whole(self) -> Flags:
        """The items that are no single passages."""
        return self.items & self.data.whole

    def known(self, name: str) -> Flags:
        """Return the whole items whose label for a theme is known."""
        return self.whole & self.data.tables[name].known

    def passages(self, name: str) -> Flags:
        """Return which of the marked passages are learned from for a theme."""
        return (self.items & self.data.tables[name].known)[self.data.owner[self.data.marked]]

    def judged(self, name: str) -> Flags:
        """Return the whole items that somebody judged for a theme."""
        return self.whole & self.data.tables[name].judged

    def has_both(self, name: str) -> bool:
        """Tell whether some of the items have a theme and some have not."""
        labels = self.data.tables[name].assigned[self.known(name)]
        return bool(labels.any() and not labels.all())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """A subset in folds: each fold is judged by what the rest teaches."""

    subset: Subset
    folds: tuple[Fold, ...]
    rests: tuple[Subset, ...]
    """For each fold what is left to learn from."""

    @classmethod
    def of(cls, data: Examples, items: Flags) -> "Split":
        """Return some items in folds of whole groups, each with what shares a case with it.

        Raises:
            ModelError: no theme can be learned from them, or all are of one group.

        """
        subset = _choose(data, items)
        names = sorted(set(data.groups[subset.whole].tolist()))
        parts = [names[at::MOST_FOLDS] for at in range(min(MOST_FOLDS, len(names)))]
        held_out = [data.whole & np.isin(data.groups, part) for part in parts]
        folds = tuple(Fold(items=part & items, grouped=data.grouped(part)) for part in held_out)
        return cls(subset=subset, folds=folds, rests=tuple(subset.without(fold.grouped) for fold in folds))

    @property
    def zero_shot(self) -> tuple[str, ...]:
        """The themes of the register that cannot be learned."""
        return tuple(name for name in self.subset.data.tables if name not in self.subset.themes)


def _choose(data: Examples, items: Flags) -> Subset:
    if len(set(data.groups[items & data.whole].tolist())) < 2:
        raise ModelError("one-committee-only")
    themes = tuple(name for name in data.tables if _has_passages(data, items, name))
    if not themes:
        raise ModelError("too-few-examples", least=LEAST_EXAMPLES)
    return Subset(data=data, items=items, themes=themes)


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
