"""Active learning: which questions are most worth asking, in which order, and why.

Four grounds take turns, so that a short review has some of each: the model is undecided;
the word list disagrees with the model; the item is similar to one where a person has just
corrected the model; the item differs from all that was asked about before.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from pipeline.domain import danish_decimal
from pipeline.encoder import Floats

ENOUGH_WORDS = 2
"""A word list assigns a theme to items with this many of its words."""
LEAST = 0.05
"""An item nearer to 0 or 1 than this, where the word list agrees, is not worth asking about."""
NEIGHBOURS = 3
"""Similar items asked about for each correction of the model."""
NEWEST = 50
"""Only the last corrections have their neighbours asked about: this many."""


class Ground(StrEnum):
    """Why a question is asked."""

    UNDECIDED = "undecided"
    DISAGREEMENT = "disagreement"
    NEIGHBOUR = "neighbour"
    DIVERSE = "diverse"


class Reply(StrEnum):
    """What a person may reply to a question of the review."""

    YES = "yes"
    NO = "no"
    OPEN = "open"
    """Skipped: nothing changes, and it is not asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An item and a theme: what the model says, and how many words of the theme's list the item has."""

    item_id: str
    theme: str
    probability: float
    assigned: bool
    threshold: float
    band: tuple[float, float]
    """From which probability to which the model is undecided."""
    words: int

    @property
    def doubt(self) -> float:
        """How near the threshold it is: 1 at the threshold, 0 at the edge of the band, negative outside."""
        low, high = self.band
        room = self.threshold - low if self.probability < self.threshold else high - self.threshold
        return 1 - abs(self.probability - self.threshold) / max(room, 1e-9)

    @property
    def disagreement(self) -> float:
        """How sure the model is where the word list disagrees; 0 where both agree."""
        if self.assigned:
            return 0.0 if self.words else self.probability
        return 1 - self.probability if self.words >= ENOUGH_WORDS else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether a person assigned a theme to an item; decisions come oldest first."""

    item_id: str
    theme: str
    assigned: bool
    surprising: bool
    """Whether the model that serves disagrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueEntry:
    """An item and a theme to ask a person about, and why."""

    about: Candidate
    ground: Ground
    reason: str
    """In Danish, for the person asked."""

    @property
    def key(self) -> tuple[str, str]:
        """The item, and the theme."""
        return self.about.item_id, self.about.theme


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ItemVectors:
    """A row of length 1 for each item, mean-centred: the product of two rows is their cosine similarity."""

    ids: tuple[str, ...]
    rows: Floats

    @classmethod
    def of(cls, vectors: Mapping[str, Floats]) -> "ItemVectors":
        """Return the centred rows of vectors by item id."""
        if not vectors:
            return cls(ids=(), rows=np.zeros((0, 0), dtype=np.float32))
        rows = np.stack(list(vectors.values()))
        centred = rows - rows.mean(axis=0, keepdims=True)
        length = np.linalg.norm(centred, axis=1, keepdims=True)
        return cls(ids=tuple(vectors), rows=centred / np.maximum(length, 1e-9))


def review_queue(
    candidates: Sequence[Candidate],
    decisions: Sequence[Decision],
    vectors: ItemVectors,
    limit: int,
) -> tuple[QueueEntry, ...]:
    """Return at most `limit` of the candidates as questions, no item and theme twice."""
    grounds = [
        _undecided(candidates),
        _disagreeing(candidates),
        _neighbours(candidates, decisions, vectors),
        _diverse(candidates, decisions, vectors),
    ]
    queue: dict[tuple[str, str], QueueEntry] = {}
    while grounds and len(queue) < limit:
        for ground in tuple(grounds):
            entry = next((one for one in ground if one.key not in queue), None)
            if entry is None:
                grounds.remove(ground)
            elif len(queue) < limit:
                queue[entry.key] = entry
    return tuple(queue.values())


