"""Some of the examples, and what was learned from them."""

from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np

from pipeline.errors import ModelError
from pipeline.themes.examples import Examples, Key
from pipeline.themes.layout import Flags

# With fewer a theme's own estimators know less than what all themes have in common.
LEAST_EXAMPLES = 5
# Of many committees some are held out together: more folds cost time and tell no more.
MOST_FOLDS = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fold:
    """Items to be judged, and all that must not be learned from for it."""

    items: Flags
    kin: Flags


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choice:
    """Some of the examples, to learn from."""

    data: Examples
    items: Flags
    themes: tuple[str, ...]
    """Those with passages enough that somebody marked; the others are judged as strangers."""

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
        """Return which of the marked passages are learned from for a theme."""
        return (self.items & self.data.tables[name].known)[self.data.owner[self.data.marked]]

    def judged(self, name: str) -> Flags:
        """Return the whole items that somebody judged for a theme."""
        return self.whole & self.data.tables[name].judged

    def knows(self, name: str) -> bool:
        """Tell whether some of the items have a theme and some have not."""
        labels = self.data.tables[name].assigned[self.wholes(name)]
        return bool(labels.any() and not labels.all())

    def folds(self) -> list[Fold]:
        """Return the whole items parted by groups, each with its kin."""
        names = sorted(set(self.data.groups[self.whole].tolist()))
        parts = [names[at::MOST_FOLDS] for at in range(min(MOST_FOLDS, len(names)))]
        found = [self.data.whole & np.isin(self.data.groups, part) for part in parts]
        return [Fold(items=items & self.items, kin=self.data.kin(items)) for items in found]


def key_of(rows: Flags, *what: str) -> Key:
    """Return under what to keep what was learned from some rows."""
    return (*what, sha256(np.packbits(rows).tobytes()).hexdigest())


def choose(data: Examples, items: Flags) -> Choice:
    """Return the choice of some items, with the themes that can be learned from them.

    Raises:
        ModelError: none can, or all items are of one group.

    """
    if len(set(data.groups[items & data.whole].tolist())) < 2:
        raise ModelError("themes are learned from items of two committees at least; add minutes of another")
    themes = tuple(name for name in data.tables if _has_passages(data, items, name))
    if not themes:
        raise ModelError(f"no theme has {LEAST_EXAMPLES} examples, of two committees; add some to the corpus")
    return Choice(data=data, items=items, themes=themes)


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
