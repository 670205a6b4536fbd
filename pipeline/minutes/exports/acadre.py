"""Acadre MM: a manifest of produced versions, and agendas as tables of named fields."""

import re
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from pipeline.domain import Earlier, Status
from pipeline.minutes.earlier import decided_earlier, is_same
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
    left_unread,
)
from pipeline.minutes.exports.xml import Element, passed_over
from pipeline.minutes.moments import stamp, time_of

SYSTEM = "acadre"
_TYPES = {"0": Status.DRAFT, "1": Status.AGENDA, "2": Status.MINUTES}
_READ = frozenset({
    "agenda", "committee", "meeting", "meetmember", "member", "agendaitemparents", "agendaitem", "bullet",
    "absentmembers", "enclosure", "sysid", "name", "sort", "date", "finish", "location", "address",
    "absent", "caseno", "access", "accessname", "producedate", "bulletname", "bulletcontent",
    "bulletsortorder", "bullettype", "fields",
})  # fmt: skip
_OF_MANIFEST = frozenset({
    "sysid", "name", "date", "xmlfilename", "docID", "type", "access", "accessid", "publish", "publishDate",
    "filesfolder",
})  # fmt: skip
_DECISION = "8"
_BREAK = re.compile(r"(?:(?<!\s)\s+)?<br\s*/?>\s*", re.IGNORECASE)
_UNKNOWN_PLACE = re.compile(r"\?*")

Fields = Mapping[str, str]


def read_manifest(root: Element) -> tuple[Pointer, ...]:
    """Return the versions of an agenda that a manifest lists, in its order.

    A version that was never published takes nothing back: beside one that was, it
    counts as older, however late it was produced.
    """
    agenda = root.find("table[@name='agenda']")
    key = _attributes(agenda).get("sysid", "") if agenda is not None else ""
    versions = [_attributes(group) for group in root.iterfind("table[@name='producedAgenda']/fields")]
    published = any(version.get("publish") == "1" for version in versions)
    notes = left_unread(_stated(root) - _OF_MANIFEST)
    pointers = (_pointer(version, key, newest_counts=not published) for version in versions)
    return tuple(replace(pointer, notes=notes) for pointer in pointers)


def _stated(manifest: Element) -> set[str]:
    """Return the names of what a manifest states: attributes of fields, and elements beside its tables."""
    attributes = {name for one in manifest.iter("field") for name, value in one.items() if value.strip()}
    return attributes | {one.tag for one in manifest if (one.text or "").strip()}


def _pointer(version: Fields, key: str, *, newest_counts: bool) -> Pointer:
    published = version.get("publish") == "1"
    folder = version.get("filesfolder") or f"Files_{key}_{version.get('docID', '')}"
    name = version.get("xmlfilename", "")
    return Pointer(
        system=SYSTEM,
        path=f"{folder}/{name}" if name else "",
        agenda_key=key,
        stamp=stamp(version.get("publishDate")) if published or newest_counts else "",
        published=published,
        open=_is_open(version.get("accessid", ""), version.get("access", "")),
        status=_TYPES.get(version.get("type", "")),
    )


def _attributes(group: Element) -> dict[str, str]:
    """Return what a manifest states in attributes, one on each of its fields; the first of a name counts."""
    stated: dict[str, str] = {}
    for field in group.iter("field"):
        for name, value in field.attrib.items():
            stated.setdefault(name, value.strip())
    return stated


def read(root: Element, file: str) -> Record:
    """Return what an agenda says of its meeting and its items.

    Raises:
        SourceError: it states no day of the meeting.

    """
    agenda = root.find("table[@name='agenda']")
    held = _first(agenda, "meeting")
    own, meeting, committee = _fields(agenda), _fields(held), _fields(_first(agenda, "committee"))
    start = day_of(meeting.get("date"), file)
    here, name = Earlier(committee=committee.get("name", ""), date=start.date()), own.get("name", "")
    return Record(
        system=SYSTEM,
        file=file,
        meeting_key=meeting.get("sysid", ""),
        agenda_key=own.get("sysid", ""),
        stamp=stamp(own.get("producedate")),
        status=Status.MINUTES if "referat" in name.lower() else Status.AGENDA,
        supplement=is_supplement(name),
        committee=here.committee,
        title=meeting.get("name", ""),
        date=here.date,
        start=time_of(meeting.get("date")),
        end=time_of(meeting.get("finish")),
        place=_place(meeting),
        members=tuple(_members(held)),
        items=in_order(_items(agenda, here, is_open=_is_public(own))),
        notes=passed_over(root, _READ),
    )


