"""The tables of an index: what it keeps of all items, growing at the end."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from pipeline.domain import Passage
from pipeline.encoder.protocol import Floats, Numbers
from pipeline.links.announcements import Announced
from pipeline.links.document import CASE_NUMBER, item_number, tag
from pipeline.links.features import TopicFinder, WeightedTerms, damped, nearest
from pipeline.links.model import LinkModel
from pipeline.links.postings import Postings
from pipeline.links.profile import Profile, Profiler
from pipeline.links.tables import Array, Column, Ints, Ranges, SparseRows, Strings, Table, Vectors, Vocabulary
from pipeline.links.terms import Counts

MEAN_PRIOR = 200.0
"""How many passages the mean of the fit counts for beside the archive's own."""
TERM_PRIOR = 15.0
"""How many items the texts of the fit count for beside the archive's own, for how rare a term is."""
BLOCK = 8192
"""Passages compared at a time: what comes of them stays in the processor's cache."""
ReadPassage = Callable[[str, int], Passage]
"""Returns the passage of an item, by its id, that begins at a character of the source."""


class Store:
    """Everything the index keeps; items by row number, in the order they were added.

    An item that was removed keeps its row, but is no longer `alive` and counts for nothing.
    With `read`, passages stay where they are and are read when they are shown.
    """

    def __init__(self, model: LinkModel, read: ReadPassage | None = None) -> None:
        self._model, self._read = model, read
        self.profiler = Profiler(model)
        self._passages: dict[int, tuple[Passage, ...]] = {}
        self.vocabulary, self.tags = Vocabulary(), Vocabulary()
        self.rows: dict[str, int] = {}
        self._ids, self._titles, self._shown = Strings(), Strings(), Strings()
        self._committees = Strings()
        self.committees: dict[str, int] = {}
        self.days, self.committee, self.alive = Column(np.int64), Column(np.int32), Column(np.bool_)
        self.whole, self.entity, self.passage = SparseRows(), SparseRows(), SparseRows()
        self.matter, self.heading = SparseRows(), SparseRows()
        self.matters, self.passages = Ranges(), Ranges()
        self.matter_of: Column[np.int32] = Column(np.int32)
        self.starts: Column[np.int64] = Column(np.int64)
        self.postings, self.tagged, self.lengths = Postings(), Postings(), Column(np.float64)
        self.vectors, self.squares = Vectors(len(model.mean)), Column(np.float32)
        self.announced = Announced()
        self.topics, self.topic_finder = model.topics, TopicFinder(model.topics)
        self.topic = Column(np.float32, len(model.topics))
        """(matters, topics): how often the words of each topic stand in each matter."""
        # In a list, as it is no table of this store.
        self._cohort: list[Store] = []
        self._background = Column(np.float64)
        self._sum = np.zeros(len(model.mean))
        self._living_passages = 0
        self._idf: Numbers = np.zeros(0)

    def __len__(self) -> int:
        return len(self._ids.values)

    @property
    def count(self) -> int:
        """How many items there are; those removed do not count."""
        return len(self.rows)

    @property
    def ids(self) -> list[str]:
        """The id of each row."""
        return self._ids.values

    @property
    def titles(self) -> list[str]:
        """The title of each row."""
        return self._titles.values

    @property
    def numbers(self) -> list[str]:
        """The number of the item of each row, in small letters, as it is shown at its meeting."""
        return self._shown.values

    def add(self, profile: Profile) -> None:
        """Add one item; what it costs does not depend on how many there are."""
        document, row = profile.document, len(self)
        self.rows[document.item_id] = row
        self._ids.values.append(document.item_id)
        self._titles.values.append(document.title)
        self._shown.values.append(document.number.lower() or item_number(document.item_id))
        if self._read is None:
            self._passages[row] = profile.passages
        self.starts.extend([passage.start for passage in profile.passages])
        self.days.extend([document.date.toordinal()])
        self.alive.extend([True])
        self.committee.extend([self._committee(document.committee)])
        self.announced.add(row, profile.announced)
        self._add_tags(row, profile)
        self._add_terms(row, profile)
        self.vectors.extend(profile.vectors)
        self._count_vectors(row, 1)
        self._idf = np.zeros(0)

    def remove(self, item_id: str) -> None:
        """Take one item out; what it costs does not depend on how many there are."""
        row = self.rows.pop(item_id)
        self.alive.values[row] = False
        one = np.array([row])
        terms = {*self.whole.take(one).numbers.tolist(), *self.entity.take(one).numbers.tolist()}
        self.vocabulary.count(terms, by=-1)
        self._count_vectors(row, -1)
        self._passages.pop(row, None)
        self._idf = np.zeros(0)

    def _count_vectors(self, row: int, by: int) -> None:
        own = self.vectors.values[self.passages.ends[row] : self.passages.ends[row + 1]]
        if by > 0:
            self.squares.extend((own**2).sum(axis=1))
        self._sum += by * own.sum(axis=0, dtype=np.float64)
        self._living_passages += by * len(own)

    def _committee(self, name: str) -> int:
        if name not in self.committees:
            self.committees[name] = len(self.committees)
            self._committees.values.append(name)
        return self.committees[name]

    def _add_tags(self, row: int, profile: Profile) -> None:
        case_numbers = (tag(CASE_NUMBER, number) for number in sorted(profile.case_numbers))
        tags = (*profile.document.tags(), *case_numbers)
        self.tagged.add(row, {self.tags.number(one): 1.0 for one in tags})

    def _add_terms(self, row: int, profile: Profile) -> None:
        whole, entities = self._numbers(profile.whole), self._numbers(profile.entities)
        self.whole.add(whole)
        self.entity.add(entities)
        for terms in profile.terms:
            self.passage.add(self._numbers(terms))
        self.passages.add(len(profile.terms))
        self.matter_of.extend(profile.matter_of)
        for matter in profile.matters:
            self.matter.add(self._numbers(matter.whole))
            self.heading.add(self._numbers(matter.title))
        self.topic.extend(self.topic_finder.counts([matter.whole for matter in profile.matters]))
        self.matters.add(len(profile.matters))
        self.vocabulary.count([*whole, *entities])
        self.postings.add(row, {number: damped(count) for number, count in (whole | entities).items()})
        self.lengths.extend([1.0 + sum(whole.values())])

    def _numbers(self, counts: Counts) -> dict[int, float]:
        numbers = {self.vocabulary.number(key): count for key, count in counts.items()}
        if new := self.vocabulary.keys_from(len(self._background.values)):
            self._background.extend([self._share_in_fit(key) for key in new])
        return numbers

    def _share_in_fit(self, key: str) -> float:
        # Half a time: a term the fit never saw is rare, but not impossible.
        return (self._model.terms.get(key, 0) + 0.5) / (self._model.items + 1)

    # What is asked of it

    def cohort(self) -> "Store | None":
        """Return the items of the fit that likenesses are measured against; None if the model has none."""
        if not self._cohort and self._model.cohort:
            cohort = Store(replace(self._model, cohort=()))
            for profile in self.profiler.profiles(self._model.cohort):
                cohort.add(profile)
            self._cohort.append(cohort)
        return self._cohort[0] if self._cohort else None

    def date(self, row: int) -> dt.date:
        """Return the day of the meeting of a row."""
        return dt.date.fromordinal(int(self.days.values[row]))

    def earlier(self, day: dt.date) -> int:
        """Return how many items lie before a day."""
        return int(np.count_nonzero((self.days.values < day.toordinal()) & self.alive.values))

    def nearness(self, texts: Sequence[Floats], centre: Floats, allowed: Ints) -> Floats:
        """Return (texts, rows): the greatest cosine of a row's passages with one of a text's, 0 at least.

        Rows before the first of `allowed` and behind the last are not looked at: an archive
        is mostly filled in the order of time, and only one side of a day is asked for.
        """
        ends = self.passages.ends
        first, last = (int(ends[allowed[0]]), int(ends[allowed[-1] + 1])) if len(allowed) else (0, 0)
        near = np.zeros((len(texts), len(self.squares.values)), dtype=np.float32)
        for start in range(first, last, BLOCK):
            block = slice(start, min(start + BLOCK, last))
            near[:, block] = nearest(texts, self.vectors.values[block], self.squares.values[block], centre)
        return self.passages.greatest(near)

    def tagged_rows(self, tags: Iterable[str]) -> Ints:
        """Return the rows of the items, removed ones included, that have one of these tags."""
        found = [self.tagged.rows(number) for number in self.tags.known(tags).values()]
        return np.concatenate([np.zeros(0, dtype=np.int64), *found])

    def case_rows(self, case_numbers: Iterable[str]) -> Ints:
        """Return the rows of the items, removed ones included, that print one of these case numbers."""
        return self.tagged_rows(tag(CASE_NUMBER, number) for number in case_numbers)

    def passage_at(self, row: int, place: int) -> Passage:
        """Return the passage of an item that its vector number `place` is of."""
        if self._read is None:
            return self._passages[row][place]
        return self._read(self.ids[row], self.start_at(row, place))

    def start_at(self, row: int, place: int) -> int:
        """Return where the passage of an item begins that its vector number `place` is of."""
        return int(self.starts.values[self.passages.ends[row] + place])

    def centre(self) -> Floats:
        """Return the mean of all passages, starting from that of the fit; cosines are taken from here.

        Minutes of one forum have a tone in common: from the mean of other forums'
        texts, any two of its passages would look related.
        """
        whole = self._sum + MEAN_PRIOR * self._model.mean
        centre: Floats = (whole / (self._living_passages + MEAN_PRIOR)).astype(np.float32)
        return centre

    def idf(self) -> Numbers:
        """Return how rare each term is, by the archive and, while that is small, by the texts of the fit."""
        if not len(self._idf):
            self._idf = self._rarity(self.vocabulary.frequencies, self._background.values)
        return self._idf

    def unheard(self) -> float:
        """Return how rare a term is that neither the archive nor the texts of the fit have."""
        return float(self._rarity(np.zeros(1, dtype=np.int64), np.array([self._share_in_fit("")]))[0])

    def _rarity(self, frequencies: Ints, background: Numbers) -> Numbers:
        """Return the logarithm of one over the share of items that have a term."""
        share = (frequencies + TERM_PRIOR * background) / (self.count + TERM_PRIOR)
        return np.maximum(-np.log(np.minimum(share, 1.0)), 0.0)

    def weighted(self, counts: Counts) -> WeightedTerms:
        """Return a text of a query as tf-idf weights by term number."""
        idf, numbers = self.idf(), self.vocabulary.known(counts)
        weights = [damped(counts[key]) * float(idf[number]) for key, number in numbers.items()]
        others = self._weights_unknown({key: n for key, n in counts.items() if key not in numbers})
        return WeightedTerms(
            numbers=np.array([*numbers.values()], dtype=np.int64),
            weights=np.array(weights),
            total=sum(weights) + sum(others),
            length=sum(weight**2 for weight in (*weights, *others)),
        )

    def _weights_unknown(self, counts: Mapping[str, float]) -> list[float]:
        """Return the weights of terms that stand in no item of the archive."""
        shares = np.array([self._share_in_fit(key) for key in counts])
        rare = self._rarity(np.zeros(len(counts), dtype=np.int64), shares).tolist()
        return [damped(count) * rarity for count, rarity in zip(counts.values(), rare, strict=True)]

    # How it is kept

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return all that the store holds but the passages, by name."""
        found: dict[str, Array] = {
            f"{name}.{key}": values
            for name, table in self._tables()
            for key, values in table.arrays().items()
        }
        return {**found, "sum": self._sum, "living_passages": np.array([self._living_passages])}

    def restore(self, arrays: Mapping[str, Array]) -> None:
        """Hold what another store of the same model returned."""
        for name, table in self._tables():
            prefix = f"{name}."
            own = {key.removeprefix(prefix): arrays[key] for key in arrays if key.startswith(prefix)}
            table.restore(own)
        self._sum = arrays["sum"].astype(np.float64)
        self._living_passages = int(arrays["living_passages"][0])
        alive = self.alive.values.tolist()
        self.rows = {item_id: row for row, item_id in enumerate(self.ids) if alive[row]}
        self.committees = {name: number for number, name in enumerate(self._committees.values)}

    def _tables(self) -> Iterator[tuple[str, Table]]:
        """Yield every table by its name."""
        for name, table in vars(self).items():
            if hasattr(table, "arrays"):
                yield name, table
