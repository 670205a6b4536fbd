"""Where the items begin: of all lines that may head one, the sequence whose numbers and forms agree best.

The roles say how likely each line heads an item. Numbers decide the rest: an item follows the
one before it by one, none stands twice, none falls, and numbered items stand beside no unnumbered ones.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.minutes.structure.cases import group_closed
from pipeline.minutes.structure.forms import (
    Form,
    common_form,
    find_outstanding,
    find_titled,
    has_form,
    likes_of,
    run_of,
)
from pipeline.minutes.structure.marks import heads_no_item
from pipeline.minutes.structure.path import Path, best_path
from pipeline.minutes.structure.reading import LIST_ROLES, Reading
from pipeline.minutes.structure.roles import Role
from pipeline.minutes.structure.shapes import Number, titles_of

# Measured on short minutes of other publishers: these carry the largest gain of all.
_NEXT, _SKIPS_FEW, _SKIPS_MANY, _SAME, _FALLS, _MIXED, _AGAIN = 1.0, -0.5, -2.5, -10.0, -7.0, -5.0, -3.0
_OTHER_BULLET = -2.0
_FEWEST_LETTERS = 12
"""Of a title that is known again: "Meddelelser" may be two."""
_FEW = 6
_BEGINS_AT_ONE = 0.5
_LISTED, _LISTED_BARE = 2.5, 1.25
_UNLISTED = -5.0
"""Where the list is numbered throughout, a line with no number that it lacks heads a part of an item."""
_ANNOUNCED = 2.0
_ABOVE_HEAD = -3.0
"""What stands above the head of the first meeting is of the site."""
_SURE = 0.5
"""A line likelier than this heads an item by itself."""
_OF_MENU = -9.0
"""Points in a row above the first numbered item are of the site: "Forside", "Arrangementer"."""
_OF_THE_FORM = 1.5
_OF_THE_RUN = 5.0
"""All lines of the form of the headings count up through the document: what any of them is, all are."""
_AS_ALL_OTHERS = 9.0
"""Most lines of the form head items, and no two say the same: each of them heads one, others hardly any."""
_WIDE = 3
"""A row of so many cells tells figures; a heading stands in two at most, its number and its title."""
_SELDOM = 1e-3
_REPEATED = frozenset({Role.ITEM, Role.ITEM_MORE, Role.TITLE, Role.CASE_ABOVE, Role.BODY})
"""What a heading may look like that the next line repeats."""
_WRAPPED = 3
"""Lines of a heading that the next line repeats: "27. Takster på", "Ærø", "Punkt 27: Takster på Ærø"."""
_LEAST, _LEAST_OF_THE_FORM = 0.02, 0.004
"""A line less likely than this heads no item; one in the form of the others may be less likely still."""
_MOST = 1000
"""Lines at most that are compared, each with each; no meeting has so many items."""
_AS_LIKELY = 0.3
"""A line that prints the heading above it again heads nothing if that one is so likely."""
_ABOVE = frozenset({Role.CASE_ABOVE, Role.CHROME})
"""What may stand between a line that parts the items and the heading of the next."""
_ANNOUNCING = frozenset({"punkt", "pkt", "sag", "sag nr", "punkt nr", "dagsordenspunkt"})
_FILE = re.compile(r"(?i)bilag\s+\d|pdf\S|.*\.(?:pdf|docx?|xlsx?|pptx?|msg)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A line that may head an item, the number it would have, and what speaks for it: log odds."""

    line: int
    number: Number | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Starts:
    """The lines that items begin with, and how surely."""

    lines: tuple[int, ...] = ()
    chances: tuple[float, ...] = ()
    """How probably each heads an item, with all that numbers, list and forms say."""
    rival: int | None = None
    """The most probable of the other lines."""
    rival_chance: float = 0.0
    whole: float = 0.0
    """The logarithm of how probable just these lines are, of all that could be."""


NO_STARTS = Starts()


def find_starts(reading: Reading) -> Starts:
    """Return the lines that items begin with."""
    if titles := find_outstanding(reading) or find_titled(reading):
        starts = _best(reading, *titles)
    else:
        starts = _best(reading, None)
        if form := common_form(reading, starts.lines):
            starts = _best(reading, form, likes_of(reading, form))
    return replace(starts, lines=tuple(_first_print(reading, n) for n in starts.lines))


