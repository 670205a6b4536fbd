"""Cross-validation: subsets of the examples, and the folds that are held out of them."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from pipeline.encoder.protocol import Flags
from pipeline.errors import ModelError
from pipeline.themes.examples import Examples

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


def group_folds(data: Examples, items: Flags, most: int = MOST_FOLDS) -> list[Fold]:
    """Return whole items in folds of whole groups, `most` at most, each with all that must not be learned."""
    held_out = [data.whole & np.isin(data.groups, part) for part in parted(data.groups[items], most)]
    return [Fold(items=items & part, grouped=data.grouped(part)) for part in held_out]


def parted(names: npt.NDArray[np.str_], most: int) -> list[list[str]]:
    """Return the different names in parts, `most` at most.

    >>> parted(np.array(["b", "a", "c", "b"]), 2)
    [['a', 'c'], ['b']]
    """
    different = sorted(set(names.tolist()))
    return [different[at::most] for at in range(min(most, len(different)))]


@dataclass(frozen=True, kw_only=True, eq=False)
class Subset:
    """Some of the examples, to learn from."""

    data: Examples
    items: Flags
    themes: tuple[str, ...]
    """Those with passages enough that somebody marked; the others are judged zero-shot."""

    @classmethod
    def of(cls, data: Examples, items: Flags) -> "Subset":
        """Return some of the examples, with the themes that can be learned from them.

        Raises:
            ModelError: no theme can be learned from them, or all are of one group.

        """
        if len(set(data.groups[items & data.whole].tolist())) < 2:
            raise ModelError("one-committee-only")
        themes = tuple(name for name in data.themes if _can_be_learned(data, items, name))
        if not themes:
            raise ModelError("too-few-examples", least=LEAST_EXAMPLES)
        return cls(data=data, items=items, themes=themes)

    @cached_property
    def folds(self) -> tuple[Fold, ...]:
        """The subset in folds of whole groups, each with what shares a case with it."""
        return tuple(group_folds(self.data, self.whole))

    def without(self, fold: Fold) -> "Subset":
        """Return what is left to learn from when a fold is held out."""
        return replace(self, items=self.items & ~fold.grouped)

    def without_theme(self, name: str) -> "Subset":
        """Return the subset as if it had no such theme; an only theme must do for all."""
        return replace(self, themes=tuple(one for one in self.themes if one != name) or self.themes)

    @property
    def zero_shot(self) -> tuple[str, ...]:
        """The themes of the register that cannot be learned."""
        return tuple(name for name in self.data.themes if name not in self.themes)

    @property
    def whole(self) -> Flags:
        """The items that are no single passages."""
        return self.items & self.data.whole

    def known(self, name: str) -> Flags:
        """Return the whole items whose label for a theme is known."""
        return self.whole & self.data.themes[name].known

    def passages(self, name: str) -> Flags:
        """Return the marked passages that are learned from for a theme."""
        return (self.items & self.data.corpus & self.data.themes[name].known)[self.data.table.owner]

    def has_both(self, name: str) -> bool:
        """Tell whether some of the items have a theme and some have not."""
        labels = self.data.themes[name].assigned[self.known(name)]
        return bool(labels.any() and not labels.all())


def _can_be_learned(data: Examples, items: Flags, name: str) -> bool:
    """Whether a theme has enough examples and others, and some are left when any one group is held out."""
    theme, whole, owner = data.themes[name], items & data.whole, data.table.owner
    kinds = (
        data.groups[whole & theme.assigned],
        data.groups[whole & ~theme.assigned],
        data.groups[owner[(whole & data.corpus)[owner] & theme.about]],
    )
    return all(len(groups) >= LEAST_EXAMPLES and len(set(groups.tolist())) >= 2 for groups in kinds)
