"""What the link score is fitted on: every question against the earlier items of an archive."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipeline.links.document import LinkDocument
from pipeline.links.model import Fusion, LinkModel
from pipeline.links.pairs import MatterPairs, Query, compare
from pipeline.links.profile import Profile, Profiler
from pipeline.links.scores import Scored, best_of
from pipeline.links.store import Store
from pipeline.links.tables import Numbers
from pipeline.training.link_cases import Cases
from pipeline.training.link_words import Register, learn_words


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Asked:
    """One query of the fit: an item, or a question made out of one."""

    document: LinkDocument
    committee: str
    cases: Cases


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Archived:
    """Items to be found, what each is about, and the register of topics."""

    documents: Sequence[LinkDocument]
    cases: Sequence[Cases]
    register: Register = ({}, {})

    def only(self, rows: Sequence[int]) -> "Archived":
        """Return some of the items."""
        return replace(
            self, documents=[self.documents[row] for row in rows], cases=[self.cases[row] for row in rows]
        )

    def asked(self) -> list[Asked]:
        """Return every item as a query."""
        pairs = zip(self.documents, self.cases, strict=True)
        return [Asked(document=d, committee=d.committee, cases=cases) for d, cases in pairs]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """One query against the earlier items of an archive: a line for each two of their matters."""

    item: str
    committee: str
    ids: Sequence[str]
    committees: npt.NDArray[np.str_]
    """Of each earlier item."""
    grades: Numbers
    """Of each earlier item."""
    lines: MatterPairs
    line_grades: Numbers
    whole: bool = False
    """Whether the archive is that of all committees, or the committee's own."""

    def scored(self, fusion: Fusion) -> Scored:
        """Return the probability of a link to each earlier item: that of its best two matters."""
        return best_of(fusion.probability(self.lines.features), self.lines, len(self.grades))


def training_pairs(asked: Sequence[Asked], everything: Archived) -> tuple[Pairs, ...]:
    """Return every query against all earlier items, of its own committee and of all.

    What is known of words and vectors comes from the other committees, as it does
    when the program meets an archive that is not the corpus.
    """
    pairs: list[Pairs] = []
    for committee in sorted({query.committee for query in asked}):
        own, others = _parted(everything, committee)
        model = learn_words(others.documents, others.cases, "training", everything.register)
        queries = [query for query in asked if query.committee == committee]
        pairs += pairs_among(queries, own, model)
        pairs += (replace(found, whole=True) for found in pairs_among(queries, everything, model))
    return tuple(pairs)


def _parted(archive: Archived, committee: str) -> tuple[Archived, Archived]:
    """Return the items of one committee, and those of all others."""
    own = [row for row, document in enumerate(archive.documents) if document.committee == committee]
    others = [row for row, document in enumerate(archive.documents) if document.committee != committee]
    return archive.only(own), archive.only(others)


def pairs_among(asked: Sequence[Asked], archive: Archived, model: LinkModel) -> Iterator[Pairs]:
    """Yield the queries that have earlier items in `archive`, with the features of each pair."""
    profiler, store = Profiler(model), Store(model)
    profiles = list(profiler.profiles(archive.documents))
    for profile in profiles:
        store.add(profile)
    days, ids = store.days.values, np.array(store.ids)
    for query in asked:
        document = query.document
        rows = np.flatnonzero((days < document.date.toordinal()) & (ids != document.item_id))
        if len(rows):
            profile = profiler.profile(document)
            lines = compare(Query.of(profile, store), store, rows)
            others = [(profiles[row], archive.cases[row]) for row in rows.tolist()]
            yield _pairs(query, profile, others, lines)


def _pairs(
    query: Asked, profile: Profile, others: Sequence[tuple[Profile, Cases]], lines: MatterPairs
) -> Pairs:
    here = [query.cases.part(matter.heading) for matter in profile.matters]
    there = [[cases.part(matter.heading) for matter in other.matters] for other, cases in others]
    places = zip(lines.rows.tolist(), lines.here.tolist(), lines.there.tolist(), strict=True)
    return Pairs(
        item=profile.document.item_id,
        committee=query.committee,
        ids=[other.document.item_id for other, _ in others],
        committees=np.array([other.document.committee for other, _ in others]),
        grades=np.array([query.cases.grade(cases) for _, cases in others], dtype=np.float64),
        lines=lines,
        line_grades=np.array(
            [here[at].grade(there[row][other]) for row, at, other in places], dtype=np.float64
        ),
    )