def _undecided(candidates: Sequence[Candidate]) -> Iterator[QueueEntry]:
    """Yield the candidates inside the band, the nearest to the threshold first."""
    inside = [c for c in candidates if c.band[0] <= c.probability <= c.band[1]]
    for one in sorted(inside, key=lambda c: (-c.doubt, c.item_id, c.theme)):
        share, limit = danish_decimal(one.probability), danish_decimal(one.threshold)
        reason = f"modellen er i tvivl ({share}, grænsen er {limit})"
        yield QueueEntry(about=one, ground=Ground.UNDECIDED, reason=reason)


def _disagreeing(candidates: Sequence[Candidate]) -> Iterator[QueueEntry]:
    """Yield the candidates where model and word list disagree, the surest first."""
    apart = [c for c in candidates if c.disagreement > 0]
    for one in sorted(apart, key=lambda c: (-c.disagreement, -c.words, c.item_id, c.theme)):
        words = f"{one.words} af temaets ord" if one.words else "ingen af temaets ord"
        answer = "ja" if one.assigned else "nej"
        reason = f"modellen siger {answer} ({danish_decimal(one.probability)}), men punktet har {words}"
        yield QueueEntry(about=one, ground=Ground.DISAGREEMENT, reason=reason)


def _neighbours(
    candidates: Sequence[Candidate], decisions: Sequence[Decision], vectors: ItemVectors
) -> Iterator[QueueEntry]:
    """Yield items similar to those where the model was wrong, the most similar first."""
    place = {item: at for at, item in enumerate(vectors.ids)}
    alike: list[tuple[float, Candidate, Decision]] = []
    wrong = [one for one in decisions if one.surprising and one.item_id in place]
    for one in wrong[-NEWEST:]:
        likeness = vectors.rows @ vectors.rows[place[one.item_id]]
        same = [c for c in candidates if c.theme == one.theme and c.item_id in place]
        others = [c for c in same if c.item_id != one.item_id and c.assigned != one.assigned]
        others.sort(key=lambda c: (-likeness[place[c.item_id]], c.item_id))
        alike += [(float(likeness[place[c.item_id]]), c, one) for c in others[:NEIGHBOURS]]
    for _, candidate, one in sorted(alike, key=lambda row: (-row[0], row[1].item_id, row[1].theme)):
        reason = (
            f"punktet ligner {one.item_id}, hvor modellen blev rettet til {'ja' if one.assigned else 'nej'}"
        )
        yield QueueEntry(about=candidate, ground=Ground.NEIGHBOUR, reason=reason)


def _diverse(
    candidates: Sequence[Candidate], decisions: Sequence[Decision], vectors: ItemVectors
) -> Iterator[QueueEntry]:
    """Yield the items that differ most from each other, each with its most doubtful theme."""
    doubtful: dict[str, Candidate] = {}
    for one in sorted(candidates, key=lambda c: (c.doubt, c.theme)):
        if LEAST <= one.probability <= 1 - LEAST or one.disagreement > 0:
            doubtful[one.item_id] = one
    for at in farthest_first(vectors, known=[one.item_id for one in decisions]):
        if vectors.ids[at] in doubtful:
            reason = "punktet ligner ingen af dem, der er spurgt om"
            yield QueueEntry(about=doubtful[vectors.ids[at]], ground=Ground.DIVERSE, reason=reason)


def farthest_first(vectors: ItemVectors, *, known: Sequence[str]) -> Iterator[int]:
    """Yield rows, each the farthest from all before it and from the known ones (greedy k-center)."""
    if not len(vectors.rows):
        return
    place = {item: at for at, item in enumerate(vectors.ids)}
    nearest = np.full(len(vectors.rows), -np.inf, dtype=np.float64)
    left = np.ones(len(vectors.rows), dtype=bool)
    for item in known:
        if item in place:
            nearest = np.maximum(nearest, vectors.rows @ vectors.rows[place[item]])
            left[place[item]] = False
    while left.any():
        # Rounded, so that among equals the first is taken, whatever the last digit of a sum.
        at = int(np.argmin(np.where(left, nearest.round(6), np.inf)))
        yield at
        left[at] = False
        nearest = np.maximum(nearest, vectors.rows @ vectors.rows[at])
