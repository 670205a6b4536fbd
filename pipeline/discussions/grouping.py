"""Matters put into cases: the new each where it fits best, then all as sources and persons say."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain
from statistics import fmean

from pipeline.archive import KeptCase
from pipeline.discussions.documents import item_of, numbered
from pipeline.domain import Ruling, day_of, meeting_of
from pipeline.links import LinkDocument, LinkIndex
from pipeline.links.answers import SameMatter
from pipeline.links.index import ReadDocument

TOGETHER = 0.5
"""A matter joins a case that it fits at least so well; `experiments/cases.py` measures it."""
Choose = Callable[[Sequence[str], Sequence[str]], tuple[str, str]]
"""Returns the matter of each of two items that a link is about, where an item has several."""


class Cases:
    """The case of each matter, and the matters of each case and of each item.

    Putting a matter in and taking it out cost the same however many there are. `taken` are ids
    that no new case may have, beside those of the cases that are there.
    """

    def __init__(self, taken: Set[str] = frozenset()) -> None:
        self.by_matter: dict[str, str] = {}
        self.by_case: dict[str, list[str]] = {}
        self.by_item: dict[str, list[str]] = {}
        self.taken = taken

    def put(self, matter: str, case_id: str) -> None:
        """Add a matter to a case."""
        self.by_matter[matter] = case_id
        self.by_case.setdefault(case_id, []).append(matter)
        self.by_item.setdefault(item_of(matter), []).append(matter)

    def take(self, matter: str) -> None:
        """Take a matter out; a case without matters is none."""
        case_id, item = self.by_matter.pop(matter), item_of(matter)
        for groups, key in ((self.by_case, case_id), (self.by_item, item)):
            groups[key].remove(matter)
            if not groups[key]:
                del groups[key]

    def join(self, one: str, other: str) -> None:
        """Make one case of those of two matters; it has the id of the one that began first."""
        cases = {self.by_matter[one], self.by_matter[other]}
        if len(cases) == 1:
            return
        kept, gone = sorted(cases, key=lambda case_id: (min(map(day_of, self.by_case[case_id])), case_id))
        for matter in self.by_case.pop(gone):
            self.by_matter[matter] = kept
            self.by_case[kept].append(matter)

    def part(self, leaving: Iterable[str], staying: Iterable[str]) -> None:
        """Let matters that are of a case of others leave it, each for a case of its own."""
        left = {self.by_matter[matter] for matter in staying}
        for matter in leaving:
            if self.by_matter[matter] in left:
                self.take(matter)
                # The matter a case is named after may leave it: the case keeps the name.
                self.put(matter, self.new_id(matter))

    def new_id(self, matter: str) -> str:
        """Return the id of a case that begins with a matter: its own, with a number if that is taken.

        >>> Cases(taken={"forum/2023-01-20/9"}).new_id("forum/2023-01-20/9")
        'forum/2023-01-20/9~2'
        """
        return next(name for name in numbered(matter) if name not in self.by_case and name not in self.taken)


def assign(
    days: Iterable[Sequence[LinkDocument]], cases: Cases, index: LinkIndex, read: ReadDocument
) -> Iterator[dict[str, str]]:
    """Put new matters into cases, those of one day together, oldest day first; yield the cases of each day.

    A case is called after the first matter that was put into it.
    """
    last = max(map(day_of, cases.by_matter), default="")
    for of_day in days:
        later = any(last > document.date.isoformat() for document in of_day)
        chosen = [best_case(same, cases) for same in index.same_matters(of_day)]
        found: dict[str, str] = {}
        for document, case_id in zip(of_day, chosen, strict=True):
            follows = case_id or (case_behind(document, cases, index, read) if later else None)
            found[document.item_id] = follows or cases.new_id(document.item_id)
        for matter, case_id in found.items():
            cases.put(matter, case_id)
        yield found


def best_case(same: SameMatter, cases: Cases) -> str | None:
    """Return the case whose earlier matters a matter belongs to; None if there is none."""
    # A case fits no better than its best matter does.
    near = {cases.by_matter[m] for m, p in same.likely().items() if p >= TOGETHER and m in cases.by_matter}
    members = {case_id: cases.by_case[case_id] for case_id in sorted(near)}
    judged = same.of(chain.from_iterable(members.values())) if members else {}
    links = {case_id: [judged[one] for one in own if one in judged] for case_id, own in members.items()}
    return _best({case_id: fit(own) for case_id, own in links.items() if own})


def case_behind(document: LinkDocument, cases: Cases, index: LinkIndex, read: ReadDocument) -> str | None:
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


def decided(
    cases: Cases, linked: Iterable[tuple[str, str]], rulings: Iterable[Ruling], choose: Choose
) -> tuple[Cases, frozenset[str]]:
    """Return the cases that sources or persons have a say about, as they say; and which those were.

    Items that a source links are of one case. A person has the last word: `rulings` come oldest
    first, and the newest counts. Nothing is written into `cases`: what is taken back leaves no trace.
    """
    links = [pair for pair in linked if cases.by_item.keys() >= set(pair)]
    ruled = [one for one in rulings if cases.by_item.keys() >= {one.item_id, one.other}]
    items = {item for pair in links for item in pair} | {i for r in ruled for i in (r.item_id, r.other)}
    touched = frozenset(cases.by_matter[matter] for item in items for matter in cases.by_item[item])
    found = Cases(taken=cases.by_case.keys() - touched)
    for case_id in sorted(touched):
        for matter in cases.by_case[case_id]:
            found.put(matter, case_id)
    for later, earlier in links:
        found.join(*choose(cases.by_item[later], cases.by_item[earlier]))
    for ruling in ruled:
        ours, theirs = cases.by_item[ruling.item_id], cases.by_item[ruling.other]
        if ruling.holds:
            found.join(*choose(ours, theirs))
        else:
            found.part(ours, theirs)
    return found, touched
