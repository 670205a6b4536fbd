"""Tags of tokens and the mentions they spell: B- begins one, I- goes on, O is outside.

The best sequence of tags is found by Viterbi under two laws: I- follows only B- or I-
of its own label, and a word is never cut: what is inside a word goes on as it began.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pipeline.domain import Label
from pipeline.domain.kinds import BUILT_IN

LABELS = tuple(label for label in BUILT_IN if label.kind.learnt)
"""The kinds that the tagger has learnt."""
TAGS = ("O", *(f"{part}-{label}" for label in LABELS for part in "BI"))
NEVER = np.float32(-1e9)

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Tags = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Tokens `first` to `last` (exclusive) that spell one mention."""

    first: int
    last: int
    label: Label


def begins(label: Label) -> int:
    """Return the number of the tag that begins a mention."""
    return 1 + 2 * LABELS.index(label)


def goes_on(label: Label) -> int:
    """Return the number of the tag that goes on with a mention."""
    return 2 + 2 * LABELS.index(label)


def transitions() -> Floats:
    """Return (2, tags, tags): 0 or NEVER for each step, between words [0] and inside a word [1].

    >>> allowed = transitions() == 0
    >>> bool(allowed[0, 0, begins(Label.DATE)]), bool(allowed[0, 0, goes_on(Label.DATE)])
    (True, False)
    >>> bool(allowed[1, 0, begins(Label.DATE)]), bool(allowed[1, begins(Label.DATE), goes_on(Label.DATE)])
    (False, True)
    """
    steps = np.zeros((2, len(TAGS), len(TAGS)), dtype=np.float32)
    steps[0, :, 2::2] = NEVER
    steps[1] = NEVER
    steps[1, 0, 0] = 0
    for begin in range(1, len(TAGS), 2):
        steps[:, begin : begin + 2, begin + 1] = 0
    return steps


STEPS = transitions()


def viterbi(scores: Sequence[Floats], inside: Sequence[Flags]) -> list[Tags]:
    """Return the best allowed tags of each text: `scores` (tokens, tags), `inside` which tokens go on a word.

    What a text begins with begins a word, whatever `inside` says. All texts take
    their steps together, the longest first: a step of many costs little more than of one.
    """
    order = sorted(range(len(scores)), key=lambda text: -len(scores[text]))
    paths = [np.zeros(len(rows), dtype=np.int64) for rows in scores]
    running = [text for text in order if len(scores[text])]
    if not running:
        return paths
    best, back = _forward([scores[text] for text in running], [inside[text] for text in running])
    for row, text in enumerate(running):
        path = paths[text]
        path[-1] = best[row].argmax()
        for at in range(len(path) - 1, 0, -1):
            path[at - 1] = back[at][row, path[at]]
    return paths


def _forward(scores: Sequence[Floats], inside: Sequence[Flags]) -> tuple[Floats, list[npt.NDArray[np.intp]]]:
    """Return the score of the best way to each last tag, and from which tag each step came."""
    lengths = np.array([len(rows) for rows in scores])
    padded = np.zeros((len(scores), lengths[0], len(TAGS)), dtype=np.float32)
    kinds = np.zeros((len(scores), lengths[0]), dtype=np.int64)
    for row, length in enumerate(lengths):
        padded[row, :length], kinds[row, :length] = scores[row], inside[row]
    best = padded[:, 0].copy()
    best[:, 2::2] += NEVER
    back = [np.zeros(best.shape, dtype=np.intp)]
    for at in range(1, lengths[0]):
        active = int((lengths > at).sum())
        reached = best[:active, :, None] + STEPS[kinds[:active, at]]
        back.append(reached.argmax(axis=1))
        best[:active] = reached.max(axis=1) + padded[:active, at]
    return best, back


def runs(tags: Sequence[int] | Tags) -> Iterator[Run]:
    """Yield the mentions that allowed tags spell, in their order.

    >>> date, more = begins(Label.DATE), goes_on(Label.DATE)
    >>> [(run.first, run.last) for run in runs([0, date, more, date])]
    [(1, 3), (3, 4)]
    """
    first = None
    for at, tag in enumerate([*tags, 0]):
        if first is not None and (tag == 0 or tag % 2 == 1):
            yield Run(first=first, last=at, label=LABELS[(tags[first] - 1) // 2])
            first = None
        if tag % 2 == 1:
            first = at


def inside_words(text: str, offsets: npt.NDArray[np.int32]) -> Flags:
    """Return which tokens go on the word of the token before: no border of letters and digits between.

    >>> inside_words("Ærøs 4/9", np.array([[0, 2], [2, 4], [5, 6], [6, 7], [7, 8]], dtype=np.int32)).tolist()
    [False, True, False, False, False]
    """
    places = offsets.tolist()
    found = [
        end == start and _same_kind(text[end - 1 : end + 1]) for (_, end), (start, _) in pairwise(places)
    ]
    return np.array([False, *found][: len(places)], dtype=np.bool_)


def _same_kind(pair: str) -> bool:
    """Whether two characters stand in one word: two letters, or two digits."""
    return len(pair) == 2 and (pair.isalpha() or pair.isdigit())
