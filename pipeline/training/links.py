"""Fit what makes a link: the fusion of its features, its cut-off, and the words behind them.

Whole committees are held out whenever something is measured or the cut-off is
chosen: the same matter never lies on both sides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipeline.encoder.protocol import Encoder, Floats
from pipeline.links.document import LinkDocument
from pipeline.links.fusion import fit_fusion
from pipeline.links.model import Fusion, LinkModel
from pipeline.links.pairs import Query, features
from pipeline.links.profile import Profiler
from pipeline.links.store import Store
from pipeline.links.tables import Numbers
from pipeline.training.corpus import CorpusMeeting
from pipeline.training.link_cases import Cases, corpus_documents, read_cases
from pipeline.training.link_questions import read_questions
from pipeline.training.link_words import learn_words

PRECISION = 0.7
"""Of what is shown for an item, at least this much is to be what a reader keeps."""
PRECISION_OF_ANSWERS = 0.6
"""For a question it may be less: who asks is looking, and the corpus counts only the one case as right."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Asked:
    """One query of the fit: an item, or a question made out of one."""

    document: LinkDocument
    committee: str
    cases: Cases


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Archived:
    """Items to be found, and what each is about."""

    documents: Sequence[LinkDocument]
    cases: Sequence[Cases]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """One query against the earlier items of an archive, one row each."""

    committee: str
    committees: npt.NDArray[np.str_]
    grades: Numbers
    features: Numbers
    whole: bool
    """Whether the archive is that of all committees, or the committee's own."""


def fit_links(meetings: Sequence[CorpusMeeting], encoder: Encoder) -> LinkModel:
    """Return the model fitted on the corpus, its cut-offs chosen on committees held out."""
    documents, cases = corpus_documents(meetings, encoder), read_cases(meetings)
    everything = Archived(documents=documents, cases=[cases[d.item_id] for d in documents])
    questions, shift = ask_questions(meetings, encoder, documents)
    model = replace(learn_words(documents, everything.cases, encoder.name), shift=shift)
    return replace(
        model,
        fusion=fit_with_cutoff(training_pairs(ask_items(everything), everything), PRECISION),
        questions=fit_with_cutoff(training_pairs(questions, everything), PRECISION_OF_ANSWERS),
    )


def ask_items(archive: Archived) -> list[Asked]:
    """Return every item as a query."""
    pairs = zip(archive.documents, archive.cases, strict=True)
    return [Asked(document=d, committee=d.committee, cases=cases) for d, cases in pairs]


def ask_questions(
    meetings: Sequence[CorpusMeeting], encoder: Encoder, documents: Sequence[LinkDocument]
) -> tuple[list[Asked], Floats]:
    """Return questions about the corpus's cases, and the shift from their vectors to those of passages."""
    questions = read_questions(meetings)
    vectors = encoder.encode_queries([question.text for question in questions])
    passages = np.concatenate([document.vectors for document in documents])
    shift: Floats = passages.mean(axis=0) - vectors.mean(axis=0)
    asked = [
        Asked(document=question.document(vector + shift), committee=question.committee, cases=question.cases)
        for question, vector in zip(questions, vectors, strict=True)
    ]
    return asked, shift


def training_pairs(asked: Sequence[Asked], everything: Archived) -> tuple[Pairs, ...]:
    """Return every query against all earlier items, of its own committee and of all.

    What is known of words and vectors comes from the other committees, as it does
    when the program meets an archive that is not the corpus.
    """
    pairs: list[Pairs] = []
    for committee in sorted({query.committee for query in asked}):
        own, others = _parted(everything, committee)
        model = learn_words(others.documents, others.cases, "training")
        queries = [query for query in asked if query.committee == committee]
        pairs += pairs_among(queries, own, model)
        pairs += (replace(found, whole=True) for found in pairs_among(queries, everything, model))
    return tuple(pairs)


def _parted(archive: Archived, committee: str) -> tuple[Archived, Archived]:
    """Return the items of one committee, and those of all others."""
    rows = list(zip(archive.documents, archive.cases, strict=True))
    own = [row for row in rows if row[0].committee == committee]
    others = [row for row in rows if row[0].committee != committee]
    return _archived(own), _archived(others)


def _archived(rows: Sequence[tuple[LinkDocument, Cases]]) -> Archived:
    return Archived(documents=[document for document, _ in rows], cases=[cases for _, cases in rows])


def pairs_among(asked: Sequence[Asked], archive: Archived, model: LinkModel) -> Iterator[Pairs]:
    """Yield the queries that have earlier items in `archive`, with the features of each pair."""
    profiler, store = Profiler(model), Store(model)
    for document in archive.documents:
        store.add(profiler.profile(document))
    days, ids = store.days.values, np.array(store.ids)
    committees = np.array([document.committee for document in archive.documents])
    for query in asked:
        document = query.document
        rows = np.flatnonzero((days < document.date.toordinal()) & (ids != document.item_id))
        if len(rows):
            grades = [query.cases.grade(archive.cases[row]) for row in rows.tolist()]
            yield Pairs(
                committee=query.committee,
                committees=committees[rows],
                grades=np.array(grades, dtype=np.float64),
                features=features(Query.of(profiler.profile(document), store), store, rows),
                whole=False,
            )


def fit_with_cutoff(pairs: Sequence[Pairs], precision: float) -> Fusion:
    """Return the fusion fitted on all pairs, its cut-off chosen on committees held out."""
    names = sorted({found.committee for found in pairs})
    held_out = [scored for name in names for scored in score_held_out(name, pairs)]
    return replace(fit_without(None, pairs), cutoff=choose_cutoff(held_out, precision))


def fit_without(committee: str | None, pairs: Sequence[Pairs]) -> Fusion:
    """Return the fusion fitted on all pairs that have no part in `committee`."""
    used = [found for found in pairs if found.committee != committee]
    kept = [found.committees != committee for found in used]
    return fit_fusion(
        np.concatenate([found.features[rows] for found, rows in zip(used, kept, strict=True)]),
        np.concatenate([found.grades[rows] for found, rows in zip(used, kept, strict=True)]),
    )


def score_held_out(committee: str, pairs: Sequence[Pairs]) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield probabilities and grades of one committee's queries, by a fusion fitted on the others."""
    fusion = fit_without(committee, pairs)
    for found in pairs:
        if found.whole and found.committee == committee:
            yield fusion.probability(found.features), found.grades


def choose_cutoff(scored: Sequence[tuple[Numbers, Numbers]], precision: float, limit: int = 5) -> float:
    """Return the lowest cut-off at which enough of what is shown is right.

    `scored` has probabilities and grades of each query's earlier items.
    """
    shown = []
    for scores, grades in scored:
        best = np.argsort(-scores, kind="stable")[:limit]
        shown += list(zip(scores[best].tolist(), (grades[best] > 0).tolist(), strict=True))
    shown.sort(reverse=True)
    right = np.cumsum([keep for _, keep in shown]) / np.arange(1, len(shown) + 1)
    enough = np.flatnonzero(right >= precision)
    return shown[int(enough[-1])][0] if len(enough) else 1.0
