"""Cases: the matters of an archive put together as they come, and never moved about afterwards."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import chain
from statistics import fmean
from threading import RLock

from pipeline.archive import Archive, KeptCase
from pipeline.discussions.documents import (
    free_id,
    item_of,
    read_item,
    read_meeting,
    split_matters,
)
from pipeline.discussions.fresh import FreshIndex, Watch, unwatched
from pipeline.discussions.stated import Choose, StatedBook, joined
from pipeline.domain import Ruling, day_of, meeting_of
from pipeline.errors import ArchiveError, ItemNotFoundError
from pipeline.links import LinkDocument, LinkIndex

log = logging.getLogger(__name__)
TOGETHER = 0.5
"""A matter joins a case that it fits at least so well; `experiments/cases.py` measures it."""


@dataclass(slots=True)
class Cases:
    """The case of each matter, and the matters of each case."""

    by_matter: dict[str, str] = field(default_factory=dict)
    by_case: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    """Ids that are of a case, or were."""

    @classmethod
    def of(cls, case_of: Mapping[str, str]) -> "Cases":
        """Return the cases that matters were put into."""
        cases = cls()
        for matter, case_id in case_of.items():
            cases.put(matter, case_id)
        return cases

    def put(self, matter: str, case_id: str) -> None:
        """Add a matter to a case."""
        self.by_matter[matter] = case_id
        self.by_case.setdefault(case_id, []).append(matter)
        self.names.add(case_id)


class CaseBook:
    """The cases of an archive, at every question those of the archive as it is.

    A matter that was put into a case stays there as long as it reads as it did, whatever is
    added and whatever number it gets: ids do not churn. New matters, and those that read
    otherwise, are put into cases when they are asked for, oldest day first; those of one day
    do not see each other, so their order does not matter.
    """

    def __init__(self, archive: Archive, fresh: FreshIndex, watch: Watch = unwatched) -> None:
        self._archive, self._fresh, self._watch = archive, fresh, watch
        self._stated = StatedBook(archive)
        self._lock = RLock()
        self._known: tuple[int, dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]] = -1, {}, {}
        self._titles: tuple[int, dict[str, str]] = -1, {}

    def is_current(self) -> bool:
        """Return whether the cases are known of the archive as it is."""
        return self._known[0] == self._archive.generation()

    def cases(self) -> dict[str, tuple[str, ...]]:
        """Return the matters of every case by its id, oldest first.

        What sources state and what persons ruled is included; a person has the last word.

        Any number of threads may ask; one at a time is answered.
        """
        return self._now()[0]

    def of_item(self, item_id: str) -> tuple[str, ...]:
        """Return the ids of the cases that an item, or a matter of it, is of; none where it is not there."""
        return self._now()[1].get(item_id, ())

    def _now(self) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
        """Return the matters of each case and the cases of each item, found anew when the archive changed."""
        with self._lock:
            generation = self._archive.generation()
            if self._known[0] != generation:
                cases, of_item = self._cases(), dict[str, dict[str, None]]()
                for case_id, matters in cases.items():
                    for matter in matters:
                        of_item.setdefault(item_of(matter), {})[case_id] = None
                self._known = generation, cases, {item: tuple(own) for item, own in of_item.items()}
            return self._known[1:]

    def _cases(self) -> dict[str, tuple[str, ...]]:
        index, kept, text_hashes = self._fresh.index(), self._archive.cases(), self._fresh.text_hashes()
        held = carried_over(kept, text_hashes)
        new = {matter for matter in index.ids if matter not in held}
        if new:
            begun = Cases.of(held)
            # An id of a case whose matters are out of the archive is no other's.
            begun.names |= {kept[matter].case_id for matter in kept.keys() - new}
            held |= assign(self._days(new), begun, index, self.read)
        now = {m: KeptCase(case_id=held[m], text_hash=text_hashes[m]) for m in index.ids}
        self._keep({matter: case for matter, case in now.items() if kept.get(matter) != case})
        stated = joined(held, self._linked(), self._choose)
        cases = apply_rulings(stated, self._archive.case_rulings(), self._choose)
        by_case = Cases.of(cases).by_case
        return {key: tuple(sorted(own, key=lambda one: (day_of(one), one))) for key, own in by_case.items()}

    def _linked(self) -> Iterator[tuple[str, str]]:
        """Yield the pairs of items that sources link, and no person said that they are none."""
        rejected = {(one.item_id, one.other) for one in self._archive.link_rulings() if not one.holds}
        return (pair for pair in self._stated.stated().pairs() if pair not in rejected)

    def titles(self) -> dict[str, str]:
        """Return the title of every matter: its item's, or its sub-heading."""
        with self._lock:
            generation = self._archive.generation()
            if self._titles[0] != generation:
                self._titles = generation, self._fresh.index().titles
            return self._titles[1]

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

    def _keep(self, changed: Mapping[str, KeptCase]) -> None:
        if not changed:
            return
        try:
            self._archive.keep_cases(changed)
        except ArchiveError as error:
            # An archive that is only read shows the same cases; they are found anew each time.
            log.info("cases are not kept: %s", error)

    def _choose(self, ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, str]:
        """Return the two matters that are most probably one."""
        if len(ours) == len(theirs) == 1:
            return ours[0], theirs[0]
        index = self._fresh.index()
        scored = [
            (index.same_matter(self.read(later)).of([earlier]).get(earlier, 0.0), earlier, later)
            for pair in ((ours, theirs), (theirs, ours))
            for earlier in pair[0]
            for later in pair[1]
        ]
        _, earlier, later = max(scored, key=lambda one: one[0])
        return (earlier, later) if earlier in ours else (later, earlier)


