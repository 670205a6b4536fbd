"""What the room is handed: agenda items with their passages, vectors and entities."""

import datetime as dt
from dataclasses import dataclass

from pipeline.domain import Entity, Passage, SectionName
from pipeline.encoder.protocol import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinkDocument:
    """One agenda item; `vectors` has one row a passage, as the encoder gave them."""

    item_id: str
    number: str
    title: str
    date: dt.date
    committee: str
    passages: tuple[Passage, ...]
    vectors: Floats
    entities: tuple[Entity, ...] = ()


def free_text(text: str, vector: Floats, before: dt.date) -> LinkDocument:
    """Return a question in free words as a document of no committee, its text a title."""
    passage = Passage(item_id="", section=SectionName.TITEL, start=0, end=len(text), text=text)
    return LinkDocument(
        item_id="",
        number="",
        title=text,
        date=before,
        committee="",
        passages=(passage,),
        vectors=vector.reshape(1, -1),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFilters:
    """Which items may be shown; what is None or empty does not restrict."""

    committee: str | None = None
    municipality: str | None = None
    """By its norm, such as "Odense Kommune"."""
    person: str | None = None
    since: dt.date | None = None
    """Not earlier than this day."""
    among: frozenset[str] | None = None
    """Item ids; for what only the archive knows, such as themes."""
    never: frozenset[str] = frozenset()
    """Item ids that are not shown, such as links a user rejected."""
