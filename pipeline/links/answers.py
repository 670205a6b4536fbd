"""What an index says of a question: how probable each answer is, and where it stands."""

from collections.abc import Iterable, Mapping

import numpy as np

from pipeline.domain import Filters
from pipeline.links.filters import passing
from pipeline.links.model import Fusion
from pipeline.links.pairs import Query, candidates
from pipeline.links.pointers import pointed_to
from pipeline.links.reasons import reasons
from pipeline.links.scores import score_rows
from pipeline.links.store import Store
from pipeline.links.tables import Ints
from pipeline.links.words import Analyzer


class SameMatter:
    """How probably earlier items are the same matter as a query, which is made ready once."""

    def __init__(self, store: Store, query: Query, fusion: Fusion) -> None:
        self._store, self._query, self._fusion = store, query, fusion

    def likely(self) -> dict[str, float]:
        """Return the probability of each candidate, the likeliest first."""
        return self._scores(candidates(self._query, self._store, self._earlier()))

    def of(self, item_ids: Iterable[str]) -> dict[str, float]:
        """Return the probability of each of these items that is there, and earlier."""
        rows = np.array(
            sorted(self._store.rows[one] for one in item_ids if one in self._store.rows), np.int64
        )
        own = np.intersect1d(rows, self._earlier())
        # Beside the items of a meeting that is referred to, or one of few would be taken for it.
        named = pointed_to(self._query.profile, self._query.announced, self._store)
        scores = self._scores(np.intersect1d(np.union1d(own, named), self._earlier()))
        return {self._store.ids[row]: scores[self._store.ids[row]] for row in own.tolist()}

    def _earlier(self) -> Ints:
        document = self._query.profile.document
        keep = passing(self._store, Filters(before=document.date))
        if document.item_id in self._store.rows:
            keep[self._store.rows[document.item_id]] = False
        return np.flatnonzero(keep)

    def _scores(self, rows: Ints) -> dict[str, float]:
        scores = score_rows(self._query, self._store, rows, self._fusion).scores.tolist()
        pairs = [(self._store.ids[row], score) for row, score in zip(rows.tolist(), scores, strict=True)]
        return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


class Answers:
    """Items with the probability that each answers a question, the likeliest first, of equals the newest."""

    def __init__(
        self, store: Store, query: Query, scores: Mapping[int, float], analyzer: Analyzer, *, known: float
    ) -> None:
        self.known = known
        """How much of the question is in words that the archive knows."""
        self._store, self._query, self._analyzer = store, query, analyzer
        days, ids = store.days.values, store.ids
        ordered = sorted(scores, key=lambda row: (-scores[row], -int(days[row]), ids[row]))
        self.scores: dict[str, float] = {ids[row]: scores[row] for row in ordered}
        """By item id, in order."""

    def place(self, item_id: str) -> tuple[int, int] | None:
        """Return the passage of an item that matches best, by words and vectors together."""
        row = self._store.rows[item_id]
        found = reasons(self._query, self._store, row, self._analyzer)
        return next((reason.there for reason in found if reason.there is not None), None)
