"""The room's one call for the rest of the program: minutes in, entities out."""

from typing import Any

from pipeline.domain import Entity, Minutes
from pipeline.knowledge import Knowledge


class Recognizer:
    """Finds and normalises the entities of minutes; `nlp` is the spaCy pipeline that does it."""

    def __init__(self, nlp: Any) -> None:
        self.nlp = nlp

    def recognize(self, minutes: Minutes) -> tuple[tuple[Entity, ...], ...]:
        """Return the entities of each item in the order of the text, attachments left out."""
        from pipeline.entities.meetings import recognize_items

        return recognize_items(self.nlp, minutes.text, minutes.items, minutes.meeting)


def load_recognizer(knowledge: Knowledge) -> Recognizer:
    """Return the recognizer that knows the registers of `knowledge`."""
    from pipeline.entities.assemble import assemble

    return Recognizer(assemble(knowledge.folder))
