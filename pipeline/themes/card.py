"""What is to be known of a model: what it was made from, and from which probability a theme is assigned."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.encoder.protocol import Flags, Numbers

LOWEST, HIGHEST = 0.3, 0.7
TOLERANCE = 0.005
"""How much expected F1 a lower threshold may cost: a theme too many is seen at once, a missing one never."""
# Where more than this share of the decisions would be wrong, a person decides.
WORST_RATE = 0.25
NEAREST, FARTHEST = 0.05, 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeCard:
    """What a model is, to be read before it is trusted."""

    encoder: str
    """Name of the encoder whose vectors it was trained on."""
    dimension: int
    vocabulary: Mapping[str, tuple[str, ...]]
    """Themes whose passages it learned, each with the words that have a weight of their own."""
    thresholds: Mapping[str, float]
    """From which probability a theme is assigned; for each theme it was trained on."""
    bands: Mapping[str, tuple[float, float]]
    """Between which probabilities it is undecided: a person should look."""
    zero_shot_threshold: float
    """The threshold of a theme it was not trained on."""
    zero_shot_band: tuple[float, float]
    trained_on: str
    """Fingerprint of the examples."""
    items: int

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes it was trained on."""
        return tuple(self.thresholds)

    def assigns(self, theme: str, probability: float) -> bool:
        """Tell whether an item of this probability has the theme."""
        return probability >= self.thresholds.get(theme, self.zero_shot_threshold)

    def doubts(self, theme: str, probability: float) -> bool:
        """Tell whether a person should look."""
        lower, upper = self.bands.get(theme, self.zero_shot_band)
        return lower <= probability <= upper


def expected_f1_threshold(probabilities: Numbers) -> float:
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
    assigned = probabilities[None, :] >= candidates[:, None]
    right = (assigned * probabilities).sum(axis=1)
    expected = 2 * right / np.maximum(assigned.sum(axis=1) + probabilities.sum(), 1e-9)
    return float(candidates[expected >= expected.max() - TOLERANCE].min())


def undecided_band(probabilities: Numbers, truth: Flags, threshold: float) -> tuple[float, float]:
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
