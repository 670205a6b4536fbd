"""Agenda Management: `Publication`, as most municipalities export it, and the variant of Aarhus."""

import re
from collections.abc import Iterable, Iterator

from pipeline.domain import Status
from pipeline.errors import SourceError
from pipeline.minutes.agenda import number_parts
from pipeline.minutes.exports.bodies import clean
from pipeline.minutes.exports.record import Body, Listing, Record, RecordItem
from pipeline.minutes.exports.xml import Element, passed_over
from pipeline.minutes.moments import moment, stamp, time_of

SYSTEM, AARHUS = "agman", "agman-aarhus"
_TYPES = {"0": Status.DRAFT, "1": Status.AGENDA, "2": Status.MINUTES, "3": Status.MINUTES}
_PRESENT = frozenset({"", "0", "1", "4"})
"""Of a member of the meeting: not decided, accepted, and took no part in an item alone."""
_TOOK_NO_PART = "4"
_PSEUDO = re.compile(r"0{8}-.*_(?:Confidentia|Public)", re.IGNORECASE)
"""The key of an item that is none: the whole minutes as a file, with what is closed, or without."""
_READ = frozenset({
    "Publication", "Published", "TimeStamp", "PublicationTypeAsValue", "PublicationTypeAsEnum", "Agendas",
    "Agenda", "ID", "Name", "Meeting", "When", "Until", "Where", "Members", "MeetingMember",
    "ParticipationStatusAsValue", "ParticipationStatusAsText", "Participate", "Committee", "Items", "Item",
    "Caption", "Number", "IsPublic", "ItemCaseNumber", "Case", "Fields", "ItemField", "HasContent", "Content",
    "FieldTypeAsEnum", "IsFeedback", "Enclosures", "Enclosure", "IsProtected", "ItemMember", "ItemHistory",
    "MeetingDetails", "CommitteeName", "MeetingDueDate", "IsExtendedAgenda",
})  # fmt: skip


def recognises(root: Element) -> bool:
    """Whether a file is a publication of this system, or of the variant."""
    return root.tag == "Publication" and (_is_aarhus(root) or root.find("PublicationTypeAsValue") is not None)


def _is_aarhus(root: Element) -> bool:
    return root.get("TimeStamp") is not None


def read(root: Element, file: str) -> Record:
    """Return what a publication says of its meeting and its items; a later agenda in it is a supplement.

    Raises:
        SourceError: it states no agenda, or no day of the meeting.

    """
    agendas = root.findall("Agendas/Agenda")
    agenda = next((one for one in agendas if not _is_extended(one)), None)
    agenda = agendas[0] if agenda is None and agendas else agenda
    start = moment(_text(agenda, "Meeting/When")) if agenda is not None else None
    if agenda is None or start is None:
        raise SourceError("export-without-date", file=file)
    aarhus = _is_aarhus(root)
    items = [(item, one is not agenda or _is_extended(one)) for one in agendas for item in _items(one)]
    return Record(
        system=AARHUS if aarhus else SYSTEM,
        file=file,
        meeting_key=_id(agenda.find("Meeting")),
        agenda_key=_id(agenda),
        stamp=stamp(root.get("TimeStamp") if aarhus else _text(root, "Published")),
        status=_status(agenda if aarhus else root),
        supplement=_is_extended(agenda) or "tillæg" in clean(_text(agenda, "Name")).casefold(),
        committee=_text(agenda, "Committee/Name"),
        title=_text(agenda, "Name"),
        date=start.date(),
        start=time_of(_text(agenda, "Meeting/When")),
        end=time_of(_text(agenda, "Meeting/Until")),
        place=_text(agenda, "Meeting/Where"),
        absent=tuple(_absent(agenda)),
        items=tuple(_item(item, agenda, supplement=supplement) for item, supplement in _in_order(items)),
        documents=tuple(_documents(agendas)),
        notes=passed_over(root, _READ),
    )


def _is_extended(agenda: Element) -> bool:
    return _says(agenda, "IsExtendedAgenda")


def _status(element: Element) -> Status:
    """Return what a publication is: an agenda where nobody knows its type: it replaces no minutes."""
    named = _text(element, "PublicationTypeAsEnum").casefold()
    known = _TYPES.get(_text(element, "PublicationTypeAsValue"))
    return known or (Status.MINUTES if named == "minutes" else Status.AGENDA)


