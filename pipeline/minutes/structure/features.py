"""The features of a line for the CRF of `roles`: its shape and block, and where it stands in the document.

Those of shape and block are also told to its neighbours; what `context` knows is told to the line alone.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.minutes.document import Line
from pipeline.minutes.structure.shapes import Shape

REACH = (-2, -1, 0, 1, 2, 3)
"""The neighbours whose shape a line is told of, itself included."""


@dataclass(frozen=True, slots=True)
class Features:
    """The names of the features of each line."""

    shared: tuple[tuple[str, ...], ...]
    """Told to the neighbours within `REACH`, too."""
    own: tuple[tuple[str, ...], ...]


def read_features(lines: Sequence[Line], shapes: Sequence[Shape]) -> Features:
    """Return the features of the lines of a document."""
    return Features(
        shared=tuple(tuple(_shared(line, shape)) for line, shape in zip(lines, shapes, strict=True)),
        own=tuple(() for _ in lines),
    )


def _shared(line: Line, shape: Shape) -> Iterator[str]:
    yield f"len{bisect_right((4, 15, 35, 60, 90, 160, 400), len(shape.bare))}"
    yield f"number={shape.number.word}{shape.number.mark}" if shape.number else "no number"
    yield f"blanks{min(line.blanks, 3)}"
