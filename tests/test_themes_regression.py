"""Regressions fitted together are what scikit-learn makes of each, and do not hang on each other."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_info, threadpool_limits

from pipeline.themes import regression
from pipeline.themes.model import expit
from pipeline.themes.recipe import PENALTY
from pipeline.themes.regression import Block, fit_all, one_thread, scale_factors

ROWS, COLUMNS = 120, 9


def blocks(X):
    return (
        Block(columns=X[:, :3], weight=0.5, counts=True),
        Block(columns=X[:, 3:7], weight=0.1),
        Block(columns=X[:, 7:], weight=0.2),
    )


@pytest.fixture
def examples():
    draw = np.random.default_rng(2)
    X = draw.normal(3.0, 1.0, (ROWS, COLUMNS)) * np.arange(1, COLUMNS + 1)
    X[:, 1] = 4.0  # says nothing
    labels = X[:, 0] + draw.normal(0, 1, ROWS) > 3.5
    left_out = np.arange(ROWS)[:, None] % 4 == np.arange(4)
    return X, labels, np.column_stack([np.ones(ROWS, dtype=bool), ~left_out])


def by_scikit_learn(X, labels, weights=None):
    """Return scikit-learn's own fit to scaled rows, and the scaling."""
    mean, factors = X.mean(axis=0), scale_factors(X.std(axis=0), blocks(X))
    head = LogisticRegression(C=PENALTY, tol=1e-10, max_iter=5000)
    head.fit((X - mean) * factors, labels, sample_weight=weights)
    return head, lambda rows: (rows - mean) * factors


def test_what_is_served_is_what_scikit_learn_predicts(examples):
    X, labels, used = examples
    for linear, rows in zip(fit_all(blocks(X), labels, used.T), used.T, strict=True):
        head, scale = by_scikit_learn(X[rows], labels[rows])
        assert np.allclose(linear.odds(X), head.decision_function(scale(X)), atol=1e-5)
        assert np.allclose(expit(linear.odds(X)), head.predict_proba(scale(X))[:, 1], atol=1e-6)
        assert np.array_equal(linear.odds(X) > 0, head.predict(scale(X)))


def test_a_regression_is_the_same_alone_as_together(examples):
    X, labels, used = examples
    together = fit_all(blocks(X), labels, used.T)[2]
    (alone,) = fit_all(blocks(X), labels, [used[:, 2]])
    assert np.allclose(together.odds(X), alone.odds(X), atol=1e-6)


def test_labels_of_rows_left_out_change_nothing(examples):
    X, labels, used = examples
    changed = labels ^ ~used[:, 1]
    first, second = (fit_all(blocks(X), one, used.T)[1] for one in (labels, changed))
    assert np.allclose(first.odds(X), second.odds(X), atol=1e-6)


def test_rows_count_as_often_as_is_said(examples):
    X, labels, _ = examples
    often = np.where(labels, 3.0, 1.0)
    (linear,) = fit_all(blocks(X), labels, [often])
    head, scale = by_scikit_learn(X, labels, often)
    assert np.allclose(linear.odds(X), head.decision_function(scale(X)), atol=1e-5)


def test_where_steps_lead_nowhere_scikit_learn_is_asked(examples, monkeypatch):
    X, _, used = examples
    # Hardly held back, and told apart by one column: the weights would grow without end.
    monkeypatch.setattr(regression, "PENALTY", 1e9)
    labels = X[:, 0] > 3.5
    (linear,) = fit_all(blocks(X), labels, [used[:, 0]])
    assert np.isfinite(linear.weights).all()
    assert ((linear.odds(X) > 0) == labels).all()


def test_counts_are_standardised_and_vectors_keep_their_proportions():
    spread = np.array([1.7, 0.1, 0.01])
    factors = scale_factors(
        spread,
        [
            Block(columns=np.zeros((1, 1)), weight=0.5, counts=True),
            Block(columns=np.zeros((1, 2)), weight=0.2),
        ],
    )
    scaled = spread * factors
    assert np.isclose(scaled[0], 0.5)
    assert np.isclose(scaled[1] / scaled[2], 10)
    assert np.isclose(np.sqrt((scaled[1:] ** 2).mean()), 0.2)


def threads():
    return {info["num_threads"] for info in threadpool_info() if info["user_api"] == "blas"}


def test_matrices_are_multiplied_by_one_thread_within_and_by_as_many_as_before_after():
    with threadpool_limits(limits=2, user_api="blas"):
        with one_thread():
            assert threads() == {1}
        assert 1 not in threads()
