"""A query against rows of the store: candidates first, then every feature of each pair."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.domain import Label
from pipeline.encoder.protocol import Floats
from pipeline.links.features import (
    WeightedTerms,
    best_found,
    best_word_cosines,
    cosines,
    found_in,
    greatest,
    mean_of_greatest,
    shared_rarity,
)
from pipeline.links.profile import Profile
from pipeline.links.store import Store
from pipeline.links.tables import Ints, Numbers

FEATURES = (
    "words_whole", "words_matter", "words_heading", "heading_there", "title_here",
    "sense_passage", "sense_three", "shared_names", "shared_figures",
    "refers_to_meeting", "same_case_number", "same_committee", "few_earlier",
)  # fmt: skip
NAMES = (Label.PERSON, Label.INSTITUTION, Label.LAW)
FIGURES = (Label.AMOUNT, Label.DATE)
# Municipalities are left out: the same few are named in item after item.
CANDIDATES = 100
"""Earlier items looked at closely for each way of finding them."""
FINDING = 0.7
"""Terms in more than half of all items find nothing (e to the power of -0.7)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Query:
    """A profile made ready to be compared with one state of the store."""

    profile: Profile
    idf: Numbers
    centre: Floats
    whole: WeightedTerms
    headings: tuple[WeightedTerms, ...]
    matters: tuple[WeightedTerms, ...]
    names: frozenset[int]
    figures: frozenset[int]
    """Numbers of the things that are named."""
    earlier: int
    """How many items of the store lie before the query."""

    @classmethod
    def of(cls, profile: Profile, store: Store) -> "Query":
        """Return `profile` with the weights its terms have in `store` today."""
        return cls(
            profile=profile,
            idf=store.idf(),
            centre=store.centre(),
            whole=store.weighted(profile.whole),
            headings=tuple(map(store.weighted, profile.headings)),
            matters=tuple(map(store.weighted, profile.matters)),
            names=_known(profile, store, NAMES),
            figures=_known(profile, store, FIGURES),
            earlier=store.earlier(profile.document.date),
        )


def _known(profile: Profile, store: Store, labels: tuple[Label, ...]) -> frozenset[int]:
    keys = [key for key in profile.entities if key.partition(":")[0] in labels]
    return frozenset(store.vocabulary.known(keys).values())


def candidates(query: Query, store: Store, allowed: Ints) -> Ints:
    """Return the rows among `allowed` that words, names, vectors or a case number bring up, ascending."""
    whole, idf = query.whole.weights, query.idf
    rare = {number: weight * float(idf[number]) for number, weight in whole.items() if idf[number] > FINDING}
    words = store.postings.scores(rare, len(store)) / np.sqrt(store.lengths.values)
    shared = {number: float(idf[number]) for number in sorted(query.names | query.figures)}
    names = store.postings.scores(shared, len(store))
    sense = store.nearness(query.profile.vectors, query.centre, allowed)
    found = [_top(score, allowed) for score in (words, names, sense)]
    return np.unique(np.concatenate([*found, _among(_numbered(query.profile.case_numbers, store), allowed)]))


def _among(rows: list[int], allowed: Ints) -> Ints:
    """Return those of a few rows that are among many; the many ascend."""
    places = np.searchsorted(allowed, rows)
    kept = [row for row, at in zip(rows, places, strict=True) if at < len(allowed) and allowed[at] == row]
    return np.array(kept, dtype=np.int64)


def _numbered(case_numbers: Iterable[str], store: Store) -> list[int]:
    return [row for number in case_numbers for row in store.case_numbers.get(number, [])]


def _top(scores: Numbers, allowed: Ints) -> Ints:
    """Return the best of the allowed rows with a score, at most CANDIDATES."""
    found = allowed[scores[allowed] > 0]
    return found[np.argsort(-scores[found], kind="stable")[:CANDIDATES]]


def features(query: Query, store: Store, rows: Ints) -> Numbers:
    """Return (rows, features) in the order of FEATURES."""
    idf, size = query.idf, len(rows)
    whole, entities = store.whole.take(rows), store.entity.take(rows)
    matter_rows, matters = store.matters.of(rows)
    heading_rows, headings = store.headings.of(rows)
    words = best_word_cosines([query.whole], whole, idf)
    in_matters = best_word_cosines(query.matters, store.matter.take(matter_rows), idf)
    in_headings = best_word_cosines(query.headings, store.heading.take(heading_rows), idf)
    same = _same_committee(query.profile, store, rows)
    columns = [
        words,
        greatest(in_matters, matters, size),
        greatest(in_headings, headings, size),
        best_found(query.headings, whole),
        found_in(query.whole, store.title.take(rows), idf),
        *_sense(query, store, rows),
        shared_rarity(query.names, entities, idf),
        shared_rarity(query.figures, entities, idf),
        _referred(query.profile, store, rows, words),
        np.isin(rows, _numbered(query.profile.case_numbers, store)),
        same,
        # The more items there are, the more of them look alike by chance.
        np.full(size, -np.log(max(query.earlier, 1))),
    ]
    return np.column_stack(columns).astype(np.float64)


def _sense(query: Query, store: Store, rows: Ints) -> tuple[Numbers, Numbers]:
    """Return the cosine of the best pair of passages of each item, and the mean of its best three."""
    passages, owners = store.passages.of(rows)
    near = cosines(query.profile.vectors, store.vectors.values[passages], query.centre)
    values, pairs = np.maximum(near.ravel(), 0.0), np.repeat(owners, near.shape[1])
    return greatest(values, pairs, len(rows)), mean_of_greatest(values, pairs, len(rows))


def _referred(profile: Profile, store: Store, rows: Ints, words: Numbers) -> Numbers:
    """Return 1 for the item of each meeting referred to that shares most words, 0 for the others."""
    days, same = store.days.values[rows], _same_committee(profile, store, rows)
    referred = np.zeros(len(rows))
    for first, last in sorted(profile.meetings):
        there = np.flatnonzero(same & (first <= days) & (days <= last))
        if len(there):
            referred[there[words[there] == words[there].max()]] = 1.0
    return referred


def _same_committee(profile: Profile, store: Store, rows: Ints) -> npt.NDArray[np.bool_]:
    """Return which rows are of the query's committee: all of them if it has none, as a free text."""
    if not profile.document.committee:
        return np.ones(len(rows), dtype=bool)
    number = store.committees.get(profile.document.committee, -1)
    same: npt.NDArray[np.bool_] = store.committee.values[rows] == number
    return same
