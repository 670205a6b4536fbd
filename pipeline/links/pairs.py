"""A query against rows of the store: candidates first, then every feature of each pair."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipeline.domain import Label
from pipeline.encoder.protocol import Flags, Floats, Numbers
from pipeline.links.features import (
    GROUP,
    MEASURE,
    NO_COHORT,
    WeightedTerms,
    ZNorm,
    cosines,
    greatest,
    share_of_query,
    share_of_text,
    shared_rarity,
    topic_cosines,
    word_cosines,
)
from pipeline.links.fusion import FEATURES
from pipeline.links.pointers import (
    announced_for,
    certain,
    pointed_to,
    referred,
    same_committee,
    with_days,
)
from pipeline.links.profile import NONE, Profile
from pipeline.links.questions import expand_query
from pipeline.links.store import Store
from pipeline.links.tables import Ints

WORDS, REFERS = FEATURES.index("words"), FEATURES.index("refers_to_it")
NAMES = (Label.PERSON, Label.INSTITUTION, Label.LAW)
FIGURES = (Label.AMOUNT, Label.DATE)
# Municipalities are left out: the same few are named in item after item.
CANDIDATES = 100
"""Earlier items looked at closely for each way of finding them."""
FINDING = 0.7
"""Terms in more than half of all items find nothing (e to the power of -0.7)."""
ALIKE = 4.0
"""Spreads of words above the usual from which on an item of the meeting is taken for the one announced.

If every matter of the corpus said that it comes up again at the next meeting, 0.95 of those that
do would be found by it, and 0.82 of what is found would be the same matter (`experiments/announced.py`).
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Query:
    """A profile made ready to be compared with one state of the store."""

    profile: Profile
    idf: Numbers
    centre: Floats
    whole: WeightedTerms
    headings: tuple[WeightedTerms, ...]
    """Of each matter."""
    matters: tuple[WeightedTerms, ...]
    names: Ints
    figures: Ints
    """Numbers of the things that are named, ascending."""
    earlier: int
    """How many items of the store lie before the query."""
    topics: Numbers
    """(matters, topics): how much each matter is about each topic."""
    announced: Ints
    """The places of the announcements that mean the meeting of the query."""
    z_norm: ZNorm
    """How alike the query's matters are to any items."""

    @classmethod
    def of(cls, profile: Profile, store: Store) -> "Query":
        """Return `profile` with the weights its terms have in `store` today."""
        profile = with_days(expand_query(profile, store), store)
        topics = store.topic_finder.weights(
            store.topic_finder.counts([matter.whole for matter in profile.matters])
        )
        ready = cls._of(profile, store, topics)
        cohort = store.cohort()
        # Of a question in a few words nothing is usual: normalized, nonsense would look telling.
        if cohort is None or not profile.document.committee:
            return ready
        rows = np.arange(len(cohort))
        matters, _ = cohort.matters.of(rows)
        of_cohort = _likenesses(cls._of(profile, cohort, topics), cohort, matters, rows)
        return replace(ready, z_norm=ZNorm.of(of_cohort))

    @classmethod
    def _of(cls, profile: Profile, store: Store, topics: Numbers) -> "Query":
        matters = tuple(store.weighted(matter.whole) for matter in profile.matters)
        return cls(
            profile=profile,
            idf=store.idf(),
            centre=store.centre(),
            whole=store.weighted(profile.whole),
            headings=tuple(store.weighted(matter.title) for matter in profile.matters),
            matters=matters,
            names=_known(profile, store, NAMES),
            figures=_known(profile, store, FIGURES),
            earlier=store.earlier(profile.document.date),
            topics=topics,
            announced=announced_for(profile, matters, store),
            z_norm=NO_COHORT,
        )


def _known(profile: Profile, store: Store, labels: tuple[Label, ...]) -> Ints:
    keys = [key for key in profile.entities if key.partition(":")[0] in labels]
    return np.array(sorted(store.vocabulary.known(keys).values()), dtype=np.int64)


def candidates(query: Query, store: Store, allowed: Flags, near: Floats | None = None) -> Ints:
    """Return the rows of those `allowed` that are alike, or share a case number or a meeting, ascending.

    `near` is how near in sense each row of the store is, where that is known already.
    """
    whole, idf, rows = query.whole, query.idf, np.flatnonzero(allowed)
    rare = idf[whole.numbers] > FINDING
    telling = whole.numbers[rare]
    words = store.postings.scores(telling, whole.weights[rare] * idf[telling], len(store))
    shared = np.union1d(query.names, query.figures)
    names = store.postings.scores(shared, idf[shared], len(store))
    if near is None:
        (near,) = store.nearness([query.profile.vectors], query.centre, rows)
    alike = [_top(score, rows) for score in (words / np.sqrt(store.lengths.values), names, near)]
    case = store.case_rows(query.profile.case_numbers)
    signed = np.concatenate([case, pointed_to(query.profile, query.announced, store)])
    return np.unique(np.concatenate([*alike, signed[allowed[signed]]]))


