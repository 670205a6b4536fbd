"""What a person corrected: one kind of change a class, and the entry of the log that says who and why."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pipeline.domain.ids import slug
from pipeline.domain.kinds import Label


class EntityAction(StrEnum):
    """What is done to one mention."""

    ADD = "add"
    REMOVE = "remove"
    RELABEL = "relabel"
    RENORM = "renorm"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeChange:
    """A theme is assigned to the item, or is not; also where the model said so already."""

    kind: Literal["theme"] = "theme"
    theme: str
    assigned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityChange:
    """A mention is added, removed, or given another label or norm.

    `start` and `end` count from the start of the item, `text` is what stands there.
    `label` and `norm` are those after the change; of a removed mention, those it had.
    """

    kind: Literal["entity"] = "entity"
    action: EntityAction
    start: int
    end: int
    text: str
    label: Label
    norm: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChange:
    """An earlier item is always shown for this one (`kept`), or never."""

    kind: Literal["link"] = "link"
    earlier: str
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChange:
    """Another item must belong to the same trail as this one (`same`), or must not."""

    kind: Literal["case"] = "case"
    other: str
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitChange:
    """At this offset from the start of the item a new one begins, with a title of its own."""

    kind: Literal["split"] = "split"
    at: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeChange:
    """The item that follows, by its id, belongs to this one."""

    kind: Literal["merge"] = "merge"
    following: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameChange:
    """The item is shown under another number or title; what is empty stays as it is."""

    kind: Literal["rename"] = "rename"
    number: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingChange:
    """The meeting was another than the program read: whose, when, where. What is None stays as it is."""

    kind: Literal["meeting"] = "meeting"
    publisher: str | None = None
    title: str | None = None
    committee: str | None = None
    date: dt.date | None = None
    start: dt.time | None = None
    end: dt.time | None = None
    place: str | None = None


MEETING_FIELDS = {
    "publisher": "udgiver", "title": "titel", "committee": "udvalg", "date": "dato", "start": "start",
    "end": "slut", "place": "sted",
}  # fmt: skip
"""What may be changed of a meeting, in Danish."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A person was asked about a theme and left it open: nothing changes, nobody asks again."""

    kind: Literal["skip"] = "skip"
    theme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedLink:
    """A person was asked about an earlier item and left it open: nothing changes, nobody asks again."""

    kind: Literal["skip-link"] = "skip-link"
    earlier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedMention:
    """A person was asked about a mention and left it open: nothing changes, nobody asks again."""

    kind: Literal["skip-mention"] = "skip-mention"
    start: int
    """From the start of the item."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameChange:
    """Two names of a kind are of one thing, which goes by the second, wherever in the archive it is named."""

    kind: Literal["name"] = "name"
    label: Label
    name: str
    canonical: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """The correction of this number no longer holds; undoing an undo brings it back."""

    kind: Literal["undo"] = "undo"
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A change that is no longer told, since an item that it is about is closed now."""

    kind: Literal["withheld"] = "withheld"
    was: str
    """The kind of change it was."""


LeftOpen = Skipped | SkippedLink | SkippedMention
StructureChange = SplitChange | MergeChange | RenameChange | MeetingChange
"""What changes how minutes were read: their items are tagged again."""
Change = (
    ThemeChange
    | EntityChange
    | LinkChange
    | CaseChange
    | NameChange
    | StructureChange
    | LeftOpen
    | Undo
    | Withheld
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who corrects, when (UTC), and why."""

    by: str
    at: dt.datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """An entry of the log; none is ever removed, and none is changed except to become `Withheld`."""

    number: int
    """1, 2, 3 ... in the order they were made."""
    at: dt.datetime
    """In UTC."""
    by: str
    why: str
    item_id: str
    """As it was when the item was corrected; where its meeting was, the meeting's; where names were joined,
    what `names_id` says; of an undo, that of the correction undone."""
    change: Change
    before: str
    """State of what was changed, in a few Danish words."""
    after: str
    model: str
    """Version of the model whose tags were corrected; empty where it is not known."""
    text_hash: str
    """Of the item's text when it was corrected."""
    other_hash: str = ""
    """Of the other item's text then, where two are concerned; empty in entries older than this field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a person decided about a pair of items: a link, or being of one case."""

    item_id: str
    other: str
    holds: bool
    by: str


NAMES = "navne"
"""What stands for a meeting in the log where names of the whole archive were joined."""


def names_id(label: Label) -> str:
    """Return what stands for an item in the log where names of a kind were joined.

    >>> names_id(Label.INSTITUTION)
    'navne/institutioner'
    """
    return f"{NAMES}/{slug(label.kind.plural)}"
