"""How probable each answer to a question is, and where it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.domain import Filters
from pipeline.encoder.protocol import Flags, Floats, Numbers
from pipeline.links.features import greatest
from pipeline.links.filters import passing
from pipeline.links.fusion import Fusion
from pipeline.links.pairs import MatterPairs, Query, candidates, compare
from pipeline.links.pointers import CERTAIN, pointed_to
from pipeline.links.reasons import matching_passages
from pipeline.links.store import Store
from pipeline.links.tables import Ints

DIGITS = 6
"""Of a score; what differs further down is the order in which numbers were added up."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scored:
    """How probable a link to each row is: that of its best pair of matters."""

    scores: Numbers
    here: Ints
    """The matter of the query in that pair."""

    def shown(self, *, cutoff: float, share: float) -> Flags:
        """Return which rows are worth showing: likely enough, also beside the likeliest of their matter.

        Beside a sure link a doubtful one is noise; where nothing is sure, it may be what is looked for.
        """
        best = greatest(self.scores, self.here, int(self.here.max(initial=0)) + 1)
        likely: Flags = self.scores >= np.maximum(cutoff, share * best[self.here])
        return likely


def score_rows(query: Query, store: Store, rows: Ints, fusion: Fusion) -> Scored:
    """Return how probable links to `rows` are."""
    pairs = compare(query, store, rows)
    return best_of(fusion.probability(pairs.features).round(DIGITS), pairs, len(rows))


def best_of(lines: Numbers, pairs: MatterPairs, size: int) -> Scored:
    """Return the best of the lines of each row; a certain sign is enough alone."""
    scores = greatest(lines, pairs.rows, size)
    here = np.zeros(size, dtype=np.int64)
    first = np.flatnonzero(lines == scores[pairs.rows])[::-1]
    here[pairs.rows[first]] = pairs.here[first]
    return Scored(scores=np.maximum(scores, np.where(pairs.certain, CERTAIN, 0.0)), here=here)


class SameMatter:
    """How probably earlier items are the same matter as a query; no item is judged twice."""

    def __init__(self, store: Store, query: Query, fusion: Fusion, near: Floats) -> None:
        self._store, self._query, self._fusion, self._near = store, query, fusion, near
        document = query.profile.document
        self._earlier = passing(store, Filters(before=document.date), never=[document.item_id])
        self._judged: dict[int, float] = {}

    def likely(self) -> dict[str, float]:
        """Return the probability of each candidate, the likeliest first."""
        rows = candidates(self._query, self._store, self._earlier, self._near)
        self._judge(rows)
        pairs = [(self._store.ids[row], self._judged[row]) for row in rows.tolist()]
        return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))

    def of(self, item_ids: Iterable[str]) -> dict[str, float]:
        """Return the probability of each of these items that is there, and earlier."""
        rows, earlier = self._store.rows, self._earlier
        own = sorted(rows[one] for one in item_ids if one in rows and earlier[rows[one]])
        if new := [row for row in own if row not in self._judged]:
            # Beside the items of a meeting that is referred to, or one of few would be taken for it.
            named = pointed_to(self._query.profile, self._query.announced, self._store)
            self._judge(np.union1d(np.array(new, np.int64), named[earlier[named]]))
        return {self._store.ids[row]: self._judged[row] for row in own}

    def _judge(self, rows: Ints) -> None:
        scores = score_rows(self._query, self._store, rows, self._fusion).scores
        self._judged |= dict(zip(rows.tolist(), scores.tolist(), strict=True))


class Answers:
    """Items with the probability that each answers a question, the likeliest first, of equals the newest."""

    def __init__(self, store: Store, query: Query, scores: Mapping[int, float], *, coverage: float) -> None:
        self.coverage = coverage
        """How much of the question is in words that the archive knows."""
        self._store, self._query = store, query
        days, ids = store.days.values, store.ids
        ordered = sorted(scores, key=lambda row: (-scores[row], -int(days[row]), ids[row]))
        self.scores: dict[str, float] = {ids[row]: scores[row] for row in ordered}
        """By item id, in order."""

    def places(self, item_ids: Iterable[str]) -> dict[str, int]:
        """Return where the passage begins that matches best, of each of these items that has a score."""
        known = [item_id for item_id in item_ids if item_id in self.scores]
        rows = [self._store.rows[item_id] for item_id in known]
        found = zip(known, matching_passages(self._query, self._store, rows), strict=True)
        return {item_id: start for item_id, start in found if start is not None}
