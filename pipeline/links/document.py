"""What the room is handed: agenda items with their passages, vectors and entities."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.domain import Entity, Passage, SectionName, number_of, slug
from pipeline.encoder.protocol import Floats
from pipeline.text import caseless

THEME, CASE_NUMBER, PUBLISHER, KLE = "THEME", "CASE_NUMBER", "PUBLISHER", "KLE"


def tag(kind: str, name: str) -> str:
    """Return what an item can be asked for by: a name of some kind, a theme, a case number or its publisher.

    >>> tag("THEME", "Misbrug")
    'THEME:misbrug'
    """
    return f"{kind}:{caseless(name)}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinkDocument:
    """One agenda item; `vectors` has one row a passage, as the encoder gave them."""

    title: str
    passages: tuple[Passage, ...]
    vectors: Floats
    item_id: str = ""
    date: dt.date = dt.date.max
    """Of its meeting; a text of no meeting is later than any."""
    publisher: str = ""
    committee: str = ""
    """Empty for a question in free words."""
    number: str = ""
    """As it is shown at its meeting."""
    entities: tuple[Entity, ...] = ()
    themes: tuple[str, ...] = ()
    """The assigned ones."""
    kle: frozenset[str] = frozenset()
    """Numbers of the groups of KLE, as 27.03, that its case number is of."""
    attachments: tuple[str, ...] = ()
    """As they are listed; their names often say more than the item does."""
    signs: bool = True
    """Whether its case numbers and what it refers to count; without them, likeness alone does."""

    def tags(self) -> Iterator[str]:
        """Yield what the item can be asked for by."""
        yield from (tag(THEME, theme) for theme in self.themes)
        yield from (tag(e.label, e.norm) for e in self.entities if e.label.kind.filtered)
        yield from (tag(KLE, name) for number in self.kle for name in (number, number[:2]))
        if self.publisher:
            yield tag(PUBLISHER, slug(self.publisher))


def item_number(item_id: str) -> str:
    """Return the number of an item, or of the one a matter belongs to, from its id.

    >>> item_number("forum/2023-01-20/9#naloxon")
    '9'
    """
    return number_of(item_id.partition("#")[0]).lower()


def free_text(text: str, vector: Floats) -> LinkDocument:
    """Return a question in free words as a document of no committee, its text a title."""
    passages = (Passage.of_text(text, SectionName.TITEL),)
    return LinkDocument(title=text, passages=passages, vectors=vector.reshape(1, -1))
