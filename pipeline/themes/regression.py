"""Many logistic regressions of nearly the same examples, fitted together.

To judge a model honestly it is learned again and again with some items left out. Each
such regression differs little from the one of all items: all begin from there, step by
its curvature, and share the two products with the table of examples that each step
costs. They are solved far more exactly than scikit-learn stops at, so that a result does
not hang on what it was solved together with.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.encoder.protocol import Flags, Numbers
from pipeline.themes.model import Linear
from pipeline.themes.recipe import PENALTY

EXACT = 1e-8
"""The steepest slope of the mean loss that is left; scikit-learn stops at 1e-4."""
MOST_STEPS = 40
# Where all begin need not be exact.
NEAR = 0.03
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
    table = np.column_stack(list(distinct.values())).astype(np.float64)
    fitted = dict(zip(distinct, _fit_distinct(blocks, labels, table), strict=True))
    return [fitted[column.tobytes()] for column in counts]


def _fit_distinct(blocks: Sequence[Block], labels: Flags, counts: Numbers) -> Iterator[Linear]:
    used = counts.any(axis=1)
    labels, counts = labels[used], counts[used]
    X = np.hstack([block.columns[used] for block in blocks])
    centre = X.mean(axis=0, dtype=np.float64)  # what is near zero loses no digits
    rows = np.hstack([X - centre, np.ones((len(X), 1))])
    factors = _factors(rows, counts > 0, blocks)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        weights, solved = _solve(rows, labels, counts, factors)
    for at in range(counts.shape[1]):
        own = weights[:, at] if solved[at] else _fit_alone(rows, labels, counts[:, at], factors[:, at])
        yield Linear(weights=own[:-1], offset=float(own[-1] - centre @ own[:-1]))


def _factors(rows: Numbers, used: Flags, blocks: Sequence[Block]) -> Numbers:
    """Return what each regression multiplies columns by, a column a regression; 1 for the intercept."""
    shares = used / used.sum(axis=0)
    mean, square = rows[:, :-1].T @ shares, (rows[:, :-1] ** 2).T @ shares
    spread = square - mean**2
    spread[spread < SAME * square] = 0.0
    return np.vstack([scale_factors(np.sqrt(spread), blocks), np.ones((1, used.shape[1]))])


def scale_factors(spread: Numbers, blocks: Sequence[Block]) -> Numbers:
    """Return what columns of these standard deviations are to be multiplied by.

    >>> scale_factors(np.array([2.0, 4.0]), [Block(columns=np.zeros((9, 2)), weight=1.0, counts=True)])
    array([0.5 , 0.25])
    """
    factors = []
    ends = np.cumsum([block.columns.shape[1] for block in blocks])
    for block, columns in zip(blocks, np.split(spread, ends[:-1]), strict=True):
        scale = columns if block.counts else np.sqrt(np.mean(columns**2, axis=0)) + np.zeros_like(columns)
        factors.append(block.weight / np.where(scale > 0, scale, 1.0))
    return np.concatenate(factors)


def _solve(rows: Numbers, labels: Flags, counts: Numbers, factors: Numbers) -> tuple[Numbers, Flags]:
    """Return the weights of all regressions, the intercept's last, and which of them are solved."""
    from scipy.linalg import cho_solve
    from scipy.special import expit

    # What the square of each weight costs; the intercept is free.
    penalties = 1.0 / (PENALTY * factors**2)
    penalties[-1] = 0.0
    middle, root = _middle(rows, labels, counts.mean(axis=1), penalties.mean(axis=1))
    weights = np.repeat(middle[:, None], counts.shape[1], axis=1)
    solved, left = np.zeros(counts.shape[1], dtype=bool), np.arange(counts.shape[1])
    for _ in range(MOST_STEPS):
        wrong = counts[:, left] * (expit(rows @ weights[:, left]) - labels[:, None])
        slopes = rows.T @ wrong + penalties[:, left] * weights[:, left]
        steepest = np.abs(slopes * factors[:, left]).max(axis=0) / counts[:, left].sum(axis=0)
        solved[left] = steepest < EXACT
        going = ~solved[left]
        if not going.any() or not np.isfinite(slopes).all():
            break
        weights[:, left[going]] -= cho_solve(root, slopes[:, going])
        left = left[going]
    return weights, solved


def _middle(rows: Numbers, labels: Flags, counts: Numbers, penalty: Numbers) -> tuple[Numbers, Any]:
    """Return the weights between all regressions by Newton's steps, and the root of the curvature there."""
    from scipy.linalg import cho_factor, cho_solve
    from scipy.special import expit

    weights, root = np.zeros(rows.shape[1]), None
    for _ in range(MOST_STEPS):
        probabilities = expit(rows @ weights)
        slope = rows.T @ (counts * (probabilities - labels)) + penalty * weights
        bent = (rows * np.sqrt(counts * probabilities * (1 - probabilities))[:, None]).astype(np.float32)
        curvature = (bent.T @ bent).astype(np.float64) + np.diag(penalty + SAME)
        if not np.isfinite(curvature).all():
            break
        root = cho_factor(curvature)
        step = cho_solve(root, slope)
        weights = weights - step
        if np.abs(step).max() < NEAR * np.abs(weights).max():
            break
    return weights, root


def _fit_alone(rows: Numbers, labels: Flags, counts: Numbers, factors: Numbers) -> Numbers:
    """Let scikit-learn fit a regression that the steps do not lead to."""
    from sklearn.linear_model import LogisticRegression

    head, used = LogisticRegression(C=PENALTY, max_iter=2000), counts > 0
    head.fit(rows[used, :-1] * factors[:-1], labels[used], sample_weight=counts[used])
    return np.append(head.coef_[0] * factors[:-1], head.intercept_[0])
