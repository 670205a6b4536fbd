"""eDoc of Fujitsu: a manifest for every version, and agendas with a plan of handlings for each item."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from pipeline.domain import Earlier, Status
from pipeline.minutes.exports.record import (
    Body,
    Listing,
    Member,
    Pointer,
    Record,
    RecordItem,
    by_number,
    day_of,
    in_order,
    is_supplement,
    is_true,
)
from pipeline.minutes.exports.xml import Element, content, passed_over, said
from pipeline.minutes.moments import moment, stamp, time_of

Told = Mapping[str, str]
SYSTEM = "edoc-fujitsu"
NAMESPACE = "http://www.fujitsu.dk/agenda/xml/schemas/2009/03/31/"
_SIGNATURES = re.compile(r"(?i)(?:lukket\W+)?underskriftsblad\W*(?:\(lukket\)\W*)?")
"""Title of a sheet to sign, open in one version and closed in the next: no item of the meeting."""
_ABSENCE = "fravær"
_READ = frozenset({
    "OutputTypeEnumName", "Identifier", "Name", "MeetingIdentifier", "MeetingDateTime", "EndDateTime",
    "MeetingLocation", "Participate", "Type", "AccessIsPublic", "SerialNo", "Title", "NeutralTitle",
    "CaseNumber", "Content", "IsDecision", "CommitteeName", "MeetingDate", "Decision", "Access", "Reason",
    "AccessEnumName", "ShowOrder", "Committee", "Meeting", "MeetingParticipants", "MeetingParticipant",
    "Agenda", "AgendaElements", "AgendaElement", "HandlingItem", "CasePresentations", "CasePresentation",
    "HandlingPlan", "Handling", "HandlingAbsences", "HandlingAbsence", "Attachments", "Attachment",
})  # fmt: skip
_OF_MANIFEST = frozenset({
    "Notification", "Publish", "MeetingIdentifier", "AgendaIdentifier", "Timestamp", "PathToXml",
})  # fmt: skip
_TAG = re.compile(r"<[^>]*>")
_MEETING = ("Committee", "Meeting")


def read_manifest(root: Element) -> tuple[Pointer, ...]:
    """Return what a manifest says of versions: mostly it is one."""
    notes = passed_over(root, _OF_MANIFEST)
    return tuple(
        Pointer(
            system=SYSTEM,
            path=told.get("PathToXml", ""),
            agenda_key=_key(told, "AgendaIdentifier"),
            stamp=stamp(told.get("Timestamp")),
            published=is_true(told.get("Publish")),
            notes=notes,
        )
        for told in map(said, _all(root, "Notification"))
    )


def read(root: Element, file: str) -> Record:
    """Return what an agenda says of its meeting and its items.

    Raises:
        SourceError: it states no day of the meeting.

    """
    committee, meeting = said(root, _path("Committee")), said(root, _path(*_MEETING))
    agenda = said(root, _path(*_MEETING, "Agenda"))
    start = day_of(meeting.get("MeetingDateTime"), file)
    kind = f"{said(root).get('OutputTypeEnumName', '')} {agenda.get('Type', '')}".lower()
    elements = list(_all(root, *_MEETING, "Agenda", "AgendaElements", "AgendaElement"))
    return Record(
        system=SYSTEM,
        file=file,
        meeting_key=_key(meeting, "MeetingIdentifier"),
        agenda_key=_key(agenda, "Identifier"),
        status=Status.MINUTES if kind.startswith("minute") else Status.AGENDA,
        supplement=is_supplement(kind),
        committee=committee.get("Name", ""),
        date=start.date(),
        start=time_of(meeting.get("MeetingDateTime")),
        end=time_of(meeting.get("EndDateTime")),
        place=meeting.get("MeetingLocation", ""),
        members=tuple(_members(root)),
        items=in_order(_item(element) for element in elements if not _why_none(element)),
        notes=(*filter(None, map(_why_none, elements)), *passed_over(root, _READ)),
    )


def _members(root: Element) -> Iterator[Member]:
    for one in map(said, _all(root, *_MEETING, "MeetingParticipants", "MeetingParticipant")):
        yield Member(one.get("Name", ""), there=one.get("Participate", "").lower() != "false")


def _why_none(element: Element) -> str:
    """Return a note on what stands among the items and is none; nothing of one that is."""
    if not (told := said(element, _path("HandlingItem"))):
        return "passed over: an element of the agenda that is no item"
    title = told.get("Title", "")
    return f"passed over: {title}, a sheet to sign" if _SIGNATURES.fullmatch(title) else ""


def _item(element: Element) -> RecordItem:
    item = element.find(_path("HandlingItem"))
    told = said(item)
    plan = [(said(one), one) for one in _all(item, "HandlingPlan", "Handling")]
    # Those at this meeting have the item's own id; their `Placement` does not tell.
    own = [step for step in plan if _key(step[0], "Identifier") == _key(told, "Identifier")]
    return RecordItem(
        key=_key(told, "Identifier"),
        number=told.get("SerialNo", ""),
        title=told.get("Title", ""),
        neutral_title=told.get("NeutralTitle", ""),
        case_number=told.get("CaseNumber", ""),
        open=is_true(said(element).get("AccessIsPublic")),
        title_is_public=False,
        bodies=tuple(_bodies(item, [handling for _, handling in own])),
        attachments=tuple(_attachments(item)),
        absent=tuple(name for _, handling in own for name in _absences(handling)),
        earlier=tuple(_earlier(step for step in plan if step not in own)),
    )


def _bodies(item: Element, own: list[Element]) -> Iterator[Body]:
    """Yield the sections of an item, its decision last, where that is not one of them already."""
    decisions = set[str]()
    for one in _all(item, "CasePresentations", "CasePresentation"):
        told, text = said(one), _content(one, "Content")
        body = Body(heading=told.get("Title", ""), content=text, decision=is_true(told.get("IsDecision")))
        decisions |= {_plain(body.content)} if body.decision else set()
        yield body
    for handling in own:
        if (decided := _content(handling, "Decision")) and _plain(decided) not in decisions:
            yield Body(heading="Beslutning", content=decided, decision=True)


def _content(element: Element, name: str) -> str:
    inside = element.find(_path(name))
    return "" if inside is None else content(inside)


def _plain(html: str) -> str:
    return " ".join(_TAG.sub(" ", html).replace("&nbsp;", " ").split()).rstrip(" .").lower()


def _absences(handling: Element) -> Iterator[str]:
    """Yield who was away; a member who stepped aside is not absent."""
    for absence in map(said, _all(handling, "HandlingAbsences", "HandlingAbsence")):
        if absence.get("Reason", "").lower() == _ABSENCE:
            yield absence.get("Name", "")


def _earlier(steps: Iterator[tuple[Told, Element]]) -> Iterator[Earlier]:
    """Yield the handlings that took place, in public; a step that is only planned has no day."""
    for step, _ in steps:
        day, access = moment(step.get("MeetingDate")), step.get("Access", "").lower()
        if day is not None and (not access or access.startswith("offentlig")):
            yield Earlier(committee=step.get("CommitteeName", ""), date=day.date())


def _attachments(item: Element) -> Iterator[Listing]:
    listed = map(said, _all(item, "Attachments", "Attachment"))
    for one in sorted(listed, key=lambda one: by_number(one.get("ShowOrder", ""))):
        yield Listing(name=one.get("Title", ""), open=one.get("AccessEnumName", "").lower() == "public")


def _all(element: Element, *names: str) -> Iterator[Element]:
    """Yield the elements at the end of a path of names."""
    found: Iterator[Element] = element.iterfind(_path(*names))
    return found


@lru_cache(maxsize=100)
def _path(*names: str) -> str:
    return "/".join(f"{{{NAMESPACE}}}{name}" for name in names)


def _key(told: Told, name: str) -> str:
    """Return an id as all files spell it: letter case differs."""
    return told.get(name, "").lower()
