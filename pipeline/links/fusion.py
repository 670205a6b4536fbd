"""The fusion: a logistic regression over the features of a pair of matters, and its fit."""

from dataclasses import dataclass, replace

import numpy as np

from pipeline.encoder.protocol import Flags, Numbers

FEATURES = (
    "words", "heading_words", "heading_there", "heading_here", "sense", "same_people", "same_measure",
    "shared_names", "shared_figures", "refers_to_it", "same_case_number", "same_committee", "few_earlier",
)  # fmt: skip
LEAST = -700.0
"""Logits below this are no number any more when they are taken to the power of e."""
REGULARISATION = 0.1
"""scikit-learn's C; measured on held-out committees, values from 0.03 to 1 rank alike."""
DOUBT = 1e-6
"""Nothing is taken for surer than this, or one judgement could outweigh all others."""
SPREAD = 0.7
"""How far the offset is expected to lie from 0; of values from 0.3 to 1, the one that lost least
where users said only what is wrong (`experiments/judged_links.py`)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fusion:
    """A logistic regression over the features of a pair: the probability that a reader keeps the link."""

    weights: Numbers
    """In the order of FEATURES."""
    intercept: float
    cutoff: float
    """Links less probable than this are not shown."""
    share: float = 0.0
    """Nor are those less probable than this share of the likeliest link of the same matter."""

    def probability(self, rows: Numbers) -> Numbers:
        """Return the probability of each row of features."""
        logit: Numbers = rows @ self.weights + self.intercept
        return 1.0 / (1.0 + np.exp(-np.maximum(logit, LEAST)))


def fit_fusion(features: Numbers, right: Flags, weights: Numbers) -> Fusion:
    """Return the regression of which links are right on the features; cut-off one half.

    A feature speaks for a link or not at all: those whose weight comes out below
    0 only take back what another one says, and are left out.
    """
    from sklearn.linear_model import LogisticRegression

    centre, scale = features.mean(axis=0), np.maximum(features.std(axis=0), 1e-9)
    standard, kept = (features - centre) / scale, np.arange(features.shape[1])
    while True:
        regression = LogisticRegression(C=REGULARISATION, max_iter=2000)
        regression.fit(standard[:, kept], right, sample_weight=weights)
        coefficients: Numbers = regression.coef_[0]
        if (coefficients >= 0).all():
            break
        kept = np.delete(kept, int(coefficients.argmin()))
    fitted = np.zeros(len(FEATURES))
    fitted[kept] = coefficients / scale[kept]
    intercept = float(regression.intercept_[0] - fitted @ centre)
    return Fusion(weights=fitted, intercept=intercept, cutoff=0.5)


def recalibrate(fusion: Fusion, probabilities: Numbers, kept: Flags) -> Fusion:
    """Return the fusion as sure as readers were of the links that they judged; it ranks as before.

    Users judge what they are shown, and rather what is wrong: that tells little of what makes a
    link and much of how sure one must be. So only an offset is fitted, held near 0 while few are judged.
    """
    from scipy.optimize import minimize_scalar

    certain = np.clip(probabilities, DOUBT, 1 - DOUBT)
    logits, signs = np.log(certain / (1 - certain)), np.where(kept, -1.0, 1.0)

    def loss(offset: float) -> float:
        surprise = np.logaddexp(0, signs * (logits + offset)).sum()
        return float(surprise + offset**2 / (2 * SPREAD**2))

    return replace(fusion, intercept=fusion.intercept + float(minimize_scalar(loss).x))
