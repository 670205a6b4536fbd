"""How well mentions are found: exact spans, label by label."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from pipeline.domain import Label
from pipeline.encoder.protocol import Encoder
from pipeline.entities.bio import LABELS
from pipeline.entities.tagger import Head, Scored, tag
from pipeline.training.intervals import Interval, count_interval
from pipeline.training.tagger.examples import Example

Found = tuple[int, int, Label]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Mentions found and right, found and wrong, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    passages: tuple[tuple[int, int, int], ...] = field(default=(), compare=False, repr=False)
    """The same three passage by passage, to tell how sure the figure is."""

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where there was nothing to find and nothing was."""
        count = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / count if count else 1.0

    @property
    def interval(self) -> Interval:
        """F1, and between which values it lies when other passages of the kind are drawn."""
        return count_interval(np.array(self.passages or [(self.right, self.wrong, self.missed)]))


def score_tagger(examples: Iterable[Example], encoder: Encoder, head: Head) -> dict[str, Score]:
    """Return the score of each label, and as `micro` of all together; `encoder` has the tower."""
    counts: list[Counter[tuple[str, Label]]] = []
    examples = list(examples)
    encoded = encoder.encode([example.passage for example in examples])
    for example, tokens in zip(examples, encoded.tokens, strict=True):
        start = example.passage.start
        scores = head.log_probabilities(tokens.vectors)
        found = tag(example.passage.text, [Scored(offsets=tokens.offsets - start, scores=scores)])
        seen = {(one.start + start, one.end + start, one.label) for one in found}
        counts.append(Counter(_outcomes(example, seen)))
    return dict(_scores(counts))


def _outcomes(example: Example, found: set[Found]) -> Iterator[tuple[str, Label]]:
    """Yield what became of each mention; nothing that touches a masked stretch counts."""
    masked = [(span.start, span.end) for span in example.spans if span.label is None]
    seen = {one for one in found if not any(one[0] < end and start < one[1] for start, end in masked)}
    gold = {(span.start, span.end, span.label) for span in example.spans if span.label is not None}
    yield from (("right", one[2]) for one in seen & gold)
    yield from (("wrong", one[2]) for one in seen - gold)
    yield from (("missed", one[2]) for one in gold - seen)


def _scores(counts: Sequence[Counter[tuple[str, Label]]]) -> Iterator[tuple[str, Score]]:
    for label in LABELS:
        yield label, _score(counts, (label,))
    yield "micro", _score(counts, LABELS)


def _score(counts: Sequence[Counter[tuple[str, Label]]], labels: Sequence[Label]) -> Score:
    def of(passage: Counter[tuple[str, Label]], outcome: str) -> int:
        return sum(passage[outcome, label] for label in labels)

    rows = tuple((of(one, "right"), of(one, "wrong"), of(one, "missed")) for one in counts)
    right, wrong, missed = (sum(row[at] for row in rows) for at in range(3))
    return Score(right=right, wrong=wrong, missed=missed, passages=rows)
