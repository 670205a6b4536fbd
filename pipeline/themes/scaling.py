"""Brings counted features and vector components to one scale before a linear model sees them."""

from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

Matrix = npt.NDArray[np.float64]


class BlockScaler(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Standardises the first `counted` columns; centres the others and scales them all alike.

    The components of a vector keep their proportions: standardising each would blow up
    the directions in which texts hardly differ. `counted_weight` and `vector_weight`
    are the standard deviations the two blocks get, on average; under a ridge penalty
    the larger block is trusted sooner.

    >>> BlockScaler(counted=1, vector_weight=1.0).fit_transform([[0.0, 0.1], [2.0, 0.3]])
    array([[-1., -1.],
           [ 1.,  1.]])
    """

    def __init__(self, counted: int = 0, counted_weight: float = 1.0, vector_weight: float = 1.0) -> None:
        self.counted = counted
        self.counted_weight = counted_weight
        self.vector_weight = vector_weight

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Learn the columns' means and the factors to multiply by."""
        X = validate_data(self, X, dtype=np.float64)
        spread = X.std(axis=0)
        overall = np.sqrt(np.mean(spread[self.counted :] ** 2)) if X.shape[1] > self.counted else 1.0
        factors = np.full(X.shape[1], self.vector_weight / (overall or 1.0))
        first = spread[: self.counted]
        factors[: self.counted] = self.counted_weight / np.where(first > 0, first, 1.0)
        self.mean_ = X.mean(axis=0)
        self.factors_ = factors
        return self

    def transform(self, X: Any) -> Matrix:
        """Return the rows, centred and scaled."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        scaled: Matrix = (X - self.mean_) * self.factors_
        return scaled
