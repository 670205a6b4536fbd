"""What the CRF learns from: the lines of a print, each with its role."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.minutes.document import Line
from pipeline.minutes.structure.lines import read_lines
from pipeline.minutes.structure.roles import Role
from pipeline.minutes.structure.shapes import Shape, read_shapes
from pipeline.training.structure.rows import GOES_ON, Printed

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
