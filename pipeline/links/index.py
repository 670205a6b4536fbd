"""The index of all items, and the question it answers: which earlier ones matter here?"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from pipeline.domain import EVERYTHING, Filters, Link, Reason
from pipeline.encoder.protocol import Flags, Floats, Numbers
from pipeline.links.answers import Answers, SameMatter, score_rows
from pipeline.links.document import THEME, LinkDocument, free_text, tag
from pipeline.links.feedback import UNDECIDED, LinkFeedback
from pipeline.links.filters import passing
from pipeline.links.fusion import Fusion
from pipeline.links.model import LinkModel
from pipeline.links.pairs import Query, candidates
from pipeline.links.questions import least_probability, query_coverage
from pipeline.links.reasons import LATER_LOOKED_AT, reasons, seen_from_before
from pipeline.links.store import ReadPassage, Store
from pipeline.links.tables import Arrays, Ints

FEWEST = 400
"""Items of the corpus that the fusion was fitted on."""
TOGETHER = 32
"""Queries whose vectors are compared at once with all others: fetching those from memory takes longest."""
ReadDocument = Callable[[str], LinkDocument]
"""Returns an item by its id."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranked:
    """Rows of the store with their probabilities, best first."""

    query: Query
    rows: Ints
    scores: Numbers
    shown: Flags
    """Which of them are worth showing."""


