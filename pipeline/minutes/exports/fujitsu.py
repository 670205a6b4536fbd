"""eDoc of Fujitsu: a manifest for every version, and agendas with a plan of handlings for each item."""

import re
from collections.abc import Iterator

from pipeline.domain import Earlier, Status
from pipeline.errors import SourceError
from pipeline.minutes.agenda import number_parts
from pipeline.minutes.exports.record import Body, Listing, Pointer, Record, RecordItem
from pipeline.minutes.exports.xml import Element, passed_over
from pipeline.minutes.moments import moment, stamp, time_of

SYSTEM = "edoc-fujitsu"
_NAMESPACE = "http://www.fujitsu.dk/agenda/xml/schemas/2009/03/31/"
_SIGNATURES = "underskriftsblad"
"""Title of a sheet to sign, open in one version and closed in the next: no item of the meeting."""
_NOT_RELEASED = "beslutning ikke frigivet"
_ABSENCE = "fravær"
_READ = frozenset({
    "OutputTypeEnumName", "Identifier", "Name", "MeetingIdentifier", "MeetingDateTime", "EndDateTime",
    "MeetingLocation", "Participate", "Type", "AccessIsPublic", "SerialNo", "Title", "NeutralTitle",
    "CaseNumber", "Content", "IsDecision", "CommitteeName", "MeetingDate", "Decision", "Access", "Reason",
    "AccessEnumName", "ShowOrder",
})  # fmt: skip
_TAG = re.compile(r"<[^>]*>")


def is_manifest(root: Element) -> bool:
    """Whether a file says that a version was published, or was taken back."""
    return root.tag == "Root" and root.find(_path("Notification")) is not None


def read_manifest(root: Element) -> tuple[Pointer, ...]:
    """Return what a manifest says of versions: mostly it is one."""
    return tuple(
        Pointer(
            path=_text(notification, "PathToXml"),
            agenda_key=_key(notification, "AgendaIdentifier"),
            stamp=stamp(_text(notification, "Timestamp")),
            published=_text(notification, "Publish").lower() == "true",
        )
        for notification in root.iterfind(_path("Notification"))
    )


def recognises(root: Element) -> bool:
    """Whether a file is an agenda of Fujitsu's eDoc, with decisions or without."""
    return root.tag == "Root" and root.find(_path("Committee")) is not None


def read(root: Element, file: str) -> Record:
    """Return what an agenda says of its meeting and its items.

    Raises:
        SourceError: it states no day of the meeting.

    """
    committee = root.find(_path("Committee"))
    meeting = _child(committee, "Meeting")
    agenda = _child(meeting, "Agenda")
    start = moment(_text(meeting, "MeetingDateTime"))
    if start is None:
        raise SourceError("export-without-date", file=file)
    kind = f"{_text(root, 'OutputTypeEnumName')} {_text(agenda, 'Type')}".lower()
    elements, notes = _elements(agenda)
    return Record(
        system=SYSTEM,
        file=file,
        meeting_key=_key(meeting, "MeetingIdentifier"),
        agenda_key=_key(agenda, "Identifier"),
        status=Status.MINUTES if kind.startswith("minute") else Status.AGENDA,
        supplement="tillæg" in kind,
        committee=_text(committee, "Name"),
        date=start.date(),
        start=time_of(_text(meeting, "MeetingDateTime")),
        end=time_of(_text(meeting, "EndDateTime")),
        place=_text(meeting, "MeetingLocation"),
        absent=tuple(_absent(meeting)),
        items=tuple(_item(element) for element in elements),
        notes=(*notes, *passed_over(root, _READ)),
    )


def _absent(meeting: Element) -> Iterator[str]:
    for person in meeting.iterfind(_path("MeetingParticipants", "MeetingParticipant")):
        if _text(person, "Participate").lower() == "false":
            yield _text(person, "Name")


def _elements(agenda: Element) -> tuple[list[Element], list[str]]:
    """Return the items of an agenda by their numbers, and what stands among them that is none."""
    found, notes = list[Element](), list[str]()
    for element in agenda.iterfind(_path("AgendaElements", "AgendaElement")):
        title = _text(_child(element, "HandlingItem"), "Title")
        if element.find(_path("HandlingItem")) is None:
            notes.append("passed over: an element of the agenda that is no item")
        elif title.rstrip(" .:").lower() == _SIGNATURES:
            notes.append(f"passed over: {title}, a sheet to sign")
        else:
            found.append(element)
    return sorted(found, key=_serial), notes


