"""The scaler keeps scikit-learn's contract, and the proportions of vectors."""

import numpy as np
from sklearn.utils.estimator_checks import parametrize_with_checks

from pipeline.themes.scaling import BlockScaler


@parametrize_with_checks([BlockScaler(), BlockScaler(counted=1, sizes=(1,), weights=(0.5,))])
def test_it_is_an_estimator_as_scikit_learn_wants_it(estimator, check):
    check(estimator)


def test_counts_are_standardised_and_vectors_keep_their_proportions():
    rng = np.random.default_rng(5)
    X = np.column_stack([rng.poisson(3, 200), rng.normal(1, 0.1, 200), rng.normal(2, 0.01, 200)])
    scaled = BlockScaler(counted=1, counted_weight=0.5, sizes=(2,), weights=(0.2,)).fit_transform(X)
    spread = scaled.std(axis=0)
    assert np.allclose(scaled.mean(axis=0), 0)
    assert np.isclose(spread[0], 0.5)
    assert np.isclose(spread[1] / spread[2], X[:, 1].std() / X[:, 2].std())
    assert np.isclose(np.sqrt((spread[1:] ** 2).mean()), 0.2)