class LinkIndex:
    """Items to find earlier discussions among.

    Items may be added and removed in any order and at any time: the index answers as if
    it had been built at once of those that are there. With `read`, the passages shown as
    reasons are read when they are needed, and not kept in memory.
    """

    def __init__(self, model: LinkModel, read: ReadPassage | None = None) -> None:
        self._model = model
        self._store = Store(model, read)

    def __len__(self) -> int:
        return self._store.count

    def __contains__(self, item_id: str) -> bool:
        return item_id in self._store.rows

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the items, in the order they were added."""
        return tuple(self._store.rows)

    def told(self, item_id: str) -> tuple[str, dt.date]:
        """Return the title of an item, and the day of its meeting."""
        row = self._store.rows[item_id]
        return self._store.titles[row], self._store.date(row)

    @property
    def rows(self) -> int:
        """How many rows the tables have, those of removed items included."""
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
        for profile in self._store.profiler.profiles(tuple(new.values())):
            self._store.add(profile)

    def remove(self, item_ids: Iterable[str]) -> None:
        """Take items out; ids that are not there are passed over."""
        for item_id in item_ids:
            if item_id in self._store.rows:
                self._store.remove(item_id)

    def arrays(self) -> Arrays:
        """Return all that the index holds, by name, to be kept on disk."""
        return self._store.arrays()

    def restore(self, arrays: Arrays) -> None:
        """Hold what `arrays` of another index of the same model returned."""
        self._store.restore(arrays)

    def related(
        self,
        query: LinkDocument,
        *,
        limit: int = 5,
        filters: Filters = EVERYTHING,
        rulings: LinkFeedback = UNDECIDED,
    ) -> tuple[Link, ...]:
        """Return the earlier items a reader of `query` would want, best first; none if there is none.

        Earlier is strictly before the day of the query's own meeting. What was rejected is left out,
        what was confirmed comes first, however improbable, if it passes the filters.
        """
        within = replace(filters, before=min(filters.before or query.date, query.date))
        ranked = self._rank(query, within, self._model.fusion, rulings=rulings)
        return self._links(ranked, limit, rulings.confirmed)

    def related_to_text(
        self,
        text: str,
        vector: Floats,
        *,
        limit: int = 5,
        filters: Filters = EVERYTHING,
    ) -> tuple[Link, ...]:
        """Return the items that matter to a free text; `vector` is the encoder's vector of a query."""
        query = free_text(text, vector + self._model.shift)
        ranked = self._rank(query, filters, self._model.questions, fewest=FEWEST)
        sure = ranked.scores >= least_probability(query_coverage(text, self._store))
        return self._links(replace(ranked, shown=ranked.shown & sure), limit)

    def same_matters(self, queries: Sequence[LinkDocument]) -> Iterator[SameMatter]:
        """Yield what tells how probably earlier items are the same matter as each of `queries`."""
        store = self._store
        for at in range(0, len(queries), TOGETHER):
            profiles = tuple(store.profiler.profiles(queries[at : at + TOGETHER]))
            last = max(one.document.date for one in profiles)
            earlier = np.flatnonzero(passing(store, Filters(before=last)))
            near = store.nearness([one.vectors for one in profiles], store.centre(), earlier)
            for profile, own in zip(profiles, near, strict=True):
                yield SameMatter(store, Query.of(profile, store), self._model.same, own)

    def same_matter(self, query: LinkDocument) -> SameMatter:
        """Return what tells how probably earlier items are the same matter as `query`."""
        (same,) = self.same_matters([query])
        return same

    def answers(
        self, text: str, vector: Floats, *, also: Iterable[str] = (), filters: Filters = EVERYTHING
    ) -> Answers:
        """Return all items that may answer a free text, the likeliest first, and those of `also`.

        Nothing is cut off: who asks decides how probable an answer must be. An archive of few
        items is judged as one of `FEWEST`, or anything at all would look probable in it.
        """
        query = free_text(text, vector + self._model.shift)
        ranked = self._rank(query, filters, self._model.questions, also=also, fewest=FEWEST)
        coverage = query_coverage(text, self._store)
        scores = dict(zip(ranked.rows.tolist(), ranked.scores.tolist(), strict=True))
        return Answers(self._store, ranked.query, scores, coverage=coverage)

    def of_theme(self, name: str) -> tuple[str, ...]:
        """Return the items of the theme of this name, the newest first; none if there is no such theme."""
        store = self._store
        rows = store.tagged_rows([tag(THEME, name)])
        living = rows[store.alive.values[rows]]
        return tuple(store.ids[row] for row in living[np.argsort(-store.days.values[living], kind="stable")])

    def later(
        self,
        query: LinkDocument,
        read: ReadDocument,
        *,
        limit: int = 5,
        filters: Filters = EVERYTHING,
        rulings: LinkFeedback = UNDECIDED,
    ) -> tuple[Link, ...]:
        """Return the later items among whose earlier discussions `query`, an item of the index, is.

        Each has the score that `related` gives this item when it is asked for that one; those of
        `rulings` that are confirmed come first, all of them. `read` returns an item of the index by its id.
        """
        store, own, always = self._store, self._store.rows[query.item_id], rulings.confirmed
        found: list[tuple[bool, float, int, Query]] = []
        for row, ready, score in self._from_later(query, read, self._model.fusion, filters, rulings):
            first = store.ids[row] in always
            if first or score >= self._model.fusion.cutoff:
                found.append((first, score, row, ready))
        found.sort(key=lambda one: (not one[0], -one[1], store.ids[one[2]]))
        most = max(limit, sum(first for first, *_ in found))
        return tuple(self._later_link(row, score, ready, own) for _, score, row, ready in found[:most])

    def later_same_matter(self, query: LinkDocument, read: ReadDocument) -> dict[str, float]:
        """Return how probably later items are the same matter as `query`, an item of the index."""
        judged = self._from_later(query, read, self._model.same)
        return {self._store.ids[row]: score for row, _, score in judged}

    def _from_later(
        self,
        query: LinkDocument,
        read: ReadDocument,
        fusion: Fusion,
        filters: Filters = EVERYTHING,
        rulings: LinkFeedback = UNDECIDED,
    ) -> Iterator[tuple[int, Query, float]]:
        """Yield the rows of likely later items, each as a query and with its score of `query`."""
        store, own = self._store, self._store.rows[query.item_id]
        after = max(filters.after or query.date, query.date)
        ranked = self._rank(query, replace(filters, after=after), fusion, rulings=rulings)
        for at, row in enumerate(ranked.rows.tolist()):
            if at >= LATER_LOOKED_AT and store.ids[row] not in rulings.confirmed:
                continue
            ready = Query.of(self._store.profiler.profile(read(store.ids[row])), store)
            yield row, ready, self._score_one(ready, own, fusion)

    def _score_one(self, query: Query, row: int, fusion: Fusion) -> float:
        """Return the score of one row; beside it are judged those it could be taken for."""
        store = self._store
        meeting = (store.days.values == store.days.values[row]) & store.alive.values
        rows = np.flatnonzero(meeting & (store.committee.values == store.committee.values[row]))
        found = score_rows(query, store, rows, fusion)
        return float(found.scores[rows == row][0])

    def _rank(
        self,
        query: LinkDocument,
        filters: Filters,
        fusion: Fusion,
        *,
        rulings: LinkFeedback = UNDECIDED,
        also: Iterable[str] = (),
        fewest: int = 0,
    ) -> Ranked:
        """Return all candidates among the rows that pass, and the items confirmed or of `also` among them."""
        store = self._store
        keep = passing(store, filters, never=(*rulings.rejected, query.item_id))
        ready = Query.of(self._store.profiler.profile(query), store)
        ready = replace(ready, earlier=max(ready.earlier, fewest))
        named = {store.rows[one] for one in (*also, *rulings.confirmed) if one in store.rows}
        more = np.array(sorted(row for row in named if keep[row]), dtype=np.int64)
        rows = np.union1d(candidates(ready, store, keep), more)
        found = score_rows(ready, store, rows, fusion)
        order = sorted(range(len(rows)), key=lambda i: (-found.scores[i], store.ids[rows[i]]))
        shown = found.shown(cutoff=fusion.cutoff, share=fusion.share)
        return Ranked(query=ready, rows=rows[order], scores=found.scores[order], shown=shown[order])

    def _links(self, ranked: Ranked, limit: int, always: frozenset[str] = frozenset()) -> tuple[Link, ...]:
        """Return the best links; those of `always` come first, all of them, the newest before."""
        kept = {self._store.rows[one] for one in always if one in self._store.rows}
        pairs = list(zip(ranked.rows.tolist(), ranked.scores.tolist(), ranked.shown.tolist(), strict=True))
        days = self._store.days.values
        newest = sorted(pairs, key=lambda pair: -int(days[pair[0]]))
        first = [(row, score) for row, score, _ in newest if row in kept]
        others = [(row, score) for row, score, shown in pairs if shown and row not in kept]
        shown = [*first, *others[: max(limit - len(first), 0)]]
        why = reasons(ranked.query, self._store, [row for row, _ in shown])
        return tuple(self._link(row, score, one) for (row, score), one in zip(shown, why, strict=True))

    def _later_link(self, row: int, score: float, ready: Query, own: int) -> Link:
        (why,) = reasons(ready, self._store, [own])
        return self._link(row, score, seen_from_before(why, ready.profile.passages))

    def _link(self, row: int, score: float, why: tuple[Reason, ...]) -> Link:
        title, day = self.told(item_id := self._store.ids[row])
        return Link(item_id=item_id, title=title, date=day, score=score, reasons=why)