def _serial(element: Element) -> tuple[int, int]:
    return number_parts(_text(_child(element, "HandlingItem"), "SerialNo"))


def _item(element: Element) -> RecordItem:
    item = _child(element, "HandlingItem")
    title, is_open = _text(item, "Title"), _text(element, "AccessIsPublic").lower() == "true"
    own, earlier = _handlings(item)
    bodies = list(_bodies(item, own))
    released = [body for body in bodies if not _is_held_back(body)]
    return RecordItem(
        key=_key(item, "Identifier"),
        number=_text(item, "SerialNo"),
        title=title if is_open else "",
        neutral_title=_text(item, "NeutralTitle"),
        case_number=_text(item, "CaseNumber"),
        open=is_open,
        title_is_public=False,
        supplement=title.lower().startswith("tillæg"),
        released=not is_open or len(released) == len(bodies),
        bodies=tuple(released) if is_open else (),
        attachments=tuple(_attachments(item)) if is_open else (),
        absent=tuple(name for handling in own for name in _absences(handling)) if is_open else (),
        earlier=tuple(_earlier(earlier)) if is_open else (),
    )


def _handlings(item: Element) -> tuple[list[Element], list[Element]]:
    """Return the handlings at this meeting and those at others; their `Placement` does not tell."""
    plan = item.findall(_path("HandlingPlan", "Handling"))
    here = _key(item, "Identifier")
    return (
        [handling for handling in plan if _key(handling, "Identifier") == here],
        [handling for handling in plan if _key(handling, "Identifier") != here],
    )


def _bodies(item: Element, own: list[Element]) -> Iterator[Body]:
    """Yield the sections of an item, its decision last, where that is not one of them already."""
    told = set[str]()
    for one in item.iterfind(_path("CasePresentations", "CasePresentation")):
        decision = _text(one, "IsDecision").lower() == "true"
        body = Body(heading=_text(one, "Title"), content=_text(one, "Content"), decision=decision)
        told |= {_plain(body.content)} if decision else set()
        yield body
    for handling in own:
        if (decided := _text(handling, "Decision")) and _plain(decided) not in told:
            yield Body(heading="Beslutning", content=decided, decision=True)


def _is_held_back(body: Body) -> bool:
    return _plain(body.content) == _NOT_RELEASED


def _plain(html: str) -> str:
    return " ".join(_TAG.sub(" ", html).replace("&nbsp;", " ").split()).rstrip(" .").lower()


def _absences(handling: Element) -> Iterator[str]:
    """Yield who was away; a member who stepped aside is not absent."""
    for absence in handling.iterfind(_path("HandlingAbsences", "HandlingAbsence")):
        if _text(absence, "Reason").lower() == _ABSENCE:
            yield _text(absence, "Name")


def _earlier(handlings: list[Element]) -> Iterator[Earlier]:
    """Yield the handlings that took place, in public; a step that is only planned has no day."""
    for handling in handlings:
        day, access = moment(_text(handling, "MeetingDate")), _text(handling, "Access").lower()
        if day is not None and (not access or access.startswith("offentlig")):
            yield Earlier(committee=_text(handling, "CommitteeName"), date=day.date())


def _attachments(item: Element) -> Iterator[Listing]:
    listed = item.findall(_path("Attachments", "Attachment"))
    for one in sorted(listed, key=lambda one: number_parts(_text(one, "ShowOrder"))):
        yield Listing(name=_text(one, "Title"), open=_text(one, "AccessEnumName").lower() == "public")


def _path(*names: str) -> str:
    return "/".join(f"{{{_NAMESPACE}}}{name}" for name in names)


def _child(element: Element, name: str) -> Element:
    """Return the first child of a name, or an empty one."""
    child = element.find(_path(name))
    return element.makeelement(_path(name)) if child is None else child


def _text(element: Element, name: str) -> str:
    """Return what the first child of a name says; empty where there is none."""
    child = element.find(_path(name))
    return "" if child is None else "".join(child.itertext()).strip()


def _key(element: Element, name: str) -> str:
    """Return an id as all files spell it: letter case differs."""
    return _text(element, name).lower()
