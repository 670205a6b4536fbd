"""One publication in the making: which meeting, which form, which irregularities, which dice."""

import datetime as dt
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.domain import Listed, Meeting, SectionName
from pipeline.training.corpus import CorpusItem, CorpusMeeting
from pipeline.training.publish.quirks import Quirks
from pipeline.training.publish.sheet import Row

MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober",
          "november", "december")  # fmt: skip
WEEKDAYS = ("Mandag", "Tirsdag", "Onsdag", "Torsdag", "Fredag", "Lørdag", "Søndag")
DATE_IN_TITLE = re.compile(r" (den|d\.) \d.*$")
BY_MAIL = "Mail/skriftlig behandling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What a form of publication prints from; every choice left open comes from `rng`."""

    source: CorpusMeeting
    items: tuple[CorpusItem, ...]
    quirks: Quirks
    rng: random.Random

    @property
    def committee(self) -> str:
        """The committee as its own minutes call it, without the municipality behind a comma."""
        return self.source.meeting.committee.partition(",")[0]

    @property
    def date(self) -> dt.date:
        """The day of the meeting."""
        return self.source.meeting.date

    @property
    def start(self) -> dt.time | None:
        """When the meeting began; a meeting in writing has no times."""
        return None if self.quirks.by_mail else self.source.meeting.start

    @property
    def end(self) -> dt.time | None:
        """When the meeting ended."""
        return None if self.quirks.by_mail else self.source.meeting.end

    @property
    def place(self) -> str:
        """Where the meeting was held."""
        return BY_MAIL if self.quirks.by_mail else self.source.meeting.place or "Rådhuset"

    @property
    def dateless_title(self) -> str:
        """The meeting's title without its date."""
        return DATE_IN_TITLE.sub("", self.source.meeting.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The rows above the first item, and the fields they print."""

    meeting: Meeting
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemStyle:
    """How one edition prints its items."""

    order: tuple[SectionName, ...]
    """Sections not named here stand where the corpus has them, after those that are."""
    number: str
    """Before the title, `{}` being the number."""
    bullet: str
    numbered: str
    """Before a numbered line, `{}` being its marker."""
    titles_again: int = 0
    """How often the title is repeated at once; lines of NBSP stand between."""
    title_after_decision: bool = False
    """The decision stands first, then the title again, then the rest."""
    tight: bool = False
    """Text may follow its heading without a blank line."""
    municipal: bool = False
    """Background is called Sagsfremstilling; the decision names committee and date."""
    heading: Callable[[str], str] = str
    """What becomes of the words of a section heading: capitals, a colon."""
    dash_for_nothing: bool = False
    """An item that only has a decision shows "-" in place of its background."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way of publishing minutes: a row of `pipeline.training.publish.forms.FORMS`."""

    name: str
    head: Callable[[Edition, tuple[Listed, ...]], Head]
    item_style: Callable[[Edition], ItemStyle]


def open_items(meeting: CorpusMeeting, quirks: Quirks, rng: random.Random) -> tuple[CorpusItem, ...]:
    """Return the meeting's items without the closed ones; the first item is never closed."""
    closed = set(rng.sample(range(1, len(meeting.items)), k=min(quirks.closed, len(meeting.items) - 1)))
    return tuple(item for position, item in enumerate(meeting.items) if position not in closed)


def list_items(edition: Edition) -> tuple[Listed, ...]:
    """Return the list of items as the edition prints it."""
    items = list(edition.items)
    if edition.quirks.shuffled_list:
        edition.rng.shuffle(items)
    return tuple(Listed(number=item.number, title=item.title) for item in items)


def long_date(date: dt.date) -> str:
    """Return a date in words.

    >>> long_date(dt.date(2019, 3, 4))
    '4. marts 2019'
    """
    return f"{date.day}. {MONTHS[date.month - 1]} {date.year}"


def page_numbers(rng: random.Random, count: int) -> Iterator[int]:
    """Yield a page number for each of some items, rising from 3."""
    page = 3
    for _ in range(count):
        yield page
        page += rng.choice((0, 1, 1, 2))