def _first_print(reading: Reading, n: int) -> int:
    """Return the line above that prints the same heading in another form, else line `n`."""
    own, above = reading.shapes[n], ""
    for first in range(n - 1, max(-1, n - 1 - _WRAPPED), -1):
        shape = reading.shapes[first]
        if reading.best[first] not in _REPEATED:
            return n
        above = f"{shape.key} {above}".strip()
        same_number = shape.number is None or (own.number and shape.number.place == own.number.place)
        if own.key and own.key in titles_of(above) and same_number:
            return first
    return n


def _best(reading: Reading, form: Form | None, likes: Sequence[int] = ()) -> Starts:
    candidates = tuple(_candidates(reading, form, likes))
    if not candidates:
        return NO_STARTS
    first = [_BEGINS_AT_ONE if _value(one) == 1 else 0.0 for one in candidates]
    path = best_path(
        first, [one.score for one in candidates], lambda a, b: _step(reading, candidates[a], candidates[b])
    )
    return _starts(candidates, path)


def _starts(candidates: Sequence[Candidate], path: Path) -> Starts:
    others = [at for at in range(len(candidates)) if at not in path.places]
    rival = max(others, key=lambda at: path.chances[at], default=None)
    return Starts(
        lines=tuple(candidates[at].line for at in path.places),
        chances=tuple(path.chances[at] for at in path.places),
        rival=None if rival is None else candidates[rival].line,
        rival_chance=0.0 if rival is None else path.chances[rival],
        whole=path.whole,
    )


def _candidates(reading: Reading, form: Form | None, likes: Sequence[int]) -> Iterator[Candidate]:
    """Yield the lines that may head an item; some item there is, however unlikely."""
    chances, listed = reading.starts, _listed_numbers(reading)
    run = set(run_of(reading, form)) if form else set()
    least = _LEAST if form is None else _LEAST_OF_THE_FORM
    possible = [n for n in range(len(reading.lines)) if may_head(reading, n)]
    likely = [n for n in possible if chances[n] > least or n in run or n in likes]
    most_likely = sorted(sorted(likely, key=lambda n: -chances[n])[:_MOST])
    again, menu = set(_printed_again(reading, most_likely)), set(_menu(reading))
    for n in most_likely or sorted(possible, key=lambda n: -chances[n])[:1]:
        chance = min(max(chances[n], _SELDOM), 1 - _SELDOM)
        score = math.log(chance / (1 - chance)) + _support(reading, n, listed) + _alike(reading, n, form)
        if likes:
            score += _AS_ALL_OTHERS if n in likes else -_AS_ALL_OTHERS / 2
        score += _OF_THE_RUN * (n in run) + _SAME * (n in again)
        score += _ABOVE_HEAD * (n < reading.first_head) + _OF_MENU * (n in menu)
        yield Candidate(line=n, number=number_of(reading, n), score=score)


def _printed_again(reading: Reading, likely: Sequence[int]) -> Iterator[int]:
    """Yield the lines that print number and title of the heading before them again, over the decision."""
    likely = [n for n in likely if reading.starts[n] > _AS_LIKELY and reading.best[n] not in LIST_ROLES]
    for one, other in pairwise(likely):
        title, later = reading.shapes[one], reading.shapes[other]
        same = title.number and later.number and title.number.place == later.number.place
        if same and title.key and reading.titles[one] == reading.titles[other]:
            yield other


def _menu(reading: Reading) -> Iterator[int]:
    """Yield the points without number that stand in a row above the item that numbers begin with."""
    numbers = [shape.number for shape in reading.shapes]
    ones = (n for n, own in enumerate(numbers) if own and own.place == (1,) and reading.starts[n] > _SURE)
    points = [bool(shape.bullet and not shape.number) for shape in reading.shapes[: next(ones, 0)]]
    for n, (one, other) in enumerate(pairwise(points)):
        if one and other:
            yield from (n, n + 1)


def may_head(reading: Reading, n: int) -> bool:
    """Whether a line can head an item: no file, no brackets, no signs alone, no row of a wide table."""
    shape = reading.shapes[n]
    if heads_no_item(shape):
        return reading.best[n] is Role.ITEM_TEXT
    if shape.number is not None:
        return True
    cells = reading.lines[n].text.count("\t") + 1
    return (
        sum(map(str.isalpha, shape.bare)) > 1
        and cells < _WIDE
        and not (_FILE.match(shape.bare) or (shape.bare[0] == "(" and shape.bare[-1] == ")"))
    )


