"""FirstAgenda Publication: JSON of an agenda, of the list of committees and meetings, of a search.

What is seen in real files, what code of others says, and what is a guess: README.md of this folder.
"""

import re
from collections.abc import Iterator
from typing import Any

from pipeline.domain import Status
from pipeline.minutes.exports.bodies import clean, html_lines
from pipeline.minutes.exports.markup import normal_html, without_comments
from pipeline.minutes.exports.record import (
    Body,
    Listing,
    Member,
    Pointer,
    Record,
    RecordItem,
    day_of,
    in_order,
    is_supplement,
    kept,
    left_unread,
)
from pipeline.minutes.moments import stamp, time_of
from pipeline.minutes.readers.limits import is_tangled

SYSTEM = "firstagenda"
Json = dict[str, Any]
_AGENDA, _COMMITTEES, _MEETINGS, _ANSWERS = "Dagsordenpunkter", "Udvalg", "Moeder", "Dagsordner"
MARKS = (_AGENDA, _COMMITTEES, _MEETINGS, _ANSWERS)
"""A file of this system has one of these names in it."""
_CONTAINER = "sagsfremstillingContainer"
_HEADING, _HEADING_ENDS = re.compile(r"<h3\b[^<>]*>"), "</h3>"
_CAPITAL = re.compile(r"</?(?:H3|S[Pp][Aa][Nn])\b")
_ZERO = "00000000-0000-0000-0000-000000000000"
_READ = frozenset({
    "Dagsordenpunkter", "Udvalg", "Moede", "Moeder", "Dagsordner", "Moededeltagere", "Felter", "Bilag",
    "Id", "Navn", "Dato", "MeetingBeginUtc", "MeetingEndUtc", "ReleasedDate", "Sted", "Name", "Absent",
    "ParticipationCancelled", "Number", "Punktnummer", "Sorting", "Caption", "CaseNumber", "SagsNummer",
    "IsOpen", "Html", "Tekst", "IsSupplementaryAgenda", "TillaegsDagsorden",
})  # fmt: skip


def recognises(value: Any) -> bool:
    """Whether a JSON value is of this system: an agenda, a list of meetings, or a search answer."""
    if not isinstance(value, dict):
        return False
    return _is_committee_list(value.get(_COMMITTEES)) or any(
        isinstance(value.get(name), list | dict) for name in (_AGENDA, _MEETINGS, _ANSWERS)
    )


