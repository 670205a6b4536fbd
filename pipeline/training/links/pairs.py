"""What the link score is fitted on: words and vectors as other committees know them, and pairs of items."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipeline.encoder.protocol import Floats, Numbers
from pipeline.links.answers import Scored, best_of
from pipeline.links.document import LinkDocument
from pipeline.links.features import GROUP, MEASURE, Topic
from pipeline.links.fusion import FEATURES, Fusion
from pipeline.links.model import LinkModel, choose_cohort
from pipeline.links.pairs import MatterPairs, Query, compare
from pipeline.links.profile import Profile, Profiler
from pipeline.links.store import Store
from pipeline.text import LETTERS, fold
from pipeline.training.links.cases import KnownCases
from pipeline.training.links.corpus import Labelled, Register

WORD = re.compile(LETTERS)
SHORTEST = 3
SHRINKAGE = 1.0
"""How much of an even spread is mixed into what is learned of noise, by its mean variance."""
UNFITTED = Fusion(weights=np.zeros(len(FEATURES)), intercept=0.0, cutoff=1.0)


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


def training_pairs(
    queries: Sequence[Labelled], archive: Sequence[Labelled], register: Register
) -> tuple[Pairs, ...]:
    """Return every query against all earlier items, of its own committee and of all.

    What is known of words and vectors comes from the other committees, as it does
    when the program meets an archive that is not the corpus.
    """
    pairs: list[Pairs] = []
    for committee in sorted({query.committee for query in queries}):
        own = [one for one in archive if one.committee == committee]
        others = [one for one in archive if one.committee != committee]
        model = learn_words(others, "training", register)
        here = [query for query in queries if query.committee == committee]
        pairs += pairs_among(here, own, model)
        pairs += (replace(one, whole=True) for one in pairs_among(here, archive, model))
    return tuple(pairs)


def pairs_among(
    queries: Sequence[Labelled], archive: Sequence[Labelled], model: LinkModel
) -> Iterator[Pairs]:
    """Yield the queries that have earlier items in `archive`, with the features of each pair."""
    profiler, store = Profiler(model), Store(model)
    profiles = list(profiler.profiles([one.document for one in archive]))
    for profile in profiles:
        store.add(profile)
    days, ids = store.days.values, np.array(store.ids)
    for query in queries:
        document = query.document
        rows = np.flatnonzero((days < document.date.toordinal()) & (ids != document.item_id))
        if len(rows):
            profile = profiler.profile(document)
            lines = compare(Query.of(profile, store), store, rows)
            earlier = [(profiles[row], archive[row].cases) for row in rows.tolist()]
            yield _pairs(query, profile, earlier, lines)


def _pairs(
    query: Labelled, profile: Profile, earlier: Sequence[tuple[Profile, KnownCases]], lines: MatterPairs
) -> Pairs:
    here = [query.cases.part(matter.heading) for matter in profile.matters]
    there = [[cases.part(matter.heading) for matter in other.matters] for other, cases in earlier]
    places = zip(lines.rows.tolist(), lines.here.tolist(), lines.there.tolist(), strict=True)
    line_grades = [here[at].grade(there[row][other]) for row, at, other in places]
    return Pairs(
        item=profile.document.item_id,
        committee=query.committee,
        ids=[other.document.item_id for other, _ in earlier],
        committees=np.array([other.document.committee for other, _ in earlier]),
        grades=np.array([query.cases.grade(cases) for _, cases in earlier], dtype=np.float64),
        lines=lines,
        line_grades=np.array(line_grades, dtype=np.float64),
    )


def learn_words(items: Sequence[Labelled], encoder: str, register: Register) -> LinkModel:
    """Return a model without fusion: words, how rare they are, and how vectors are seen."""
    documents = [one.document for one in items]
    dimension = documents[0].vectors.shape[1]
    model = LinkModel(
        encoder=encoder,
        projection=np.eye(dimension, dtype=np.float32),
        mean=np.zeros(dimension, dtype=np.float32),
        words=word_counts(documents),
        terms={},
        items=len(documents),
        shift=np.zeros(dimension, dtype=np.float32),
        topics=(),
        cohort=(),
        fusion=UNFITTED,
        questions=UNFITTED,
        same=UNFITTED,
    )
    profiler = Profiler(model)
    profiles = [profiler.profile(document) for document in documents]
    texts = [profile.vectors for profile in profiles]
    projection = learn_projection(texts, [_matter(one) for one in items])
    return replace(
        model,
        terms=Counter(term for profile in profiles for term in {*profile.whole, *profile.entities}),
        projection=projection,
        mean=(np.concatenate(texts) @ projection).mean(axis=0),
        topics=tuple(_topics(register, profiler, profiles)),
        cohort=choose_cohort(documents),
    )


def word_counts(documents: Sequence[LinkDocument]) -> Counter[str]:
    """Return how often each folded word of three letters and more stands in the texts."""
    texts = (passage.text for document in documents for passage in document.passages)
    folded = (fold(word) for text in texts for word in WORD.findall(text))
    return Counter(word for word in folded if len(word) >= SHORTEST)


def _topics(register: Register, profiler: Profiler, profiles: Sequence[Profile]) -> Iterator[Topic]:
    """Yield the topics of the register, each with how rare it is in the items of the fit."""
    for kind, words in zip((GROUP, MEASURE), register, strict=True):
        for name, forms in words.items():
            terms = {key for form in forms for key, n in profiler.analyzer.counts(form).items() if n >= 1}
            about = sum(any(profile.whole.get(term, 0) >= 1 for term in terms) for profile in profiles)
            rarity = float(np.log((len(profiles) + 1) / (about + 1)))
            yield Topic(kind=kind, name=name, terms=tuple(sorted(terms)), rarity=rarity)


def _matter(item: Labelled) -> str | None:
    """Return the one matter an item is about, None where there are several or none."""
    return f"{item.committee}: {min(item.cases.own)}" if len(item.cases.own) == 1 else None


def learn_projection(texts: Sequence[Floats], matters: Sequence[str | None]) -> Floats:
    """Return the projection, from the passages of items and the matter of each item.

    What differs between passages of one matter (a decision against its background,
    a sum against a sentence) is noise here: the projection makes it small, as in the
    within-class covariance normalisation of speaker recognition.
    """
    of_matter: dict[str, list[Floats]] = {}
    for rows, matter in zip(texts, matters, strict=True):
        if matter is not None and len(rows):
            of_matter.setdefault(matter, []).append(rows)
    apart = np.concatenate([rows - rows.mean(axis=0) for rows in map(np.concatenate, of_matter.values())])
    within = apart.T.astype(np.float64) @ apart / len(apart)
    within += SHRINKAGE * np.trace(within) / len(within) * np.eye(len(within))
    values, directions = np.linalg.eigh(within)
    projection = (directions / np.sqrt(values)) @ directions.T
    # At float16, as it is kept, so that the fit sees what will be served.
    half: Floats = (projection / np.abs(projection).max()).astype(np.float16).astype(np.float32)
    return half
