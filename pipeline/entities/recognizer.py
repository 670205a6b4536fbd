"""The room's one call for the rest of the program: minutes in, entities out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.domain import Entity, Minutes
from pipeline.entities.passage_tokens import PassageTokens
from pipeline.imports import without
from pipeline.knowledge import Knowledge


class Recognizer:
    """Finds and normalises the entities of minutes; `nlp` is the spaCy pipeline that does it."""

    def __init__(self, nlp: Any) -> None:
        self.nlp = nlp

    def recognize(
        self, minutes: Minutes, tokens: Sequence[PassageTokens] = ()
    ) -> tuple[tuple[Entity, ...], ...]:
        """Return the entities of each item in the order of the text, attachments left out.

        `tokens` are those of all passages of the minutes; without them the rules decide alone.
        """
        from pipeline.entities.meetings import recognize_items

        return recognize_items(self.nlp, minutes.text, minutes.items, minutes.meeting, tokens)


def load_recognizer(knowledge: Knowledge, tagger: Path | None = None) -> Recognizer:
    """Return the recognizer that knows the registers of `knowledge`; `tagger` is a trained tagger's folder.

    Without a tagger the rules decide alone.

    Raises:
        ModelError: the tagger is damaged.
    """
    with without("torch"):
        from pipeline.entities.assemble import assemble

    trained = tagger if tagger and tower_of(tagger) else None
    return Recognizer(assemble(knowledge.folder, trained))


def tower_of(tagger: Path) -> Path | None:
    """Return the token layers of a trained tagger, for the encoder to run; None where there is no tagger."""
    tower = tagger / "tower.onnx"
    return tower if tower.is_file() else None
