"""Meetings, their items, and how minutes were read."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class SectionName(StrEnum):
    """The parts of an agenda item, as Danish forums and municipalities head them."""

    RESUME = "resumé"
    SAGSFORLOEB = "sagsforløb"
    BAGGRUND = "baggrund"
    SAGSFREMSTILLING = "sagsfremstilling"
    LOVGRUNDLAG = "lovgrundlag"
    OEKONOMI = "økonomi"
    HOERING = "høring"
    INDSTILLING = "indstilling"
    BESLUTNING = "beslutning"
    FRAVAERENDE = "fraværende"
    BILAG = "bilag"
    TITEL = "titel"
    """A heading: of the item, repeated, or of a sub-item. Passages have it, sections do not."""
    ANDET = "andet"
    """Text of the item under no heading."""


DANISH_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip


def danish_date(day: dt.date) -> str:
    """Return a date as Danes write it.

    >>> danish_date(dt.date(2023, 1, 20))
    '20. januar 2023'
    """
    return f"{day.day}. {DANISH_MONTHS[day.month - 1]} {day.year}"


def danish_clock(at: dt.time) -> str:
    """Return a clock time as Danes write it.

    >>> danish_clock(dt.time(8, 30))
    '8.30'
    """
    return f"{at.hour}.{at.minute:02}"


def danish_decimal(value: float) -> str:
    """Return a number with two decimals as Danes write it.

    >>> danish_decimal(0.45)
    '0,45'
    """
    return f"{value:.2f}".replace(".", ",")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of an item, its heading line included; of a heading nobody knows, `name` is ANDET."""

    name: SectionName
    start: int
    end: int
    printed: str = ""
    """Its heading as the minutes print it; empty where the text begins without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One line of an item's list of attachments (bilag)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier treatment of a matter, as the source states it: which committee had it, on which day."""

    committee: str
    date: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One item of a meeting, heading line included; `number` and `title` as printed."""

    id: str
    number: str
    """Where none is printed, the place of the item in the meeting with "p" before it: "p3"."""
    title: str
    """Where none is printed, the words that the item's text begins with."""
    start: int
    end: int
    open: bool = True
    """Whether the public may read it; of a closed item the minutes print number and title alone."""
    case_number: str = ""
    """As printed: "27.03.08-P20-1-22"; empty where the item has none."""
    made: tuple[str, ...] = ()
    """Which of "number" and "title" the program made, since the minutes print none."""
    neutral_title: str = ""
    """A title that says nothing of the person it is about; case systems give some items one."""
    order: int = 0
    """Its place in the meeting, from 1, as a case system states it; 0 where none does."""
    supplement: bool = False
    """Whether it came with a supplement (tillægsdagsorden) after the agenda was sent out."""
    absent: tuple[str, ...] = ()
    """Members who took no part in this item."""
    earlier: tuple[Earlier, ...] = ()
    sections: tuple[Section, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """When, where and whose; what the source does not say is None."""

    publisher: str = ""
    """Official name of the municipality, region or forum; empty where it is not known."""
    title: str
    committee: str
    date: dt.date
    start: dt.time | None = None
    end: dt.time | None = None
    place: str | None = None
    published: dt.date | None = None
    participants: tuple[str, ...] = ()
    """Those who take part, as a case system lists them."""
    absent: tuple[str, ...] = ()
    """Members who were not there, as a case system lists them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of the meeting's own list of items; layouts without numbers leave it None."""

    number: str | None
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """Text of the source that belongs to no field and no item."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A section that most items of a meeting have, and that one has not."""

    number: str
    section: SectionName


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What the minutes promised against what was found: nothing is dropped in silence."""

    layout: str
    listed: int
    found: int
    missing: tuple[Listed, ...] = ()
    """In the list of items, but not in the body."""
    unlisted: tuple[str, ...] = ()
    """Numbers of items in the body that the list does not name."""
    gaps: tuple[str, ...] = ()
    """Numbers skipped between the first and the last item: often closed items."""
    without_text: tuple[str, ...] = ()
    without_decision: tuple[str, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    notes: tuple[str, ...] = ()
    """What the reader of the file left out or guessed: encoding, running heads, page numbers."""
    crowded: tuple[str, ...] = ()
    """Numbers of items that may be two: by their length, or by the lines of another heading in their text."""
    lacking: tuple[Lacking, ...] = ()


class Status(StrEnum):
    """What a document of a meeting is; a later one in this order replaces those before it."""

    DRAFT = "draft"
    AGENDA = "agenda"
    MINUTES = "minutes"


class ReadAs(StrEnum):
    """How surely the structure of minutes was read."""

    EXACT = "exact"
    """A layout that the program knows fits, and nothing contradicts it."""
    GUESSED = "guessed"
    """The learned reader cut them, and is as sure as it must be."""
    DOUBTFUL = "doubtful"
    """A person has to look before they are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A stretch of the text where the structure may be wrong, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """How the structure of minutes was read, and how surely."""

    read_as: ReadAs = ReadAs.EXACT
    confidence: float = 1.0
    """Probability 0-1 that every item begins where it should."""
    guessed: tuple[str, ...] = ()
    """What no layout read: "items", "date", "committee", "start", "end", "place"."""
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """One published document, read and cut."""

    source: str
    """Name of the file, without its folder."""
    sha256: str = ""
    """Of the bytes of the file; empty where they are not known."""
    text: str
    meeting: Meeting
    items: tuple[AgendaItem, ...]
    ledger: Ledger
    structure: Structure = Structure()
    cut: tuple[AgendaItem, ...] = ()
    """The items as the program cut them, where a person cut or named them otherwise."""
    uncorrected: Meeting | None = None
    """The meeting as the program read it, where a person corrected it."""
    system: str = ""
    """The case system that exported it, whose data `text` was made from; else empty."""
    status: Status = Status.MINUTES
    stamp: str = ""
    """When the case system made this version, ISO 8601; within a status the later counts."""
    not_released: tuple[str, ...] = ()
    """Numbers of the items whose decision is made but not released yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What is encoded and linked: a paragraph, a list with its lead-in, or a heading (TITEL)."""

    item_id: str
    section: SectionName
    start: int
    end: int
    text: str
    path: tuple[str, ...] = ()
    """Item title and sub-headings above the passage, outermost first."""

    @classmethod
    def of_text(
        cls, text: str, section: SectionName = SectionName.ANDET, path: tuple[str, ...] = ()
    ) -> "Passage":
        """Return a passage of no item, which begins where its text does."""
        return cls(item_id="", section=section, start=0, end=len(text), text=text, path=path)
