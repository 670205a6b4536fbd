"""What a line is in its document: in a chain of numbers, among lines of its kind, among its repeats."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import fmean
from typing import TypeVar

from pipeline.minutes.document import Line
from pipeline.minutes.structure.shapes import Shape

COUNTS = (2, 3, 5, 9)
"""Where one number of lines is told from another."""
_AWAY = (2, 3, 6, 12)
_STEPS = range(1, 9)
"""Numbers left out between one item and the next: closed items."""
_KEY = 24
"""A list cuts long titles off: so many letters must be the same."""
_SHORTEST = 4
"""Letters of a title that stands again."""
_ONE_WORD, _WORDS = 12, 8
"""Letters of a title that others go on from: "Orientering" is no print of "Orientering om havnen"."""
_AROUND = re.compile(
    r"^[a-zæøå]{3,16}\s?:\s+(?=\S)|\s[(\[][^()\[\]]{1,20}[)\]]$|(?:(?<!\s)\s[-–])?(?<!\s)\sside \d{1,3}$"
)
"""What is printed around titles: "Emne:", "(åben)", "- side 3"."""


K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The next line, one way, that goes on with the numbers of this one."""

    length: int = 0
    """How many lines the chain has that way."""
    away: int = 0
    """How many lines away the next one is; 0 where there is none."""
    step: int = 0

    def features(self, way: str) -> Iterator[str]:
        """Yield what the link says of a line; `way` names the way it goes."""
        yield f"{way}{min(self.length, 4)}"
        yield f"{way} away{bisect_right(_AWAY, self.away) if self.away else '-'}"
        yield f"{way} step{min(self.step, 3)}"


NO_LINK = Link()


