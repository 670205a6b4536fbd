"""Which documents of an export are current: drafts give way to agendas, agendas to minutes, old to new.

Two documents are versions of one where they share the key of their system, or of one meeting at least
half of the shorter one's items. What else a meeting has is a supplement or a part of its own, and stays.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.domain import Status
from pipeline.errors import MinutesError
from pipeline.minutes.earlier import committee_key
from pipeline.minutes.exports.bodies import clean
from pipeline.minutes.exports.record import Pointer, Record, RecordItem, bare

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
    replaced: tuple[str, ...] = ()
    """The files of those it takes the place of."""
    withdrawn: tuple[str, ...] = ()
    """Of the first of a meeting: the files of those that were withdrawn."""

    @property
    def notes(self) -> list[str]:
        """What the ledger says of the others."""
        names = sorted(set(self.replaced) - {self.version.record.file})
        gone = sorted(set(self.withdrawn))
        return [*(f"takes the place of {name}" for name in names), *(f"withdrawn: {name}" for name in gone)]

    def over(self, *others: "Current") -> "Current":
        """Return the document in the place of others."""
        names = (name for one in others for name in (one.version.record.file, *one.replaced))
        return replace(self, replaced=(*self.replaced, *names))


Meeting = tuple[Current, ...]
"""The documents of a meeting that count, the main one first."""


def choose(
    versions: Iterable[Version], withdrawn: Iterable[Version] = ()
) -> tuple[list[Meeting], list[MinutesError]]:
    """Return the documents that count, and why others do not."""
    kept, errors = _newest(versions)
    meetings, gone = defaultdict[Hashable, list[Current]](list), defaultdict[Hashable, list[str]](list)
    for one in kept:
        meetings[one.version.meeting].append(one)
    for version in withdrawn:
        gone[version.meeting].append(version.record.file)
    return [tuple(_of_meeting(own, gone[meeting])) for meeting, own in meetings.items()], errors


def _newest(versions: Iterable[Version]) -> tuple[list[Current], list[MinutesError]]:
    """Return the newest version of each document, and where two contradict each other."""
    documents = defaultdict[Hashable, list[Version]](list)
    for version in versions:
        documents[version.document].append(version)
    kept, errors = list[Current](), list[MinutesError]()
    for own in documents.values():
        newest = max(own, key=lambda one: one.rank)
        if newest.outdated:  # the file of the one that counts is missing, which is told
            continue
        others = [one for one in own if one is not newest]
        if error := next(filter(None, (_contradiction(newest, one) for one in others)), None):
            errors.append(error)
        else:
            kept.append(Current(version=newest).over(*(Current(version=one) for one in others)))
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


def _of_meeting(own: Iterable[Current], withdrawn: Sequence[str]) -> Iterator[Current]:
    """Yield the current documents of one meeting, the main one first."""
    kept = list[Current]()
    for one in sorted(own, key=_strongest_last, reverse=True):
        over = next((at for at, other in enumerate(kept) if _replaces(other.version, one.version)), None)
        if over is None:
            kept.append(one)
        else:
            kept[over] = kept[over].over(one)
    main, *others = sorted(kept, key=_main_first)
    yield replace(main, withdrawn=tuple(withdrawn))
    for one in others:
        record = one.version.record
        yield replace(one, supplement=record.supplement or _is_beside(record, main.version.record))


def _strongest_last(one: Current) -> tuple[bool, tuple[bool, int, str, int]]:
    return not one.version.record.supplement, one.version.rank


def _main_first(one: Current) -> tuple[bool, int, str, str]:
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
    items = record.items if pointer.open else tuple(bare(replace(one, open=False)) for one in record.items)
    status = None if pointer.lends and record.title else pointer.status
    return replace(
        record,
        items=items,
        stamp=pointer.stamp or record.stamp,
        status=status or record.status,
        title=record.title or pointer.title,
        supplement=record.supplement or pointer.supplement,
        notes=(*record.notes, *(f"in its manifest {note}" for note in pointer.notes)),
    )
