"""How surely the items were found: a probability that all are right, and what a person should look at.

The probability is a logistic regression on figures of the whole document, fitted by `sagsspor train
structure` on prints of which it is known whether every item was found; long ones are among them.
"""

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pipeline.domain import Doubt, SectionName
from pipeline.errors import ModelNotFoundError
from pipeline.files import intact
from pipeline.minutes.structure.cutting import ItemList
from pipeline.minutes.structure.forms import form_of
from pipeline.minutes.structure.items import may_head
from pipeline.minutes.structure.marks import LETTERED
from pipeline.minutes.structure.reading import Reading
from pipeline.minutes.structure.roles import Role
from pipeline.minutes.structure.shapes import Shape
from pipeline.minutes.structure.words import SECTION_WORDS

_UNLIKELY = 0.3
"""A start less likely than this is looked at, however sure the rest."""
_LONGEST_LINE = 3000
_LONG_LINE = 700
"""Few paragraphs are longer."""
_UNNUMBERED = 100
"""So many items without number are no agenda."""
_KEY = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The weights of the figures; `accepts` is the probability from which minutes are kept unseen."""

    weights: Mapping[str, float]
    bias: float
    accepts: float

    def probability(self, figures: Mapping[str, float]) -> float:
        """Return the probability that every item starts where it should."""
        score = self.bias + sum(weight * figures[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def load_gate(folder: Path) -> Gate:
    """Return the gate in a folder.

    Raises:
        ModelNotFoundError: the folder has none.

    """
    path = folder / "gate.json"
    if not path.is_file():
        raise ModelNotFoundError("no-role-model", path=path)
    return Gate(**json.loads(intact(path).read_text(encoding="utf-8")))


def figures(reading: Reading, found: ItemList) -> dict[str, float]:
    """Return what the probability rests on: how sure the starts are, and what speaks against the cut."""
    sure = reading.roles.marginals.max(axis=1)
    count = max(1, len(found.items))
    return {
        "whole": found.heads.whole,
        "highest other": -_log_odds(found.heads.rival_chance),
        "undecided an item": _undecided(reading) / count,
        "mean role": float(sure.mean()) if len(sure) else 0.0,
        "one form": _one_form(reading, found),
        "steps": _steps(found),
        "numbered": sum("number" not in item.made for item in found.items) / count,
        "list agrees": _agreement(found),
        "decided twice": sum(_decided_twice(reading, body) for body in found.bodies) / count,
        "without section": _without_section(reading, found) / count,
        "items": min(len(found.items), 20) / 10,
        "density": len(found.items) / max(1, len(reading.lines)),
        "long lines": _in_long_lines(reading),
    }


def _undecided(reading: Reading) -> float:
    """Return how many lines are as likely to head an item as not."""
    return sum(min(chance, 1 - chance) for n, chance in enumerate(reading.starts) if may_head(reading, n))


def _decided_twice(reading: Reading, body: range) -> bool:
    """Whether the text of an item has two decisions: the heading of another may be hidden in it."""
    decisions = [n for n in body if reading.shapes[n].section_name is SectionName.BESLUTNING]
    return len(decisions) > 1


def _without_section(reading: Reading, found: ItemList) -> int:
    """Return how many items have no section where others have some."""
    have = [any(reading.shapes[n].section for n in body) for body in found.bodies]
    return have.count(False) if any(have) else 0


def _in_long_lines(reading: Reading) -> float:
    """Return the share of the text that stands in lines as long as a page flattened to one."""
    lengths = [len(line.text) for line in reading.lines]
    return sum(length for length in lengths if length > _LONG_LINE) / max(1, sum(lengths))


def _log_odds(chance: float) -> float:
    return math.log((chance + 1e-3) / (1 - chance + 1e-3))


def _steps(found: ItemList) -> float:
    """Return the share of items whose number follows the one before by one."""
    values = [
        int(digits) for item in found.items if (digits := _digits(item.number)) and "number" not in item.made
    ]
    steps = [later - earlier == 1 for earlier, later in pairwise(values)]
    return sum(steps) / len(steps) if steps else 0.5


def _digits(number: str) -> str:
    return number[: next((n for n, char in enumerate(number) if not char.isdecimal()), len(number))]


def _agreement(found: ItemList) -> float:
    """Return the share of the list's entries that are items."""
    titles = {_key(item.title) for item in found.items}
    agrees = [_key(entry.title) in titles for entry in found.listed]
    return sum(agrees) / len(agrees) if agrees else 0.5


def _key(title: str) -> str:
    return " ".join(title.casefold().split()).strip(" .:,-–…")[:_KEY]


def _one_form(reading: Reading, found: ItemList) -> float:
    forms = Counter(form_of(reading, n) for n in found.starts)
    return max(forms.values(), default=0) / max(1, len(found.starts))


def doubts(reading: Reading, found: ItemList) -> tuple[Doubt, ...]:
    """Return what a person has to look at, however probable the whole."""
    return tuple(_doubts(reading, found))


def _doubts(reading: Reading, found: ItemList) -> Iterator[Doubt]:
    for n, chance in zip(found.starts, found.heads.chances, strict=True):
        if chance < _UNLIKELY:
            yield reading.doubt(n, "may not be the heading of an item")
    for n in _without_heading(reading, found):
        yield reading.doubt(n, "is in the list of items, but heads none")
    for n, line in enumerate(reading.lines):
        if len(line.text) > _LONGEST_LINE:
            yield reading.doubt(n, "is so long that items may be hidden in it")
    if sum("number" in item.made for item in found.items) >= _UNNUMBERED:
        yield reading.doubt(found.starts[0], "is the first of hundreds of items without number")


def weakest(reading: Reading, found: ItemList) -> Doubt:
    """Return the line that is nearest to being otherwise, where the whole is not probable enough."""
    heads = found.heads
    chance, line = min(zip(heads.chances, heads.lines, strict=True))
    if heads.rival is not None and heads.rival_chance > 1 - chance:
        return reading.doubt(heads.rival, "may head an item of its own")
    return reading.doubt(line, "may not be the heading of an item")


def _without_heading(reading: Reading, found: ItemList) -> Sequence[int]:
    """Return the entries of the list that stand further down as a line, but as no heading of an item."""
    first = found.starts[0] if found.starts else 0
    # The list leaves out "Lukket punkt:", which the heading has: compare the bare titles, too.
    bare = (_key(reading.shapes[n].title) for n in found.starts)
    heads = {*bare, *(_key(item.title) for item in found.items)}
    below = Counter(_key(shape.title) for shape in reading.shapes[first:])
    listed = reading.places(Role.LISTED, last=first)
    numbered = sum(reading.shapes[n].number is not None for n in listed) > len(listed) / 2
    keys = {n: _key(reading.shapes[n].title) for n in listed}
    return [
        n
        for n, key in keys.items()
        if len(key) > 3
        and key in below
        and key not in heads
        # "Til indholdsfortegnelse" and "Bilagsoversigt" are no items below a list of numbers.
        and not (
            numbered and reading.shapes[n].number is None and _is_no_title(reading.shapes[n], below[key])
        )
    ]


def _is_no_title(shape: Shape, count: int) -> bool:
    return count > 1 or shape.key in SECTION_WORDS or LETTERED.match(shape.bare) is not None
