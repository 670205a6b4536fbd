"""What the passages' probabilities say of the item: one row of numbers an item and theme."""

import math
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ItemFrame:
    """What of an item's features does not hang on probabilities: found once, asked for often."""

    weights: Matrix
    """For each passage its share in an average, by its length."""
    deciding: npt.NDArray[np.intp]
    groups: tuple[npt.NDArray[np.intp], ...]
    """The places of each matter's passages."""
    bundle: bool
    words: tuple[float, ...]


def item_frame(item: ThemeInput, words: ItemWords) -> ItemFrame:
    """Return the part of a row that comes from the text alone."""
    lengths = np.array([count_words(passage.text) for passage in item.passages], dtype=np.float64)
    terms = sum(len(found.terms) for found in words.passages)
    deciding = [at for at, passage in enumerate(item.passages) if passage.section in DECIDING]
    return ItemFrame(
        weights=lengths + 1,
        deciding=np.array(deciding, dtype=np.intp),
        groups=tuple(np.array(places, dtype=np.intp) for places in matters(item.passages)[1:]),
        bundle=bool(BUNDLE.search(item.title)),
        words=(
            bool(words.title.terms), bool(words.title.hints),
            np.log1p(terms), terms / np.sqrt(lengths.sum() + 20),
        ),
    )  # fmt: skip


def item_features(frame: ItemFrame, passages: Matrix, subject: float) -> Matrix:
    """Return one row.

    `passages` has each passage's probability of being about the theme; `subject` the
    log odds that the item is, by the mean of its vectors alone.
    """
    best, second, third = map(logit, np.sort(np.concatenate([passages, np.zeros(3)]))[:-4:-1].tolist())
    grouped = bool(frame.groups)
    row = (
        best, second, third, np.log1p(passages.sum()),
        logit(_average(passages, frame.weights)), logit(1 - np.prod(1 - passages)),
        logit(passages[frame.deciding].max(initial=0.0)), (passages > 0.5).sum() >= 2,
        *frame.words,
        frame.bundle, grouped, frame.bundle * best, grouped * best,
        max((_average(passages[at], frame.weights[at]) for at in frame.groups), default=0.0),
        np.log1p(len(passages)), subject,
    )  # fmt: skip
    return np.array([row], dtype=np.float64)


def logit(probability: float | np.floating[Any]) -> float:
    """Return the log odds, bounded: a model is never that sure.

    >>> logit(0.5), logit(1.0) == logit(0.999)
    (0.0, True)
    """
    kept = min(max(float(probability), _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))


def _average(passages: Matrix, weights: Matrix) -> float:
    return float((passages * weights).sum() / max(1.0, weights.sum()))
