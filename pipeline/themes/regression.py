"""Many logistic regressions of nearly the same examples, fitted together.

To judge a model honestly it is learned again and again with some items left out. Each
such regression differs little from the one of all items: all begin from there, take
Newton's steps, and share the two products with the table of examples that each step
costs. They are solved far more exactly than scikit-learn stops at, so that a result does
not hang on what it was solved together with.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.themes.features import Flags, Matrix
from pipeline.themes.model import Linear
from pipeline.themes.recipe import PENALTY

EXACT = 1e-8
"""The steepest slope of the mean loss that is left; scikit-learn stops at 1e-4."""
MOST_STEPS, MOST_TURNS = 12, 25
# A step need not be exact: what is left of its error is taken up by the next.
STEP_ERROR = 0.03
SAME = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """Columns that are brought to one scale before they are learned from.

    Counts are standardised one by one. The components of a vector keep their proportions:
    standardising each would blow up the directions in which texts hardly differ.
    """

    columns: npt.NDArray[Any]
    weight: float
    """Standard deviation of its columns; under a ridge penalty the larger block is trusted sooner."""
    counts: bool = False


@contextmanager
def one_thread() -> Iterator[None]:
    """Let matrices be multiplied by one thread.

    Several gain little on tables of this size, and where the machine has other work they
    wait for each other: learning then took ten times as long (2 cores, both busy). With
    one, the same examples give the same digits on every machine.
    """
    import scipy.linalg  # noqa: F401 - its library has threads of its own, and only what is loaded is told
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):
        yield


def fit_all(blocks: Sequence[Block], labels: Flags, counts: Sequence[npt.NDArray[Any]]) -> list[Linear]:
    """Return a regression for each of `counts`: how much each row counts in it, 0 leaves it out."""
    # Of the same rows it is the same regression.
    distinct = {column.tobytes(): column for column in counts}
    linears = _fit_distinct(blocks, labels, np.column_stack(list(distinct.values())))
    fitted = dict(zip(distinct, linears, strict=True))
    return [fitted[column.tobytes()] for column in counts]


def _fit_distinct(blocks: Sequence[Block], labels: Flags, counts: npt.NDArray[Any]) -> Iterator[Linear]:
    used = counts.any(axis=1)
    X = np.hstack([block.columns[used] for block in blocks])
    task = _Task(X, labels[used, None], counts[used].astype(np.float64), blocks)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        start, root = _middle(task)
        weights, solved = _newton(task, np.repeat(start[:, None], counts.shape[1], axis=1), root)
    for at in range(counts.shape[1]):
        column = weights[:, at] if solved[at] else _fit_alone(task, at)
        yield Linear(weights=column[:-1], offset=float(column[-1] - task.centre @ column[:-1]))


@dataclass(frozen=True, eq=False)
class _Task:
    X: npt.NDArray[Any]
    labels: Flags
    counts: Matrix
    blocks: Sequence[Block]

    @cached_property
    def centre(self) -> Matrix:
        """The mean of all rows; what is near zero loses no digits."""
        centre: Matrix = self.X.mean(axis=0, dtype=np.float64)
        return centre

    @cached_property
    def rows(self) -> Matrix:
        """The examples about their centre, and a column of ones for the intercept."""
        return np.hstack([self.X - self.centre, np.ones((len(self.X), 1))])

    @cached_property
    def factors(self) -> Matrix:
        """What each regression multiplies columns by; a column a regression."""
        used = (self.counts > 0).astype(np.float64)
        centred = self.rows[:, :-1]
        mean = centred.T @ used / used.sum(axis=0)
        square = (centred**2).T @ used / used.sum(axis=0)
        spread = square - mean**2
        spread[spread < SAME * square] = 0.0
        return np.column_stack([scale_factors(column, self.blocks) for column in np.sqrt(spread).T])

    @cached_property
    def penalties(self) -> Matrix:
        """What the square of each weight costs, a column a regression; the intercept is free."""
        strong = 1.0 / (PENALTY * self.factors**2)
        return np.vstack([strong, np.zeros((1, strong.shape[1]))])


def scale_factors(spread: Matrix, blocks: Sequence[Block]) -> Matrix:
    """Return what columns of these standard deviations are to be multiplied by.

    >>> scale_factors(np.array([2.0, 4.0]), [Block(columns=np.zeros((9, 2)), weight=1.0, counts=True)])
    array([0.5 , 0.25])
    """
    factors, start = [], 0
    for block in blocks:
        size = block.columns.shape[1]
        columns = spread[start : start + size]
        start += size
        scale = columns if block.counts else np.full(size, np.sqrt(np.mean(columns**2)))
        factors.append(block.weight / np.where(scale > 0, scale, 1.0))
    return np.concatenate(factors)


def _fit_alone(task: _Task, at: int) -> Matrix:
    """Let scikit-learn fit a regression that Newton's steps do not lead to."""
    from sklearn.linear_model import LogisticRegression

    counts, factors = task.counts[:, at], task.factors[:, at]
    head = LogisticRegression(C=PENALTY, max_iter=2000)
    used = counts > 0
    head.fit(task.rows[used, :-1] * factors, task.labels[used, 0], sample_weight=counts[used])
    return np.append(head.coef_[0] * factors, head.intercept_[0])