def _support(reading: Reading, n: int, listed: dict[str, list[tuple[int, int | None]]]) -> float:
    """Return what the list of items and the word before the number say for a heading."""
    shape, role = reading.shapes[n], reading.best[n]
    if role in LIST_ROLES:
        return 0.0
    support = 0.0
    entries = [number for at, number in listed.get(reading.titles[n], ()) if at < n]
    if shape.number is not None and shape.number.value in entries:
        support += _LISTED
    elif entries and shape.number is None and set(entries) == {None}:
        support += _LISTED_BARE
    elif not entries and role is not Role.ITEM_TEXT and _all_numbered(listed) and _lacks_place(reading, n):
        support += _UNLISTED
    if shape.number and shape.number.word in _ANNOUNCING and shape.rest[:1].isupper():
        support += _ANNOUNCED
    return support


def _lacks_place(reading: Reading, n: int) -> bool:
    """Whether a line has no number, or a sub-number ("3.2") beside a list without any."""
    number = number_of(reading, n)
    if number is None or not number.sub:
        return number is None
    entries = (reading.shapes[at].number for at in reading.places(Role.LISTED))
    return not any(entry.sub for entry in entries if entry)


def _all_numbered(listed: dict[str, list[tuple[int, int | None]]]) -> bool:
    return len(listed) > 1 and all(number is not None for own in listed.values() for _, number in own)


def _listed_numbers(reading: Reading) -> dict[str, list[tuple[int, int | None]]]:
    """Return, for each title in the list of items, where it stands and with which number."""
    found: dict[str, list[tuple[int, int | None]]] = {}
    for n, (shape, role) in enumerate(zip(reading.shapes, reading.best, strict=True)):
        if role is Role.LISTED and len(shape.key) >= 4:
            number = shape.number.value if shape.number else None
            found.setdefault(reading.titles[n], []).append((n, number))
    return found


def _alike(reading: Reading, n: int, form: Form | None) -> float:
    if form is None:
        return 0.0
    return _OF_THE_FORM if has_form(reading, n, form) else -_OF_THE_FORM


def number_of(reading: Reading, n: int) -> Number | None:
    """Return the number an item has that begins with line `n`: there, or alone below its title."""
    if own := reading.shapes[n].number:
        return own
    for shape, role in zip(reading.shapes[n + 1 : n + 3], reading.best[n + 1 : n + 3], strict=True):
        alone = shape.number is not None and shape.number.word and not shape.rest
        if alone and role in (Role.CASE, Role.ITEM_MORE, Role.ITEM_BARE):
            return shape.number
    return None


def _step(reading: Reading, one: Candidate, other: Candidate) -> float:
    """Return what speaks for one item standing next after another."""
    if one.number is None or other.number is None:
        return _MIXED if one.number is not other.number else _unnumbered(reading, one, other)
    rise = _rise(one.number.place, other.number.place)
    if rise <= 0 and reading.head_between(one.line, other.line):
        return 0.0
    if rise <= 0 and _begins_group(reading, one.line, other):
        return _BEGINS_AT_ONE
    if rise == 1:
        return _NEXT
    if rise > 0:
        return _SKIPS_FEW if rise <= _FEW else _SKIPS_MANY
    return _SAME if rise == 0 else _FALLS


def _rise(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """Return by how much a number is larger than another: 1.4 than 1.3 by one, 2.3 than 2 by three."""
    if other[:-1] == one:
        return max(other[-1], 1)
    if one[0] != other[0] or one == other:
        return other[0] - one[0]
    return other[-1] - one[-1] if len(one) == len(other) else 1 if other > one else -1


def _unnumbered(reading: Reading, one: Candidate, other: Candidate) -> float:
    """Return what speaks against a second heading: the title printed again, or another bullet before it."""
    title, later = reading.shapes[one.line], reading.shapes[other.line]
    same = reading.titles[one.line] == reading.titles[other.line] or later.key.startswith(title.key)
    again = same and len(title.key) >= _FEWEST_LETTERS
    return _AGAIN * again + _OTHER_BULLET * (title.bullet != later.bullet)


def _begins_group(reading: Reading, after: int, first: Candidate) -> bool:
    """Whether numbers begin again below a line that parts the items: "Åbne punkter", "Lukkede punkter"."""
    above = first.line - 1
    while above > after and reading.best[above] in _ABOVE:
        above -= 1
    parts = reading.best[above] is Role.GROUP or group_closed(reading.lines[above].plain) is not None
    return above > after and parts and _value(first) == 1


def _value(candidate: Candidate) -> int | None:
    return candidate.number.value if candidate.number else None
