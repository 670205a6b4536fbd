"""Agenda Management: `Publication`, as most municipalities export it, and the variant of Aarhus."""

import re
from collections.abc import Iterable, Iterator, Mapping

from pipeline.domain import Status
from pipeline.errors import SourceError
from pipeline.minutes.agenda import number_parts
from pipeline.minutes.exports.bodies import clean
from pipeline.minutes.exports.record import Body, Listing, Record, RecordItem
from pipeline.minutes.exports.xml import Element, passed_over
from pipeline.minutes.moments import moment, stamp, time_of

SYSTEM, AARHUS = "agman", "agman-aarhus"
Told = Mapping[str, str]
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
    agenda = next((one for one in agendas if not _is_extended(one)), next(iter(agendas), None))
    meeting = _told(agenda, "Meeting")
    start = moment(meeting.get("When"))
    if agenda is None or start is None:
        raise SourceError("export-without-date", file=file)
    told, whole, aarhus = _told(agenda), _told(root), _is_aarhus(root)
    items = [(item, one is not agenda or _is_extended(one)) for one in agendas for item in _items(one)]
    is_open = "IsPublic" not in told or _is_true(told["IsPublic"])
    return Record(
        system=AARHUS if aarhus else SYSTEM,
        file=file,
        meeting_key=_id(agenda.find("Meeting")),
        agenda_key=_id(agenda),
        stamp=stamp(root.get("TimeStamp") if aarhus else whole.get("Published")),
        status=_status(told if aarhus else whole),
        supplement=_is_extended(agenda) or "tillæg" in clean(told.get("Name")).casefold(),
        committee=_told(agenda, "Committee").get("Name", ""),
        title=told.get("Name", ""),
        date=start.date(),
        start=time_of(meeting.get("When")),
        end=time_of(meeting.get("Until")),
        place=meeting.get("Where", ""),
        absent=tuple(_absent(agenda)),
        items=tuple(
            _item(item, is_open=is_open, supplement=supplement) for item, supplement in _in_order(items)
        ),
        documents=tuple(_documents(agendas)),
        notes=passed_over(root, _READ),
    )


def _is_extended(agenda: Element) -> bool:
    return _is_true(_told(agenda).get("IsExtendedAgenda", ""))


def _status(told: Told) -> Status:
    """Return what a publication is: an agenda where nobody knows its type: it replaces no minutes."""
    named = told.get("PublicationTypeAsEnum", "").casefold()
    known = _TYPES.get(told.get("PublicationTypeAsValue", ""))
    return known or (Status.MINUTES if named == "minutes" else Status.AGENDA)


def _absent(agenda: Element) -> Iterator[str]:
    for member in map(_told, agenda.iterfind("Meeting/Members/MeetingMember")):
        present = {"", "0"} if "Participate" in member else _PRESENT
        if (member.get("ParticipationStatusAsValue") or member.get("Participate", "")) not in present:
            yield member.get("Name", "")


def _items(agenda: Element) -> Iterator[Element]:
    yield from (item for item in agenda.iterfind("Items/Item") if not _PSEUDO.match(_id(item)))


def _in_order(items: Iterable[tuple[Element, bool]]) -> list[tuple[Element, bool]]:
    """Return the items by their numbers, those of a supplement behind; one without number stays in place."""
    placed, last = list[tuple[bool, list[int], int, Element]](), list[int]()
    for at, (item, supplement) in enumerate(items):
        last = [int(part) for part in re.findall(r"\d+", item.findtext("Number") or "")] or last
        placed.append((supplement, last, at, item))
    return [(item, supplement) for supplement, _, _, item in sorted(placed, key=lambda one: one[:3])]


def _documents(agendas: Iterable[Element]) -> Iterator[str]:
    for item in (one for agenda in agendas for one in agenda.iterfind("Items/Item")):
        if _PSEUDO.match(_id(item)) and _is_true(_told(item).get("IsPublic", "")):
            yield from (one.name for one in _attachments(item) if one.open)


def _item(item: Element, *, is_open: bool, supplement: bool) -> RecordItem:
    told = _told(item)
    title, is_open = told.get("Caption", ""), is_open and _is_true(told.get("IsPublic", ""))
    return RecordItem(
        key=_id(item),
        number=told.get("Number", ""),
        title=title,
        case_number=told.get("ItemCaseNumber") or _told(item, "Case").get("Number", ""),
        open=is_open,
        supplement=supplement or clean(title).casefold().startswith("tillæg"),
        bodies=(*_bodies(item), *_history(item)) if is_open else (),
        attachments=tuple(_attachments(item)) if is_open else (),
        absent=tuple(_absent_from(item)) if is_open else (),
    )


def _bodies(item: Element) -> Iterator[Body]:
    for told in map(_told, item.iterfind("Fields/ItemField")):
        if _is_true(told.get("HasContent", "true")):
            yield _body(told, told.get("Caption", ""))


def _history(item: Element) -> Iterator[Body]:
    """Yield what other committees decided before, under headings that say whose it is and of which day."""
    for one in item.iterfind("ItemHistory/ItemField"):
        details = _told(one, "MeetingDetails")
        committee, day = clean(details.get("CommitteeName")), moment(details.get("MeetingDueDate"))
        if committee and day:
            yield _body(_told(one), f"Beslutning i {committee} den {day:%d-%m-%Y}")


def _body(told: Told, heading: str) -> Body:
    return Body(
        heading=heading,
        content=told.get("Content", ""),
        is_html=told.get("FieldTypeAsEnum", "").casefold() != "multiline",
        decision=_is_true(told.get("IsFeedback", "")),
    )


def _attachments(item: Element) -> Iterator[Listing]:
    """Yield the attachments of an item in the order of their numbers."""
    listed = map(_told, item.iterfind("Enclosures/Enclosure"))
    for told in sorted(listed, key=lambda one: number_parts(one.get("Number", ""))):
        is_open = _is_true(told.get("IsPublic", "true"))
        protected = told.get("IsProtected", "").casefold() not in ("", "false")
        yield Listing(name=told.get("Name", ""), open=is_open and not protected)


def _absent_from(item: Element) -> Iterator[str]:
    for member in map(_told, item.iterfind("Members/ItemMember")):
        if member.get("ParticipationStatusAsValue") == _TOOK_NO_PART:
            yield member.get("Name", "")


def _told(element: Element | None, child: str = "") -> Told:
    """Return what the children of an element say by their names, or those of its first child of a name."""
    given = element.find(child) if child and element is not None else element
    if given is None:
        return {}
    return {one.tag: (one.text or "").strip() for one in reversed(given)}


def _is_true(said: str) -> bool:
    return said.casefold() == "true"


def _id(element: Element | None) -> str:
    return element.get("ID", "") if element is not None else ""
