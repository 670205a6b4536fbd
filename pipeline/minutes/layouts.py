"""How minutes are published: one row a layout (CONTRIBUTING.md says what to write).

A row says how its header fields, its list of items and its item headings look.
What stands inside an item is the same everywhere: `pipeline.minutes.sections`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pipeline.errors import UnknownLayoutError
from pipeline.minutes.document import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One way of publishing minutes."""

    name: str
    marks: tuple[re.Pattern[str], ...]
    """Each must match a line of the head of the text for the layout to fit."""
    fields: Mapping[str, str]
    """Label, in lower case, to the field of the meeting it introduces."""
    list_heading: re.Pattern[str]
    """The line before the list of items."""
    heading: re.Pattern[str]
    """The heading line of an item: groups `number` and `title`."""
    certain: bool
    """Whether a line of that shape is always a heading; if not, the list or what follows must agree."""
    title: re.Pattern[str] = re.compile(r".")
    """The line that is the meeting's title."""
    committee: re.Pattern[str] | None = None
    """Finds the committee (group 1) in the title, for layouts without a field for it."""
    whole: bool = True
    """Whether it knows head and sections, too, as its publishers print them; else only where items start."""


_NUMBER = r"(?P<number>\d{1,3}[a-zæøå]?)"

WEB = Layout(
    name="web",
    # Large letters are the page's style: saved or copied, the words may stand as they were typed.
    marks=(re.compile(r"(?i:udvalg)$"), re.compile(r"(?i:punkter|starttidspunkt|møde)$")),
    fields=MappingProxyType({
        "udgivet": "published",
        "udvalg": "committee",
        "møde": "title",
        "sted": "place",
        "starttidspunkt": "start",
        "sluttidspunkt": "end",
    }),
    list_heading=re.compile(r"(?i:punkter)$"),
    heading=re.compile(rf"{_NUMBER}\.\s+(?P<title>\S.*)$"),
    certain=False,
)  # fmt: skip

PDF = Layout(
    name="pdf",
    marks=(
        re.compile(r"(?i:referat|beslutningsreferat|dagsorden)\b.*\d"),
        re.compile(r"Mødedato\b"),
        re.compile(r"Punkt\s+\d+\s*:"),
    ),
    fields=MappingProxyType({"mødedato": "start", "mødested": "place", "udgivet": "published"}),
    list_heading=re.compile(r"Indholdsfortegnelse$"),
    heading=re.compile(rf"Punkt\s+{_NUMBER}\s*:\s*(?P<title>\S.*)$"),
    certain=True,
    title=re.compile(r"(?i:referat|beslutningsreferat|dagsorden)\b"),
    committee=re.compile(
        r"(?i:referat|beslutningsreferat|dagsorden)\s+(?:fra|af|for)?\s*(.+?)\s+d(?:\.|en)\s+\d"
    ),
)

MUNICIPAL = Layout(
    name="municipal",
    marks=(
        re.compile(r"(Mødedato|Dato|Mødetidspunkt|Mødetid|Tidspunkt)\b"),
        re.compile(r"(Mødested|Sted|Mødelokale|Lokale)\b"),
    ),
    fields=MappingProxyType({
        "udvalg": "committee",
        "mødedato": "start",
        "dato": "start",
        "mødetidspunkt": "times",
        "mødetid": "times",
        "tidspunkt": "times",
        "starttidspunkt": "start",
        "sluttidspunkt": "end",
        "mødet slut": "end",
        "mødet hævet": "end",
        "mødested": "place",
        "mødelokale": "place",
        "sted": "place",
        "lokale": "place",
        "udgivet": "published",
        "offentliggjort": "published",
    }),
    list_heading=re.compile(
        r"(?i:indholdsfortegnelse|punkter(?: på dagsordenen)?|dagsorden(?:s?punkter)?|sagsoversigt)\s*:?$"
    ),
    heading=re.compile(
        rf"(?:(?i:punkt|pkt\.?|sag(?:\s+nr\.)?)\s*)?{_NUMBER}(?:\s*[.:)]|\s+[-–])?\s+(?P<title>\S.*)$"
    ),
    certain=False,
    committee=re.compile(
        r"(?:(?i:åbent\s+)?(?i:referat|dagsorden|beslutningsprotokol)\b)?\s*(?:(?:fra|af|for|-|–)\s*)?"
        r"(?:[Mm]øde(?:t)?\s+i\s+)?(.+?)(?:,?(?<!\s)\s+(?:den|d\.)\s+\d.*)?$"
    ),
    # Labels alone tell it, and they are those of many publishers.
    whole=False,
)  # fmt: skip

LAYOUTS: tuple[Layout, ...] = (WEB, PDF, MUNICIPAL)
"""Tried in this order; the first whose marks all match wins."""

# The head: where title, fields and the list begin. Minutes with a long list of
# members before the first field stay well within it.
HEAD_LINES = 80


def detect(lines: Sequence[Line], layouts: Sequence[Layout], source: str) -> Layout:
    """Return the first layout whose marks all stand in the head of the text of the file `source`.

    Raises:
        UnknownLayoutError: no layout fits.

    """
    head = [line.plain for line in lines[:HEAD_LINES]]
    for layout in layouts:
        if all(any(mark.match(text) for text in head) for mark in layout.marks):
            return layout
    raise UnknownLayoutError("unknown-layout", file=source, known=", ".join(row.name for row in layouts))
