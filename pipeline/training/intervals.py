"""How sure a figure is: bootstrap over items, the same draws for whatever is compared."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
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
    """Return the F1 of one theme's decisions.

    >>> print(f1_interval(np.array([True, False]), np.array([True, False])))
    1.000 [1.000, 1.000]
    """
    drawn = _f1(_draws(len(gold)), gold, assigned)
    return _interval(float(_f1(np.ones((1, len(gold))), gold, assigned)[0]), drawn)


def macro_interval(gold: Flags, assigned: Flags) -> Interval:
    """Return the mean F1 of the themes; a column a theme."""
    draws, once = _draws(len(gold)), np.ones((1, len(gold)))
    columns = range(gold.shape[1])
    drawn = np.mean([_f1(draws, gold[:, at], assigned[:, at]) for at in columns], axis=0)
    return _interval(float(np.mean([_f1(once, gold[:, at], assigned[:, at]) for at in columns])), drawn)


def f1_difference(gold: Flags, before: Flags, after: Flags) -> Interval:
    """Return how much F1 one theme gains, item by item on the same draws."""
    draws, once = _draws(len(gold)), np.ones((1, len(gold)))
    drawn = _f1(draws, gold, after) - _f1(draws, gold, before)
    return _interval(float((_f1(once, gold, after) - _f1(once, gold, before))[0]), drawn)


def count_interval(counts: npt.NDArray[np.int_]) -> Interval:
    """Return the F1 of what was found right, found wrong and missed: a row a passage, drawn as a whole.

    >>> print(count_interval(np.array([[1, 0, 1], [1, 0, 1]])))
    0.667 [0.667, 0.667]
    """

    def f1(totals: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        right, wrong, missed = totals.T
        found: npt.NDArray[np.float64] = np.where(
            right + wrong + missed > 0, 2 * right / np.maximum(2 * right + wrong + missed, 1), 1.0
        )
        return found

    return _interval(float(f1(counts.sum(axis=0, keepdims=True))[0]), f1(_draws(len(counts)) @ counts))


def mean_interval(values: npt.NDArray[np.float64]) -> Interval:
    """Return the mean of a figure that each item has.

    >>> print(mean_interval(np.zeros(3)))
    0.000 [0.000, 0.000]
    """
    return _interval(float(values.mean()), _draws(len(values)) @ values / len(values))


@lru_cache(maxsize=2)
def _draws(items: int) -> npt.NDArray[np.float64]:
    """Return how often each item is drawn, a row a draw."""
    generator = np.random.default_rng(SEED)
    return generator.multinomial(items, np.full(items, 1 / items), size=DRAWS).astype(np.float64)


def _f1(weights: npt.NDArray[np.float64], gold: Flags, assigned: Flags) -> npt.NDArray[np.float64]:
    right, any_of_them = weights @ (gold & assigned), weights @ gold + weights @ assigned
    f1: npt.NDArray[np.float64] = np.where(any_of_them > 0, 2 * right / np.maximum(any_of_them, 1), 1.0)
    return f1


def _interval(value: float, drawn: npt.NDArray[np.float64]) -> Interval:
    low, high = np.percentile(drawn, (LOWEST, HIGHEST))
    return Interval(value=value, low=float(low), high=float(high))
