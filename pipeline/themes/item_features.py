"""What the passages' probabilities say of the item: one row of numbers an item and theme."""

import re
from typing import Any

import numpy as np

from pipeline.themes.item import ThemeInput, matters
from pipeline.themes.passage_features import DECIDING, Matrix
from pipeline.themes.words import ItemWords, count_words

# An information item is a bundle of matters; one short matter is enough for a theme.
BUNDLE = re.compile(
    r"orientering|meddelelse|eventuelt|gensidig|siden sidst|bordet rundt|\bnyt fra\b|kort nyt|\bstatus fra\b",
    re.IGNORECASE,
)
COLUMNS = (
    "best", "second", "third", "sum", "average", "any", "deciding", "two_are",
    "term_in_title", "hint_in_title", "terms", "term_density",
    "bundle", "has_matters", "bundle_best", "matters_best", "matter_average", "passages", "subject",
)  # fmt: skip
_LEAST = 0.003


def item_features(item: ThemeInput, words: ItemWords, passages: Matrix, subject: float) -> Matrix:
    """Return one row.

    `passages` has each passage's probability of being about the theme; `subject` the
    log odds that the item is, by the mean of its vectors alone.
    """
    lengths = np.array([count_words(passage.text) for passage in item.passages], dtype=np.float64)
    terms = sum(len(found.terms) for found in words.passages)
    best, second, third = np.sort(np.concatenate([passages, np.zeros(3)]))[::-1][:3]
    bundle, groups = bool(BUNDLE.search(item.title)), matters(item.passages)[1:]
    row = (
        logit(best), logit(second), logit(third), np.log1p(passages.sum()),
        logit(_average(passages, lengths)), logit(1 - np.prod(1 - passages)),
        logit(_deciding(item, passages)), (passages > 0.5).sum() >= 2,
        bool(words.title.terms), bool(words.title.hints),
        np.log1p(terms), terms / np.sqrt(lengths.sum() + 20),
        bundle, bool(groups), bundle * logit(best), bool(groups) * logit(best),
        max((_average(passages[places], lengths[places]) for places in groups), default=0.0),
        np.log1p(len(item.passages)), subject,
    )  # fmt: skip
    return np.array([row], dtype=np.float64)


def logit(probability: float | np.floating[Any]) -> float:
    """Return the log odds, bounded: a model is never that sure.

    >>> logit(0.5), logit(1.0) == logit(0.999)
    (0.0, True)
    """
    kept = min(max(float(probability), _LEAST), 1 - _LEAST)
    return float(np.log(kept / (1 - kept)))


def _average(passages: Matrix, lengths: Matrix) -> float:
    return float((passages * (lengths + 1)).sum() / max(1.0, (lengths + 1).sum()))


def _deciding(item: ThemeInput, passages: Matrix) -> float:
    rows = [p for p, passage in zip(passages, item.passages, strict=True) if passage.section in DECIDING]
    return float(max(rows, default=0.0))
