"""How sure a figure is: bootstrap over items, the same draws for whatever is compared."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from pipeline.encoder.protocol import Flags, Numbers

DRAWS, SEED = 1000, 20
# Of a 90 % interval one end is crossed by chance once in twenty times.
LOWEST, HIGHEST = 5.0, 95.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A figure, and between which values nine of ten draws of the items put it."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def f1_interval(gold: Flags, assigned: Flags) -> Interval:
    """Return the F1 of decisions on items; of a table, a column a theme, the mean of the themes' F1.

    >>> print(f1_interval(np.array([True, False]), np.array([True, False])))
    1.000 [1.000, 1.000]
    """
    return f1_of_counts(_counts(gold, assigned))


def f1_difference(gold: Flags, before: Flags, after: Flags) -> Interval:
    """Return how much F1 one theme gains, item by item on the same draws."""
    old, new = _drawn_f1(_counts(gold, before)), _drawn_f1(_counts(gold, after))
    return _interval(new - old)


def f1_of_counts(counts: npt.NDArray[np.int_]) -> Interval:
    """Return the F1 of what is right, wrong and missed (last axis), an item or passage a row.

    >>> print(f1_of_counts(np.array([[1, 0, 1], [1, 0, 1]])))
    0.667 [0.667, 0.667]
    """
    return _interval(_drawn_f1(counts))


def mean_interval(values: Numbers) -> Interval:
    """Return the mean of a figure that each item has.

    >>> print(mean_interval(np.zeros(3)))
    0.000 [0.000, 0.000]
    """
    return _interval(_draws(len(values)) @ values / len(values))


def _counts(gold: Flags, assigned: Flags) -> npt.NDArray[np.int_]:
    """Return what is right, wrong and missed as the last axis."""
    return np.stack([gold & assigned, ~gold & assigned, gold & ~assigned], axis=-1).astype(np.int_)


def _drawn_f1(counts: npt.NDArray[np.int_]) -> Numbers:
    """Return the F1 of each draw, the mean of the themes where there are several; 1 of nothing."""
    right, wrong, missed = np.moveaxis(np.tensordot(_draws(len(counts)), counts, axes=1), -1, 0)
    both = 2 * right + wrong + missed
    f1: Numbers = np.where(both > 0, 2 * right / np.maximum(both, 1), 1.0)
    return f1 if f1.ndim == 1 else f1.mean(axis=1)


@lru_cache(maxsize=2)
def _draws(items: int) -> Numbers:
    """Return how often each item is drawn, a row a draw; in the first each once."""
    generator = np.random.default_rng(SEED)
    drawn = generator.multinomial(items, np.full(items, 1 / items), size=DRAWS)
    return np.vstack([np.ones(items), drawn])


def _interval(drawn: Numbers) -> Interval:
    """Return the figure of all items, which is the first, and the range of the draws."""
    low, high = np.percentile(drawn[1:], (LOWEST, HIGHEST))
    return Interval(value=float(drawn[0]), low=float(low), high=float(high))