def assign(
    days: Iterable[Sequence[LinkDocument]],
    cases: Cases,
    index: LinkIndex,
    read: Callable[[str], LinkDocument],
) -> dict[str, str]:
    """Put new matters into cases, those of one day together, oldest day first; return the case of each.

    A case is called after the first matter that was put into it.
    """
    case_of: dict[str, str] = {}
    last = max(map(day_of, cases.by_matter), default="")
    for of_day in days:
        later = any(last > document.date.isoformat() for document in of_day)
        chosen = [best_case(document, cases, index) for document in of_day]
        for document, case_id in zip(of_day, chosen, strict=True):
            follows = case_id or (case_behind(document, cases, index, read) if later else None)
            case_of[document.item_id] = follows or free_id(document.item_id, cases.names)
        for document in of_day:
            cases.put(document.item_id, case_of[document.item_id])
    return case_of


def best_case(document: LinkDocument, cases: Cases, index: LinkIndex) -> str | None:
    """Return the case whose earlier matters a matter belongs to; None if there is none."""
    same = index.same_matter(document)
    # A case fits no better than its best matter does.
    near = {cases.by_matter[m] for m, p in same.likely().items() if p >= TOGETHER and m in cases.by_matter}
    members = {case_id: cases.by_case[case_id] for case_id in sorted(near)}
    judged = same.of(chain.from_iterable(members.values())) if members else {}
    links = {case_id: [judged[one] for one in own if one in judged] for case_id, own in members.items()}
    return _best({case_id: fit(own) for case_id, own in links.items() if own})


def case_behind(
    document: LinkDocument, cases: Cases, index: LinkIndex, read: Callable[[str], LinkDocument]
) -> str | None:
    """Return the case of later matters that go back to one which was added after them."""
    same = index.later_same_matter(document, read)
    day = document.date.isoformat()
    near = sorted({cases.by_matter[matter] for matter in same if matter in cases.by_matter})
    later = {case_id: [m for m in cases.by_case[case_id] if day_of(m) > day] for case_id in near}
    return _best({case_id: fit([same.get(m, 0.0) for m in own]) for case_id, own in later.items()})


def fit(links: Sequence[float]) -> float:
    """Return how well a matter fits a case, by the probabilities that it is the matter of each there.

    The mean of the best one and of the average of all: one link alone would let cases grow
    together through a matter that touches both, the average alone would lose what has changed
    its face since it began.

    >>> fit([0.9, 0.5, 0.4])
    0.75
    """
    return (max(links) + fmean(links)) / 2


def _best(fits: Mapping[str, float]) -> str | None:
    best = max(fits, key=lambda case_id: (fits[case_id], case_id), default=None)
    return best if best is not None and fits[best] >= TOGETHER else None


def carried_over(kept: Mapping[str, KeptCase], hashes: Mapping[str, str]) -> dict[str, str]:
    """Return the case of every matter that was put into one, by the key it has now.

    `hashes` are the matters of today and what they say. A matter keeps its case under its
    own key, else wherever its meeting now has it; one that reads otherwise has none.
    """
    held = {m: kept[m].case_id for m in hashes if m in kept and kept[m].text_hash in {"", hashes[m]}}
    moved: dict[tuple[str, str], list[str]] = defaultdict(list)
    for matter, case in kept.items():
        if matter not in held:
            moved[meeting_of(matter), case.text_hash].append(case.case_id)
    for matter, text in hashes.items():
        cases = moved.get((meeting_of(matter), text))
        if matter not in held and cases:
            held[matter] = cases.pop(0)
    return held


def apply_rulings(case_of: Mapping[str, str], rulings: Iterable[Ruling], choose: Choose) -> dict[str, str]:
    """Return the case of every matter when the rulings hold; without them, `case_of` as it is.

    `rulings` come oldest first, and the newest has the last word. Nothing is written: a ruling
    that is undone leaves no trace. An item that must not be of another's case leaves it alone
    and begins a case of its own; two cases that must be one take the id of the one that began
    first.
    """
    cases = dict(case_of)
    matters: dict[str, list[str]] = {}
    for matter in case_of:
        matters.setdefault(item_of(matter), []).append(matter)
    for ruling in rulings:
        own, others = matters.get(ruling.item_id), matters.get(ruling.other)
        if own is None or others is None:
            continue
        if ruling.holds:
            ours, theirs = choose(own, others)
            _join(cases, cases[ours], cases[theirs])
        else:
            _part(cases, own, others)
    return cases


def _part(cases: dict[str, str], leaving: Iterable[str], staying: Iterable[str]) -> None:
    others = {cases[matter] for matter in staying}
    for matter in leaving:
        if cases[matter] in others:
            # The matter a case is named after may leave it: the case keeps the name.
            taken = {case_id for other, case_id in cases.items() if other != matter}
            cases[matter] = free_id(matter, taken)


def _join(cases: dict[str, str], one: str, other: str) -> None:
    if one == other:
        return

    def beginning(case_id: str) -> tuple[str, str]:
        return min(day_of(matter) for matter, own in cases.items() if own == case_id), case_id

    kept = min(one, other, key=beginning)
    for matter, case_id in cases.items():
        if case_id in (one, other):
            cases[matter] = kept
