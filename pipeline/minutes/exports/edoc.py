"""Old eDoc: one file a meeting with its open, closed and supplementary agendas; items as laid-out text."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.domain import Earlier, Status
from pipeline.errors import SourceError
from pipeline.minutes.agenda import number_parts
from pipeline.minutes.exports.edoc_text import ItemText, read_front, read_item
from pipeline.minutes.exports.record import Listing, Record, RecordItem
from pipeline.minutes.exports.xml import Element, passed_over
from pipeline.minutes.moments import moment, stamp, time_of

SYSTEM = "edoc"
_MINUTES, _PUBLIC = "referat endeligt godkendt", "skal publiceres"
_READ = frozenset({
    "Committee", "MeetingDate", "MeetingState", "AgendaType", "AgendaItemNumber", "Title", "NeutralTitle",
    "PublishingType", "PublishedDate", "FullText", "documentid",
})  # fmt: skip


def recognises(root: Element) -> bool:
    """Whether a file is what old eDoc publishes of a meeting."""
    return root.tag == "Meeting" and root.find("MeetingAgendaTypes") is not None


def read(root: Element, file: str) -> Record:
    """Return what a file says of its meeting and its items.

    Raises:
        SourceError: it states no day of the meeting.

    """
    start = moment(_text(root, "MeetingDate"))
    if start is None:
        raise SourceError("export-without-date", file=file)
    agendas = root.findall("MeetingAgendaTypes/MeetingAgendaType")
    fronts = [read_front(_text(agenda, "FullText")) for agenda in agendas if not _is_closed(agenda)]
    place, absent = max(fronts, key=bool, default=("", ()))
    items = [
        _item(item, agenda)
        for agenda in agendas
        for item in agenda.iterfind("MeetingAgendaItems/MeetingAgendaItem")
    ]
    return Record(
        system=SYSTEM,
        file=file,
        stamp=max((stamp(day.text) for day in root.iter("PublishedDate")), default=""),
        status=Status.MINUTES if _text(root, "MeetingState").lower() == _MINUTES else Status.AGENDA,
        committee=_text(root, "Committee"),
        date=start.date(),
        start=time_of(_text(root, "MeetingDate")),
        place=place,
        absent=absent,
        items=tuple(sorted(items, key=lambda item: number_parts(item.number))),
        notes=passed_over(root, _READ),
    )


def _is_closed(agenda: Element) -> bool:
    return "lukket" in _text(agenda, "AgendaType").lower()


def _item(item: Element, agenda: Element) -> RecordItem:
    document = item.find("Document")
    document = item.makeelement("Document") if document is None else document
    title, text = _text(document, "Title"), _text(item, "FullText")
    told = read_item(text)
    plain = RecordItem(
        key=document.get("documentid", ""),
        number=_text(item, "AgendaItemNumber"),
        title=title,
        neutral_title=_text(document, "NeutralTitle"),
        case_number=told.case_number,
        open=not _is_closed(agenda) and _is_public(document),
        supplement="tillæg" in _text(agenda, "AgendaType").lower() or title.lower().startswith("tillæg"),
    )
    return _with_contents(plain, told, document) if plain.open else plain


def _with_contents(plain: RecordItem, told: ItemText, document: Element) -> RecordItem:
    listed = document.iterfind("Attachments/Attachment")
    return replace(
        plain,
        bodies=told.bodies,
        attachments=tuple(Listing(name=_text(one, "Title"), open=_is_public(one)) for one in listed),
        absent=told.absent,
        earlier=(*told.earlier, *_route(document)),
    )


def _is_public(told: Element) -> bool:
    return _text(told, "PublishingType").lower() == _PUBLIC


def _route(document: Element) -> Iterator[Earlier]:
    """Yield the meetings that had the case, in public; a step that is only planned has no day."""
    for step in document.iterfind("AgendaItems/AgendaItem"):
        day = moment(_text(step, "MeetingDate"))
        if day is not None and not _is_closed(step):
            yield Earlier(committee=_text(step, "Committee"), date=day.date())


def _text(element: Element, name: str) -> str:
    """Return what the first child of a name says; empty where there is none."""
    return (element.findtext(name) or "").strip()
