"""Fit what makes a link: the fusion of its features, its cut-off, and the words behind them.

Whole committees are held out whenever something is measured or the cut-off is
chosen: the same matter never lies on both sides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pipeline.config import home
from pipeline.encoder.protocol import Encoder, Floats
from pipeline.knowledge.themes import load_topics_register
from pipeline.links.document import LinkDocument
from pipeline.links.fusion import fit_fusion
from pipeline.links.model import Fusion, LinkModel
from pipeline.links.scores import Scored
from pipeline.links.tables import Numbers
from pipeline.training.corpus import CorpusMeeting, read_corpus
from pipeline.training.link_aim import Aim
from pipeline.training.link_cases import SAME_MATTER, corpus_documents, read_cases
from pipeline.training.link_judged import NOT_JUDGED, Judged, recalibrated
from pipeline.training.link_pairs import Archived, Asked, Pairs, training_pairs
from pipeline.training.link_questions import read_questions
from pipeline.training.link_subjects import Subject, read_subjects
from pipeline.training.link_words import Register, learn_words

ITEMS = Aim(precision=0.75, least=0.5, same=3.0, share=0.6)
"""A link is shown if a reader would sooner keep it than not; the same matter gains three times as much."""
QUESTIONS = Aim(precision=0.6, share=0.3)
"""Who asks is looking, and a question of one word has answers that the corpus does not count as right."""
SAME = Aim(precision=0.5, lowest=SAME_MATTER)
"""One more case for a matter is as wrong as one too few."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinkCorpus:
    """What links are learned from: minutes with their cases, and what is known of subjects and topics."""

    meetings: Sequence[CorpusMeeting]
    subjects: Sequence[Subject] = ()
    register: Register = ({}, {})
    cache: Path | None = None
    """Where vectors are kept, so that a second fit takes seconds."""

    def archived(self, encoder: Encoder) -> Archived:
        """Return every item with what it is about."""
        documents = corpus_documents(self.meetings, encoder, self.cache)
        cases = read_cases(self.meetings, self.subjects)
        return Archived(
            documents=documents, cases=[cases[d.item_id] for d in documents], register=self.register
        )


def read_link_corpus(corpus: Path, knowledge: Path) -> LinkCorpus:
    """Return the annotated minutes of a folder, the subjects beside it, and the register of topics."""
    subjects = corpus.parent / "links" / "subjects.tsv"
    return LinkCorpus(
        meetings=read_corpus(corpus),
        subjects=read_subjects(subjects) if subjects.is_file() else (),
        register=load_topics_register(knowledge),
        cache=home() / "experiments" / "vectors",
    )


def fit_links(corpus: LinkCorpus, encoder: Encoder, judged: Judged = NOT_JUDGED) -> LinkModel:
    """Return the model fitted on the corpus, as sure of its links as users were who judged some.

    The cut-offs are chosen on committees held out.
    """
    everything = corpus.archived(encoder)
    questions, shift = ask_questions(corpus, encoder, everything.documents)
    model = learn_words(everything.documents, everything.cases, encoder.name, corpus.register)
    model = replace(model, shift=shift)
    pairs = training_pairs(everything.asked(), everything)
    model = replace(model, fusion=fit_with_cutoff(pairs, ITEMS), same=fit_without(None, pairs, SAME))
    asked = training_pairs(questions, everything)
    return recalibrated(judged, replace(model, questions=fit_with_cutoff(asked, QUESTIONS)))


def ask_questions(
    corpus: LinkCorpus, encoder: Encoder, documents: Sequence[LinkDocument]
) -> tuple[list[Asked], Floats]:
    """Return questions about the corpus's cases, and the shift from their vectors to those of passages."""
    questions = read_questions(corpus.meetings, corpus.subjects)
    vectors = encoder.encode_queries([question.text for question in questions])
    passages = np.concatenate([document.vectors for document in documents])
    shift: Floats = passages.mean(axis=0) - vectors.mean(axis=0)
    asked = [
        Asked(document=question.document(vector + shift), committee=question.committee, cases=question.cases)
        for question, vector in zip(questions, vectors, strict=True)
    ]
    return asked, shift


def fit_with_cutoff(pairs: Sequence[Pairs], aim: Aim) -> Fusion:
    """Return the fusion fitted on all pairs, its cut-off chosen on committees held out."""
    names = sorted({found.committee for found in pairs if found.whole})
    held_out = [scored for name in names for scored in score_held_out(name, pairs, aim)]
    return replace(fit_without(None, pairs, aim), cutoff=aim.cutoff(held_out), share=aim.share)


def fit_without(committee: str | None, pairs: Sequence[Pairs], aim: Aim = ITEMS) -> Fusion:
    """Return the fusion fitted on all pairs that have no part in `committee`."""
    used = [found for found in pairs if found.committee != committee]
    kept = [found.committees[found.lines.rows] != committee for found in used]
    lines = list(zip(used, kept, strict=True))
    grades = [found.line_grades[keep] for found, keep in lines]
    weights = [np.where(some >= SAME_MATTER, aim.same, 1.0) for some in grades]
    return fit_fusion(
        np.concatenate([found.lines.features[keep] for found, keep in lines]),
        np.concatenate(grades) >= aim.lowest,
        np.concatenate(weights),
    )


def score_held_out(
    committee: str, pairs: Sequence[Pairs], aim: Aim = ITEMS
) -> Iterator[tuple[Scored, Numbers]]:
    """Yield the scores and grades of one committee's queries, by a fusion fitted on the others."""
    fusion = fit_without(committee, pairs, aim)
    for found in pairs:
        if found.whole and found.committee == committee:
            yield found.scored(fusion), found.grades
