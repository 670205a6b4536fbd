"""A record as minutes: one text, made of its data once, and every offset into that.

Head, then each item: number and title, case number, sections with their headings, attachments, who was
not there. Of a closed item number, title and case number stand in the text, and nothing else anywhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.domain import (
    AgendaItem,
    Attachment,
    Earlier,
    Meeting,
    Minutes,
    Section,
    SectionName,
    danish_date,
    item_id,
)
from pipeline.minutes.cut import own_numbers
from pipeline.minutes.earlier import before, decided_earlier
from pipeline.minutes.exports.bodies import clean, html_lines, text_lines
from pipeline.minutes.exports.headings import section_of, stated_below
from pipeline.minutes.exports.ledger import ledger_of
from pipeline.minutes.exports.record import Body, Record, RecordItem
from pipeline.text import mask_cpr

_NOT_RELEASED = "beslutning ikke frigivet"
"""All that a system says of a decision that it keeps back."""
_SEVERAL = 4
"""Lines in which such words are not alone."""
_CLOSED_TITLE = "Lukket punkt"
_NO_TITLE = "Uden titel"
_LONGEST_MADE_TITLE = 80
_BULLET = " • "


def to_minutes(record: Record, numbers: Sequence[str] = ()) -> Minutes:
    """Return the minutes, or the agenda, that a record states; `numbers` are those of ids, where given."""
    meeting = _meeting(record)
    own, page = Earlier(committee=meeting.committee, date=meeting.date), _Page()
    _write_head(page, meeting, record)
    places = _places(meeting, record, numbers)
    items = tuple(_item(page, own, *one) for one in zip(places, record.items, strict=True))
    text = "\n".join(page.blocks)
    return Minutes(
        source=record.file,
        text=text,
        meeting=meeting,
        items=items,
        ledger=ledger_of(record, items, text),
        system=record.system,
        status=record.status,
        stamp=record.stamp,
        not_released=tuple(dict.fromkeys(page.not_released)),
    )


def _meeting(record: Record) -> Meeting:
    committee = mask_cpr(clean(record.committee))
    return Meeting(
        publisher=record.publisher,
        title=clean(record.title) or committee,
        committee=committee,
        date=record.date,
        start=record.start,
        end=record.end,
        place=clean(record.place) or None,
        participants=tuple(_names(record.participants)),
        absent=tuple(_names(record.absent)),
    )


def _names(names: Iterable[str]) -> Iterator[str]:
    yield from dict.fromkeys(filter(None, map(clean, names)))


def _places(meeting: Meeting, record: Record, numbers: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the order and the id of each item."""
    ids_begin = item_id(meeting, "")
    for order, number in enumerate(numbers or numbers_of(record.items), start=1):
        yield order, ids_begin + number


def numbers_of(items: Sequence[RecordItem]) -> list[str]:
    """Return the number in the id of each item of a document."""
    return own_numbers([clean(item.number) or f"p{order}" for order, item in enumerate(items, start=1)])


@dataclass(slots=True)
class _Page:
    """The text as it grows, some lines at a time."""

    blocks: list[str] = field(default_factory=list)
    length: int = 0
    """With the end of the last line."""
    not_released: list[str] = field(default_factory=list)
    """The numbers of items whose decisions are kept back."""

    def write(self, block: str) -> int:
        """Add lines, and return where they start."""
        start = self.length
        self.blocks.append(block)
        self.length = start + len(block) + 1
        return start

    def write_apart(self, block: str) -> int:
        """Add lines below a blank one, and return where they start."""
        return self.write(f"\n{block}") + 1


def _write_head(page: _Page, meeting: Meeting, record: Record) -> None:
    clock = "-".join(f"{at:%H:%M}" for at in (meeting.start, meeting.end) if at)
    fields = (
        ("Udvalg", meeting.committee),
        ("Dato", danish_date(meeting.date)),
        ("Tid", clock),
        ("Sted", meeting.place),
        ("Deltagere", ", ".join(meeting.participants)),
        ("Fraværende", ", ".join(meeting.absent)),
        ("Dokumenter", ", ".join(_names(record.documents))),
    )
    page.write("\n".join([meeting.title, *(f"{label}: {value}" for label, value in fields if value)]))


