"""What the CRF learns from: the lines of a print, and of minutes that a person cut, each with its role."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.domain import Minutes
from pipeline.minutes.document import Document, Line
from pipeline.minutes.structure.lines import read_lines
from pipeline.minutes.structure.reading import Reading, read
from pipeline.minutes.structure.roles import STARTS, Role, RoleModel
from pipeline.minutes.structure.shapes import Shape, read_shapes
from pipeline.training.structure.page import GOES_ON, Printed

_ROLES = tuple(Role)
_IS_START = np.array([role in STARTS for role in _ROLES])
_BULLET = 6
"""A row may begin so many characters into its line: a bullet stands before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The lines of one print, what they look like, and what they are."""

    lines: tuple[Line, ...]
    shapes: tuple[Shape, ...]
    roles: tuple[Role, ...]


def read_example(printed: Printed) -> Example:
    """Return the lines of a print with the roles they have."""
    lines = read_lines(printed.document)
    starts = [start for start, _ in printed.roles]
    rows = [_row(line, starts) for line in lines]
    kinds = [role for _, role in printed.roles]
    roles = tuple(
        GOES_ON.get(kinds[row], kinds[row]) if row == before else kinds[row]
        for before, row in pairwise([-1, *rows])
    )
    return Example(lines=lines, shapes=read_shapes(lines), roles=roles)


def _row(line: Line, starts: Sequence[int]) -> int:
    """Return the row that begins in a line, or else the row that it goes on with."""
    at = max(0, bisect_right(starts, line.start) - 1)
    following = at + 1
    if following < len(starts) and starts[following] - line.start <= _BULLET and starts[following] < line.end:
        return following
    return at


def corrected_examples(corrected: Iterable[Minutes], model: RoleModel) -> Iterator[Example]:
    """Yield minutes with items where a person says they start; what else the lines are, `model` says."""
    for minutes in corrected:
        reading = read(Document(name=minutes.source, text=minutes.text), model)
        starts = {_line_at(reading, item.start) for item in minutes.items}
        yield Example(lines=reading.lines, shapes=reading.shapes, roles=_roles(reading, starts))


def _line_at(reading: Reading, start: int) -> int:
    """Return the line that an item starts in."""
    return next((n for n, line in enumerate(reading.lines) if line.end > start), len(reading.lines) - 1)


def _roles(reading: Reading, starts: set[int]) -> tuple[Role, ...]:
    """Return the most probable role of each line that agrees with where the items start."""
    opens = np.array([n in starts for n in range(len(reading.lines))])
    allowed = opens[:, None] == _IS_START[None, :]
    best = np.where(allowed, reading.roles.marginals, -1.0).argmax(axis=1)
    return tuple(_ROLES[at] for at in best)