def _is_committee_list(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(map(_is_period, value.values()))


def _is_period(value: Any) -> bool:
    return isinstance(value, list) or (isinstance(value, dict) and _MEETINGS in value)


def read_manifest(value: Json) -> tuple[Pointer, ...]:
    """Return what a list of meetings says of each agenda; an agenda alone says nothing of others."""
    return tuple(_pointer(meeting) for meeting in _listed_meetings(value) if meeting.get("Id"))


def _listed_meetings(value: Json) -> Iterator[Json]:
    periods: Any = value.get(_COMMITTEES)
    committees = (
        [one for rows in periods.values() for one in objects(rows)]
        if _is_committee_list(periods)
        else [value]
    )
    for committee in objects(committees):
        yield from objects(committee.get(_MEETINGS))


def _pointer(meeting: Json) -> Pointer:
    name = _text(meeting, "Navn")
    return Pointer(
        system=SYSTEM,
        agenda_key=_text(meeting, "Id").lower(),
        stamp=stamp(_text(meeting, "ReleasedDate")),
        status=_status(name) if name else None,
        title=name,
        supplement=_is_supplement(meeting),
        lends=True,
        notes=left_unread(_stated(meeting) - _READ),
    )


def read(value: Json, file: str) -> tuple[Record, ...]:
    """Return the agenda of a file, or those of a search answer; a list of meetings holds none.

    Raises:
        SourceError: one states no day of its meeting.

    """
    found = [value, *objects(value.get(_ANSWERS))]
    return tuple(_record(one, file) for one in found if isinstance(one.get(_AGENDA), list | dict))


def _record(agenda: Json, file: str) -> Record:
    meeting, committee = _object(agenda, "Moede"), _object(agenda, "Udvalg")
    start = day_of(_text(meeting, "Dato") or _text(meeting, "MeetingBeginUtc"), file)
    name = _text(meeting, "Navn")
    supplement = _is_supplement(meeting) or agenda.get("TillaegsDagsorden") is True
    committee_key = _text(committee, "Id").replace(_ZERO, "")
    return Record(
        system=SYSTEM,
        file=file,
        meeting_key=f"{committee_key} {start.date()}" if committee_key else "",
        agenda_key=_text(agenda, "Id").lower().replace(_ZERO, ""),
        stamp=stamp(_text(meeting, "ReleasedDate")),
        status=_status(name),
        supplement=supplement,
        committee=_text(committee, "Navn"),
        title=name,
        date=start.date(),
        start=time_of(_text(meeting, "MeetingBeginUtc") or _text(meeting, "Dato")),
        end=time_of(_text(meeting, "MeetingEndUtc")),
        place=_text(meeting, "Sted"),
        members=tuple(_members(meeting)),
        items=_in_order(list(objects(agenda[_AGENDA]))),
        notes=left_unread(_stated(agenda) - _READ),
    )


def _status(name: str) -> Status:
    named = clean(name).casefold().removeprefix("lukket").strip()
    return Status.MINUTES if named.startswith("referat") else Status.AGENDA


def _is_supplement(meeting: Json) -> bool:
    """Whether a meeting is one of a supplement; its own flag is false on some that are called so."""
    return meeting.get("IsSupplementaryAgenda") is True or is_supplement(clean(_text(meeting, "Navn")))


def _members(meeting: Json) -> Iterator[Member]:
    for member in objects(meeting.get("Moededeltagere")):
        away = member.get("Absent") is True or member.get("ParticipationCancelled") is True
        yield Member(_text(member, "Name"), there=not away)


def _in_order(items: list[Json]) -> tuple[RecordItem, ...]:
    """Return items as they are sorted; by their numbers where `Sorting` does not tell them apart."""
    places = [one["Sorting"] for one in items if isinstance(one.get("Sorting"), int)]
    if len(set(places)) < len(items):
        return in_order(map(_item, items))
    return tuple(kept(_item(one)) for one in sorted(items, key=lambda one: one["Sorting"]))


def _item(item: Json) -> RecordItem:
    return RecordItem(
        key=_text(item, "Id"),
        number=_text(item, "Number") or _text(item, "Punktnummer"),
        title=_text(item, "Caption") or _text(item, "Navn"),
        case_number=_text(item, "CaseNumber") or _text(item, "SagsNummer"),
        open=item.get("IsOpen") is True,
        bodies=tuple(body for one in objects(item.get("Felter")) for body in _bodies(one)),
        attachments=tuple(Listing(name=_text(one, "Navn")) for one in objects(item.get("Bilag"))),
    )


def _bodies(given: Json) -> Iterator[Body]:
    """Yield the sections of a field: the whole item in one, or a section with a name of its own."""
    name, source = _text(given, "Navn"), _text(given, "Html")
    if not source.strip():
        yield Body(heading=name, content=_text(given, "Tekst"), is_html=False)
    elif (name.strip() and _CONTAINER not in source) or is_tangled(source):
        yield Body(heading=name, content=source)
    else:
        yield from _sections(source, name)


def _sections(given: str, name: str) -> Iterator[Body]:
    """Yield the parts of a whole item; only an `h3` outside every `span` heads one, bodies have their own."""
    source = without_comments(given)
    if (headings := _headings(source)) is None:
        source = normal_html(source)
        headings = _headings(source) or []
    heading, at = name, 0
    for start, inner, end, after in headings:
        yield Body(heading=heading, content=source[at:start])
        heading, at = " ".join(html_lines(source[inner:end])), after
    yield Body(heading=heading, content=source[at:])


def _headings(source: str) -> list[tuple[int, int, int, int]] | None:
    """Return where each heading of a section starts, its words do, they end, it ends; None if in disorder."""
    if _CAPITAL.search(source) or source.count("<span") != source.count("</span"):
        return None
    found, depth, counted, after = list[tuple[int, int, int, int]](), 0, 0, 0
    for tag in _HEADING.finditer(source):
        start, end = tag.start(), source.find(_HEADING_ENDS, tag.end())
        depth += source.count("<span", counted, start) - source.count("</span", counted, start)
        if depth < 0 or end < 0:
            return None
        if not depth and start >= after:
            after = end + len(_HEADING_ENDS)
            found.append((start, tag.end(), end, after))
        counted = start
    return found


def _stated(value: Any) -> set[str]:
    """Return the names that stand before something, at any depth."""
    names, left = set[str](), [value]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            said = {name: own for name, own in one.items() if own and own != _ZERO}
            names.update(said)
            left += said.values()
        elif isinstance(one, list):
            left += one
    return names


def objects(value: Any) -> Iterator[Json]:
    """Yield the objects of a list; converters turn a list of one into that one."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield one


def _object(value: Json, name: str) -> Json:
    return next(objects(value.get(name)), {})


def _text(value: Json, name: str) -> str:
    one = value.get(name)
    return one if isinstance(one, str) else str(one) if isinstance(one, int) and one is not True else ""