def _middle(task: _Task) -> tuple[Matrix, Any]:
    """Return the weights between all regressions, and what is needed to divide by their curvature."""
    from scipy.linalg import cho_factor, cho_solve
    from scipy.special import expit

    counts = task.counts.mean(axis=1)
    wanted = counts * task.labels[:, 0]
    penalty, weights = task.penalties.mean(axis=1), np.zeros(task.rows.shape[1])
    root: Any = None
    for _ in range(MOST_STEPS):
        probabilities = expit(task.rows @ weights)
        slope = task.rows.T @ (counts * probabilities - wanted) + penalty * weights
        bent = task.rows * np.sqrt(counts * probabilities * (1 - probabilities))[:, None]
        curvature = _squared(bent)
        curvature[np.diag_indices_from(curvature)] += penalty + SAME
        if not np.isfinite(curvature).all():
            break
        root = cho_factor(curvature)
        step = cho_solve(root, slope)
        weights = weights - step
        if np.abs(step).max() < STEP_ERROR * np.abs(weights).max():
            break
    return weights, root


def _squared(rows: Matrix) -> Matrix:
    """Return the rows' products with each other, in single precision: a step may be a little wrong."""
    single = rows.astype(np.float32)
    products: Matrix = (single.T @ single).astype(np.float64)
    return products


def _newton(task: _Task, weights: Matrix, root: Any) -> tuple[Matrix, Flags]:
    """Return the weights of all regressions, and which of them are solved."""
    from scipy.special import expit

    factors = np.vstack([task.factors, np.ones((1, weights.shape[1]))])
    total, solved = task.counts.sum(axis=0), np.zeros(weights.shape[1], dtype=bool)
    single = task.rows.astype(np.float32)
    for _ in range(MOST_STEPS):
        probabilities = expit(task.rows @ weights)
        slopes = task.rows.T @ (task.counts * (probabilities - task.labels)) + task.penalties * weights
        solved = np.abs(slopes * factors).max(axis=0) / total < EXACT
        if solved.all() or not np.isfinite(slopes).all():
            break
        curved = (task.counts * probabilities * (1 - probabilities)).astype(np.float32)
        weights = weights - _step(task, single, curved, (slopes, root))
    return weights, solved


def _step(
    task: _Task, rows: npt.NDArray[np.float32], curved: npt.NDArray[np.float32], slope: tuple[Matrix, Any]
) -> Matrix:
    """Return Newton's step of every regression, by conjugate gradients from the curvature in the middle."""
    from scipy.linalg import cho_solve

    left, root = slope
    step, near = np.zeros_like(left), cho_solve(root, left)
    way, size = near, (left * near).sum(axis=0)
    goal = size * STEP_ERROR**2
    for _ in range(MOST_TURNS):
        bent = rows.T @ (curved * (rows @ way.astype(np.float32))) + task.penalties * way
        length = size / np.maximum((way * bent).sum(axis=0), 1e-300)
        step, left = step + length * way, left - length * bent
        near = cho_solve(root, left)
        size, before = (left * near).sum(axis=0), size
        if (size <= goal).all():
            break
        way = near + way * (size / np.maximum(before, 1e-300))
    return step
