"""The tables of an index: what it keeps of all items, growing at the end."""

from collections.abc import Mapping

import numpy as np

from pipeline.domain import Passage, SectionName
from pipeline.encoder.protocol import Floats
from pipeline.links.features import WeightedTerms, damped
from pipeline.links.model import LinkModel
from pipeline.links.profile import Counts, Profile
from pipeline.links.tables import Column, Ints, Numbers, Postings, SparseRows, Vocabulary, spread

MEAN_PRIOR = 200.0
"""How many passages the mean of the fit counts for beside the archive's own."""
PRIOR = 15.0
"""How many items the texts of the fit count for beside the archive's own, for how rare a term is."""


class Ranges:
    """For each item, which rows of another table are its own."""

    def __init__(self) -> None:
        self._ends = Column(np.int64)
        self._ends.extend([0])

    def add(self, length: int) -> None:
        """Give the next item the next `length` rows."""
        self._ends.extend([int(self._ends.values[-1]) + length])

    def of(self, items: Ints) -> tuple[Ints, Ints]:
        """Return the rows of `items`, and for each row the place of its item in `items`."""
        ends = self._ends.values
        lengths = ends[items + 1] - ends[items]
        return spread(ends[items], lengths), np.repeat(np.arange(len(items)), lengths)

    @property
    def owners(self) -> Ints:
        """For each row of the other table, its item."""
        return np.repeat(np.arange(len(self._ends.values) - 1), np.diff(self._ends.values))


class Store:
    """Everything the index keeps; items by row number, in the order they were added."""

    def __init__(self, model: LinkModel) -> None:
        self._model = model
        self.vocabulary = Vocabulary()
        self.rows: dict[str, int] = {}
        self.ids: list[str] = []
        self.titles: list[str] = []
        self.passages_of: list[tuple[Passage, ...]] = []
        self.case_numbers: dict[str, list[int]] = {}
        self.committees: dict[str, int] = {}
        self.days, self.committee = Column(np.int64), Column(np.int32)
        self.whole, self.heading, self.passage, self.entity = (SparseRows() for _ in range(4))
        self.headings, self.passages = Ranges(), Ranges()
        self.postings = Postings()
        self.lengths = Column(np.float32)
        dimension = len(model.mean)
        self.vectors, self.means = Column(np.float32, dimension), Column(np.float32, dimension)
        self._sum, self._spoken = np.zeros(dimension), 0
        self.is_text, self.is_title = Column(np.bool_), Column(np.bool_)
        self._background = Column(np.float64)

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, profile: Profile) -> None:
        """Add one item; what it costs does not depend on how many there are."""
        document, row = profile.document, len(self.ids)
        self.rows[document.item_id] = row
        self.ids.append(document.item_id)
        self.titles.append(document.title)
        self.passages_of.append(document.passages)
        self.days.extend([document.date.toordinal()])
        self.committee.extend([self.committees.setdefault(document.committee, len(self.committees))])
        for number in sorted(profile.case_numbers):
            self.case_numbers.setdefault(number, []).append(row)
        self._add_terms(row, profile)
        self._add_vectors(profile)

    def _add_terms(self, row: int, profile: Profile) -> None:
        whole, entities = self._numbered(profile.whole), self._numbered(profile.entities)
        self.whole.add(whole)
        self.entity.add(entities)
        for heading in profile.headings:
            self.heading.add(self._numbered(heading))
        self.headings.add(len(profile.headings))
        for passage in profile.passages:
            self.passage.add(self._numbered(passage))
        self.passages.add(len(profile.passages))
        self.vocabulary.count([*whole, *entities])
        self.postings.add(row, {number: damped(count) for number, count in (whole | entities).items()})
        self.lengths.extend([1.0 + sum(whole.values())])

    def _add_vectors(self, profile: Profile) -> None:
        text, title = kinds(profile)
        self.vectors.extend(profile.vectors)
        self.is_text.extend(text)
        self.is_title.extend(title)
        self.means.extend(mean_vector(profile))
        spoken = profile.vectors[np.array(text, dtype=bool)]
        self._sum += spoken.sum(axis=0, dtype=np.float64)
        self._spoken += len(spoken)

    def centre(self) -> Floats:
        """Return the mean of all passages that say something, starting from that of the fit.

        Cosines are taken from here. Minutes of one forum have a tone in common; from
        the mean of other forums' texts, any two of its passages would look related.
        """
        whole = self._sum + MEAN_PRIOR * self._model.mean
        centre: Floats = (whole / (self._spoken + MEAN_PRIOR)).astype(np.float32)
        return centre

    def _numbered(self, counts: Counts) -> dict[int, float]:
        return {self._number(key): count for key, count in counts.items()}

    def _number(self, key: str) -> int:
        number = self.vocabulary.number(key)
        if number == len(self._background.values):
            # Half a time: a term the fit never saw is rare, but not impossible.
            self._background.extend([(self._model.terms.get(key, 0) + 0.5) / (self._model.items + 1)])
        return number

    def idf(self) -> Numbers:
        """Return how rare each term is, by the archive and, while that is small, by the texts of the fit."""
        background = self._background.values
        return self.rarity(self.vocabulary.frequencies, background)

    def rarity(self, frequencies: Ints, background: Numbers) -> Numbers:
        """Return the logarithm of one over the share of items that have a term."""
        share = (frequencies + PRIOR * background) / (len(self) + PRIOR)
        return np.maximum(-np.log(np.minimum(share, 1.0)), 0.0)

    def weighted(self, counts: Counts, idf: Numbers) -> WeightedTerms:
        """Return a text of a query as tf-idf weights by term number."""
        numbers = self.vocabulary.known(counts)
        weights = {number: damped(counts[key]) * float(idf[number]) for key, number in numbers.items()}
        unknown = [key for key in counts if key not in numbers]
        length = sum(weight**2 for weight in weights.values()) + self._length(unknown, counts)
        return WeightedTerms(weights=weights, length=length)

    def _length(self, unknown: list[str], counts: Mapping[str, float]) -> float:
        shares = np.array(
            [(self._model.terms.get(key, 0) + 0.5) / (self._model.items + 1) for key in unknown]
        )
        rare = self.rarity(np.zeros(len(unknown), dtype=np.int64), shares)
        return float(
            sum((damped(counts[key]) * r) ** 2 for key, r in zip(unknown, rare.tolist(), strict=True))
        )


def kinds(profile: Profile) -> tuple[list[bool], list[bool]]:
    """Return which passages are text that says something, and which are titles that do."""
    titles = [p.section is SectionName.TITEL for p in profile.document.passages]
    speaks = profile.speaks.tolist()
    return (
        [s and not t for s, t in zip(speaks, titles, strict=True)],
        [s and t for s, t in zip(speaks, titles, strict=True)],
    )


def mean_vector(profile: Profile) -> Floats:
    """Return the mean of the item's passages that say something, as one row; of all if none does."""
    spoken = profile.vectors[profile.speaks] if profile.speaks.any() else profile.vectors
    rows = len(spoken)
    return spoken.mean(axis=0, keepdims=True) if rows else np.zeros((1, profile.vectors.shape[1]), np.float32)
