"""A published form of a corpus meeting: its text, and every gold span in that text."""

from dataclasses import dataclass

from pipeline.domain import AgendaItem, Entity, Listed, Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedEvidence:
    """A line that is really about some themes."""

    start: int
    end: int
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSubItem:
    """A sub-heading and the text below it, with the cases and themes of its own."""

    title: str
    start: int
    end: int
    cases: tuple[str, ...]
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedItem:
    """One item as a perfect reader would cut and tag it; offsets into the published text.

    `item.id` is the corpus's own, by which the same item is known in every form.
    """

    item: AgendaItem
    themes: tuple[str, ...]
    minor: tuple[str, ...]
    cases: tuple[str, ...]
    related: tuple[str, ...]
    entities: tuple[Entity, ...] = ()
    evidence: tuple[PublishedEvidence, ...] = ()
    sub_items: tuple[PublishedSubItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One meeting in one form of publication."""

    form: str
    text: str
    meeting: Meeting
    """As this form prints it: what it leaves out is None."""
    listed: tuple[Listed, ...]
    """The form's own list of items, in its order."""
    items: tuple[PublishedItem, ...]