def number_kind(line: Line, shape: Shape) -> Hashable:
    """Return what the numbers of one list or one row of headings have in common."""
    number = shape.number
    if number is None:
        return None
    kind = (number.word, number.mark, number.spaced, bool(shape.bullet), not shape.rest, bool(number.sub))
    return (*kind, min(line.indent, 8) // 2)


def read_chains(kinds: Sequence[Hashable], shapes: Sequence[Shape]) -> tuple[list[Link], list[Link]]:
    """Return for each line its link backwards and its link forwards along the numbers of its kind."""
    where: dict[tuple[Hashable, int], list[int]] = defaultdict(list)
    numbered = [at for at, kind in enumerate(kinds) if kind is not None]
    values = [shape.number.value if shape.number else 0 for shape in shapes]
    for at in numbered:
        where[kinds[at], values[at]].append(at)
    back, ahead = [NO_LINK] * len(kinds), [NO_LINK] * len(kinds)
    for at in numbered:
        back[at] = _link(at, back, [where.get((kinds[at], values[at] - step), []) for step in _STEPS])
    for at in reversed(numbered):
        ahead[at] = _link(at, ahead, [where.get((kinds[at], values[at] + step), []) for step in _STEPS], 1)
    return back, ahead


def _link(at: int, links: Sequence[Link], steps: Sequence[Sequence[int]], way: int = -1) -> Link:
    """Return the link to the nearest line that way, among those one step further, two steps, and so on."""
    for step, places in enumerate(steps, start=1):
        found = bisect_left(places, at) - 1 if way < 0 else bisect_right(places, at)
        if 0 <= found < len(places):
            other = places[found]
            return Link(length=links[other].length + 1, away=abs(at - other), step=step)
    return NO_LINK


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """What the lines of one kind have in common: those with such numbers, or those that look so."""

    count: int
    section_near: float
    """Share of them that have a section word or a case number within three lines below."""
    gap: float
    """Lines from one to the next, on average."""
    rising: float
    """Share whose number is larger than the one before."""
    repeated: float
    """Share whose title stands elsewhere, too."""
    short: float
    numbered: float

    def features(self, name: str) -> Iterator[str]:
        """Yield what the kind says of each of its lines; `name` is what makes them one kind."""
        count = bisect_right(COUNTS, self.count)
        near = bisect_right((0.01, 0.34, 0.67, 0.99), self.section_near)
        gap = bisect_right((0.5, 1.1, 2.5, 5, 12), self.gap)
        rising = bisect_right((0.5, 0.8, 0.99), self.rising)
        yield f"{name} count{count}"
        yield f"{name} near{near}"
        yield f"{name} gap{gap}"
        yield f"{name} rising{rising}"
        yield f"{name} repeated{bisect_right((0.01, 0.5, 0.9), self.repeated)}"
        yield f"{name} short{bisect_right((0.3, 0.7, 0.99), self.short)}"
        yield f"{name} numbered{bisect_right((0.01, 0.5, 0.99), self.numbered)}"
        yield f"{name} {rising > 2}{min(near, 2)}{min(count, 3)}{min(gap, 3)}"


def read_kin(kinds: Sequence[K | None], shapes: Sequence[Shape], repeats: Sequence[int]) -> Mapping[K, Kin]:
    """Return what the lines of each kind have in common."""
    groups: dict[K, list[int]] = defaultdict(list)
    for at, kind in enumerate(kinds):
        if kind is not None:
            groups[kind].append(at)
    heads = [shape.section is not None or shape.case or bool(shape.case_number) for shape in shapes]
    near = [any(heads[at + 1 : at + 4]) for at in range(len(heads))]
    return {kind: _kin(places, shapes, near, repeats) for kind, places in groups.items()}


def _kin(places: Sequence[int], shapes: Sequence[Shape], near: Sequence[bool], repeats: Sequence[int]) -> Kin:
    values = [number.value for at in places if (number := shapes[at].number)]
    return Kin(
        count=len(places),
        section_near=fmean(near[at] for at in places),
        gap=(places[-1] - places[0]) / (len(places) - 1) if len(places) > 1 else 0.0,
        rising=fmean(b > a for a, b in pairwise(values)) if len(values) > 1 else 1.0,
        repeated=fmean(repeats[at] > 1 for at in places),
        short=fmean(is_short(shapes[at]) for at in places),
        numbered=len(values) / len(places),
    )


def is_short(shape: Shape) -> bool:
    """Return whether a line is as short as a heading and ends as one."""
    return len(shape.bare) < 70 and shape.bare[-1] not in ".,;"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """Where the title of a line stands again: so many lines before and after, 0 where it does not."""

    count: int = 1
    before: int = 0
    after: int = 0
    same_before: bool = False
    """Whether the one before has the same number."""
    same_after: bool = False

    def features(self, *, numbered: bool) -> Iterator[str]:
        """Yield what the repeats say of a line, which is `numbered` or not."""
        if self.count == 1:
            yield "once"
            return
        before, after = _distance(self.before), _distance(self.after)
        yield f"repeats{min(self.count, 4)}"
        yield f"repeat before={before}"
        yield f"repeat after={after}"
        yield f"repeat {before}{after}{numbered}"
        yield f"repeat {before}{after}{self.same_before}{self.same_after}"


def _distance(lines: int) -> str:
    return "no" if not lines else "near" if lines <= 3 else "far"


ONCE = Repeat()


def read_repeats(shapes: Sequence[Shape]) -> list[Repeat]:
    """Return where the title of each line stands again, whole or cut off."""
    whole: dict[str, list[int]] = defaultdict(list)
    begun: dict[str, list[int]] = defaultdict(list)
    for at, shape in enumerate(shapes):
        if len(shape.key) >= 4:
            whole[shape.key].append(at)
        if len(shape.key) >= _KEY:
            begun[shape.key[:_KEY]].append(at)
    return [
        _repeat(at, shapes, whole.get(shape.key, ()), begun.get(shape.key[:_KEY], ()))
        for at, shape in enumerate(shapes)
    ]


def _repeat(at: int, shapes: Sequence[Shape], whole: Sequence[int], begun: Sequence[int]) -> Repeat:
    places = whole if len(whole) > 1 else begun
    if len(places) < 2 or len(shapes[at].key) < 4:
        return ONCE
    own = places.index(at)
    before = places[own - 1] if own else None
    after = places[own + 1] if own + 1 < len(places) else None
    return Repeat(
        count=len(places),
        before=at - before if before is not None else 0,
        after=after - at if after is not None else 0,
        same_before=before is not None and _same_number(shapes[at], shapes[before]),
        same_after=after is not None and _same_number(shapes[at], shapes[after]),
    )


def _same_number(one: Shape, other: Shape) -> bool:
    return one.number is not None and other.number is not None and one.number.value == other.number.value


def common_titles(keys: Sequence[str]) -> list[str]:
    """Return for each title the shortest that it is another print of: cut off, or without the words around.

    >>> common_titles(["ny bro til ærø", "emne: ny bro til ærø (åben)", "ny bro - side 2"])
    ['ny bro til ærø', 'ny bro til ærø', 'ny bro']
    """
    bare = [_bare(key) for key in keys]
    first, last = dict[str, str](), ""
    for title in sorted(set(bare)):
        again = last and title.startswith(last) and (len(last) >= _KEY or not title[len(last)].isalnum())
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
        stop = next(_falls(numbers, at), len(titles))
        run = _run(range(at, stop), titles, forms, again) if again[at] else range(at, at + 1)
        alike = [n for n in run if (forms[n] is None) == (forms[at] is None)]
        found = _said_once_more(run, titles, places)
        found = {n: found[n] for n in alike if n in found}
        if len(found) > 1 and _in_order(list(found.values())):
            yield run, found
        at = run.stop


def _falls(numbers: Sequence[int | None], first: int) -> Iterator[int]:
    """Yield the lines after `first` with a smaller number than it, or than one between."""
    largest = numbers[first] or 0
    for at, number in enumerate(numbers[first:], start=first):
        if number is not None and number < largest:
            yield at
        largest = max(largest, number or 0)


def _run(lines: range, titles: Sequence[str], forms: Sequence[Hashable], again: Sequence[bool]) -> range:
    """Return the lines from the first on that are entries; one that is none may stand between: it wraps."""
    first = last = lines.start
    seen = {titles[first]}
    for at in lines[1:]:
        if at > last + 2 or (titles[at] and titles[at] in seen):
            break
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


def count_texts(texts: Sequence[str]) -> Iterator[int]:
    """Yield how often each text occurs."""
    counts = Counter(texts)
    return (counts[text] for text in texts)
