"""How well mentions are found: exact spans, label by label."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.domain import Label
from pipeline.encoder.protocol import Encoder
from pipeline.entities.bio import LABELS
from pipeline.entities.tagger import Head, Scored, tag
from pipeline.training.intervals import Interval, count_interval
from pipeline.training.tagger.examples import Example

Place = tuple[int, int, Label]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Mentions found and right, found and wrong, and missed, passage by passage."""

    passages: tuple[tuple[int, int, int], ...]

    @property
    def total(self) -> tuple[int, int, int]:
        """The three of all passages."""
        right, wrong, missed = (sum(column) for column in zip(*self.passages, strict=True))
        return right, wrong, missed

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where there was nothing to find and nothing was."""
        right, wrong, missed = self.total
        count = 2 * right + wrong + missed
        return 2 * right / count if count else 1.0

    @property
    def interval(self) -> Interval:
        """F1, and between which values it lies when other passages of the kind are drawn."""
        return count_interval(np.array(self.passages))


def score_tagger(examples: Sequence[Example], encoder: Encoder, head: Head) -> dict[str, Score]:
    """Return the score of each label, and as `micro` of all together; `encoder` has the tower."""
    outcomes: list[Counter[tuple[str, Label]]] = []
    encoded = encoder.encode([example.passage for example in examples])
    for example, tokens in zip(examples, encoded.tokens, strict=True):
        start = example.passage.start
        scored = Scored(offsets=tokens.offsets - start, scores=head.log_probabilities(tokens.vectors))
        mentions = tag(example.passage.text, [scored])
        places = {(one.start + start, one.end + start, one.label) for one in mentions}
        outcomes.append(Counter(_outcomes(example, places)))
    return {
        **{label: _score(outcomes, [label]) for label in LABELS},
        "micro": _score(outcomes, LABELS),
    }


def _outcomes(example: Example, places: set[Place]) -> Iterator[tuple[str, Label]]:
    """Yield what became of each mention; nothing that touches a masked stretch counts."""
    masked = [(span.start, span.end) for span in example.spans if span.label is None]
    seen = {one for one in places if not any(one[0] < end and start < one[1] for start, end in masked)}
    gold = {(span.start, span.end, span.label) for span in example.spans if span.label is not None}
    yield from (("right", one[2]) for one in seen & gold)
    yield from (("wrong", one[2]) for one in seen - gold)
    yield from (("missed", one[2]) for one in gold - seen)


def _score(outcomes: Sequence[Counter[tuple[str, Label]]], labels: Sequence[Label]) -> Score:
    def count(passage: Counter[tuple[str, Label]], outcome: str) -> int:
        return sum(passage[outcome, label] for label in labels)

    return Score(
        passages=tuple((count(one, "right"), count(one, "wrong"), count(one, "missed")) for one in outcomes)
    )
