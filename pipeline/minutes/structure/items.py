"""Where the items begin: of all lines that may head one, the sequence whose numbers and forms agree best.

The roles say how likely each line heads an item. Numbers decide the rest: an item follows the
one before it by one, none stands twice, none falls, and numbered items stand beside no unnumbered ones.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.minutes.document import BlockKind
from pipeline.minutes.structure.reading import Reading
from pipeline.minutes.structure.roles import Role
from pipeline.minutes.structure.shapes import Number

HEADING_ROLES = (Role.ITEM, Role.ITEM_BARE)
"""The roles of a line that an item begins with."""
_LIST_ROLES = (Role.LIST_HEADING, Role.LISTED, Role.LISTED_MORE)

# Measured on short minutes of other publishers: these carry the largest gain of all.
_NEXT, _SKIPS_FEW, _SKIPS_MANY, _SAME, _FALLS, _MIXED = 1.0, -0.5, -2.5, -10.0, -7.0, -5.0
_FEW = 6
_BEGINS_AT_ONE = 0.5
_LISTED, _LISTED_BARE = 2.5, 1.25
_ANNOUNCED = 2.0
_OF_THE_FORM = 1.5
_OF_THE_RUN = 5.0
"""All lines of the form of the headings count up through the document: what any of them is, all are."""
_FEWEST = 2
"""Lines of a run."""
_SELDOM = 1e-3
_LEAST, _LEAST_OF_THE_FORM = 0.02, 0.004
"""A line less likely than this heads no item; one in the form of the others may be less likely still."""
_SURE = 0.5
_MOST_ALIKE = 0.6
_KEY = 40
_ANNOUNCING = frozenset({"punkt", "pkt", "sag", "sag nr", "punkt nr", "dagsordenspunkt"})
_FILE = re.compile(r"(?i)bilag\s+\d|pdf\S|.*\.(?:pdf|docx?|xlsx?|pptx?|msg)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A line that may head an item, the number it would have, and what speaks for it: log odds."""

    line: int
    number: Number | None
    score: float

    @property
    def chance(self) -> float:
        """How probably it heads an item, by its role and by what list and forms say."""
        return 1 / (1 + math.exp(-self.score))


Form = tuple[object, ...]
"""How headings are printed."""


def find_starts(reading: Reading) -> tuple[Candidate, ...]:
    """Return the lines that items begin with."""
    starts = _best_path(reading, _LEAST, None)
    form = _common_form(reading, starts)
    return starts if form is None else _best_path(reading, _LEAST_OF_THE_FORM, form)


def _best_path(reading: Reading, least: float, form: Form | None) -> tuple[Candidate, ...]:
    """Return the candidates of the sequence with the highest sum of scores and steps between them."""
    candidates = list(_candidates(reading, least, form))
    best: list[float] = []
    before: list[int | None] = []
    for at, one in enumerate(candidates):
        score, origin = _BEGINS_AT_ONE if _value(one) == 1 else 0.0, None
        for earlier in range(at):
            reached = best[earlier] + _step(reading, candidates[earlier], one)
            if reached > score:
                score, origin = reached, earlier
        best.append(score + one.score)
        before.append(origin)
    return tuple(candidates[at] for at in _walk_back(best, before))


def _walk_back(best: Sequence[float], before: Sequence[int | None]) -> list[int]:
    """Return the path that ends with the best score, first step first."""
    path: list[int] = []
    at = max(range(len(best)), key=best.__getitem__) if best else None
    while at is not None:
        path.append(at)
        at = before[at]
    return path[::-1]


def _candidates(reading: Reading, least: float, form: Form | None) -> Iterator[Candidate]:
    chances, listed = reading.starts, _listed_numbers(reading)
    run = set(_run(reading, form)) if form else set()
    possible = [n for n in range(len(reading.lines)) if _may_head(reading, n)]
    likely = [n for n in possible if chances[n] > least or n in run]
    # Some item there is, however unlikely.
    for n in likely or sorted(possible, key=lambda n: -chances[n])[:1]:
        chance = min(max(chances[n], _SELDOM), 1 - _SELDOM)
        score = math.log(chance / (1 - chance)) + _support(reading, n, listed) + _alike(reading, n, form)
        yield Candidate(line=n, number=number_of(reading, n), score=score + _OF_THE_RUN * (n in run))