def _top(scores: npt.NDArray[np.floating], rows: Ints) -> Ints:
    """Return the best of these rows with a score, at most CANDIDATES; of equals the first."""
    scored = rows[scores[rows] > 0]
    if len(scored) <= CANDIDATES:
        return scored
    least = np.partition(scores[scored], -CANDIDATES)[-CANDIDATES]
    above, equal = scored[scores[scored] > least], scored[scores[scored] == least]
    return np.concatenate([above, equal[: CANDIDATES - len(above)]])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MatterPairs:
    """Every matter of the query beside every matter of some rows, a line each."""

    rows: Ints
    """The place of its row among those asked for."""
    here: Ints
    """The matter of the query."""
    there: Ints
    """The matter of the row, by its place in the item."""
    features: Numbers
    """(lines, features) in the order of FEATURES."""
    certain: Flags
    """(rows,): which rows a sign says belong together with the query, whatever the features say."""

    def of_row(self, place: int) -> "MatterPairs":
        """Return the lines of one row, as if it alone had been asked for."""
        own = self.rows == place
        return MatterPairs(
            rows=np.zeros(int(own.sum()), dtype=np.int64),
            here=self.here[own],
            there=self.there[own],
            features=self.features[own],
            certain=self.certain[place : place + 1],
        )


def compare(query: Query, store: Store, rows: Ints) -> MatterPairs:
    """Return what speaks for a link between each matter of the query and each of `rows`.

    An item on four matters is related to another if one of them is: what speaks for it must
    speak of the same two matters, or long items would look like everything.
    """
    matter_rows, owners = store.matters.of(rows)
    count, own = len(query.matters), np.arange(len(query.matters))
    columns = [column.ravel() for column in _of_matters(query, store, matter_rows, rows)]
    words = word_cosines(query.whole, store.whole.take(rows), query.idf)
    columns += [np.repeat(column[owners], count) for column in _of_items(query, store, rows, words)]
    pairs = MatterPairs(
        rows=np.repeat(owners, count),
        here=np.tile(own, len(matter_rows)),
        there=np.repeat(matter_rows - store.matters.ends[rows][owners], count),
        features=np.column_stack(columns).astype(np.float64),
        certain=certain(query.profile, store, rows, words),
    )
    for _, lines in announcements(query, store, rows, pairs):
        pairs.features[lines, REFERS] = 1.0
    return pairs


def announcements(query: Query, store: Store, rows: Ints, pairs: MatterPairs) -> Iterator[tuple[int, Ints]]:
    """Yield the announcements of the query's meeting, each with the lines of the matters it is of.

    That a meeting is announced does not say which of its items: it is one like enough in words.
    """
    alike = pairs.features[:, WORDS] >= ALIKE
    for place in query.announced.tolist():
        row, matter = store.announced["row"][place], store.announced["matter"][place]
        own = (rows[pairs.rows] == row) & ((pairs.there == matter) | (matter == NONE))
        yield place, np.flatnonzero(own & alike)


def _of_matters(query: Query, store: Store, matters: Ints, rows: Ints) -> Iterator[Numbers]:
    """Yield (matters, query's matters) for each feature of a pair of matters."""
    yield from np.moveaxis(query.z_norm.normalize(_likenesses(query, store, matters, rows)), -1, 0)
    there = store.topic_finder.weights(store.topic.values[matters])
    for kind in (GROUP, MEASURE):
        of_kind = np.array([topic.kind == kind for topic in store.topics], dtype=bool)
        yield topic_cosines(query.topics, there, of_kind)


def _likenesses(query: Query, store: Store, matters: Ints, rows: Ints) -> Numbers:
    """Return (matters, query's matters, likenesses) of texts."""
    texts, headings, idf = store.matter.take(matters), store.heading.take(matters), query.idf
    of_words = [
        [word_cosines(part, texts, idf) for part in query.matters],
        [word_cosines(part, headings, idf) for part in query.headings],
        [share_of_query(part, texts) for part in query.headings],
        [share_of_text(part, headings, idf) for part in query.matters],
    ]
    columns = [np.stack(of_part, axis=1) for of_part in of_words]
    return np.stack([*columns, _sense(query, store, rows, len(matters))], axis=-1)


def _of_items(query: Query, store: Store, rows: Ints, words: Numbers) -> Iterator[Numbers]:
    """Yield (rows,) for each feature of a pair of items; `words` says how alike they are in all words."""
    entities = store.entity.take(rows)
    yield shared_rarity(query.names, entities, query.idf)
    yield shared_rarity(query.figures, entities, query.idf)
    yield referred(query.profile, store, rows, words)
    yield np.isin(rows, store.case_rows(query.profile.case_numbers)).astype(np.float64)
    yield same_committee(query.profile, store, rows).astype(np.float64)
    # The more items there are, the more of them look alike by chance.
    yield np.full(len(rows), -np.log(max(query.earlier, 1)))


def topics_there(store: Store, row: int) -> Numbers:
    """Return (matters, topics) of one row."""
    matters, _ = store.matters.of(np.array([row]))
    return store.topic_finder.weights(store.topic.values[matters])


def _sense(query: Query, store: Store, rows: Ints, size: int) -> Numbers:
    """Return (matters, query's matters): the cosine of their best pair of passages, 0 at least."""
    count, own = len(query.matters), np.array(query.profile.matter_of, dtype=np.int64)
    passages, owners = store.passages.of(rows)
    lengths = store.matters.ends[rows + 1] - store.matters.ends[rows]
    places = store.matter_of.values[passages].astype(np.int64)
    matters = np.where(places >= 0, (np.cumsum(lengths) - lengths)[owners] + places, size)
    near = cosines(query.profile.vectors, store.vectors.values[passages], query.centre)
    pairs = matters[:, None] * (count + 1) + np.where(own >= 0, own, count)[None, :]
    best = greatest(np.maximum(near, 0.0).ravel(), pairs.ravel(), (size + 1) * (count + 1))
    return best.reshape(size + 1, count + 1)[:size, :count]
