"""What the archive tells when it is counted: frozen values, as those of `values`."""

import datetime as dt
from dataclasses import dataclass

from pipeline.archive.values import ItemSummary, StoredMeeting

SPAN = 2
"""Years that are compared with as many before them, to tell which names are on the rise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedMeetings:
    """The newest of some meetings, newest first, and how many there are."""

    total: int
    newest: tuple[StoredMeeting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """How much came into an archive since some moment."""

    meetings: int
    versions: int
    """Meetings that were there already and got a new text."""
    corrections: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPage:
    """Some of the meetings that were asked for, newest first, and what all can be narrowed by."""

    meetings: tuple[StoredMeeting, ...]
    total: int
    committees: tuple[str, ...]
    years: tuple[int, ...]
    """The newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """In how many items something is."""

    name: str
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What some items have in common: most items first, years in their order."""

    themes: tuple[Count, ...]
    committees: tuple[Count, ...]
    municipalities: tuple[Count, ...]
    persons: tuple[Count, ...]
    institutions: tuple[Count, ...]
    kle: tuple[Count, ...]
    """Groups of KLE, by their numbers, that the case numbers are of."""
    years: tuple[Count, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """How much the archive holds."""

    meetings: int
    items: int
    passages: int
    superseded: int
    """Earlier versions kept as history."""
    encoders: tuple[str, ...]
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """In how many items two things meet: a theme and a year, a municipality and a theme."""

    row: str
    column: str
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAmount:
    """The largest amount that a matter names in a year, and the item that names it."""

    matter: str
    """Id of its case; where it is in none yet, of its item."""
    year: str
    amount: float
    item_id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCase:
    """A case with items that mention a name: how many, and the last of them."""

    case_id: str
    title: str
    last: dt.date
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """An item, and when its text came into the archive, in UTC."""

    item: ItemSummary
    added: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """An item whose case came up before."""

    item: ItemSummary
    case_id: str
    last: dt.date
    """When it came up the last time before."""
    times: int
    """How often it came up before."""
