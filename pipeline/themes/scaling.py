"""Brings counts, words and vectors to one scale before a linear model sees them."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

Matrix = npt.NDArray[np.float64]


class BlockScaler(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Standardises the first `counted` columns; scales each further block of columns as one.

    The components of a vector keep their proportions: standardising each would blow up
    the directions in which texts hardly differ. A block's weight is the standard
    deviation its columns get, on average; under a ridge penalty the larger block is
    trusted sooner. Columns after the last block are one more, of weight 1.

    >>> BlockScaler(counted=1, sizes=(1,), weights=(0.5,)).fit_transform([[0.0, 0.1], [2.0, 0.3]])
    array([[-1. , -0.5],
           [ 1. ,  0.5]])
    """

    def __init__(
        self,
        counted: int = 0,
        counted_weight: float = 1.0,
        sizes: Sequence[int] = (),
        weights: Sequence[float] = (),
    ) -> None:
        self.counted = counted
        self.counted_weight = counted_weight
        self.sizes = sizes
        self.weights = weights

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Learn the columns' means and the factors to multiply by."""
        X = validate_data(self, X, dtype=np.float64)
        self.mean_ = X.mean(axis=0)
        self.factors_ = self.factors(X.std(axis=0))
        return self

    def factors(self, spread: Matrix) -> Matrix:
        """Return what columns of these standard deviations are to be multiplied by."""
        found: Matrix = self.counted_weight / np.where(spread > 0, spread, 1.0)
        start = self.counted
        rest = max(0, len(spread) - start - sum(self.sizes))
        for size, weight in zip((*self.sizes, rest), (*self.weights, 1.0), strict=True):
            block = spread[start : start + size]
            overall = np.sqrt(np.mean(block**2)) if block.size else 1.0
            found[start : start + size] = weight / (overall or 1.0)
            start += size
        return found

    def transform(self, X: Any) -> Matrix:
        """Return the rows, centred and scaled."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        scaled: Matrix = (X - self.mean_) * self.factors_
        return scaled
