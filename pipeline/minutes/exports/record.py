"""What every case system says of a meeting, as frozen values; one module a system fills them in.

A module of a system that writes XML has `read(root, file)`, the root parsed by `xml.parse_xml`; where
manifests name the files, also `read_manifest(root)`.
What a module fills in of a closed item (text, attachments, absence, history) goes no further than
`in_order`; of a closed attachment nothing goes further than `rendering`.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from pipeline.domain import Earlier, Status
from pipeline.errors import SourceError
from pipeline.minutes.moments import moment

_FIGURES = re.compile(r"\d{1,18}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One section of an item, as the system states it."""

    heading: str = ""
    """As printed; empty where it has none."""
    content: str
    """HTML, or plain text with its line breaks."""
    is_html: bool = True
    decision: bool = False
    """Whether the system marks it as what was decided, whatever its heading says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """An attachment by its name."""

    name: str
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordItem:
    """One item of a record; strings as they stand in the file, blanks and all."""

    key: str = ""
    """The system's own id."""
    number: str
    title: str
    neutral_title: str = ""
    case_number: str = ""
    open: bool
    """False also where the file is unclear."""
    title_is_public: bool = True
    """Whether the system prints the titles of closed items for everybody."""
    supplement: bool = False
    bodies: tuple[Body, ...] = ()
    """In reading order; empty ones may stand among them."""
    attachments: tuple[Listing, ...] = ()
    absent: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    """What fields and elements state; `rendering` finds what headings do ("Beslutning i ... den ...")."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is listed as taking part in a meeting."""

    name: str
    there: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One document of one meeting: an agenda, or minutes."""

    system: str
    file: str
    meeting_key: str = ""
    """The system's own id of the meeting; where it has none, committee and time tell meetings apart."""
    agenda_key: str = ""
    """The system's own id of the document: what shares it are versions of one."""
    stamp: str = ""
    """When this version was made, ISO 8601 (`minutes.moments.stamp`); within a status the newest wins."""
    status: Status
    supplement: bool = False
    """Whether it is a supplement (tillægsdagsorden) to the meeting's main agenda."""
    publisher: str = ""
    committee: str
    title: str = ""
    """The meeting's own name; empty where it has none."""
    date: dt.date
    start: dt.time | None = None
    end: dt.time | None = None
    place: str = ""
    members: tuple[Member, ...] = ()
    """All who are listed, whether they came or not."""
    items: tuple[RecordItem, ...]
    """In the order of the meeting."""
    documents: tuple[str, ...] = ()
    """Names of open documents that belong to no item, such as the whole minutes."""
    notes: tuple[str, ...] = ()
    """What was passed over, removed, or is suspicious, in English: the ledger says it."""

    @property
    def participants(self) -> tuple[str, ...]:
        """The names of those who take part."""
        return tuple(one.name for one in self.members if one.there)

    @property
    def absent(self) -> tuple[str, ...]:
        """The names of those who stayed away."""
        return tuple(one.name for one in self.members if not one.there)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """What a manifest, or a list of meetings, says of one version of a document."""

    system: str
    path: str = ""
    """Of its file, as printed, relative to the manifest; empty where it names none."""
    agenda_key: str
    stamp: str = ""
    published: bool = True
    """False: whatever this key named before is withdrawn, unless a newer version is published."""
    open: bool = True
    """False where the whole document is closed."""
    status: Status | None = None
    """None where the manifest does not say it."""
    title: str = ""
    supplement: bool = False
    lends: bool = False
    """Whether its status counts only where the document has no name, as in a list of meetings."""
    notes: tuple[str, ...] = ()
    """What the manifest says that nobody reads."""


# What is the same in all systems


def day_of(when: str | None, file: str) -> dt.datetime:
    """Return when a meeting began, as a system states it.

    Raises:
        SourceError: it states no day.

    """
    if (start := moment(when)) is None:
        raise SourceError("export-without-date", file=file)
    return start


def in_order(items: Iterable[RecordItem]) -> tuple[RecordItem, ...]:
    """Return items by their numbers, closed ones bare; one without number stays where it is.

    A supplement that counts anew stands behind, one that counts on stands where its numbers are.
    """
    placed, last = list[tuple[list[int], int, RecordItem]](), list[int]()
    for at, item in enumerate(items):
        last = by_number(item.number) or last
        placed.append((last, at, kept(item)))
    added, own = ({place[0] for place, _, item in placed if place and item.supplement is is_added}
                  for is_added in (True, False))  # fmt: skip
    anew = not added.isdisjoint(own)
    placed.sort(key=lambda one: (anew and one[2].supplement, *one[:2]))
    return tuple(item for *_, item in placed)


def by_number(number: str) -> list[int]:
    """Return what a number as printed is sorted by.

    >>> sorted(["1.10", "2", "1.2", ""], key=by_number)
    ['', '1.2', '1.10', '2']
    """
    return [int(part) for part in _FIGURES.findall(number)]


def kept(item: RecordItem) -> RecordItem:
    """Return an item as it may go further: a closed one bare; one that calls itself a supplement is one."""
    if item.title[:16].lstrip().casefold().startswith("tillæg"):
        item = replace(item, supplement=True)
    return item if item.open else bare(item)


def bare(item: RecordItem) -> RecordItem:
    """Return what is known of an item whatever it says: number, titles that are public, case number."""
    title = item.title if item.open or item.title_is_public else ""
    return replace(item, title=title, bodies=(), attachments=(), absent=(), earlier=())


def left_unread(names: Collection[str]) -> tuple[str, ...]:
    """Return a note that names what a file states and nobody reads; none where there is no such thing."""
    return (f"passed over: {', '.join(sorted(names))}",) if names else ()


def is_true(said: str | None) -> bool:
    """Whether a system says yes; letter case varies."""
    return (said or "").strip().lower() == "true"


def is_supplement(named: str) -> bool:
    """Whether a name or a type says that it is of a supplement."""
    return "tillæg" in named.casefold()
