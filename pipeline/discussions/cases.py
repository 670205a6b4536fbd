"""The cases of an archive that changes: found as meetings come, kept, and never moved about afterwards."""

import datetime as dt
import logging
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from threading import RLock

from pipeline.archive import Archive, KeptCase
from pipeline.discussions.documents import item_of, read_item, read_meeting, split_matters
from pipeline.discussions.fresh import FreshIndex, Indexed, Watch, unwatched
from pipeline.discussions.grouping import Cases, assign, carried_over, decided
from pipeline.discussions.stated import read_stated
from pipeline.domain import Ruling, day_of, meeting_of
from pipeline.errors import ArchiveError, ItemNotFoundError
from pipeline.links import LinkDocument
from pipeline.minutes.passages import announces_several

log = logging.getLogger(__name__)
AT_ONCE = 500
"""Matters whose cases are kept together: whoever is stopped before the end goes on from there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A matter of a case, as it came up at one meeting."""

    id: str
    title: str
    date: dt.date

    @property
    def item_id(self) -> str:
        """The id of the item that it belongs to."""
        return item_of(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case, and its matters in the order they came up."""

    id: str
    matters: tuple[Matter, ...]

    @property
    def title(self) -> str:
        """What it is called: as it was when it first had a name of its own."""
        return case_title([matter.title for matter in self.matters])


def case_title(titles: Sequence[str]) -> str:
    """Return the first title that says something; "Eventuelt" does not.

    >>> case_title(["Eventuelt", "Færgen til Læsø", "Svar om færgen"])
    'Færgen til Læsø'
    """
    return next((title for title in titles if not announces_several(title)), titles[0])


class CaseBook:
    """The cases of an archive, at every question those of the archive as it is.

    A matter that was put into a case stays there as long as it reads as it did, whatever is
    added and whatever number it gets: ids do not churn. New matters, and those that read
    otherwise, are put into cases when they are asked for, oldest day first; those of one day
    do not see each other, so their order does not matter. Only meetings that changed are
    looked at, and only cases that a source or a person speaks of are gone through again.

    Any number of threads may ask; one at a time is answered.
    """

    def __init__(self, archive: Archive, fresh: FreshIndex, watch: Watch = unwatched) -> None:
        self._archive, self._fresh, self._watch = archive, fresh, watch
        self._lock = RLock()
        self._generation = -1
        self._index = fresh.empty()
        self._seen: dict[str, Indexed] = {}
        self._found = Cases()
        """As matters were put together, whatever sources and persons say."""
        self._said: tuple[tuple[tuple[str, str], ...], tuple[Ruling, ...]] = (), ()
        self._decided: tuple[Cases, frozenset[str]] = Cases(), frozenset()

    def is_current(self) -> bool:
        """Return whether the cases are known of the archive as it is."""
        return self._generation == self._archive.generation()

    def all(self, fewest: int = 1) -> tuple[Case, ...]:
        """Return the cases with at least `fewest` matters."""
        with self._lock:
            self._follow()
            (own, touched), found = self._decided, self._found
            untouched = (one for one in found.by_case.items() if one[0] not in touched)
            every = chain(own.by_case.items(), untouched)
            return tuple(self._case(key, matters) for key, matters in every if len(matters) >= fewest)

    def case(self, case_id: str) -> Case | None:
        """Return a case by its id; None if there is none."""
        with self._lock:
            self._follow()
            matters = self._matters(case_id)
            return self._case(case_id, matters) if matters else None

    def of_item(self, item_id: str) -> tuple[Case, ...]:
        """Return the cases that an item, or a matter of it, is of; none where it is not there."""
        with self._lock:
            self._follow()
            by_matter, found = self._decided[0].by_matter, self._found
            matters = found.by_item.get(item_id, ())
            ids = dict.fromkeys(by_matter.get(one) or found.by_matter[one] for one in matters)
            return tuple(self._case(case_id, self._matters(case_id)) for case_id in ids)

    def _matters(self, case_id: str) -> Sequence[str]:
        """Return the matters of a case: what sources and persons have no say about is as it was found."""
        own, touched = self._decided
        found = () if case_id in touched else self._found.by_case.get(case_id, ())
        return own.by_case.get(case_id) or found

    def _case(self, case_id: str, matters: Sequence[str]) -> Case:
        ordered = sorted(matters, key=lambda one: (day_of(one), one))
        told = ((one, *self._index.told(one)) for one in ordered)
        return Case(id=case_id, matters=tuple(Matter(id=m, title=title, date=day) for m, title, day in told))

    def _follow(self) -> None:
        """See what changed: the matters of some meetings, or what is said of cases; mostly neither."""
        generation = self._archive.generation()
        if self._generation == generation:
            return
        self._index, seen, now = self._fresh.index(), self._seen, dict(self._fresh.meetings)
        changed = {key: held for key, held in now.items() if seen.get(key) is not held}
        before = {key: held for key, held in seen.items() if now.get(key) is not held}
        # Whoever is stopped half-way begins again, from what was kept.
        self._seen, self._generation = {}, -1
        if not seen:
            self._found, self._said = Cases(), ((), ())
        if placed := _hashes(changed) != _hashes(before):
            self._place(_hashes(changed), _hashes(before))
        said = tuple(self._linked()), self._archive.case_rulings()
        if placed or not seen or said != self._said:
            self._decided = decided(self._found, *said, self._choose)
        self._seen, self._said, self._generation = now, said, generation

    def _place(self, now: Mapping[str, str], before: Mapping[str, str]) -> None:
        """Put the matters of changed meetings, with their texts' hashes, where those `before` were."""
        cases, kept = self._found, self._archive.cases()
        for matter in before:
            cases.take(matter)
        meetings = set(map(meeting_of, now))
        held = carried_over({m: one for m, one in kept.items() if meeting_of(m) in meetings}, now)
        for matter, case_id in held.items():
            cases.put(matter, case_id)
        self._keep(held, now, kept)
        if new := now.keys() - held.keys():
            # An id of a case whose matters are out of the archive is no other's.
            cases.taken = {one.case_id for matter, one in kept.items() if matter not in new}
            unkept: dict[str, str] = {}
            for of_day in assign(self._days(new), cases, self._index, self.read):
                unkept |= of_day
                if len(unkept) >= AT_ONCE:
                    self._keep(unkept, now, kept)
                    unkept = {}
            self._keep(unkept, now, kept)

    def _keep(
        self, cases: Mapping[str, str], hashes: Mapping[str, str], kept: Mapping[str, KeptCase]
    ) -> None:
        """Note the cases of matters in the archive, where they are not those that it knows."""
        now = {m: KeptCase(case_id=case_id, text_hash=hashes[m]) for m, case_id in cases.items()}
        if changed := {matter: case for matter, case in now.items() if kept.get(matter) != case}:
            try:
                self._archive.keep_cases(changed)
            except ArchiveError as error:
                # An archive that is only read shows the same cases; they are found anew each time.
                log.info("cases are not kept: %s", error)

    def _linked(self) -> Iterator[tuple[str, str]]:
        """Yield the pairs of items that sources link, and no person said that they are none."""
        rejected = {(one.item_id, one.other) for one in self._archive.link_rulings() if not one.holds}
        return (pair for pair in read_stated(self._archive).pairs() if pair not in rejected)

    def _days(self, new: Set[str]) -> Iterator[list[LinkDocument]]:
        """Yield the new matters of each day, oldest day first; no more than a day's are in memory."""
        meetings: dict[str, set[str]] = {}
        for matter in new:
            meetings.setdefault(day_of(matter), set()).add(meeting_of(matter))
        for day in self._watch("Following matters", sorted(meetings)):
            items = chain.from_iterable(read_meeting(self._archive, key) for key in sorted(meetings[day]))
            parts = chain.from_iterable(map(split_matters, items))
            yield sorted((part for part in parts if part.item_id in new), key=lambda part: part.item_id)

    def read(self, matter: str) -> LinkDocument:
        """Return a matter of the archive as a document of its own.

        Raises:
            ItemNotFoundError: its item is gone, or no longer tells of it.

        """
        for part in split_matters(read_item(self._archive, item_of(matter))):
            if part.item_id == matter:
                return part
        raise ItemNotFoundError("no-such-matter", matter=matter)

    def _choose(self, ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, str]:
        """Return the two matters that are most probably one."""
        if len(ours) == len(theirs) == 1:
            return ours[0], theirs[0]
        scored = [
            (self._index.same_matter(self.read(later)).of([earlier]).get(earlier, 0.0), earlier, later)
            for pair in ((ours, theirs), (theirs, ours))
            for earlier in pair[0]
            for later in pair[1]
        ]
        _, earlier, later = max(scored, key=lambda one: one[0])
        return (earlier, later) if earlier in ours else (later, earlier)


def _hashes(meetings: Mapping[str, Indexed]) -> dict[str, str]:
    """Return the matters of meetings, each with the hash of its text."""
    return {matter: text for held in meetings.values() for matter, text in held.items.items()}
