"""SBSYS: an agenda in attributes, and one element a section, named after it."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from pipeline.domain import Status
from pipeline.errors import SourceError
from pipeline.minutes.agenda import number_parts
from pipeline.minutes.exports.record import Body, Listing, Record, RecordItem
from pipeline.minutes.exports.xml import Element, passed_over
from pipeline.minutes.moments import moment, time_of

SYSTEM = "sbsys"
_DRAFT = "preview.xml"
"""What lies beside an agenda, as it was before it was released: the same ids, other words."""
_READ = frozenset({
    "DagsordenID", "Åben", "Dagsordentype", "Tillægsdagsorden", "MødeID", "Udvalg", "Mødedato", "Mødetid",
    "Mødesluttid", "Mødested", "navn", "DagsordenpunktID", "Nummer", "Åbent", "Overskrift", "Navn",
    "MaaPubliceres",
})  # fmt: skip


def recognises(root: Element) -> bool:
    """Whether a file is an agenda of SBSYS, with decisions or without."""
    return _name(root) == "Dagsorden" and _child(root, "Møde") is not None


def read(root: Element, file: str) -> Record:
    """Return what an agenda says of its meeting and its items.

    Raises:
        SourceError: it states no day of the meeting.

    """
    own, meeting = _said(root), _said(_child(root, "Møde"))
    start = moment(meeting.get("Mødedato"))
    if start is None:
        raise SourceError("export-without-date", file=file)
    kind = own.get("Dagsordentype", "").lower()
    status = Status.MINUTES if kind.startswith("referat") else Status.AGENDA
    is_draft = PurePosixPath(file.replace("\\", "/")).name.lower() == _DRAFT
    contents = (content for content in root.iter() if _name(content) == "Indhold")
    sections = {_name(section) for content in contents for section in content.iter()}
    return Record(
        system=SYSTEM,
        file=file,
        meeting_key=meeting.get("MødeID", ""),
        agenda_key=own.get("DagsordenID", ""),
        status=Status.DRAFT if is_draft else status,
        supplement=_is_true(own.get("Tillægsdagsorden")) or "tillæg" in kind,
        committee=meeting.get("Udvalg", ""),
        date=start.date(),
        start=time_of(meeting.get("Mødetid")),
        end=time_of(meeting.get("Mødesluttid")),
        place=meeting.get("Mødested", ""),
        items=tuple(_items(root, closed=own.get("Åben", "true").lower() != "true")),
        notes=passed_over(root, _READ | sections),
    )


def _items(root: Element, *, closed: bool) -> Iterator[RecordItem]:
    """Yield the items at any depth, by their numbers."""
    found = [_item(element, closed=closed) for element in root.iter() if _name(element) == "Dagsordenpunkt"]
    yield from sorted(found, key=lambda item: number_parts(item.number))


def _item(element: Element, *, closed: bool) -> RecordItem:
    own, group = _said(element), _said(element.getparent()).get("navn", "").lower()
    title = _text(_child(element, "Overskrift"))
    is_open = not closed and not group.startswith("lukke") and _is_true(own.get("Åbent"))
    return RecordItem(
        key=own.get("DagsordenpunktID", ""),
        number=own.get("Nummer", ""),
        title=title,
        open=is_open,
        supplement=title.lower().startswith("tillæg"),
        bodies=tuple(_bodies(element)) if is_open else (),
        attachments=tuple(_attachments(element)) if is_open else (),
    )


def _bodies(element: Element) -> Iterator[Body]:
    content = _child(element, "Indhold")
    for section in content if content is not None else ():
        name = _name(section)
        yield Body(heading=name, content=_html(section), decision=name.lower().startswith("beslutning"))


def _html(section: Element) -> str:
    """Return what a section holds: text that is HTML, or elements that are."""
    from lxml import etree

    inner = (etree.tostring(child, encoding="unicode") for child in section)
    return "".join([section.text or "", *inner]).strip()


def _attachments(element: Element) -> Iterator[Listing]:
    listed = _child(element, "Bilagsliste")
    for one in listed if listed is not None else ():
        said = _said(one)
        yield Listing(name=said.get("Navn", ""), open=_is_true(said.get("MaaPubliceres")))


def _is_true(said: str | None) -> bool:
    return (said or "").strip().lower() == "true"


def _name(element: Element | None) -> str:
    """Return the name of an element, composed: files spell æøå in two ways."""
    return "" if element is None else _composed(element.tag)


@lru_cache(maxsize=1000)
def _composed(tag: str) -> str:
    return unicodedata.normalize("NFC", tag.rpartition("}")[2])


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if _name(child) == name), None)


def _said(element: Element | None) -> Mapping[str, str]:
    """Return the attributes of an element by their composed names."""
    given = {} if element is None else element.attrib
    return {_composed(name): value.strip() for name, value in given.items()}


def _text(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext()).strip()
