"""A query against rows of the store: candidates first, then every feature of each pair."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.domain import Label
from pipeline.encoder.protocol import Floats
from pipeline.links.features import (
    WeightedTerms,
    best_word_cosines,
    cosines,
    greatest,
    mean_of_greatest,
    shared_rarity,
)
from pipeline.links.profile import Profile
from pipeline.links.store import Store, kinds, mean_vector
from pipeline.links.tables import Ints, Numbers

FEATURES = (
    "words_whole", "words_heading", "words_passage",
    "sense_whole", "sense_passage", "sense_three", "sense_title",
    "shared_names", "shared_municipalities", "shared_figures",
    "refers_to_meeting", "same_case_number", "same_committee",
)  # fmt: skip
GROUPS = (
    (Label.PERSON, Label.INSTITUTION, Label.LAW),
    (Label.MUNICIPALITY,),
    (Label.AMOUNT, Label.DATE),
)
CANDIDATES = 200
"""Earlier items looked at closely for each way of finding them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Query:
    """A profile made ready to be compared with one state of the store."""

    profile: Profile
    idf: Numbers
    whole: WeightedTerms
    headings: tuple[WeightedTerms, ...]
    passages: tuple[WeightedTerms, ...]
    entities: tuple[dict[int, float], ...]
    """Shared things by group, as numbers."""
    centre: Floats
    text: Floats
    title: Floats
    mean: Floats

    @classmethod
    def of(cls, profile: Profile, store: Store) -> "Query":
        """Return `profile` with the weights its terms have in `store` today."""
        idf = store.idf()
        text, title = kinds(profile)
        return cls(
            profile=profile,
            idf=idf,
            whole=store.weighted(profile.whole, idf),
            headings=tuple(store.weighted(counts, idf) for counts in profile.headings),
            passages=tuple(
                store.weighted(counts, idf)
                for counts, says in zip(profile.passages, text, strict=True)
                if says
            ),
            entities=tuple(_group(profile, store, labels) for labels in GROUPS),
            centre=store.centre(),
            text=profile.vectors[np.array(text, dtype=bool)],
            title=profile.vectors[np.array(title, dtype=bool)],
            mean=mean_vector(profile),
        )


def _group(profile: Profile, store: Store, labels: tuple[Label, ...]) -> dict[int, float]:
    keys = [key for key in profile.entities if key.partition(":")[0] in labels]
    return dict.fromkeys(store.vocabulary.known(keys).values(), 1.0)


def candidates(query: Query, store: Store, allowed: Ints) -> Ints:
    """Return the rows among `allowed` that words, names, vectors or a case number bring up, ascending."""
    size = len(store)
    words = store.postings.scores(_rare(query.whole.weights, query.idf), size) / np.sqrt(store.lengths.values)
    names = store.postings.scores(_rare({n: 1.0 for group in query.entities for n in group}, query.idf), size)
    near = cosines(query.text, store.vectors.values, query.centre).max(axis=1, initial=0.0)
    sense = greatest(near * store.is_text.values, store.passages.owners, size)
    numbered = [row for number in query.profile.case_numbers for row in store.case_numbers.get(number, [])]
    found = [_top(score, allowed) for score in (words, names, sense)]
    return np.unique(np.concatenate([*found, np.intersect1d(np.array(numbered, dtype=np.int64), allowed)]))


def _rare(weights: Mapping[int, float], idf: Numbers) -> dict[int, float]:
    return {number: weight * float(idf[number]) for number, weight in weights.items()}


def _top(scores: Numbers, allowed: Ints) -> Ints:
    """Return the best of the allowed rows with a score, at most CANDIDATES."""
    found = allowed[scores[allowed] > 0]
    return found[np.argsort(-scores[found], kind="stable")[:CANDIDATES]]


def features(query: Query, store: Store, rows: Ints) -> Numbers:
    """Return (rows, features) in the order of FEATURES."""
    entities, idf, size = store.entity.take(rows), query.idf, len(rows)
    heading_rows, heading_owners = store.headings.of(rows)
    passage_rows, passage_owners = store.passages.of(rows)
    is_text, is_title = store.is_text.values[passage_rows], store.is_title.values[passage_rows]
    text, owners = passage_rows[is_text], passage_owners[is_text]
    columns = [
        best_word_cosines([query.whole], store.whole.take(rows), idf),
        greatest(
            best_word_cosines(query.headings, store.heading.take(heading_rows), idf), heading_owners, size
        ),
        greatest(best_word_cosines(query.passages, store.passage.take(text), idf), owners, size),
        _whole_sense(query, store, rows),
        *_passage_sense(cosines(query.text, store.vectors.values[text], query.centre), owners, size),
        _title_sense(query, store, passage_rows[is_title], passage_owners[is_title], size),
        *(shared_rarity(group, entities, idf) for group in query.entities),
        *_facts(query.profile, store, rows),
    ]
    return np.column_stack(columns)


def _whole_sense(query: Query, store: Store, rows: Ints) -> Numbers:
    return np.maximum(cosines(query.mean, store.means.values[rows], query.centre)[:, 0], 0.0)


def _passage_sense(near: Numbers, owners: Ints, size: int) -> tuple[Numbers, Numbers]:
    """Return the cosine of the best pair of passages of each item, and the mean of its best three."""
    pairs = np.repeat(owners, near.shape[1])
    return greatest(near.ravel(), pairs, size), mean_of_greatest(np.maximum(near.ravel(), 0.0), pairs, size)


def _title_sense(query: Query, store: Store, titles: Ints, owners: Ints, size: int) -> Numbers:
    near = cosines(query.title, store.vectors.values[titles], query.centre)
    return greatest(near.max(axis=1, initial=0.0), owners, size)


def _facts(profile: Profile, store: Store, rows: Ints) -> list[Numbers]:
    days = [dt.date.fromisoformat(day).toordinal() for day in sorted(profile.meetings)]
    numbered = [row for number in profile.case_numbers for row in store.case_numbers.get(number, [])]
    committee = store.committees.get(profile.document.committee, -1)
    same = store.committee.values[rows] == committee
    return [
        (np.isin(store.days.values[rows], days) & same).astype(np.float64),
        np.isin(rows, numbered).astype(np.float64),
        same.astype(np.float64),
    ]
