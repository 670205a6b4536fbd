"""Many logistic regressions of nearly the same examples, fitted together.

To judge a model honestly it is learned again and again with some items left out. Each
such regression differs little from the one of all items: all begin from there, take
Newton's steps, and share the two products with the table of examples that each step
costs. They are solved far more exactly than scikit-learn stops at, so that a result does
not hang on what it was solved together with.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
Single = npt.NDArray[np.float32]

EXACT = 1e-8
"""The steepest slope of the mean loss that is left; scikit-learn stops at 1e-4."""
MOST_STEPS, MOST_TURNS = 12, 25
# A step need not be exact: what is left of its error is taken up by the next.
STEP_ERROR = 0.03
SAME = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linear:
    """A fitted regression: a column's mean is taken off, the rest multiplied by factor and coefficient."""

    mean: Matrix
    factors: Matrix
    coefficients: Matrix
    intercept: float

    @property
    def weights(self) -> Matrix:
        """What a unit of each column adds to the log odds."""
        return self.factors * self.coefficients

    @property
    def offset(self) -> float:
        """The log odds of a row of zeros."""
        return self.intercept - float(self.mean @ self.weights)

    def odds(self, X: Any) -> Matrix:
        """Return the log odds of rows."""
        found: Matrix = np.asarray(X, dtype=np.float64) @ self.weights + self.offset
        return found

    def estimator(self, unfitted: Any) -> Any:
        """Return the scikit-learn pipeline, as if it had been fitted."""
        scaler, head = unfitted[0], unfitted[-1]
        scaler.mean_, scaler.factors_ = self.mean, self.factors
        scaler.n_features_in_ = head.n_features_in_ = len(self.mean)
        head.coef_, head.intercept_ = self.coefficients[None, :], np.array([self.intercept])
        head.classes_, head.n_iter_ = np.array([False, True]), np.array([MOST_STEPS])
        return unfitted


@dataclass(frozen=True, kw_only=True, eq=False)
class Regressions:
    """What is to be fitted: a column of `labels` and `counts` a regression, a row an example."""

    X: npt.NDArray[Any]
    labels: npt.NDArray[np.bool_]
    counts: npt.NDArray[Any]
    """How much an example counts; 0 leaves it out."""
    recipe: Any
    """The unfitted pipeline: a `BlockScaler` and a logistic regression."""

    @cached_property
    def centre(self) -> Matrix:
        """The mean of all rows; what is near zero loses no digits."""
        found: Matrix = self.X.mean(axis=0, dtype=np.float64)
        return found

    @cached_property
    def rows(self) -> Matrix:
        """The examples about their centre, and a column of ones for the intercept."""
        return np.hstack([self.X - self.centre, np.ones((len(self.X), 1))])

    @cached_property
    def scales(self) -> tuple[Matrix, Matrix]:
        """For each regression the means of its rows and the scaler's factors, a column each."""
        used = (self.counts > 0).astype(np.float64)
        centred = self.rows[:, :-1]
        mean = centred.T @ used / used.sum(axis=0)
        square = (centred**2).T @ used / used.sum(axis=0)
        spread = square - mean**2
        spread[spread < SAME * square] = 0.0
        factors = [self.recipe[0].factors(column) for column in np.sqrt(spread).T]
        return mean, np.column_stack(factors)

    @cached_property
    def penalties(self) -> Matrix:
        """What the square of each weight costs, a column a regression; the intercept is free."""
        strong = 1.0 / (self.recipe[-1].C * self.scales[1] ** 2)
        return np.vstack([strong, np.zeros((1, strong.shape[1]))])


def fit_all(task: Regressions) -> list[Linear]:
    """Return the regressions, fitted."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        start, root = _middle(task)
        weights, solved = _newton(task, np.repeat(start[:, None], task.counts.shape[1], axis=1), root)
    return [
        _linear(task, at, weights[:, at]) if solved[at] else _alone(task, at)
        for at in range(task.counts.shape[1])
    ]


def _linear(task: Regressions, at: int, weights: Matrix) -> Linear:
    mean, factors = (table[:, at] for table in task.scales)
    return Linear(
        mean=task.centre + mean,
        factors=factors,
        coefficients=weights[:-1] / factors,
        intercept=float(weights[-1] + mean @ weights[:-1]),
    )


def _alone(task: Regressions, at: int) -> Linear:
    """Let scikit-learn fit a regression that Newton's steps do not lead to."""
    from sklearn.base import clone

    used = task.counts[:, at] > 0
    counts = task.counts[used, at].astype(np.float64)
    fit = clone(task.recipe).fit(
        task.X[used], task.labels[used, at], logisticregression__sample_weight=counts
    )
    scaler, head = fit[0], fit[-1]
    return Linear(
        mean=scaler.mean_,
        factors=scaler.factors_,
        coefficients=head.coef_[0],
        intercept=float(head.intercept_[0]),
    )


def _middle(task: Regressions) -> tuple[Matrix, Any]:
    """Return the weights between all regressions, and what is needed to divide by their curvature."""
    from scipy.linalg import cho_factor, cho_solve
    from scipy.special import expit

    counts = task.counts.mean(axis=1, dtype=np.float64)
    wanted = (task.counts * task.labels).mean(axis=1, dtype=np.float64)
    penalty, weights = task.penalties.mean(axis=1), np.zeros(task.rows.shape[1])
    root: Any = None
    for _ in range(MOST_STEPS):
        said = expit(task.rows @ weights)
        slope = task.rows.T @ (counts * said - wanted) + penalty * weights
        bent = task.rows * np.sqrt(counts * said * (1 - said))[:, None]
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
    found: Matrix = (single.T @ single).astype(np.float64)
    return found


def _newton(task: Regressions, weights: Matrix, root: Any) -> tuple[Matrix, npt.NDArray[np.bool_]]:
    """Return the weights of all regressions, and which of them are solved."""
    from scipy.special import expit

    rows, single = task.rows, task.rows.astype(np.float32)
    factors = np.vstack([task.scales[1], np.ones((1, weights.shape[1]))])
    total, solved = task.counts.sum(axis=0), np.zeros(weights.shape[1], dtype=bool)
    for _ in range(MOST_STEPS):
        said = expit(rows @ weights)
        slopes = rows.T @ (task.counts * (said - task.labels)) + task.penalties * weights
        solved = np.abs(slopes * factors).max(axis=0) / total < EXACT
        if solved.all() or not np.isfinite(slopes).all():
            break
        curved = (task.counts * said * (1 - said)).astype(np.float32)
        weights = weights - _step(task, single, curved, (slopes, root))
    return weights, solved


def _step(task: Regressions, rows: Single, curved: Single, slope: tuple[Matrix, Any]) -> Matrix:
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
