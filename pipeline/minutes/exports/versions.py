"""Which documents of an export are current: drafts give way to agendas, agendas to minutes, old to new.

Two documents are versions of one where they share the key of their system, or of one meeting at least
half of the shorter one's items. What else a meeting has is a supplement or a part of its own, and stays.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.domain import Status
from pipeline.errors import MinutesError
from pipeline.minutes.earlier import committee_key
from pipeline.minutes.exports.bodies import clean
from pipeline.minutes.exports.record import Pointer, Record, RecordItem

_ORDER = list(Status)
_ENOUGH = 0.5
"""Of the items of the shorter of two documents, for both to be versions of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One document of an export, without the text of its items."""

    name: str
    """Of its file in the export."""
    record: Record
    said: tuple[int, ...] = ()
    """What each item says, as a number that is another where it says something else."""
    place: int = 0
    """Which of the documents of its file it is."""
    outdated: bool = False
    """Whether a manifest names another file as the document now."""

    @property
    def rank(self) -> tuple[bool, int, str, int]:
        """What makes it count before others: minutes before agendas, new before old, whole before part."""
        record = self.record
        return not self.outdated, _ORDER.index(record.status), record.stamp, len(record.items)

    @property
    def document(self) -> Hashable:
        """What it shares with all versions of one document; alone where its system gives it no key."""
        record = self.record
        if not record.agenda_key:
            return self.name, self.place
        return record.system, committee_key(record.committee), record.agenda_key

    @property
    def meeting(self) -> Hashable:
        """What it shares with all documents of its meeting."""
        record = self.record
        key = record.meeting_key or f"{record.date} {record.start}"
        return record.system, committee_key(record.committee), key


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """A document that counts, and what it takes the place of."""

    version: Version
    supplement: bool = False
    """Whether it is one to the meeting's main document, which stands before it."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The current documents, those of one meeting together, and why others do not count."""

    meetings: tuple[tuple[Current, ...], ...]
    errors: tuple[MinutesError, ...]


@dataclass(slots=True)
class _Kept:
    """A version that counts so far, and the files of those it takes the place of."""

    version: Version
    replaced: list[str] = field(default_factory=list)

    def replace(self, *others: "Version | _Kept") -> None:
        for other in others:
            version = other.version if isinstance(other, _Kept) else other
            self.replaced += [version.record.file, *(other.replaced if isinstance(other, _Kept) else [])]


def choose(versions: Iterable[Version], withdrawn: Iterable[Version] = ()) -> Found:
    """Return the documents that count; the first of a meeting names those that were withdrawn."""
    kept, errors = _newest(versions)
    meetings, gone = defaultdict[Hashable, list[_Kept]](list), defaultdict[Hashable, list[str]](list)
    for one in kept:
        meetings[one.version.meeting].append(one)
    for version in withdrawn:
        gone[version.meeting].append(version.record.file)
    found = (tuple(_of_meeting(own, gone[meeting])) for meeting, own in meetings.items())
    return Found(meetings=tuple(found), errors=tuple(errors))


def _newest(versions: Iterable[Version]) -> tuple[list[_Kept], list[MinutesError]]:
    """Return the newest version of each document, and where two contradict each other."""
    documents = defaultdict[Hashable, list[Version]](list)
    for version in versions:
        documents[version.document].append(version)
    kept, errors = list[_Kept](), list[MinutesError]()
    for own in documents.values():
        newest = _Kept(max(own, key=lambda one: one.rank))
        if newest.version.outdated:  # the file of the one that counts is missing, which is told
            continue
        others = [one for one in own if one is not newest.version]
        if error := next(filter(None, (_contradiction(newest.version, one) for one in others)), None):
            errors.append(error)
            continue
        newest.replace(*others)
        kept.append(newest)
    return kept, errors


def _contradiction(one: Version, other: Version) -> MinutesError | None:
    """Return where two versions say different things of one item, of which neither states to be the newer."""
    if one.rank[:3] != other.rank[:3]:
        return None
    theirs = dict(zip(map(_place, other.record.items), other.said, strict=True))
    for item, words in zip(one.record.items, one.said, strict=True):
        if theirs.get(_place(item), words) != words:
            return MinutesError(
                "export-contradicts", file=one.record.file, other=other.record.file, item=clean(item.number)
            )
    return None


def _place(item: RecordItem) -> tuple[str, str]:
    return item.key, item.number


def _of_meeting(own: Sequence[_Kept], withdrawn: Sequence[str]) -> Iterator[Current]:
    """Yield the current documents of one meeting, the main one first."""
    kept = list[_Kept]()
    for one in sorted(own, key=_strongest_last, reverse=True):
        if over := next((other for other in kept if _replaces(other.version, one.version)), None):
            over.replace(one)
        else:
            kept.append(one)
    kept.sort(key=_main_first)
    for at, one in enumerate(kept):
        record = one.version.record
        names = sorted(set(one.replaced) - {record.file})
        yield Current(
            version=one.version,
            supplement=at > 0 and (record.supplement or _is_beside(record, kept[0].version.record)),
            notes=(
                *(f"takes the place of {name}" for name in names),
                *(f"withdrawn: {name}" for name in (sorted(set(withdrawn)) if at == 0 else ())),
            ),
        )


def _strongest_last(one: _Kept) -> tuple[bool, tuple[bool, int, str, int]]:
    return not one.version.record.supplement, one.version.rank


def _main_first(one: _Kept) -> tuple[bool, int, str, str]:
    """Return a key that puts minutes first, of agendas the one with the lowest key, and supplements last."""
    record = one.version.record
    return record.supplement, -_ORDER.index(record.status), record.agenda_key.zfill(12), record.file


def _is_beside(record: Record, main: Record) -> bool:
    """Whether a document of the main one's meeting is its supplement, though nothing calls it so."""
    return bool(record.meeting_key) and record.status is main.status


def _replaces(one: Version, other: Version) -> bool:
    """Whether a document takes the place of another of its meeting: of a supplement if it has all of it."""
    mine, theirs = _known_by(one.record.items), _known_by(other.record.items)
    if one.record.supplement != other.record.supplement:
        return bool(theirs) and theirs <= mine and one.rank[:3] >= other.rank[:3]
    enough = _ENOUGH * min(len(mine), len(theirs))
    return bool(enough) and len(mine & theirs) >= enough


def _known_by(items: Iterable[RecordItem]) -> set[tuple[str, str]]:
    """Return by what items are known in another document; a closed one without case number by nothing."""
    return {
        (clean(item.title).casefold(), clean(item.case_number).casefold())
        for item in items
        if item.open or item.case_number.strip()
    }


def stated(record: Record, pointer: Pointer) -> Record:
    """Return a record as a manifest states it."""
    items = record.items if pointer.open else tuple(replace(item, open=False) for item in record.items)
    status = None if pointer.lends and record.title else pointer.status
    return replace(
        record,
        items=items,
        stamp=pointer.stamp or record.stamp,
        status=status or record.status,
        title=record.title or pointer.title,
        supplement=record.supplement or pointer.supplement,
    )
