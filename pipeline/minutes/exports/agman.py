"""Agenda Management: `Publication`, as most municipalities export it, and the variant of Aarhus."""

import re
from collections.abc import Iterable, Iterator, Mapping

from pipeline.domain import Earlier, Status
from pipeline.minutes.exports.bodies import clean
from pipeline.minutes.exports.record import (
    Body,
    Listing,
    Member,
    Record,
    RecordItem,
    by_number,
    day_of,
    in_order,
    is_supplement,
    is_true,
)
from pipeline.minutes.exports.xml import Element, passed_over, said
from pipeline.minutes.moments import moment, stamp, time_of

SYSTEM, AARHUS = "agman", "agman-aarhus"
Told = Mapping[str, str]
_TYPES = {"0": Status.DRAFT, "1": Status.AGENDA, "2": Status.MINUTES, "3": Status.MINUTES}
_PRESENT = frozenset({"", "0", "1", "4"})
"""Of a member of the meeting: not decided, accepted, and took no part in an item alone."""
_TOOK_NO_PART = "4"
_WHOLE = re.compile(r"0{8}-.*_(?:Confidentia|Public)", re.IGNORECASE)
"""The key of an item that is none: the whole minutes as a file, with what is closed, or without."""
_READ = frozenset({
    "Publication", "Published", "TimeStamp", "PublicationTypeAsValue", "PublicationTypeAsEnum", "Agendas",
    "Agenda", "ID", "Name", "Meeting", "When", "Until", "Where", "Members", "MeetingMember",
    "ParticipationStatusAsValue", "ParticipationStatusAsText", "Participate", "Committee", "Items", "Item",
    "Caption", "Number", "IsPublic", "ItemCaseNumber", "Case", "Fields", "ItemField", "HasContent", "Content",
    "FieldTypeAsEnum", "IsFeedback", "Enclosures", "Enclosure", "IsProtected", "ItemMember", "ItemHistory",
    "MeetingDetails", "CommitteeName", "MeetingDueDate", "IsExtendedAgenda",
})  # fmt: skip


def _is_aarhus(root: Element) -> bool:
    return root.get("TimeStamp") is not None


def read(root: Element, file: str) -> Record:
    """Return what a publication says of its meeting and its items; a later agenda in it is a supplement.

    Raises:
        SourceError: it states no agenda, or no day of the meeting.

    """
    agendas = root.findall("Agendas/Agenda")
    agenda = next((one for one in agendas if not _is_extended(one)), next(iter(agendas), None))
    told, meeting, whole = said(agenda), said(agenda, "Meeting"), said(root)
    start, aarhus = day_of(meeting.get("When"), file), _is_aarhus(root)
    return Record(
        system=AARHUS if aarhus else SYSTEM,
        file=file,
        meeting_key=meeting.get("ID", ""),
        agenda_key=told.get("ID", ""),
        stamp=stamp(whole["TimeStamp"] if aarhus else whole.get("Published")),
        status=_status(told if aarhus else whole),
        supplement=_is_extended(agenda) or is_supplement(told.get("Name", "")),
        committee=said(agenda, "Committee").get("Name", ""),
        title=told.get("Name", ""),
        date=start.date(),
        start=time_of(meeting.get("When")),
        end=time_of(meeting.get("Until")),
        place=meeting.get("Where", ""),
        members=tuple(_members(agenda)),
        items=in_order(_items(agendas, agenda, aarhus=aarhus)),
        documents=tuple(name for one in agendas for name in _documents(one)),
        notes=passed_over(root, _READ),
    )


def _items(agendas: Iterable[Element], main: Element, *, aarhus: bool) -> Iterator[RecordItem]:
    """Yield the items of all agendas; those of one that is not the main one are of a supplement."""
    public = said(main).get("IsPublic", "true")
    for agenda in agendas:
        supplement = agenda is not main or _is_extended(agenda)
        for item in agenda.iterfind("Items/Item"):
            if not _is_whole(item):
                yield _item(item, is_open=is_true(public), supplement=supplement, aarhus=aarhus)


