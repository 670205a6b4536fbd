"""A record as minutes: one text, made of its data once, and every offset into that.

Head, then each item: number and title, case number, sections with their headings, attachments, who was
not there. Of a closed item number, title and case number stand in the text, and nothing else anywhere.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.domain import (
    AgendaItem,
    Attachment,
    Earlier,
    Ledger,
    Meeting,
    Minutes,
    Section,
    SectionName,
    Status,
    danish_date,
    item_id,
)
from pipeline.minutes.cut import own_numbers
from pipeline.minutes.earlier import before, decided_earlier, treated_earlier
from pipeline.minutes.exports.bodies import clean, html_lines, text_lines
from pipeline.minutes.exports.headings import section_of
from pipeline.minutes.exports.record import Body, Record, RecordItem
from pipeline.minutes.ledger import find_gaps, privacy_notes
from pipeline.minutes.structure.cases import says_closed

NOT_RELEASED = "beslutning ikke frigivet"
_CLOSED_TITLE = "Lukket punkt"
_NO_TITLE = "Uden titel"
_LONGEST_MADE_TITLE = 80
_WITHHELD = "ikke offentliggjort"


def to_minutes(record: Record, numbers: Sequence[str] = ()) -> Minutes:
    """Return the minutes, or the agenda, that a record states; `numbers` are those of ids, where given."""
    meeting = _meeting(record)
    own, page = Earlier(committee=meeting.committee, date=meeting.date), _Page()
    _write_head(page, meeting, record)
    written = tuple(
        _item(page, own, order, item_id(meeting, number), item)
        for order, (number, item) in enumerate(
            zip(numbers or numbers_of(record.items), record.items, strict=True), start=1
        )
    )
    text = "\n".join(page.lines)
    minutes = Minutes(
        source=record.file,
        text=text,
        meeting=meeting,
        items=tuple(item for item, _ in written),
        ledger=Ledger(layout=record.system, listed=len(written), found=len(written)),
        system=record.system,
        status=record.status,
        stamp=record.stamp,
        not_released=tuple(item.number for item, released in written if not released),
    )
    return replace(minutes, ledger=_ledger(minutes, record))


def _meeting(record: Record) -> Meeting:
    committee = clean(record.committee)
    return Meeting(
        publisher=record.publisher,
        title=clean(record.title) or committee,
        committee=committee,
        date=record.date,
        start=record.start,
        end=record.end,
        place=clean(record.place) or None,
        absent=tuple(_names(record.absent)),
    )


def _names(names: Iterable[str]) -> Iterator[str]:
    yield from dict.fromkeys(filter(None, map(clean, names)))


def numbers_of(items: Sequence[RecordItem]) -> list[str]:
    """Return the number in the id of each item of a document."""
    return own_numbers([clean(item.number) or f"p{order}" for order, item in enumerate(items, start=1)])


@dataclass(slots=True)
class _Page:
    """The text as it grows, line by line."""

    lines: list[str] = field(default_factory=list)
    length: int = 0

    def write(self, line: str) -> tuple[int, int]:
        """Add a line, and return where it stands."""
        start = self.length
        self.lines.append(line)
        self.length += len(line) + 1
        return start, start + len(line)

    def part(self) -> None:
        """Leave a blank line before what follows."""
        if self.lines and self.lines[-1]:
            self.write("")

    @property
    def end(self) -> int:
        """Where the last line ends."""
        return max(self.length - 1, 0)


def _write_head(page: _Page, meeting: Meeting, record: Record) -> None:
    clock = "-".join(f"{at:%H:%M}" for at in (meeting.start, meeting.end) if at)
    fields = (
        ("Udvalg", meeting.committee),
        ("Dato", danish_date(meeting.date)),
        ("Tid", clock),
        ("Sted", meeting.place),
        ("Fraværende", ", ".join(meeting.absent)),
        ("Dokumenter", ", ".join(_names(record.documents))),
    )
    page.write(meeting.title)
    for label, value in fields:
        if value:
            page.write(f"{label}: {value}")


def _item(page: _Page, own: Earlier, order: int, own_id: str, item: RecordItem) -> tuple[AgendaItem, bool]:
    """Write an item, and return it with the places of its parts, and whether its decision is released."""
    page.part()
    number, title, case = clean(item.number), _title(item), clean(item.case_number)
    start, _ = page.write(f"{number}. {title}" if number else title)
    if case:
        page.write(f"Sagsnr.: {case}")
    titled = clean(item.title) or clean(item.neutral_title)
    made = tuple(name for name, missing in (("number", not number), ("title", not titled)) if missing)
    parts = _open_parts(page, own, item) if item.open else _Parts()
    read = AgendaItem(
        id=own_id,
        number=number or f"p{order}",
        title=title,
        start=start,
        end=page.end,
        open=item.open,
        case_number=case,
        made=made,
        sections=parts.sections,
        attachments=parts.attachments,
        neutral_title=clean(item.neutral_title),
        order=order,
        supplement=item.supplement,
        absent=parts.absent,
        earlier=parts.earlier,
    )
    return read, parts.released


def _title(item: RecordItem) -> str:
    title = clean(item.title)
    if not item.open:
        return clean(item.neutral_title) or (title if item.title_is_public else "") or _CLOSED_TITLE
    return title or clean(item.neutral_title) or _first_words(item) or _NO_TITLE


def _first_words(item: RecordItem) -> str:
    line = next((line for body in item.bodies for line in _lines(body) if line), "").strip(" •")
    return line if len(line) <= _LONGEST_MADE_TITLE else f"{line[:_LONGEST_MADE_TITLE].rsplit(' ', 1)[0]} …"


def _lines(body: Body) -> list[str]:
    return html_lines(body.content) if body.is_html else text_lines(body.content)


# What only an open item has


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """The parts of an item, and what they say beside text."""

    sections: tuple[Section, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    absent: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    released: bool = True


def _open_parts(page: _Page, own: Earlier, item: RecordItem) -> _Parts:
    read = [(body, _lines(body)) for body in item.bodies]
    bodies = [(body, lines) for body, lines in read if lines and not _withholds(lines, body)]
    sections = [_section(page, clean(body.heading), _name(body, own), lines) for body, lines in bodies]
    stated = [found for body, lines in bodies for found in _stated(clean(body.heading), lines)]
    earlier = before(own, (*stated, *item.earlier))
    absent = tuple(_names(item.absent))
    if unwritten := [one for one in earlier if one not in stated]:
        lines = [f"{one.committee} den {danish_date(one.date)}" for one in unwritten]
        sections.append(_section(page, "Tidligere behandling", SectionName.SAGSFORLOEB, lines))
    if absent:
        sections.append(_section(page, "Fraværende", SectionName.FRAVAERENDE, [", ".join(absent)]))
    if names := [clean(one.name) for one in item.attachments if one.open and clean(one.name)]:
        sections.append(_section(page, "Bilag", SectionName.BILAG, [f" • {name}" for name in names]))
    return _Parts(
        sections=tuple(sections),
        attachments=tuple(_attachments(page, names)),
        absent=absent,
        earlier=earlier,
        released=item.released and not any(_withholds(lines, body) for body, lines in read),
    )


def _withholds(lines: Sequence[str], body: Body) -> bool:
    """Whether a decision is only the system's word that it is not released."""
    named = body.decision or "beslut" in body.heading.casefold()
    return named and " ".join(lines).strip(" .").casefold() == NOT_RELEASED


