"""Earlier treatment as links: what sources state, resolved to items of the archive where those are there.

What is not there stays unresolved, and is resolved by the next question after its meeting comes.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from rapidfuzz.fuzz import ratio

from pipeline.archive import Archive, Treatment, by_generation
from pipeline.domain import Earlier, slug
from pipeline.minutes.earlier import committee_key
from pipeline.text import caseless

SAME_TITLE, SAME_CASE = 90, 60
"""How alike, of 100, titles of one matter are at two meetings; under the same case number, less will do."""


class Stated:
    """The links that sources state, from both ends."""

    def __init__(self, links: Iterable[tuple[Treatment, Treatment]] = ()) -> None:
        self._before: dict[str, dict[str, Earlier]] = defaultdict(dict)
        self._after: dict[str, dict[str, Earlier]] = defaultdict(dict)
        for later, earlier in links:
            self._before[later.item_id][earlier.item_id] = _where(earlier)
            self._after[earlier.item_id][later.item_id] = _where(later)

    def before(self, item_id: str) -> Mapping[str, Earlier]:
        """Return the items that an item is said to continue, each with committee and day."""
        return self._before.get(item_id, {})

    def after(self, item_id: str) -> Mapping[str, Earlier]:
        """Return the items that are said to continue an item, each with committee and day."""
        return self._after.get(item_id, {})

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield every link, the later item first."""
        for later, found in self._before.items():
            yield from ((later, earlier) for earlier in found)


def _where(item: Treatment) -> Earlier:
    return Earlier(committee=item.committee, date=item.date)


@by_generation
def read_stated(archive: Archive) -> Stated:
    """Return the links that sources state of an archive."""
    return Stated(resolved(archive))


def resolved(archive: Archive) -> Iterator[tuple[Treatment, Treatment]]:
    """Yield the items that state earlier treatment, each with an item of the archive that is meant."""
    stating = archive.stating()
    there: dict[tuple[str, dt.date], list[Treatment]] = defaultdict(list)
    key = cache(committee_key)
    for item in archive.treated_on(one.date for later in stating for one in later.earlier):
        there[key(item.committee), item.date].append(item)
    for later in stating:
        for one in later.earlier:
            found = _of_publisher(later, there.get((key(one.committee), one.date), ()))
            if (earlier := same_matter(later, found)) is not None:
                yield later, earlier


def _of_publisher(later: Treatment, there: Iterable[Treatment]) -> list[Treatment]:
    """Return the items of other meetings of the same publisher; where one is not known, it may be that."""
    return [
        item
        for item in there
        if item.meeting_id != later.meeting_id
        and (not later.publisher or not item.publisher or slug(later.publisher) == slug(item.publisher))
    ]


def same_matter(item: Treatment, there: Sequence[Treatment]) -> Treatment | None:
    """Return the item of another meeting that treats the same matter: by case number, else by title."""
    number = caseless(item.case_number)
    same_case = [one for one in there if number and caseless(one.case_number) == number]
    if len(same_case) == 1:
        return same_case[0]
    alike = [(ratio(caseless(one.title), caseless(item.title)), one) for one in same_case or there]
    best, found = max(alike, key=lambda pair: pair[0], default=(0.0, None))
    return found if best >= (SAME_CASE if same_case else SAME_TITLE) else None
