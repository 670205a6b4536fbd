"""The pipeline as a whole: its components, the one that decides between them, a meeting put through it."""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from pipeline.domain import AgendaItem, Entity, Meeting, SectionName, labels
from pipeline.encoder.protocol import TokenVectors
from pipeline.entities.candidates import TEXT, Candidate, candidate
from pipeline.entities.tagger import attach, opinion
from pipeline.text import mask_cpr

# What the kinds' own components found wins over these where two candidates cover the same text.
DERIVED = ("consistency", "second_opinion")
DOUBTED = 0.5
"""A person is asked about what the tagger finds less probable than this."""


def assemble(folder: Path, trained: Path | None = None) -> Language:
    """Return the pipeline of rules, its registers read from `folder`, and of the tagger in `trained`."""
    nlp = spacy.blank("da", config={"nlp": {"tokenizer": {"@tokenizers": "sagsspor.minutes.v1"}}})
    nlp.max_length = sys.maxsize  # how long a text may be, the readers say
    for component in dict.fromkeys(label.kind.component for label in labels()):
        reads_registers = "folder" in (nlp.get_factory_meta(component).default_config or {})
        nlp.add_pipe(component, config={"folder": str(folder)} if reads_registers else {})
    if trained is not None:
        nlp.add_pipe("minutes_tagger", config={"model": str(trained)})
        nlp.add_pipe("second_opinion", config={"folder": str(folder)})
    nlp.add_pipe("consistency")
    nlp.add_pipe("resolve")
    nlp.add_pipe("person_roles")
    return nlp


@Language.factory("resolve", requires=["doc.spans"], assigns=["doc.ents"])
def make_resolve(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component."""
    return resolve


def resolve(doc: Doc) -> Doc:
    """Write to `doc.ents` the longest of overlapping candidates; of equal ones, the kind's shown first."""
    groups = (*(label.kind.component for label in labels()), *DERIVED)
    # filter_spans keeps the longest, and of equally long ones the first.
    doc.ents = tuple(filter_spans([span for group in groups for span in doc.spans.get(group, ())]))
    return doc


def recognize_items(
    nlp: Language,
    text: str,
    items: Sequence[AgendaItem],
    meeting: Meeting,
    tokens: Sequence[Sequence[TokenVectors]],
) -> tuple[tuple[Entity, ...], ...]:
    """Return what `pipeline.entities.recognize` says."""
    docs = [_doc(nlp, annotated_text(text, item), meeting) for item in items]
    if tokens:
        for doc, item, passages in zip(docs, items, tokens, strict=True):
            attach(doc, [_placed(passage, item.start) for passage in passages])
    tagged = nlp.pipe(docs)
    return tuple(tuple(_entities(doc, text, item.start)) for doc, item in zip(tagged, items, strict=True))


def annotated_text(text: str, item: AgendaItem) -> str:
    """Return the item's text, its bilag sections blanked so that every offset stays what it is."""
    pieces, at = [], item.start
    for section in sorted(item.sections, key=lambda section: section.start):
        start, end = max(section.start, at), min(section.end, item.end)
        if section.name == SectionName.BILAG and start < end:
            pieces += [text[at:start], "\n" * (end - start)]
            at = end
    return "".join([*pieces, text[at : item.end]])


def _doc(nlp: Language, text: str, meeting: Meeting) -> Doc:
    doc = nlp.make_doc(text)
    doc.user_data[TEXT] = text
    doc.user_data["meeting_date"] = meeting.date
    doc.user_data["committee"] = meeting.committee
    return doc


def _placed(passage: TokenVectors, start: int) -> TokenVectors:
    """Return the tokens of a passage, placed in the text of its item's Doc."""
    return TokenVectors(offsets=passage.offsets - np.int32(start), vectors=passage.vectors)


def _entities(doc: Doc, text: str, offset: int) -> Iterator[Entity]:
    for ent in doc.ents:
        mention = candidate(ent)
        start, end = mention.start + offset, mention.end + offset
        yield Entity(
            start=start,
            end=end,
            label=mention.label,
            text=text[start:end],
            norm=mask_cpr(mention.norm),
            role=ent._.role,
            organisation=ent._.organisation,
            doubt=_doubt(doc, mention),
        )


def _doubt(doc: Doc, mention: Candidate) -> float:
    """Return how improbable the tagger finds a mention that it would not have marked so; else 0."""
    held = (opinion(doc, mention.start, mention.end) or {}).get(mention.label, 1.0)
    return round(1 - held, 2) if held < DOUBTED else 0.0
