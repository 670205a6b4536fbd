"""The best path through steps that each follow an earlier one, and how probable each step is on any path."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The steps of the best path, and what all paths together say."""

    places: tuple[int, ...]
    chances: tuple[float, ...]
    """How probably each place is on the path: its share of all paths, weighed by their scores."""
    whole: float
    """The logarithm of how probable the best path is among all."""


def best_path(first: Sequence[float], scores: Sequence[float], step: Callable[[int, int], float]) -> Path:
    """Return the path with the highest sum; it may begin and end anywhere.

    `first` is what speaks for beginning at each place, `scores` for being there, `step` for going from
    one place to a later one.

    >>> path = best_path([0, 0, 0], [2.0, -3.0, 2.0], lambda a, b: 1.0 if b - a == 2 else 0.0)
    >>> path.places, path.chances[0] > 0.9, path.chances[1] < 0.1
    ((0, 2), True, True)
    """
    count = len(scores)
    steps = np.full((count, count), -np.inf)
    for later in range(count):
        for earlier in range(later):
            steps[earlier, later] = step(earlier, later)
    begin, score = np.asarray(first, dtype=np.float64), np.asarray(scores, dtype=np.float64)
    places, best = _best(begin, score, steps)
    ahead, behind = _forward(begin, score, steps), _backward(score, steps)
    total = _log_sum(ahead)
    chances = np.exp(np.minimum(ahead + behind - total, 0.0))
    return Path(places=places, chances=tuple(chances.tolist()), whole=min(0.0, best - total))


def _best(begin: Floats, score: Floats, steps: Floats) -> tuple[tuple[int, ...], float]:
    best, before = begin + score, np.full(len(score), -1)
    for at in range(1, len(score)):
        reached = best[:at] + steps[:at, at]
        earlier = int(reached.argmax())
        if reached[earlier] > begin[at]:
            best[at], before[at] = reached[earlier] + score[at], earlier
    at = int(best.argmax())
    path = [at]
    while before[path[-1]] >= 0:
        path.append(int(before[path[-1]]))
    return tuple(reversed(path)), float(best[at])


def _forward(begin: Floats, score: Floats, steps: Floats) -> Floats:
    """Return the logarithm of the sum over all paths that end at each place."""
    ahead = begin + score
    for at in range(1, len(score)):
        ahead[at] = score[at] + _log_sum(np.append(ahead[:at] + steps[:at, at], begin[at]))
    return ahead


def _backward(score: Floats, steps: Floats) -> Floats:
    """Return the logarithm of the sum over all ways on from each place; one is to end there."""
    behind = np.zeros(len(score))
    for at in range(len(score) - 2, -1, -1):
        on = steps[at, at + 1 :] + score[at + 1 :] + behind[at + 1 :]
        behind[at] = _log_sum(np.append(on, 0.0))
    return behind


def _log_sum(values: Floats) -> float:
    highest = float(values.max())
    return highest + float(np.log(np.exp(values - highest).sum()))
