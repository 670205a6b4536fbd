"""A sheet as text: while it is written, every gold span is noted where it comes to stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.domain import AgendaItem, Attachment, Entity, Section, SectionName
from pipeline.training.corpus import CorpusItem
from pipeline.training.publish.published import Published, PublishedEvidence, PublishedItem, PublishedSubItem
from pipeline.training.publish.sheet import LIST_ROWS, Row, RowKind, Sheet

TEXT_ROWS = (LIST_ROWS - {RowKind.ATTACHMENT}) | {RowKind.PARAGRAPH, RowKind.SUBHEADING}
CLOSES_SUB_ITEM = {RowKind.SECTION_HEADING, RowKind.TITLE_AGAIN, RowKind.SUBHEADING}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """A row and where it came to stand: `start` is where its text begins, `first` its line."""

    row: Row
    first: int
    start: int
    end: int


@dataclass(slots=True, kw_only=True)
class _Part:
    """A section or sub-item that is still open."""

    opened: _Placed
    rows: list[_Placed] = field(default_factory=list)

    @property
    def end(self) -> int:
        return self.rows[-1].end if self.rows else self.opened.end


def write_text(sheet: Sheet) -> Published:
    """Return the sheet as text, with every gold span in it."""
    text, placed = _write(sheet.rows, sheet.newline)
    return Published(
        form=sheet.form,
        text=text,
        meeting=sheet.meeting,
        listed=sheet.listed,
        items=tuple(_item(text, rows) for rows in _by_item(placed)),
    )


def _write(rows: Sequence[Row], newline: str) -> tuple[str, list[_Placed]]:
    parts: list[str] = []
    placed: list[_Placed] = []
    length = 0
    for position, row in enumerate(rows):
        above = newline * (row.gap + (position > 0))
        line = f"{row.before}{row.text}{row.after}"
        begin = length + len(above)
        blank = len(line) - len(line.lstrip())
        # A table's heading may begin in the middle of its line: spans never begin with blanks.
        inside = len(row.text) - len(row.text.lstrip())
        start = begin + len(row.before)
        placed.append(_Placed(row=row, first=begin + blank, start=start + inside, end=start + len(row.text)))
        parts += [above, line]
        length = begin + len(line)
    return "".join(parts), placed


def _by_item(placed: Sequence[_Placed]) -> Iterator[list[_Placed]]:
    rows: list[_Placed] = []
    for one in placed:
        if one.row.kind is RowKind.ITEM_HEADING:
            if rows:
                yield rows
            rows = [one]
        elif rows and one.row.kind is not RowKind.EMPTY:
            rows.append(one)
    if rows:
        yield rows


def _item(text: str, rows: list[_Placed]) -> PublishedItem:
    source = rows[0].row.item
    if source is None:
        raise ValueError("a row of kind ITEM_HEADING names its item")
    return PublishedItem(
        item=_agenda_item(source, rows),
        themes=source.themes,
        minor=source.minor,
        cases=source.cases,
        related=source.related,
        entities=tuple(_entities(text, rows)),
        evidence=tuple(
            PublishedEvidence(start=one.start, end=one.end, themes=one.row.about)
            for one in rows
            if one.row.about
        ),
        sub_items=tuple(_sub_items(rows)),
    )


def _agenda_item(source: CorpusItem, rows: list[_Placed]) -> AgendaItem:
    attached = [one for one in rows if one.row.kind is RowKind.ATTACHMENT]
    return AgendaItem(
        id=source.id,
        number=source.number,
        title=source.title,
        start=rows[0].first,
        end=rows[-1].end,
        sections=tuple(_sections(rows)),
        attachments=tuple(Attachment(text=one.row.text, start=one.start, end=one.end) for one in attached),
    )


def _sections(rows: list[_Placed]) -> Iterator[Section]:
    """Yield the headed parts, and as ANDET what stands under no heading."""
    part: _Part | None = None
    for one in rows[1:]:
        if part and (one.row.section or one.row.kind is RowKind.TITLE_AGAIN):
            yield _section(part)
            part = None
        if one.row.section or (part is None and one.row.kind in TEXT_ROWS):
            part = _Part(opened=one)
        elif part:
            part.rows.append(one)
    if part:
        yield _section(part)


def _section(part: _Part) -> Section:
    name = part.opened.row.section or SectionName.ANDET
    return Section(name=name, start=part.opened.first, end=part.end)


def _sub_items(rows: list[_Placed]) -> Iterator[PublishedSubItem]:
    part: _Part | None = None
    for one in rows:
        if part and one.row.kind in CLOSES_SUB_ITEM:
            yield _sub_item(part)
            part = None
        if one.row.kind is RowKind.SUBHEADING:
            part = _Part(opened=one)
        elif part:
            part.rows.append(one)
    if part:
        yield _sub_item(part)


def _sub_item(part: _Part) -> PublishedSubItem:
    themes = dict.fromkeys(theme for one in (part.opened, *part.rows) for theme in one.row.about)
    return PublishedSubItem(
        title=part.opened.row.text,
        start=part.opened.start,
        end=part.end,
        cases=part.opened.row.cases,
        themes=tuple(themes),
    )


def _entities(text: str, rows: list[_Placed]) -> Iterator[Entity]:
    for one in rows:
        offset = one.end - len(one.row.text)
        for mention in one.row.mentions:
            start, end = offset + mention.start, offset + mention.end
            yield Entity(start=start, end=end, label=mention.label, text=text[start:end], norm=mention.norm)
