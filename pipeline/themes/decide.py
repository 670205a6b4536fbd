"""From which probability a theme is assigned, and where a person should look instead."""

import numpy as np
import numpy.typing as npt

from pipeline.themes.layout import Matrix

LOWEST, HIGHEST = 0.3, 0.7
TOLERANCE = 0.005
"""How much expected F1 a lower threshold may cost: a theme too many is seen at once, a missing one never."""
# Where more than this share of the decisions would be wrong, a person decides.
WORST_RATE = 0.25
NEAREST, FARTHEST = 0.05, 0.95


def expected_f1_threshold(probabilities: Matrix) -> float:
    """Return the lowest threshold of about the greatest F1 to be expected of calibrated probabilities.

    It rests on the probabilities alone, not on which of few labels were hit: tuned to
    the labels themselves, thresholds did worse on committees held out. Between a third and
    a half the F1 held out hardly changes, so the lower one is taken: recall comes first.

    >>> expected_f1_threshold(np.array([0.02, 0.03, 0.45, 0.9, 0.95]))
    0.3
    >>> expected_f1_threshold(np.array([0.02] * 9 + [0.35, 0.45, 0.6, 0.9, 0.95]))
    0.36
    """
    candidates = np.round(np.arange(LOWEST, HIGHEST + 0.005, 0.01), 2)
    taken = probabilities[None, :] >= candidates[:, None]
    right = (taken * probabilities).sum(axis=1)
    expected = 2 * right / np.maximum(taken.sum(axis=1) + probabilities.sum(), 1e-9)
    return float(candidates[expected >= expected.max() - TOLERANCE].min())


def undecided_band(
    probabilities: Matrix, truth: npt.NDArray[np.bool_], threshold: float
) -> tuple[float, float]:
    """Return between which probabilities too many decisions are wrong, by items held out.

    How often a probability comes true is read off a rising curve through the items; the
    band holds the threshold, and is never so wide that everything would be asked.
    """
    from sklearn.isotonic import IsotonicRegression

    true_rate = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(probabilities, truth)
    at = np.round(np.arange(NEAREST, FARTHEST + 0.005, 0.01), 2)
    rates = true_rate.predict(at)
    doubtful = at[(rates > WORST_RATE) & (rates < 1 - WORST_RATE)]
    lower = min(float(doubtful.min()), threshold) if len(doubtful) else threshold
    upper = max(float(doubtful.max()), threshold) if len(doubtful) else threshold
    return round(lower, 2), round(upper, 2)
