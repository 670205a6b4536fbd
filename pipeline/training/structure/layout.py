"""What one layout is made of: how the head, the list, the items and the pages of one print look."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipeline.domain import SectionName
from pipeline.training.structure.looks import Looks


class Heading(StrEnum):
    """How an item is headed."""

    INLINE = "inline"
    """Number and title on one line."""
    BELOW = "below"
    """The number on a line, the title on the next."""
    ABOVE = "above"
    """The title on a line, the number below it."""
    PLAIN = "plain"
    """A title without number."""
    BARE = "bare"
    """A number without title."""
    NONE = "none"
    """Neither: the items are parted by their first line alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the head may tell."""

    committee: str
    day: dt.date
    start: dt.time
    end: dt.time | None
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Blank lines between one thing and the next; of several figures, one is drawn each time."""

    head: tuple[int, ...]
    item: int
    section: int
    after_section: int
    body: tuple[int, ...]
    listed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLayout:
    """How items are headed."""

    heading: Heading
    form: str
    lead: str
    """Blanks or a bullet before it."""
    first: int
    """The number of the first item."""
    nested: bool
    """Whether items are numbered 1.1, 1.2."""
    upper: bool
    run_in: str
    """What parts title and text where the text goes on in the line of the title; empty where it does not."""
    below: str
    """The form of a title below its number."""
    repeats: int
    """How often the title stands again below."""
    repeat_form: str
    wrap: int
    apart: bool
    """Whether a blank line at least stands above a title without number."""
    case_above: str
    group_above: str
    cases: tuple[str, ...]
    between: str
    """What the site prints between two items."""
    links: tuple[str, ...]
    glued: str
    """A word of the site right before an item without number or title: "Udskriv "."""
    grouped: bool
    empty: float
    """Share of the items without any text: an agenda, or what is only told."""
    cells: bool
    """Whether an item is a row of a table: number, title and text in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLayout:
    """How the text of an item is parted."""

    names: Mapping[SectionName, str]
    own: int
    """How many of the names no other publisher has."""
    order: tuple[SectionName, ...]
    style: str
    extras: tuple[tuple[str, SectionName], ...]
    """Further sections, each after one of the others."""
    none: bool
    """Whether text stands without any heading of sections."""
    first_bare: bool
    """Whether the first section has no heading."""
    inline: float
    """Share of headings with the text on the same line."""
    joined: bool
    """Whether heading and text are one line without a colon."""
    decided: str
    """The form of the heading of the decision; empty where it is headed as the others."""
    repeated: str
    """The title printed again over the decision."""
    glued: bool
    """Whether headings are glued to the text before."""
    kept: float
    """Share of sections that an item has."""
    misspelt: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyLayout:
    """How running text looks."""

    lead: str
    bullet: str
    numbered: str
    attached: str
    attachment: str
    shorten: int
    asides: float
    """Share of sections with lines that look like something else."""
    passed_on: bool
    """Whether decisions of other committees are quoted."""
    wrap: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLayout:
    """What paper and site do to the text."""

    lines: int
    """Lines to a page, after which head and foot are printed; 0 for none."""
    running: tuple[str, ...]
    odd_blanks: bool
    flattened: bool
    """Whether each page is one line."""
    misread: float
    """Share of the letters that a scan got wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One random layout."""

    facts: Facts
    dates: str
    decided_dates: str
    gaps: Gaps
    items: ItemLayout
    sections: SectionLayout
    body: BodyLayout
    page: PageLayout
    looks: Looks
    one_item: bool
    """A page of one item of the meeting."""
