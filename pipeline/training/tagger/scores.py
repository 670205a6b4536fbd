"""How well mentions are found: exact spans, label by label."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.domain import Label
from pipeline.encoder.protocol import Encoder
from pipeline.entities.bio import LABELS
from pipeline.entities.tagger import Scored, tag
from pipeline.entities.tagger_head import Head
from pipeline.training.tagger.examples import Example

Found = tuple[int, int, Label]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Mentions found and right, found and wrong, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where there was nothing to find and nothing was."""
        count = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / count if count else 1.0


def score_tagger(examples: Iterable[Example], encoder: Encoder, head: Head) -> dict[str, Score]:
    """Return the score of each label, and as `micro` of all together; `encoder` has the tower."""
    counts: Counter[tuple[str, Label]] = Counter()
    examples = list(examples)
    encoded = encoder.encode([example.passage for example in examples])
    for example, tokens in zip(examples, encoded.tokens, strict=True):
        start = example.passage.start
        scores = head.log_probabilities(tokens.vectors)
        found = tag(example.passage.text, [Scored(offsets=tokens.offsets - start, scores=scores)])
        counts.update(_outcomes(example, {(one.start + start, one.end + start, one.label) for one in found}))
    return dict(_scores(counts))


def _outcomes(example: Example, found: set[Found]) -> Iterator[tuple[str, Label]]:
    """Yield what became of each mention; nothing that touches a masked stretch counts."""
    masked = [(span.start, span.end) for span in example.spans if span.label is None]
    seen = {one for one in found if not any(one[0] < end and start < one[1] for start, end in masked)}
    gold = {(span.start, span.end, span.label) for span in example.spans if span.label is not None}
    yield from (("right", one[2]) for one in seen & gold)
    yield from (("wrong", one[2]) for one in seen - gold)
    yield from (("missed", one[2]) for one in gold - seen)


def _scores(counts: Mapping[tuple[str, Label], int]) -> Iterator[tuple[str, Score]]:
    outcomes = ("right", "wrong", "missed")
    for label in LABELS:
        yield label.value, Score(**{outcome: counts.get((outcome, label), 0) for outcome in outcomes})
    yield "micro", Score(**{o: sum(counts.get((o, label), 0) for label in LABELS) for o in outcomes})