def _name(body: Body, own: Earlier) -> SectionName:
    heading = clean(body.heading)
    named = section_of(heading, own)
    return SectionName.BESLUTNING if body.decision and not decided_earlier(heading) else named


def _section(page: _Page, heading: str, name: SectionName, lines: Iterable[str]) -> Section:
    page.part()
    start = page.length
    for line in (heading, *lines) if heading else lines:
        page.write(line)
    return Section(name=name, printed=heading, start=start, end=page.end)


def _stated(heading: str, lines: Iterable[str]) -> Iterator[Earlier]:
    """Yield the earlier treatments that a heading states, or the lines below one that is about them."""
    if decided := decided_earlier(heading):
        yield decided
    elif section_is_history(heading):
        yield from treated_earlier("\n".join(lines))


def section_is_history(heading: str) -> bool:
    """Whether lines below a heading name earlier treatments: "Tidligere behandling", "Sagens forløb"."""
    return any(
        word in heading.casefold() for word in ("tidligere", "historik", "sagens forløb", "sagsforløb")
    )


def _attachments(page: _Page, names: Sequence[str]) -> Iterator[Attachment]:
    """Yield the attachments, whose lines are the last of the page."""
    end = page.end
    starts = list[int]()
    for name in reversed(names):
        starts.append(end - len(name))
        end -= len(f" • {name}\n")
    for name, start in zip(names, reversed(starts), strict=True):
        yield Attachment(text=name, start=start, end=start + len(name))


# What the ledger says


def _ledger(minutes: Minutes, record: Record) -> Ledger:
    """Return what was found; of closed items and of agendas no text and no decisions are expected."""
    read = [item for item in minutes.items if item.open]
    decided = minutes.status is Status.MINUTES
    return replace(
        minutes.ledger,
        gaps=() if record.supplement else find_gaps(minutes.items, ()),
        without_text=tuple(item.number for item in read if not item.sections),
        without_decision=tuple(item.number for item in read if decided and not _is_decided(item)),
        notes=(*record.notes, *_notes(minutes, record), *privacy_notes(minutes.text)),
    )


def _is_decided(item: AgendaItem) -> bool:
    return any(section.name is SectionName.BESLUTNING for section in item.sections)


def _notes(minutes: Minutes, record: Record) -> Iterator[str]:
    if closed := [item.number for item in minutes.items if not item.open]:
        yield f"closed items, kept without their text: {', '.join(closed)}"
    printed = Counter(clean(item.number) for item in record.items)
    if again := sorted(number for number, times in printed.items() if number and times > 1):
        yield f"numbers that stand before several items: {', '.join(again)}"
    for item in record.items:
        if item.open:
            yield from _doubts(item)


def _doubts(item: RecordItem) -> Iterator[str]:
    """Yield what makes one doubt that all of an open item is for the public."""
    number = clean(item.number) or clean(item.title)
    if says_closed(clean(item.title)):
        yield f"item {number} is open, but its title says that it is closed"
    if withheld := sum(not one.open for one in item.attachments):
        yield f"item {number}: attachments that are not public, left out: {withheld}"
    for attached in item.attachments:
        if attached.open and clean(attached.name).casefold().startswith(_WITHHELD):
            yield f"item {number}: an open attachment is called {clean(attached.name)}"
