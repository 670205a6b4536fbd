"""The index of all items, and the question it answers: which earlier ones matter here?"""

import datetime as dt
from collections.abc import Iterable
from typing import Self

import numpy as np

from pipeline.domain import Label, Link
from pipeline.encoder.protocol import Floats
from pipeline.links.document import LinkDocument, LinkFilters, free_text
from pipeline.links.model import Fusion, LinkModel
from pipeline.links.pairs import Query, candidates, features
from pipeline.links.profile import Profiler, entity_key
from pipeline.links.reasons import reasons
from pipeline.links.store import Store
from pipeline.links.tables import Ints

NO_FILTERS = LinkFilters()
DIGITS = 6
"""Of a score; what differs further down is the order in which numbers were added up."""


class LinkIndex:
    """Items to find earlier discussions among.

    Items may be added in any order and at any time: the index answers as if it
    had been built of them all at once.
    """

    def __init__(self, model: LinkModel) -> None:
        self._model = model
        self._profiler = Profiler(model)
        self._store = Store(model)

    def __len__(self) -> int:
        return len(self._store)

    @classmethod
    def build(cls, documents: Iterable[LinkDocument], model: LinkModel) -> Self:
        """Return an index of `documents`."""
        index = cls(model)
        index.add(documents)
        return index

    def add(self, documents: Iterable[LinkDocument]) -> None:
        """Add items; the cost is that of the items added, however many there are already."""
        new = {d.item_id: d for d in documents if d.item_id not in self._store.rows}
        for profile in self._profiler.profiles(tuple(new.values())):
            self._store.add(profile)

    def related(
        self,
        query: LinkDocument,
        *,
        before: dt.date | None = None,
        limit: int = 5,
        filters: LinkFilters = NO_FILTERS,
    ) -> tuple[Link, ...]:
        """Return the earlier items a reader of `query` would want, best first; none if there is none.

        Earlier is strictly before the day of the query's own meeting, and before `before` if that is given.
        """
        day = min(before or query.date, query.date)
        return self._best(query, self._allowed(day, filters), self._model.fusion, limit)

    def related_to_text(
        self,
        text: str,
        vector: Floats,
        *,
        before: dt.date | None = None,
        limit: int = 5,
        filters: LinkFilters = NO_FILTERS,
    ) -> tuple[Link, ...]:
        """Return the items that matter to a free text; `vector` is the encoder's vector of a query."""
        day = before or dt.date.max
        query = free_text(text, vector + self._model.shift, day)
        return self._best(query, self._allowed(day, filters), self._model.questions, limit)

    def _best(self, query: LinkDocument, rows: Ints, fusion: Fusion, limit: int) -> tuple[Link, ...]:
        """Return the best links to `rows` that `fusion` would show."""
        rows = rows[rows != self._store.rows.get(query.item_id, -1)]
        if not len(rows):
            return ()
        ready = Query.of(self._profiler.profile(query), self._store)
        rows = candidates(ready, self._store, rows)
        scores = fusion.probability(features(ready, self._store, rows)).round(DIGITS)
        order = sorted(range(len(rows)), key=lambda i: (-scores[i], self._store.ids[rows[i]]))
        shown = [i for i in order if scores[i] >= fusion.cutoff][:limit]
        return tuple(self._link(ready, int(rows[i]), float(scores[i])) for i in shown)

    def _allowed(self, before: dt.date, filters: LinkFilters) -> Ints:
        """Return the rows before the day that pass the filters, ascending."""
        store = self._store
        keep = store.days.values < before.toordinal()
        if filters.since is not None:
            keep &= store.days.values >= filters.since.toordinal()
        if filters.committee is not None:
            keep &= store.committee.values == store.committees.get(filters.committee, -1)
        for label, norm in ((Label.MUNICIPALITY, filters.municipality), (Label.PERSON, filters.person)):
            if norm is not None:
                keep &= self._holding(entity_key(label, norm))
        rows = np.flatnonzero(keep)
        if filters.among is not None or filters.never:
            rows = np.array(
                [row for row in rows.tolist() if _passes(store.ids[row], filters)], dtype=np.int64
            )
        return rows

    def _holding(self, key: str) -> np.ndarray:
        numbers = self._store.vocabulary.known([key])
        return self._store.postings.scores(dict.fromkeys(numbers.values(), 1.0), len(self._store)) > 0

    def _link(self, query: Query, row: int, score: float) -> Link:
        store = self._store
        day = dt.date.fromordinal(int(store.days.values[row]))
        return Link(
            item_id=store.ids[row],
            title=store.titles[row],
            date=day,
            score=score,
            reasons=reasons(query, store, row, self._profiler.analyzer),
        )


def _passes(item_id: str, filters: LinkFilters) -> bool:
    return item_id not in filters.never and (filters.among is None or item_id in filters.among)