def _item(page: _Page, own: Earlier, place: tuple[int, str], item: RecordItem) -> AgendaItem:
    """Write an item, and return it with the places of its parts."""
    number, title, case = clean(item.number), clean(item.title), clean(item.case_number)
    neutral = clean(item.neutral_title)
    shown = (title or neutral or _first_words(item)) if item.open else (neutral or title or _CLOSED_TITLE)
    heading = f"{number}. {shown}" if number else shown
    start = page.write_apart(f"{heading}\nSagsnr.: {case}" if case else heading)
    read = AgendaItem(
        id=place[1],
        number=number or f"p{place[0]}",
        title=shown,
        start=start,
        end=page.length - 1,
        open=item.open,
        case_number=case,
        made=("number",) * (not number) + ("title",) * (not (title or neutral)),
        neutral_title=neutral,
        order=place[0],
        supplement=item.supplement,
    )
    return _opened(page, own, item, read) if item.open else read


def _first_words(item: RecordItem) -> str:
    line = next((line for body in item.bodies for line in _lines(body) if line), "").strip(" •")
    if len(line) > _LONGEST_MADE_TITLE:
        line = f"{line[:_LONGEST_MADE_TITLE].rsplit(' ', 1)[0]} …"
    return line or _NO_TITLE


def _lines(body: Body) -> list[str]:
    return html_lines(body.content) if body.is_html else text_lines(body.content)


# What only an open item has


def _opened(page: _Page, own: Earlier, item: RecordItem, read: AgendaItem) -> AgendaItem:
    """Write the parts of an item, and return it with them."""
    sections, stated = list[Section](), list[Earlier]()
    for body in item.bodies:
        heading, lines = clean(body.heading), _lines(body)
        stated += stated_below(heading, lines)
        if _keeps_back(lines):
            page.not_released.append(read.number)
        elif lines:
            sections.append(_section(page, heading, _name(heading, body, own), lines))
    earlier = before(own, (*stated, *item.earlier)) if stated or item.earlier else ()
    if unwritten := [one for one in earlier if one not in stated]:
        lines = [f"{one.committee} den {danish_date(one.date)}" for one in unwritten]
        sections.append(_section(page, "Tidligere behandling", SectionName.SAGSFORLOEB, lines))
    if absent := tuple(_names(item.absent)):
        sections.append(_section(page, "Fraværende", SectionName.FRAVAERENDE, [", ".join(absent)]))
    names = [clean(one.name) for one in item.attachments if one.open and clean(one.name)]
    if names:
        sections.append(_section(page, "Bilag", SectionName.BILAG, [_BULLET + name for name in names]))
    return replace(
        read,
        end=page.length - 1,
        sections=tuple(sections),
        attachments=tuple(_attachments(sections[-1], names)) if names else (),
        absent=absent,
        earlier=earlier,
    )


def _keeps_back(lines: Sequence[str]) -> bool:
    return len(lines) < _SEVERAL and " ".join(lines).strip(" .•").casefold() == _NOT_RELEASED


def _name(heading: str, body: Body, own: Earlier) -> SectionName:
    if body.decision and not decided_earlier(heading):
        return SectionName.BESLUTNING
    return section_of(heading, own)


def _section(page: _Page, heading: str, name: SectionName, lines: Iterable[str]) -> Section:
    block = "\n".join((heading, *lines) if heading else lines)
    start = page.write_apart(block)
    return Section(name=name, printed=heading, start=start, end=start + len(block))


def _attachments(section: Section, names: Iterable[str]) -> Iterator[Attachment]:
    at = section.start + len(section.printed) + 1
    for name in names:
        at += len(_BULLET)
        yield Attachment(text=name, start=at, end=at + len(name))
        at += len(name) + 1
