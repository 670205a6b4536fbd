"""A meeting as rows to print: what every form of publication is printed from."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.domain import Entity, Listed, Meeting, SectionName
from pipeline.training.corpus import CorpusItem

NBSP = "\N{NO-BREAK SPACE}"


class RowKind(StrEnum):
    """What a printed row is; a page, a PDF and a DOCX file give each its own look."""

    MEETING_TITLE = "meeting_title"
    LABEL = "label"
    """The name of a header field, on a line of its own."""
    FIELD = "field"
    """A value of the header; `before` may hold its name."""
    LIST_HEADING = "list_heading"
    LISTED = "listed"
    ITEM_HEADING = "item_heading"
    TITLE_AGAIN = "title_again"
    SECTION_HEADING = "section_heading"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBERED = "numbered"
    ATTACHMENT = "attachment"
    EMPTY = "empty"
    """A line of nothing but NBSP, as web editors leave them."""


LIST_ROWS = frozenset({RowKind.BULLET, RowKind.NUMBERED, RowKind.ATTACHMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line to print, with what is known about it."""

    kind: RowKind
    text: str
    before: str = ""
    """Printed in front of the text on its line: item number, list marker, name of a field."""
    after: str = ""
    """Printed behind it: dots and page number, a trailing blank."""
    gap: int = 1
    """Blank lines above it."""
    mentions: tuple[Entity, ...] = ()
    about: tuple[str, ...] = ()
    section: SectionName | None = None
    """The section that this row opens: a SECTION_HEADING, or a line that heads itself."""
    item: CorpusItem | None = None
    """The item that an ITEM_HEADING opens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The rows of one publication, and the fields and list of items they print."""

    form: str
    meeting: Meeting
    listed: tuple[Listed, ...]
    rows: Sequence[Row]
    newline: str = "\n"
    """How lines end where the sheet becomes text."""
