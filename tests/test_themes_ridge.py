"""Regressions fitted together are what scikit-learn makes of each, and do not hang on each other."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from pipeline.themes.ridge import Regressions, fit_all
from pipeline.themes.scaling import BlockScaler

ROWS, COLUMNS = 120, 9


def recipe(strength=0.05, tol=1e-10):
    scaler = BlockScaler(counted=3, counted_weight=0.5, sizes=(4, 2), weights=(0.1, 0.2))
    return make_pipeline(scaler, LogisticRegression(C=strength, tol=tol, max_iter=5000))


@pytest.fixture
def examples():
    draw = np.random.default_rng(2)
    X = draw.normal(3.0, 1.0, (ROWS, COLUMNS)) * np.arange(1, COLUMNS + 1)
    X[:, 1] = 4.0  # says nothing
    labels = X[:, 0] + draw.normal(0, 1, ROWS) > 3.5
    left_out = np.arange(ROWS)[:, None] % 4 == np.arange(4)
    return X, labels, np.column_stack([np.ones(ROWS, dtype=bool), ~left_out])


def task(X, labels, used, **settings):
    return Regressions(
        X=X,
        labels=np.broadcast_to(labels[:, None], used.shape),
        counts=used.astype(float),
        recipe=recipe(**settings),
    )


def test_each_is_what_scikit_learn_fits_to_the_same_rows(examples):
    X, labels, used = examples
    for linear, rows in zip(fit_all(task(X, labels, used)), used.T, strict=True):
        alone = recipe().fit(X[rows], labels[rows])
        assert np.allclose(linear.odds(X), alone.decision_function(X), atol=1e-5)


def test_a_regression_is_the_same_alone_as_together(examples):
    X, labels, used = examples
    together = fit_all(task(X, labels, used))[2]
    (alone,) = fit_all(task(X, labels, used[:, 2:3]))
    assert np.allclose(together.odds(X), alone.odds(X), atol=1e-6)


def test_labels_of_rows_left_out_change_nothing(examples):
    X, labels, used = examples
    changed = labels ^ ~used[:, 1]
    first, second = (fit_all(task(X, one, used))[1] for one in (labels, changed))
    assert np.allclose(first.odds(X), second.odds(X), atol=1e-6)


def test_rows_count_as_often_as_is_said(examples):
    X, labels, _ = examples
    often = np.where(labels, 3.0, 1.0)[:, None]
    (linear,) = fit_all(task(X, labels, often))
    alone = recipe().fit(X, labels, logisticregression__sample_weight=often[:, 0])
    assert np.allclose(linear.odds(X), alone.decision_function(X), atol=1e-5)


def test_as_a_pipeline_it_says_the_same(examples):
    X, labels, used = examples
    linear = fit_all(task(X, labels, used))[1]
    pipeline = linear.estimator(recipe())
    assert np.allclose(pipeline.decision_function(X), linear.odds(X))
    assert np.allclose(pipeline.predict_proba(X)[:, 1], 1 / (1 + np.exp(-linear.odds(X))))


def test_where_steps_lead_nowhere_scikit_learn_is_asked(examples):
    X, _, used = examples
    # Hardly held back, and told apart by one column: the weights would grow without end.
    labels = X[:, 0] > 3.5
    (linear,) = fit_all(task(X, labels, used[:, :1], strength=1e9, tol=1e-4))
    assert np.isfinite(linear.weights).all()
    assert ((linear.odds(X) > 0) == labels).all()
