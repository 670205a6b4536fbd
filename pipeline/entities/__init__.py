"""Entities: a Danish spaCy pipeline whose components find, one of them decides."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.domain import AgendaItem, Entity, Meeting
from pipeline.entities.recognizer import Recognizer, load_recognizer, tower_of
from pipeline.knowledge import Knowledge

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Recognizer", "build_nlp", "load_recognizer", "recognize", "tower_of"]


def build_nlp(knowledge: Knowledge) -> "Language":
    """Return a Danish spaCy pipeline of the rule components, reading the registers of `knowledge`."""
    from pipeline.entities.assemble import assemble

    return assemble(knowledge.folder)


def recognize(
    nlp: "Language", text: str, items: Sequence[AgendaItem], meeting: Meeting
) -> tuple[tuple[Entity, ...], ...]:
    """Return the entities of each item of `meeting`, offsets into `text`, in the order of the text."""
    from pipeline.entities.meetings import recognize_items

    return recognize_items(nlp, text, items, meeting)
