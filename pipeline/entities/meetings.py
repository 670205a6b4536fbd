"""Entities of a meeting's items: one spaCy Doc an item, offsets into the whole source text."""

from collections.abc import Iterator, Sequence

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.domain import AgendaItem, Entity, Label, Meeting, SectionName
from pipeline.entities.candidates import TEXT, exact
from pipeline.entities.passage_tokens import PassageTokens
from pipeline.entities.tagger import Tokens, attach


def recognize_items(
    nlp: Language,
    text: str,
    items: Sequence[AgendaItem],
    meeting: Meeting,
    tokens: Sequence[PassageTokens] = (),
) -> tuple[tuple[Entity, ...], ...]:
    """Return the entities of each item of `meeting`, in the order of the text.

    The items' heading lines and sections are read, but no bilag section.
    """
    docs = [_doc(nlp, annotated_text(text, item), meeting) for item in items]
    for doc, item in zip(docs, items, strict=True):
        attach(doc, list(_inside(item, tokens)))
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


def _inside(item: AgendaItem, tokens: Sequence[PassageTokens]) -> Iterator[Tokens]:
    """Yield the tokens of the item's passages, placed in the text of its Doc."""
    for passage in tokens:
        if len(passage.offsets) and item.start <= passage.offsets[0, 0] < item.end:
            offsets = passage.offsets - np.int32(item.start)
            yield Tokens(offsets=offsets, vectors=passage.vectors)


def _entities(doc: Doc, text: str, offset: int) -> Iterator[Entity]:
    for ent in doc.ents:
        start, end = (at + offset for at in exact(ent))
        yield Entity(
            start=start,
            end=end,
            label=Label(ent.label_),
            text=text[start:end],
            norm=ent.kb_id_,
            role=ent._.role,
            organisation=ent._.organisation,
        )
