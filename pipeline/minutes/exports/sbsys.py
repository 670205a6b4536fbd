"""SBSYS: an agenda in attributes, and one element a section, named after it."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from pipeline.domain import Status
from pipeline.minutes.exports.record import (
    Body,
    Listing,
    Record,
    RecordItem,
    day_of,
    in_order,
    is_supplement,
    is_true,
)
from pipeline.minutes.exports.xml import Element, content, passed_over, said
from pipeline.minutes.moments import time_of

SYSTEM = "sbsys"
_DRAFT = "preview.xml"
"""What lies beside an agenda, as it was before it was released: the same ids, other words."""
_READ = frozenset({
    "DagsordenID", "Åben", "Dagsordentype", "Tillægsdagsorden", "MødeID", "Udvalg", "Mødedato", "Mødetid",
    "Mødesluttid", "Mødested", "navn", "DagsordenpunktID", "Nummer", "Åbent", "Overskrift", "Navn",
    "MaaPubliceres", "Møde", "Dagsordenpunkter", "Gruppe", "Dagsordenpunkt", "Indhold", "Bilagsliste",
    "Bilag",
})  # fmt: skip


def read(root: Element, file: str) -> Record:
    """Return what an agenda says of its meeting and its items.

    Raises:
        SourceError: it states no day of the meeting.

    """
    own, meeting = said(root), said(root, "Møde")
    start = day_of(meeting.get("Mødedato"), file)
    kind = own.get("Dagsordentype", "")
    status = Status.MINUTES if kind.lower().startswith("referat") else Status.AGENDA
    is_draft = PurePosixPath(file.replace("\\", "/")).name.lower() == _DRAFT
    is_open = is_true(own.get("Åben", "true"))
    sections = {section.tag for one in root.iter("Indhold") for section in one.iter()}
    return Record(
        system=SYSTEM,
        file=file,
        meeting_key=meeting.get("MødeID", ""),
        agenda_key=own.get("DagsordenID", ""),
        status=Status.DRAFT if is_draft else status,
        supplement=is_true(own.get("Tillægsdagsorden")) or is_supplement(kind),
        committee=meeting.get("Udvalg", ""),
        date=start.date(),
        start=time_of(meeting.get("Mødetid")),
        end=time_of(meeting.get("Mødesluttid")),
        place=meeting.get("Mødested", ""),
        items=in_order(_item(one, is_open=is_open) for one in root.iter("Dagsordenpunkt")),
        notes=passed_over(root, _READ | sections),
    )


def _item(element: Element, *, is_open: bool) -> RecordItem:
    own = said(element)
    groups = (group.get("navn", "").strip().lower() for group in element.iterancestors("Gruppe"))
    among_closed = any(group.startswith("lukke") for group in groups)
    return RecordItem(
        key=own.get("DagsordenpunktID", ""),
        number=own.get("Nummer", ""),
        title=own.get("Overskrift", ""),
        open=is_open and not among_closed and is_true(own.get("Åbent")),
        bodies=tuple(_bodies(element)),
        attachments=tuple(_attachments(element)),
    )


def _bodies(element: Element) -> Iterator[Body]:
    for section in element.iterfind("Indhold/*"):
        name = section.tag
        yield Body(heading=name, content=content(section), decision=name.lower().startswith("beslutning"))


def _attachments(element: Element) -> Iterator[Listing]:
    for one in map(said, element.iterfind("Bilagsliste/*")):
        yield Listing(name=one.get("Navn", ""), open=is_true(one.get("MaaPubliceres")))
