"""A meeting as rows to print, and as text with every gold span where it came to stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.domain import AgendaItem, Attachment, Entity, Listed, Meeting, Section, SectionName
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
TEXT_ROWS = (LIST_ROWS - {RowKind.ATTACHMENT}) | {RowKind.PARAGRAPH, RowKind.SUBHEADING}


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
    first: int = 0
    """Once it is printed, where its line begins, and where its text does and ends."""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The rows of one publication, and the fields and list of items they print."""

    meeting: Meeting
    listed: tuple[Listed, ...]
    rows: Sequence[Row]
    newline: str = "\n"
    """How lines end where the sheet becomes text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedItem:
    """One item as a perfect reader would cut and tag it; offsets into the published text."""

    source: CorpusItem
    """With the labels of the whole item; by its id the same item is known in every form."""
    item: AgendaItem
    rows: tuple[Row, ...]

    @property
    def evidence(self) -> tuple[Row, ...]:
        """The lines that are really about some themes."""
        return tuple(row for row in self.rows if row.about)

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The mentions in it, in the order they stand."""
        return tuple(_entity(row, mention) for row in self.rows for mention in row.mentions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One meeting in one form of publication: its text, and every gold span in that text."""

    text: str
    meeting: Meeting
    """As this form prints it: what it leaves out is None."""
    listed: tuple[Listed, ...]
    """The form's own list of items, in its order."""
    items: tuple[PublishedItem, ...]


def write_text(sheet: Sheet) -> Published:
    """Return the sheet as text, with every gold span in it."""
    text, placed = _write(sheet.rows, sheet.newline)
    return Published(
        text=text,
        meeting=sheet.meeting,
        listed=sheet.listed,
        items=tuple(_item(source, rows) for source, rows in _by_item(placed)),
    )


def _write(rows: Sequence[Row], newline: str) -> tuple[str, list[Row]]:
    parts: list[str] = []
    placed: list[Row] = []
    length = 0
    for position, row in enumerate(rows):
        above = newline * (row.gap + (position > 0))
        line = f"{row.before}{row.text}{row.after}"
        begin = length + len(above)
        blank = len(line) - len(line.lstrip())
        # A table's heading may begin in the middle of its line: spans never begin with blanks.
        inside = len(row.text) - len(row.text.lstrip())
        start = begin + len(row.before)
        placed.append(replace(row, first=begin + blank, start=start + inside, end=start + len(row.text)))
        parts += [above, line]
        length = begin + len(line)
    return "".join(parts), placed


def _by_item(placed: Sequence[Row]) -> list[tuple[CorpusItem, list[Row]]]:
    parts: list[tuple[CorpusItem, list[Row]]] = []
    for row in placed:
        if row.item:
            parts.append((row.item, [row]))
        elif parts and row.kind is not RowKind.EMPTY:
            parts[-1][1].append(row)
    return parts


def _item(source: CorpusItem, rows: Sequence[Row]) -> PublishedItem:
    attached = [row for row in rows if row.kind is RowKind.ATTACHMENT]
    item = AgendaItem(
        id=source.id,
        number=source.number,
        title=source.title,
        start=rows[0].first,
        end=rows[-1].end,
        sections=tuple(_sections(rows[1:])),
        attachments=tuple(Attachment(text=row.text, start=row.start, end=row.end) for row in attached),
    )
    return PublishedItem(source=source, item=item, rows=tuple(rows))


def _sections(rows: Sequence[Row]) -> Iterator[Section]:
    """Yield the headed parts, and as ANDET what stands under no heading."""
    part: list[Row] = []
    for row in rows:
        if part and (row.section or row.kind is RowKind.TITLE_AGAIN):
            yield _section(part)
            part = []
        if part or row.section or row.kind in TEXT_ROWS:
            part.append(row)
    if part:
        yield _section(part)


def _section(part: Sequence[Row]) -> Section:
    head = part[0]
    # "Fraværende: Åse Lund": the heading ends where its text begins.
    printed = head.text.partition(": ")[0].rstrip(" :") if head.section else ""
    return Section(
        name=head.section or SectionName.ANDET, start=head.first, end=part[-1].end, printed=printed
    )


def _entity(row: Row, mention: Entity) -> Entity:
    offset = row.end - len(row.text)
    # A space in it may have become a hard one.
    text = row.text[mention.start : mention.end]
    return replace(mention, start=offset + mention.start, end=offset + mention.end, text=text)
