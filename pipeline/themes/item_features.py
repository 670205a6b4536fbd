"""What the passages' probabilities say of the item: one row of numbers an item and theme."""

import re

import numpy as np
import numpy.typing as npt

from pipeline.themes.item import ThemeInput, matters
from pipeline.themes.passage_features import DECIDING, Matrix
from pipeline.themes.words import ThemeWords, count_words

# An information item is a bundle of matters; one short matter is enough for a theme.
BUNDLE = re.compile(
    r"orientering|meddelelse|eventuelt|gensidig|siden sidst|bordet rundt|\bnyt fra\b|kort nyt|\bstatus fra\b",
    re.IGNORECASE,
)
COLUMNS = (
    "best", "second", "third", "sum", "average", "any", "deciding", "two_are",
    "term_in_title", "hint_in_title", "terms", "term_density",
    "bundle", "has_matters", "bundle_best", "matters_best", "matter_average", "passages",
)  # fmt: skip
_LEAST = 0.003


def item_features(item: ThemeInput, words: ThemeWords, probabilities: Matrix) -> Matrix:
    """Return one row: `probabilities` has each passage's of being about the theme."""
    lengths = np.array([count_words(passage.text) for passage in item.passages], dtype=np.float64)
    terms = sum(len(found.terms) for found in words.in_passages(item.passages))
    title = words.in_heading(item.title)
    best, second, third = _largest(probabilities)
    bundle, groups = bool(BUNDLE.search(item.title)), matters(item.passages)[1:]
    row = (
        logit(best), logit(second), logit(third), np.log1p(probabilities.sum()),
        logit(_average(probabilities, lengths)), logit(_any(probabilities)),
        logit(_deciding(item, probabilities)), (probabilities > 0.5).sum() >= 2,
        bool(title.terms), bool(title.hints), np.log1p(terms), terms / np.sqrt(lengths.sum() + 20),
        bundle, bool(groups), bundle * logit(best), bool(groups) * logit(best),
        max((_average(probabilities[places], lengths[places]) for places in groups), default=0.0),
        np.log1p(len(item.passages)),
    )  # fmt: skip
    return np.array([row], dtype=np.float64)


def logit(probability: float) -> float:
    """Return the log odds, bounded: a model is never that sure.

    >>> logit(0.5), logit(1.0) == logit(0.999)
    (0.0, True)
    """
    kept = min(max(probability, _LEAST), 1 - _LEAST)
    return float(np.log(kept / (1 - kept)))


def _largest(probabilities: Matrix) -> npt.NDArray[np.float64]:
    return np.sort(np.concatenate([probabilities, np.zeros(3)]))[::-1][:3]


def _average(probabilities: Matrix, lengths: Matrix) -> float:
    return float((probabilities * (lengths + 1)).sum() / max(1.0, (lengths + 1).sum()))


def _any(probabilities: Matrix) -> float:
    return float(1 - np.prod(1 - probabilities))


def _deciding(item: ThemeInput, probabilities: Matrix) -> float:
    rows = [p for p, passage in zip(probabilities, item.passages, strict=True) if passage.section in DECIDING]
    return float(max(rows, default=0.0))
