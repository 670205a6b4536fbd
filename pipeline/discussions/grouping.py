"""Matters put together: which are of one case, and what sources and persons say about that."""

from collections.abc import Callable, Iterable, Sequence, Set

from pipeline.discussions.documents import item_of, numbered
from pipeline.domain import Ruling, day_of

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
