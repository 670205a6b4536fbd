"""What is said twice in a document: titles that are prints of one, and the lines that list others."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.minutes.structure.context import CUT

_SHORTEST = 4
"""Letters of a title that stands again."""
_ONE_WORD, _WORDS = 12, 8
"""Letters of a title that others go on from: "Orientering" is no print of "Orientering om havnen"."""
_AROUND = re.compile(
    r"^[a-zæøå]{3,16}\s?:\s+(?=\S)|\s[(\[][^()\[\]]{1,20}[)\]]$|(?:(?<!\s)\s[-–])?(?<!\s)\sside \d{1,3}$"
)
"""What is printed around titles: "Emne:", "(åben)", "- side 3"."""


def common_titles(keys: Sequence[str]) -> list[str]:
    """Return for each title the shortest that it is another print of: cut off, or without the words around.

    >>> common_titles(["ny bro til ærø", "emne: ny bro til ærø (åben)", "ny bro - side 2"])
    ['ny bro til ærø', 'ny bro til ærø', 'ny bro']
    """
    bare = [_bare(key) for key in keys]
    first, last = dict[str, str](), ""
    for title in sorted(set(bare)):
        again = last and title.startswith(last) and (len(last) >= CUT or not title[len(last)].isalnum())
        last = last if again and len(last) >= (_WORDS if " " in last else _ONE_WORD) else title
        first[title] = last
    return [first[title] for title in bare]


@lru_cache(maxsize=4096)
def _bare(key: str) -> str:
    return _AROUND.sub("", key)


def listing_runs(
    titles: Sequence[str], forms: Sequence[Hashable], numbers: Sequence[int | None]
) -> Iterator[tuple[range, dict[int, int]]]:
    """Yield the lines that say, one below the other, what stands apart in the same order further down.

    Each run has for some of its lines the one that says the same again. `forms` are what stands before the
    titles: an entry of a closed item, which is printed nowhere else, has that of the others; None is no form.
    In no list the numbers fall: where they do, the items begin.

    >>> titles = ["havn", "vej og", "havn", "godkendt", "drøftet", "vej og", "udsat"]
    >>> list(listing_runs(titles, [None] * 7, [None] * 7))
    [(range(0, 2), {0: 2, 1: 5})]
    """
    places: dict[str, list[int]] = defaultdict(list)
    for at, title in enumerate(titles):
        if len(title) >= _SHORTEST:
            places[title].append(at)
    again = [places.get(title, [-1])[-1] > at for at, title in enumerate(titles)]
    at = 0
    while at < len(titles):
        run = _run(at, titles, forms, numbers, again) if again[at] else range(at, at + 1)
        found = _said_once_more(run, titles, places)
        found = {n: there for n, there in found.items() if (forms[n] is None) == (forms[at] is None)}
        if len(found) > 1 and _in_order(list(found.values())):
            yield run, found
        at = run.stop


def _run(
    first: int,
    titles: Sequence[str],
    forms: Sequence[Hashable],
    numbers: Sequence[int | None],
    again: Sequence[bool],
) -> range:
    """Return the lines from `first` on that are entries; one that is not may stand between: it wraps."""
    last, seen, largest = first, {titles[first]}, 0
    for at in range(first, len(titles)):
        number = numbers[at]
        falls = number is not None and number < largest
        if falls or at > last + 2 or (at > first and titles[at] and titles[at] in seen):
            break
        largest = max(largest, number or 0)
        if again[at] or (forms[at] is not None and forms[at] == forms[first]):
            last = at
            seen.add(titles[at])
    return range(first, last + 1)


def _said_once_more(run: range, titles: Sequence[str], places: Mapping[str, Sequence[int]]) -> dict[int, int]:
    """Return for lines of a run the one line after it that says the same."""
    own = {at: places.get(titles[at], ()) for at in run}
    begin = {at: bisect_right(lines, run[-1]) for at, lines in own.items()}
    return {at: own[at][begin[at]] for at in run if len(own[at]) - begin[at] == 1}


def _in_order(places: Sequence[int]) -> bool:
    """Whether lines stand in order, and apart."""
    return all(a < b for a, b in pairwise(places)) and places[-1] - places[0] >= 2 * (len(places) - 1)
