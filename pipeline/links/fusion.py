"""The fit of the fusion: a logistic regression over the features of pairs."""

import numpy as np

from pipeline.links.model import Fusion
from pipeline.links.pairs import FEATURES
from pipeline.links.tables import Numbers


def fit_fusion(features: Numbers, grades: Numbers) -> Fusion:
    """Return the regression of "a reader keeps it" (a grade above 0) on the features; cut-off one half."""
    from sklearn.linear_model import LogisticRegression

    centre, scale = features.mean(axis=0), np.maximum(features.std(axis=0), 1e-9)
    regression = LogisticRegression(max_iter=2000).fit((features - centre) / scale, grades > 0)
    weights = regression.coef_[0] / scale
    intercept = float(regression.intercept_[0] - weights @ centre)
    return Fusion(features=FEATURES, weights=weights, intercept=intercept, cutoff=0.5)