def _is_extended(agenda: Element) -> bool:
    return is_true(agenda.findtext("IsExtendedAgenda"))


def _status(told: Told) -> Status:
    """Return what a publication is: an agenda where nobody knows its type: it replaces no minutes."""
    named = told.get("PublicationTypeAsEnum", "").casefold()
    known = _TYPES.get(told.get("PublicationTypeAsValue", ""))
    return known or (Status.MINUTES if named == "minutes" else Status.AGENDA)


def _members(agenda: Element) -> Iterator[Member]:
    for member in map(said, agenda.iterfind("Meeting/Members/MeetingMember")):
        present = {"", "0"} if "Participate" in member else _PRESENT
        status = member.get("ParticipationStatusAsValue") or member.get("Participate", "")
        yield Member(member.get("Name", ""), there=status in present)


def _is_whole(item: Element) -> bool:
    return _WHOLE.match(item.get("ID", "")) is not None


def _documents(agenda: Element) -> Iterator[str]:
    """Yield the names of the files that are all of the minutes."""
    for item in agenda.iterfind("Items/Item"):
        if _is_whole(item) and is_true(item.findtext("IsPublic")):
            yield from (one.name for one in _attachments(item, aarhus=True) if one.open)


def _item(item: Element, *, is_open: bool, supplement: bool, aarhus: bool) -> RecordItem:
    told, history = said(item), list(_history(item))
    return RecordItem(
        key=told.get("ID", ""),
        number=told.get("Number", ""),
        title=told.get("Caption", ""),
        case_number=told.get("ItemCaseNumber") or said(item, "Case").get("Number", ""),
        open=is_open and is_true(told.get("IsPublic")),
        supplement=supplement,
        bodies=(*_bodies(item), *(body for _, body in history)),
        attachments=tuple(_attachments(item, aarhus=aarhus)),
        absent=tuple(_absent_from(item)),
        earlier=tuple(earlier for earlier, _ in history),
    )


def _bodies(item: Element) -> Iterator[Body]:
    for told in map(said, item.iterfind("Fields/ItemField")):
        if is_true(told.get("HasContent", "true")):
            yield _body(told, told.get("Caption", ""))


def _history(item: Element) -> Iterator[tuple[Earlier, Body]]:
    """Yield earlier treatments, each with what was decided under a heading that names it."""
    for one in item.iterfind("ItemHistory/ItemField"):
        details = said(one, "MeetingDetails")
        committee, day = clean(details.get("CommitteeName")), moment(details.get("MeetingDueDate"))
        if committee and day:
            heading = f"Beslutning i {committee} den {day:%d-%m-%Y}"
            yield Earlier(committee=committee, date=day.date()), _body(said(one), heading)


def _body(told: Told, heading: str) -> Body:
    return Body(
        heading=heading,
        content=told.get("Content", ""),
        is_html=told.get("FieldTypeAsEnum", "").casefold() != "multiline",
        decision=is_true(told.get("IsFeedback")),
    )


def _attachments(item: Element, *, aarhus: bool) -> Iterator[Listing]:
    """Yield the attachments of an item by their numbers; the variant states of each whether it is public."""
    listed = map(said, item.iterfind("Enclosures/Enclosure"))
    for told in sorted(listed, key=lambda one: by_number(one.get("Number", ""))):
        is_open = is_true(told.get("IsPublic", "" if aarhus else "true"))
        protected = told.get("IsProtected", "").casefold() not in ("", "false")
        yield Listing(name=told.get("Name", ""), open=is_open and not protected)


def _absent_from(item: Element) -> Iterator[str]:
    for member in map(said, item.iterfind("Members/ItemMember")):
        if member.get("ParticipationStatusAsValue") == _TOOK_NO_PART:
            yield member.get("Name", "")
