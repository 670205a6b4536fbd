"""Old eDoc: one file a meeting with its open, closed and supplementary agendas; items as laid-out text."""

from collections.abc import Iterator, Mapping

from pipeline.domain import Earlier, Status
from pipeline.minutes.exports.edoc_text import read_front, read_item
from pipeline.minutes.exports.record import (
    Listing,
    Member,
    Record,
    RecordItem,
    day_of,
    in_order,
    is_supplement,
)
from pipeline.minutes.exports.xml import Element, passed_over, said
from pipeline.minutes.moments import moment, stamp, time_of

Told = Mapping[str, str]
SYSTEM = "edoc"
_MINUTES, _PUBLIC = "referat endeligt godkendt", "skal publiceres"
_OF_DOCUMENT = ("Title", "NeutralTitle", "PublishingType")
_READ = frozenset({
    "Committee", "MeetingDate", "MeetingState", "AgendaType", "AgendaItemNumber", "Title", "NeutralTitle",
    "PublishingType", "PublishedDate", "FullText", "documentid", "MeetingAgendaTypes", "MeetingAgendaType",
    "MeetingAgendaItems", "MeetingAgendaItem", "Document", "AgendaItems", "AgendaItem", "Attachments",
    "Attachment",
})  # fmt: skip


def read(root: Element, file: str) -> Record:
    """Return what a file says of its meeting and its items.

    Raises:
        SourceError: it states no day of the meeting.

    """
    told = said(root)
    start = day_of(told.get("MeetingDate"), file)
    agendas = [(said(one), one) for one in root.iterfind("MeetingAgendaTypes/MeetingAgendaType")]
    fronts = [read_front(own.get("FullText", "")) for own, _ in agendas if not _is_closed(own)]
    place, members = max(fronts, key=_most_told, default=("", ()))
    return Record(
        system=SYSTEM,
        file=file,
        stamp=max((stamp(day.text) for day in root.iter("PublishedDate")), default=""),
        status=Status.MINUTES if told.get("MeetingState", "").lower() == _MINUTES else Status.AGENDA,
        committee=told.get("Committee", ""),
        date=start.date(),
        start=time_of(told.get("MeetingDate")),
        place=place,
        members=members,
        items=in_order(
            _item(item, own) for own, one in agendas for item in one.iterfind("MeetingAgendaItems/*")
        ),
        notes=passed_over(root, _READ),
    )


def _most_told(front: tuple[str, tuple[Member, ...]]) -> tuple[int, bool]:
    return len(front[1]), bool(front[0])


def _is_closed(told: Told) -> bool:
    return "lukket" in told.get("AgendaType", "").lower()


def _item(item: Element, agenda: Told) -> RecordItem:
    # Of some 60 names of a document these few count.
    document = {name: item.findtext(f"Document/{name}", "").strip() for name in _OF_DOCUMENT}
    text = read_item(item.findtext("FullText", ""))
    return RecordItem(
        key=_key(item.find("Document")),
        number=item.findtext("AgendaItemNumber", "").strip(),
        title=document["Title"],
        neutral_title=document["NeutralTitle"],
        case_number=text.case_number,
        open=not _is_closed(agenda) and _is_public(document),
        supplement=is_supplement(agenda.get("AgendaType", "")),
        bodies=text.bodies,
        attachments=tuple(
            Listing(name=one.get("Title", ""), open=_is_public(one))
            for one in map(said, item.iterfind("Document/Attachments/Attachment"))
        ),
        absent=text.absent,
        earlier=(*text.earlier, *_route(item)),
    )


def _key(document: Element | None) -> str:
    return "" if document is None else document.get("documentid", "")


def _is_public(told: Told) -> bool:
    return told.get("PublishingType", "").lower() == _PUBLIC


def _route(item: Element) -> Iterator[Earlier]:
    """Yield the meetings that had the case, in public; a step that is only planned has no day."""
    for step in map(said, item.iterfind("Document/AgendaItems/AgendaItem")):
        day = moment(step.get("MeetingDate"))
        if day is not None and not _is_closed(step):
            yield Earlier(committee=step.get("Committee", ""), date=day.date())
