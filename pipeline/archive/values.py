"""What the archive gives and takes besides the words of `domain`: frozen values."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from pipeline.domain import (
    AgendaItem,
    Correction,
    Earlier,
    Ledger,
    Meeting,
    Status,
    Structure,
    TaggedItem,
    TaggedMinutes,
)


class Outcome(StrEnum):
    """What `Archive.add` did."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    NEW_VERSION = "new_version"
    WITHDRAWN = "withdrawn"
    OLDER = "older"
    """The archive has minutes where an agenda came, or a later version; it was left as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of one document, and the ids it now has in the archive."""

    outcome: Outcome
    meeting_id: str
    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PassageVectors:
    """A vector for each passage of a meeting or an item, in order, and the encoder that made them."""

    encoder: str | None
    """None when there is no vector."""
    matrix: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rebuilt:
    """A meeting that is read otherwise, or whose items are tagged or encoded anew."""

    meeting_id: str
    tagged: TaggedMinutes
    """As the models alone tag them."""
    vectors: PassageVectors
    generation: int
    """Of the archive as it was when the items were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSummary:
    """One line about an agenda item."""

    id: str
    number: str
    title: str
    meeting_id: str
    committee: str
    date: dt.date
    themes: tuple[str, ...] = ()
    """The assigned ones."""
    status: Status = Status.MINUTES
    """Of its meeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """What tells which matter an item treats, and where that was treated before, as its source says."""

    item_id: str
    title: str
    case_number: str
    publisher: str
    meeting_id: str
    committee: str
    date: dt.date
    earlier: tuple[Earlier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMeeting:
    """One meeting: `id` is `<committee-slug>/<date>`, with a suffix for a second one that day."""

    id: str
    meeting: Meeting
    source: str
    items: int
    structure: Structure
    ledger: Ledger
    status: Status = Status.MINUTES


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredItem:
    """An agenda item with its tags, its meeting, and its own stretch of the source text."""

    tagged: TaggedItem
    meeting: Meeting
    meeting_id: str
    source: str
    text: str
    structure: Structure
    """Of its meeting."""
    status: Status = Status.MINUTES
    """Of its meeting: on an agenda it is still to be treated."""

    def quote(self, start: int, end: int) -> str:
        """Return what stands at these offsets of the source, as far as the item reaches."""
        first = self.tagged.item.start
        return self.text[max(start - first, 0) : max(end - first, 0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One text a meeting was published as; the current one is superseded by none."""

    source: str
    content_hash: str
    """Of the text."""
    sha256: str
    """Of the file it was read from; empty where that is not known."""
    text: str
    added: dt.datetime
    """In UTC."""
    current: bool
    items: tuple[AgendaItem, ...] = ()
    """Of an earlier one, the items as they were when it was superseded; none where that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A stretch of the source around the words that were found; all offsets are into the source."""

    text: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An item that was found; `score` compares items found alike within one result."""

    item: ItemSummary
    score: float
    snippet: Snippet


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedItem:
    """An item that was found, by whatever means; `place` is where the passage begins that speaks for it."""

    item_id: str
    score: float
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCase:
    """The case that a matter was put into, and how the matter read then; empty where that is not known."""

    case_id: str
    text_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Which entries of the log are asked for; what is empty does not narrow."""

    by: str = ""
    about: str = ""
    """Id of an item or a meeting, as it was when it was corrected, or as it is now."""
    waiting: bool = False
    """Only those whose text is not in the archive as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Some entries of the log, and how many there are in all."""

    entries: tuple[Correction, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One agenda, minutes or supplement as it was fetched from a publication site."""

    agenda: str
    """The site's own id of it."""
    committee: str
    date: str
    """Of its meeting, ISO 8601."""
    name: str
    stamp: str
    """What the site's list said of this version; anything else means another version."""
    sha256: str
    meeting: str
    """Id of the meeting it became in the archive."""
