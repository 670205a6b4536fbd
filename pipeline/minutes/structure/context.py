"""What a line is in its document: in a chain of numbers, among lines of its kind, among its repeats."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
CUT = 24
"""A list cuts long titles off: so many letters must be the same."""


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
        if len(shape.key) >= CUT:
            begun[shape.key[:CUT]].append(at)
    return [
        _repeat(at, shapes, whole.get(shape.key, ()), begun.get(shape.key[:CUT], ()))
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


def count_texts(texts: Sequence[str]) -> Iterator[int]:
    """Yield how often each text occurs."""
    counts = Counter(texts)
    return (counts[text] for text in texts)
