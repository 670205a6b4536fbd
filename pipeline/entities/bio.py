"""Tags of tokens and the mentions they spell: B- begins one, I- goes on, O is outside.

The best sequence of tags is found by Viterbi under two laws: I- follows only B- or I-
of its own label, and a word is never cut: what is inside a word goes on as it began.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.domain import Label

LABELS = (Label.MUNICIPALITY, Label.PERSON, Label.INSTITUTION, Label.AMOUNT, Label.DATE)
"""What is learnt; laws are found by rule."""
TAGS = ("O", *(f"{part}-{label.value}" for label in LABELS for part in "BI"))
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


def viterbi(scores: Floats, inside: Flags) -> Tags:
    """Return the best allowed tags: `scores` is (tokens, tags), `inside` says which tokens go on a word.

    What a text begins with begins a word, whatever `inside` says.
    """
    if not len(scores):
        return np.zeros(0, dtype=np.int64)
    best = scores[0].copy()
    best[2::2] += NEVER
    back = np.zeros((len(scores), len(TAGS)), dtype=np.int64)
    columns = np.arange(len(TAGS))
    for at in range(1, len(scores)):
        reached = best[:, None] + STEPS[int(inside[at])]
        back[at] = reached.argmax(axis=0)
        best = reached[back[at], columns] + scores[at]
    path = np.empty(len(scores), dtype=np.int64)
    path[-1] = best.argmax()
    for at in range(len(scores) - 1, 0, -1):
        path[at - 1] = back[at, path[at]]
    return path


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
    found = np.zeros(len(offsets), dtype=np.bool_)
    for at in range(1, len(offsets)):
        border = int(offsets[at, 0])
        found[at] = offsets[at - 1, 1] == border and _same_kind(text[border - 1 : border + 1])
    return found


def _same_kind(pair: str) -> bool:
    """Whether two characters stand in one word: two letters, or two digits."""
    return len(pair) == 2 and (pair.isalpha() or pair.isdigit())