def _absent(agenda: Element) -> Iterator[str]:
    for member in agenda.iterfind("Meeting/Members/MeetingMember"):
        status = _text(member, "ParticipationStatusAsValue") or _text(member, "Participate")
        present = _PRESENT if member.find("Participate") is None else {"", "0"}
        if status not in present:
            yield _text(member, "Name")


def _items(agenda: Element) -> Iterator[Element]:
    yield from (item for item in agenda.iterfind("Items/Item") if not _PSEUDO.match(_id(item)))


def _in_order(items: Iterable[tuple[Element, bool]]) -> list[tuple[Element, bool]]:
    """Return the items by their numbers, those of a supplement behind; one without number stays in place."""
    placed, last = list[tuple[bool, list[int], int, Element]](), list[int]()
    for at, (item, supplement) in enumerate(items):
        last = [int(part) for part in re.findall(r"\d+", _text(item, "Number"))] or last
        placed.append((supplement, last, at, item))
    return [(item, supplement) for supplement, _, _, item in sorted(placed, key=lambda one: one[:3])]


def _documents(agendas: Iterable[Element]) -> Iterator[str]:
    for item in (one for agenda in agendas for one in agenda.iterfind("Items/Item")):
        if _PSEUDO.match(_id(item)) and _says(item, "IsPublic"):
            yield from (one.name for one in _attachments(item) if one.open)


def _item(item: Element, agenda: Element, *, supplement: bool) -> RecordItem:
    title, is_open = _text(item, "Caption"), _says(item, "IsPublic") and _may_be_public(agenda)
    return RecordItem(
        key=_id(item),
        number=_text(item, "Number"),
        title=title,
        case_number=_text(item, "ItemCaseNumber") or _text(item, "Case/Number"),
        open=is_open,
        supplement=supplement or clean(title).casefold().startswith("tillæg"),
        bodies=(*_bodies(item), *_history(item)) if is_open else (),
        attachments=tuple(_attachments(item)) if is_open else (),
        absent=tuple(_absent_from(item)) if is_open else (),
    )


def _may_be_public(agenda: Element) -> bool:
    """Whether an agenda is not closed as a whole; that of most municipalities does not say it."""
    return agenda.find("IsPublic") is None or _says(agenda, "IsPublic")


def _bodies(item: Element) -> Iterator[Body]:
    for one in item.iterfind("Fields/ItemField"):
        if one.find("HasContent") is None or _says(one, "HasContent"):
            yield _body(one, _text(one, "Caption"))


def _history(item: Element) -> Iterator[Body]:
    """Yield what other committees decided before, under headings that say whose it is and of which day."""
    for one in item.iterfind("ItemHistory/ItemField"):
        committee = clean(_text(one, "MeetingDetails/CommitteeName"))
        day = moment(_text(one, "MeetingDetails/MeetingDueDate"))
        if committee and day:
            yield _body(one, f"Beslutning i {committee} den {day:%d-%m-%Y}")


def _body(given: Element, heading: str) -> Body:
    return Body(
        heading=heading,
        content=_text(given, "Content"),
        is_html=_text(given, "FieldTypeAsEnum").casefold() != "multiline",
        decision=_says(given, "IsFeedback"),
    )


def _attachments(item: Element) -> Iterator[Listing]:
    """Yield the attachments of an item in the order of their numbers."""
    given = item.findall("Enclosures/Enclosure")
    for one in sorted(given, key=lambda one: number_parts(_text(one, "Number"))):
        is_open = one.find("IsPublic") is None or _says(one, "IsPublic")
        protected = _text(one, "IsProtected").casefold() not in ("", "false")
        yield Listing(name=_text(one, "Name"), open=is_open and not protected)


def _absent_from(item: Element) -> Iterator[str]:
    for member in item.iterfind("Members/ItemMember"):
        if _text(member, "ParticipationStatusAsValue") == _TOOK_NO_PART:
            yield _text(member, "Name")


def _text(element: Element, path: str) -> str:
    found = element.findtext(path)
    return found.strip() if found else ""


def _says(element: Element, path: str) -> bool:
    return _text(element, path).casefold() == "true"


def _id(element: Element | None) -> str:
    return element.get("ID", "") if element is not None else ""