def _may_head(reading: Reading, n: int) -> bool:
    """Whether a line can head an item at all: no name of a file, nothing in brackets, no signs alone."""
    shape = reading.shapes[n]
    if shape.number is not None:
        return True
    return sum(map(str.isalpha, shape.bare)) > 1 and not (
        _FILE.match(shape.bare) or (shape.bare[0] == "(" and shape.bare[-1] == ")")
    )


def _support(reading: Reading, n: int, listed: dict[str, list[tuple[int, int | None]]]) -> float:
    """Return what the list of items and the word before the number say for a heading."""
    shape, role = reading.shapes[n], reading.best[n]
    if role in _LIST_ROLES:
        return 0.0
    support = 0.0
    entries = [number for at, number in listed.get(shape.key[:_KEY], ()) if at < n]
    if shape.number is not None and shape.number.value in entries:
        support += _LISTED
    elif entries and shape.number is None and set(entries) == {None}:
        support += _LISTED_BARE
    if shape.number and shape.number.word in _ANNOUNCING and shape.rest[:1].isupper():
        support += _ANNOUNCED
    return support


def _listed_numbers(reading: Reading) -> dict[str, list[tuple[int, int | None]]]:
    """Return, for each title in the list of items, where it stands and with which number."""
    found: dict[str, list[tuple[int, int | None]]] = {}
    for n, (shape, role) in enumerate(zip(reading.shapes, reading.best, strict=True)):
        if role is Role.LISTED and len(shape.key) >= 4:
            number = shape.number.value if shape.number else None
            found.setdefault(shape.key[:_KEY], []).append((n, number))
    return found


def _alike(reading: Reading, n: int, form: Form | None) -> float:
    if form is None:
        return 0.0
    own = form_of(reading, n) == form and reading.best[n] not in _LIST_ROLES
    return _OF_THE_FORM if own else -_OF_THE_FORM


def _common_form(reading: Reading, starts: Sequence[Candidate]) -> Form | None:
    """Return the form that most of the sure headings share; None where they share none."""
    sure = Counter(form_of(reading, one.line) for one in starts if reading.starts[one.line] > _SURE)
    form, count = max(sure.items(), key=lambda one: one[1], default=(None, 0))
    if form is None:
        return None
    many = count >= 2 and count >= _MOST_ALIKE * len(starts)
    return form if many or (len(sure) == 1 and len(_run(reading, form)) > _FEWEST) else None


def _run(reading: Reading, form: Form) -> list[int]:
    """Return all lines of a form outside the list, if each has a higher number than the one before."""
    lines = [
        n
        for n in range(len(reading.lines))
        if form_of(reading, n) == form and reading.best[n] not in _LIST_ROLES
    ]
    values = [number.value for n in lines if (number := reading.shapes[n].number)]
    rises = all(later > earlier for earlier, later in pairwise(values))
    dense = bool(values) and values[-1] - values[0] < 2 * len(values)
    return lines if len(values) == len(lines) >= _FEWEST and rises and dense else []


def form_of(reading: Reading, n: int) -> Form | None:
    """Return how a heading is printed: its number, and the level of its block; None if it has neither."""
    line, shape = reading.lines[n], reading.shapes[n]
    level = line.block.level if line.block and line.block.kind is BlockKind.HEADING else 0
    if (number := shape.number) is None:
        return ("heading", level) if level else None
    marks = (number.word, number.mark, number.spaced, bool(number.sub))
    return (*marks, bool(shape.rest), bool(shape.bullet), min(line.indent, 8) // 2, level)


def number_of(reading: Reading, n: int) -> Number | None:
    """Return the number an item has that begins with line `n`: there, or alone below its title."""
    if own := reading.shapes[n].number:
        return own
    for shape, role in zip(reading.shapes[n + 1 : n + 3], reading.best[n + 1 : n + 3], strict=True):
        alone = shape.number is not None and shape.number.word and not shape.rest
        if alone and role in (Role.CASE, Role.ITEM_MORE):
            return shape.number
    return None


def _step(reading: Reading, one: Candidate, other: Candidate) -> float:
    """Return what speaks for one item standing next after another."""
    if one.number is None or other.number is None:
        return 0.0 if one.number is other.number else _MIXED
    if other.number.value <= one.number.value and reading.head_between(one.line, other.line):
        return 0.0
    rise = other.number.value - one.number.value
    if rise == 1 or (rise == 0 and other.number.sub and other.number.sub != one.number.sub):
        return _NEXT
    if rise > 0:
        return _SKIPS_FEW if rise <= _FEW else _SKIPS_MANY
    return _SAME if rise == 0 else _FALLS


def _value(candidate: Candidate) -> int | None:
    return candidate.number.value if candidate.number else None
