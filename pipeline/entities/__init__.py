"""Entities: a Danish spaCy pipeline whose components find, one of them decides."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.domain import AgendaItem, Entity, Meeting
from pipeline.encoder.protocol import TokenVectors
from pipeline.imports import without

if TYPE_CHECKING:  # spaCy is loaded with the first pipeline
    from spacy.language import Language as Language

__all__ = ["build_nlp", "recognize", "tower_of"]


def build_nlp(knowledge: Path, tagger: Path | None = None) -> "Language":
    """Return a Danish spaCy pipeline with the registers in a folder; `tagger` is a trained tagger's folder.

    Without a tagger the rules decide alone.

    Raises:
        KnowledgeError: a register is missing or damaged.
        ModelError: the tagger is damaged.
    """
    with without("torch"):
        from pipeline.entities.assemble import assemble

    return assemble(knowledge, tagger)


def recognize(
    nlp: "Language",
    text: str,
    items: Sequence[AgendaItem],
    meeting: Meeting,
    tokens: Sequence[Sequence[TokenVectors]] = (),
) -> tuple[tuple[Entity, ...], ...]:
    """Return the entities of each item of `meeting`, offsets into `text`, in the order of the text.

    The items' heading lines and sections are read, but no bilag section. `tokens` are those
    of the passages of each item; without them the rules decide alone.
    """
    from pipeline.entities.assemble import recognize_items

    return recognize_items(nlp, text, items, meeting, tokens)


def tower_of(tagger: Path) -> Path:
    """Return the token layers of a trained tagger, for the encoder to run."""
    return tagger / "tower.onnx"
