"""What links are fitted and measured on: items of the corpus, and questions made out of them."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from pipeline.config import places
from pipeline.domain import Passage, SectionName
from pipeline.encoder.protocol import Encoder, Floats
from pipeline.errors import CorpusError
from pipeline.knowledge.themes import load_topics_register
from pipeline.links.document import LinkDocument, free_text
from pipeline.minutes import split_passages
from pipeline.text import STOP_WORDS, formal_stems, stem
from pipeline.training.corpus import CorpusItem, CorpusMeeting, read_corpus
from pipeline.training.links.cases import (
    KnownCases,
    Subjects,
    read_cases,
    read_subjects,
    subjects_of,
)
from pipeline.training.passages import encode_cached
from pipeline.training.publish import AS_WRITTEN, publish

Register = tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]
"""The words of each group of people, and those of each kind of measure."""
WORD = re.compile(r"[^\W\d_]{4,}")
KEYWORDS = (1, 2, 3)
"""Words of a question that is no sentence, as "anonym stofbehandling økonomi"."""
FEWEST = 2
"""Committees with links: one is held out of the fit, and there must be another to fit on."""
NO_VECTOR: Floats = np.zeros(0, dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Labelled:
    """An item of the corpus or a question made out of one, and what it is about."""

    document: LinkDocument
    committee: str
    """Of the item; the document of a question has none."""
    cases: KnownCases


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinkCorpus:
    """What links are learned from: minutes with their cases, and what is known of subjects and topics."""

    meetings: Sequence[CorpusMeeting]
    subjects: Subjects = field(default_factory=dict)
    register: Register = ({}, {})
    cache: Path | None = None
    """Where vectors are kept, so that a second fit takes seconds."""

    def items(self, encoder: Encoder) -> list[Labelled]:
        """Return every item with what it is about."""
        cases = read_cases(self.meetings, self.subjects)
        documents = corpus_documents(self.meetings, encoder, self.cache)
        return [Labelled(document=d, committee=d.committee, cases=cases[d.item_id]) for d in documents]

    def questions(self, encoder: Encoder, passages: Floats) -> tuple[list[Labelled], Floats]:
        """Return questions about the cases, and the shift from their vectors to those of `passages`."""
        questions = read_questions(self.meetings, self.subjects)
        vectors = encoder.encode_queries([one.document.title for one in questions])
        shift: Floats = passages.mean(axis=0) - vectors.mean(axis=0)
        return [
            replace(one, document=replace(one.document, vectors=(vector + shift).reshape(1, -1)))
            for one, vector in zip(questions, vectors, strict=True)
        ], shift


def read_link_corpus(corpus: Path, knowledge: Path) -> LinkCorpus:
    """Return the annotated minutes of a folder, the subjects beside it, and the register of topics.

    Raises:
        CorpusError: they name too few cases to hold a committee out.

    """
    meetings, subjects = read_corpus(corpus), corpus.parent / "links" / "subjects.tsv"
    if len(_with_links(meetings)) < FEWEST:
        raise CorpusError("corpus-without-cases", folder=corpus, fewest=FEWEST)
    return LinkCorpus(
        meetings=meetings,
        subjects=read_subjects(subjects) if subjects.is_file() else {},
        register=load_topics_register(knowledge),
        cache=places().cache / "experiments" / "vectors",
    )


def _with_links(meetings: Sequence[CorpusMeeting]) -> set[str]:
    """Return the committees that came back to some case at another meeting."""
    days = defaultdict[tuple[str, str], set[dt.date]](set)
    for meeting in meetings:
        for item in meeting.items:
            for case in item.all_cases:
                days[meeting.slug, case].add(meeting.meeting.date)
    return {committee for (committee, _), of_case in days.items() if len(of_case) > 1}


def corpus_documents(
    meetings: Sequence[CorpusMeeting], encoder: Encoder, cache: Path | None = None
) -> tuple[LinkDocument, ...]:
    """Return every item of the corpus as the index is handed it, with the corpus's own mentions.

    Vectors are kept in `cache`, a folder.
    """
    documents = [document for meeting in meetings for document in _documents(meeting)]
    vectors = encode_cached([passage for one in documents for passage in one.passages], encoder, cache)
    parts = np.split(vectors, np.cumsum([len(one.passages) for one in documents])[:-1])
    return tuple(replace(one, vectors=part) for one, part in zip(documents, parts, strict=True))


def link_passages(meetings: Sequence[CorpusMeeting]) -> list[Passage]:
    """Return the passages that `corpus_documents` encodes."""
    return [passage for meeting in meetings for one in _documents(meeting) for passage in one.passages]


def _documents(meeting: CorpusMeeting) -> Iterator[LinkDocument]:
    published = publish(meeting, AS_WRITTEN)
    for one in published.items:
        # What stands under no heading is a case number: it belongs to the title, as a name of the item.
        headed = tuple(section for section in one.item.sections if section.name is not SectionName.ANDET)
        yield LinkDocument(
            item_id=one.item.id,
            title=one.item.title,
            date=meeting.meeting.date,
            committee=meeting.meeting.committee,
            passages=split_passages(published.text, replace(one.item, sections=headed)),
            vectors=NO_VECTOR,
            entities=one.entities,
            attachments=tuple(attachment.text for attachment in one.item.attachments),
        )


def read_questions(meetings: Sequence[CorpusMeeting], subjects: Subjects) -> tuple[Labelled, ...]:
    """Return the titles, the sub-headings and the telling words of items and sub-items about one case.

    They have no vectors yet. Who asks about a subject is answered by any case of it,
    also another committee's; the item a question was made of is no answer to it.
    """
    common = Counter(word for m in meetings for item in m.items for word in set(_words(item)))
    return tuple(
        Labelled(
            document=replace(free_text(text, NO_VECTOR), item_id=item.id),
            committee=meeting.meeting.committee,
            cases=_about(case, item, meeting.slug, subjects),
        )
        for meeting in meetings
        for item in meeting.items
        for text, case in _texts(item, common)
    )


def _about(case: str, item: CorpusItem, slug: str, subjects: Subjects) -> KnownCases:
    own, related = f"{slug}/{case}", item.related if case in item.cases else ()
    return KnownCases(
        own=frozenset([own]),
        related=frozenset(f"{slug}/{name}" for name in related),
        subjects=subjects_of([own], subjects),
    )


def _texts(item: CorpusItem, common: Counter[str]) -> Iterator[tuple[str, str]]:
    """Yield texts and the case each is about."""
    if len(item.cases) == 1:
        yield item.title, item.cases[0]
        words = _telling(item, common)
        yield from ((" ".join(words[:count]), item.cases[0]) for count in KEYWORDS if count <= len(words))
    yield from ((heading.text, heading.cases[0]) for heading in item.subheadings() if len(heading.cases) == 1)


def _telling(item: CorpusItem, common: Counter[str]) -> list[str]:
    """Return the words that stand in the item more than once and in few other items."""
    words = Counter(_words(item))
    often = [word for word, count in words.items() if count > 1 and common[word] > 1]
    return sorted(often, key=lambda word: (common[word] / words[word], word))[: max(KEYWORDS)]


def _words(item: CorpusItem) -> list[str]:
    words = WORD.findall(" ".join(block.text for block in item.blocks()).lower())
    return [word for word in words if word not in STOP_WORDS and stem(word) not in formal_stems()]
