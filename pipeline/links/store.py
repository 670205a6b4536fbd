"""The tables of an index: what it keeps of all items, growing at the end."""

from collections.abc import Mapping

import numpy as np

from pipeline.domain import Passage
from pipeline.encoder.protocol import Floats
from pipeline.links.features import WeightedTerms, damped
from pipeline.links.model import LinkModel
from pipeline.links.profile import Counts, Profile
from pipeline.links.tables import Column, Ints, Numbers, Postings, Ranges, SparseRows, Vocabulary

MEAN_PRIOR = 200.0
"""How many passages the mean of the fit counts for beside the archive's own."""
TERM_PRIOR = 15.0
"""How many items the texts of the fit count for beside the archive's own, for how rare a term is."""


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
        self.whole, self.title, self.entity = SparseRows(), SparseRows(), SparseRows()
        self.heading, self.matter, self.passage = SparseRows(), SparseRows(), SparseRows()
        self.headings, self.matters, self.passages = Ranges(), Ranges(), Ranges()
        self.postings, self.lengths = Postings(), Column(np.float64)
        self.vectors, self.squares = Column(np.float32, len(model.mean)), Column(np.float32)
        self._sum = np.zeros(len(model.mean))
        self._background = Column(np.float64)
        self._idf: Numbers = np.zeros(0)

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, profile: Profile) -> None:
        """Add one item; what it costs does not depend on how many there are."""
        document, row = profile.document, len(self.ids)
        self.rows[document.item_id] = row
        self.ids.append(document.item_id)
        self.titles.append(document.title)
        self.passages_of.append(profile.passages)
        self.days.extend([document.date.toordinal()])
        self.committee.extend([self.committees.setdefault(document.committee, len(self.committees))])
        for number in sorted(profile.case_numbers):
            self.case_numbers.setdefault(number, []).append(row)
        self._add_terms(row, profile)
        self.vectors.extend(profile.vectors)
        self.squares.extend((profile.vectors**2).sum(axis=1))
        self._sum += profile.vectors.sum(axis=0, dtype=np.float64)
        self._idf = np.zeros(0)

    def _add_terms(self, row: int, profile: Profile) -> None:
        whole, entities = self._numbered(profile.whole), self._numbered(profile.entities)
        self.whole.add(whole)
        self.title.add(self._numbered(profile.title))
        self.entity.add(entities)
        for parts, table, ranges in (
            (profile.headings, self.heading, self.headings),
            (profile.matters, self.matter, self.matters),
            (profile.terms, self.passage, self.passages),
        ):
            for part in parts:
                table.add(self._numbered(part))
            ranges.add(len(parts))
        self.vocabulary.count([*whole, *entities])
        self.postings.add(row, {number: damped(count) for number, count in (whole | entities).items()})
        self.lengths.extend([1.0 + sum(whole.values())])

    def _numbered(self, counts: Counts) -> dict[int, float]:
        return {self._number(key): count for key, count in counts.items()}

    def _number(self, key: str) -> int:
        number = self.vocabulary.number(key)
        if number == len(self._background.values):
            self._background.extend([self._share_in_fit(key)])
        return number

    def _share_in_fit(self, key: str) -> float:
        # Half a time: a term the fit never saw is rare, but not impossible.
        return (self._model.terms.get(key, 0) + 0.5) / (self._model.items + 1)

    def centre(self) -> Floats:
        """Return the mean of all passages, starting from that of the fit; cosines are taken from here.

        Minutes of one forum have a tone in common: from the mean of other forums'
        texts, any two of its passages would look related.
        """
        whole = self._sum + MEAN_PRIOR * self._model.mean
        centre: Floats = (whole / (len(self.vectors.values) + MEAN_PRIOR)).astype(np.float32)
        return centre

    def idf(self) -> Numbers:
        """Return how rare each term is, by the archive and, while that is small, by the texts of the fit."""
        if not len(self._idf):
            self._idf = self._rarity(self.vocabulary.frequencies, self._background.values)
        return self._idf

    def _rarity(self, frequencies: Ints, background: Numbers) -> Numbers:
        """Return the logarithm of one over the share of items that have a term."""
        share = (frequencies + TERM_PRIOR * background) / (len(self) + TERM_PRIOR)
        return np.maximum(-np.log(np.minimum(share, 1.0)), 0.0)

    def weighted(self, counts: Counts) -> WeightedTerms:
        """Return a text of a query as tf-idf weights by term number."""
        idf, numbers = self.idf(), self.vocabulary.known(counts)
        weights = {number: damped(counts[key]) * float(idf[number]) for key, number in numbers.items()}
        others = self._weights_unknown({key: n for key, n in counts.items() if key not in numbers})
        return WeightedTerms(
            weights=weights,
            total=sum(weights.values()) + sum(others),
            length=sum(weight**2 for weight in (*weights.values(), *others)),
        )

    def _weights_unknown(self, counts: Mapping[str, float]) -> list[float]:
        """Return the weights of terms that stand in no item of the archive."""
        shares = np.array([self._share_in_fit(key) for key in counts])
        rare = self._rarity(np.zeros(len(counts), dtype=np.int64), shares).tolist()
        return [damped(count) * rarity for count, rarity in zip(counts.values(), rare, strict=True)]
