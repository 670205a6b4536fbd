"""What is found in minutes: mentions, themes with their evidence, matters; and items tagged with it."""

from dataclasses import dataclass

from pipeline.domain.kinds import Label
from pipeline.domain.minutes import AgendaItem, Minutes, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One mention; `norm` as DESIGN says: ISO 8601, DKK, official or base name."""

    start: int
    end: int
    label: Label
    text: str
    norm: str
    role: str = ""
    """Of a person, as the text says it: "socialdirektør"; empty where it does not."""
    organisation: str = ""
    """Of a person: the norm of the municipality or institution that the text ties them to."""
    doubt: float = 0.0
    """How improbable the trained tagger finds what the rules found here, where it doubts it; else 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A stretch of text that carried a theme, and how much of the score it carried."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeScore:
    """One theme of one item: probability 0-1, whether it is assigned, and why."""

    theme: str
    probability: float
    assigned: bool
    evidence: tuple[Evidence, ...] = ()
    decided_by: str = ""
    """Who decided whether it is assigned; empty where the model did."""
    undecided: bool = False
    """Whether the model is as often wrong as right about such probabilities, so that a person should look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubItem:
    """A matter of an item that tells of several: its sub-heading, and the part of the text under it."""

    heading: str
    passages: tuple[int, ...]
    """The places of its passages among those of the item, the sub-heading's own included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A sub-item of an information item: its sub-heading, and the themes it has by itself."""

    title: str
    start: int
    end: int
    themes: tuple[ThemeScore, ...]
    """Without evidence: the matter is the evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the models alone say of an item, before any person corrected it."""

    entities: tuple[Entity, ...]
    themes: tuple[ThemeScore, ...]
    model: str = ""
    """Version of the theme model; empty where it is not known."""
    matters: tuple[Matter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedItem:
    """An agenda item with all that was found in it."""

    item: AgendaItem
    passages: tuple[Passage, ...]
    entities: tuple[Entity, ...]
    themes: tuple[ThemeScore, ...]
    model: str = ""
    """Version of the theme model; empty where it is not known."""
    matters: tuple[Matter, ...] = ()
    """Of an item that tells of several, such as "Orienteringer"; of any other, none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedMinutes:
    """One published document, tagged."""

    minutes: Minutes
    items: tuple[TaggedItem, ...]
