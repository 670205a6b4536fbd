"""Links to earlier items with their reasons, and the filters of what is asked for."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from pipeline.domain.kinds import Label


class ReasonKind(StrEnum):
    """Why an earlier item is shown."""

    SAME_CASE_NUMBER = "same_case_number"
    REFERS_TO_MEETING = "refers_to_meeting"
    ANNOUNCED = "announced"
    """The earlier item says that its matter comes up at the meeting of the later one."""
    SHARED_ENTITIES = "shared_entities"
    SAME_SUBJECT = "same_subject"
    MATCHING_PASSAGES = "matching_passages"
    STATED = "stated"
    """The source itself says that the matter was treated there."""
    CONFIRMED = "confirmed"
    """A person said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason for a link: machine-readable kind and offsets, and a Danish sentence."""

    kind: ReasonKind
    text: str
    """In Danish, for the reader."""
    terms: tuple[str, ...] = ()
    here: tuple[int, int] | None = None
    """Offsets in the item asked about."""
    there: tuple[int, int] | None = None
    """Offsets in the earlier item's source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An earlier item that matters; `score` 0-1, comparable between queries."""

    item_id: str
    title: str
    date: dt.date
    score: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which items are asked for; what is None or empty does not narrow.

    Committees, themes and names are as the archive has them; `Finder.known_filters` makes them of what
    users type.
    """

    publisher: str | None = None
    """Official name of municipality, region or forum; "Kommune" may be left out, in any case."""
    committees: tuple[str, ...] = ()
    """Names as printed, of which one has treated the item."""
    themes: tuple[str, ...] = ()
    """Themes that are assigned to the item, all of them."""
    kle: str | None = None
    """Number of a group of KLE, as 27.03, or of a main group, as 27, that the case number is of."""
    names: tuple[tuple[Label, frozenset[str]], ...] = ()
    """Kinds, each with names of which one is mentioned in the item."""
    meeting: str | None = None
    """Id of a meeting."""
    after: dt.date | None = None
    """Later than this day."""
    before: dt.date | None = None
    """Earlier than this day."""


EVERYTHING = Filters()