def _place(meeting: Fields) -> str:
    """Return where a meeting is held; question marks stand for a place not known yet."""
    for name in ("location", "address"):
        if not _UNKNOWN_PLACE.fullmatch(place := meeting.get(name, "")):
            return _BREAK.sub(", ", place)
    return ""


def _members(meeting: Element) -> Iterator[Member]:
    for member in map(_fields, _tables(meeting, "meetmember", "member")):
        away = member.get("absent", "").isdecimal() and int(member["absent"]) > 0
        yield Member(member.get("name", ""), there=not away)


def _items(agenda: Element, here: Earlier, *, is_open: bool) -> Iterator[RecordItem]:
    """Yield the items of an agenda; their numbers, which stand around them, run through the year."""
    for parent in _tables(agenda, "agendaitemparents"):
        number = _fields(parent).get("sort", "")
        for item in _tables(parent, "agendaitem"):
            yield _item(number, item, here, is_open=is_open)


def _item(number: str, item: Element, here: Earlier, *, is_open: bool) -> RecordItem:
    told = _fields(item)
    bullets = sorted(
        ((_fields(bullet), bullet) for bullet in _tables(item, "bullet")),
        key=lambda pair: by_number(pair[0].get("bulletsortorder", "")),
    )
    return RecordItem(
        key=told.get("sysid", ""),
        number=number,
        title=told.get("name", ""),
        case_number=told.get("caseno", ""),
        open=is_open and _is_public(told),
        bodies=tuple(
            Body(
                heading=bullet.get("bulletname", ""),
                content=bullet.get("bulletcontent", ""),
                decision=bullet.get("bullettype") == _DECISION,
            )
            for bullet, _ in bullets
        ),
        attachments=tuple(_attachments(item)),
        absent=tuple(_absent_from(bullets, here)),
    )


def _attachments(item: Element) -> Iterator[Listing]:
    listed = map(_fields, _tables(item, "enclosure"))
    for one in sorted(listed, key=lambda one: by_number(one.get("sort", ""))):
        yield Listing(name=one.get("name", ""), open=_is_public(one))


def _absent_from(bullets: Iterable[tuple[Fields, Element]], here: Earlier) -> Iterator[str]:
    """Yield who took no part, as the decisions of this meeting say; those of earlier ones tell of others."""
    for told, bullet in bullets:
        decided = decided_earlier(told.get("bulletname", ""))
        if decided is None or is_same(decided, here):
            groups = bullet.iterfind("table[@name='absentmembers']//fields")
            yield from (group["name"] for group in map(_group, groups) if group.get("name"))


def _is_public(told: Fields) -> bool:
    return _is_open(told.get("access", ""), told.get("accessname", ""))


def _is_open(code: str, name: str) -> bool:
    """Whether access is stated, and stated to be open wherever it is."""
    said = [code == "1"] * bool(code) + [name.lower() == "åben"] * bool(name)
    return bool(said) and all(said)


def _tables(table: Element, *names: str) -> Iterator[Element]:
    """Yield the tables at the end of a path of names."""
    found: Iterator[Element] = table.iterfind(_path(names))
    return found


@lru_cache(maxsize=100)
def _path(names: tuple[str, ...]) -> str:
    return "/".join(f"table[@name='{name}']" for name in names)


def _first(table: Element, name: str) -> Element:
    """Return the first table of a name, or an empty one."""
    return next(_tables(table, name), table.makeelement("table"))


def _fields(table: Element) -> Fields:
    """Return the fields of a table by their names; of two groups of them the first counts."""
    first, *others = [_group(group) for group in table.iterchildren("fields")] or [{}]
    return ChainMap(first, *others) if others else first


def _group(fields: Element) -> dict[str, str]:
    return {name: (one.text or "").strip() for one in fields if (name := one.get("name", "")) in _READ}
