"""New matters put into cases, each into the one that it fits best, or one of its own."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from statistics import fmean

from pipeline.archive import KeptCase
from pipeline.discussions.grouping import Cases
from pipeline.domain import day_of, meeting_of
from pipeline.links import LinkDocument, LinkIndex
from pipeline.links.answers import SameMatter

TOGETHER = 0.5
"""A matter joins a case that it fits at least so well; `experiments/cases.py` measures it."""
Read = Callable[[str], LinkDocument]
"""Returns a matter by its id."""


def assign(
    days: Iterable[Sequence[LinkDocument]], cases: Cases, index: LinkIndex, read: Read
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


def case_behind(document: LinkDocument, cases: Cases, index: LinkIndex, read: Read) -> str | None:
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
