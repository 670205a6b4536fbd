"""The fields of a head: what stands after "Dato:", "Sted" and the like, or alone in a line of that role."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.minutes.document import Line
from pipeline.minutes.structure.reading import Reading
from pipeline.minutes.structure.roles import Role
from pipeline.minutes.structure.shapes import Shape, read_shape
from pipeline.minutes.structure.words import LABELS, Field

HEAD_ROLES = (
    Role.HEAD_TITLE, Role.HEAD_COMMITTEE, Role.HEAD_DATE, Role.HEAD_TIME, Role.HEAD_PLACE, Role.HEAD_LABEL,
    Role.HEAD_OTHER,
)  # fmt: skip
LONGEST = 160
"""A longer line names no committee and no place."""
_KEPT = (
    "sluttidspunkt",
    "starttidspunkt",
    "medlemmer",
    "deltagere",
    "afbud",
    "bemærkninger",
    "mødetid",
    "mødedato",
    "mødested",
    "mødetidspunkt",
    "mødelokale",
    "dato",
    "tidspunkt",
    "sted",
    "lokale",
    "udvalg",
    "start",
    "slut",
    "tid",
)
# "Dato: 4. maj 2021 Tid: 15.00 Sted: Ærø": one line, three fields.
_INSIDE = re.compile(rf"(?i)(?<=\s)(?<!og )(?<!& )(?=(?:{'|'.join(_KEPT)})\s?:\s)")
# "Møllevej 14", "4140 Borup"
ADDRESS = re.compile(
    r"[A-ZÆØÅ][\w. ]*(?:vej|gade|allé|alle|plads|stræde|torv|torvet|vænget|parken)\s+\d|\d{4} [A-ZÆØÅ]"
)
_VALUE_ROLES = frozenset({
    Role.HEAD_DATE, Role.HEAD_TIME, Role.HEAD_PLACE, Role.HEAD_COMMITTEE, Role.HEAD_OTHER, Role.HEAD_TITLE,
    Role.CHROME, Role.BODY, Role.HEAD_LABEL,
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A line of the head, or a part of one, with the field that its label names."""

    role: Role
    text: str
    """Without the label."""
    field: Field | None = None
    label: str = ""
    """In lower case."""
    lines: tuple[Line, ...] = ()


def read_pieces(reading: Reading, lines: range) -> Iterator[Piece]:
    """Yield the pieces of some lines, in order; a label alone has its value below it."""
    n, last = lines.start, lines.stop
    while n < last:
        shape, role = reading.shapes[n], reading.best[n]
        below = _values_below(reading, n, last) if shape.label and not shape.value else ()
        if shape.label and below:
            text = ", ".join(reading.lines[k].plain.strip(" |") for k in below)
            yield _labelled(reading, n, text, (n, *below))
        else:
            yield from _of_line(reading, n, role)
        n += 1 + len(below)


def _of_line(reading: Reading, n: int, role: Role) -> Iterator[Piece]:
    """Yield the pieces of one line."""
    line, shape = reading.lines[n], reading.shapes[n]
    first, *rest = _INSIDE.split(shape.bare)
    if rest:
        yield Piece(role=role, text=first, lines=(line,))
        for part in rest:
            own = read_shape(Line(text=part, start=0, end=len(part)))
            yield Piece(role=role, text=own.value, field=own.label, label=_label(part), lines=(line,))
    elif shape.label:
        yield _labelled(reading, n, shape.value, (n,))
    else:
        yield Piece(role=role, text=shape.bare, lines=(line,))


def _labelled(reading: Reading, n: int, text: str, lines: tuple[int, ...]) -> Piece:
    shape = reading.shapes[n]
    own = tuple(reading.lines[k] for k in lines)
    role = reading.best[lines[-1]]
    # "Mødelokale A, Ulvsvej 23" names the room, "Mødested Stege Rådhus" has a label.
    if shape.value and shape.label is Field.PLACE and not shape.colon and "lokale" in _label(shape.bare):
        # Its lines go on with the address where they have that role.
        field = None if role is Role.HEAD_PLACE else shape.label
        return Piece(role=role, text=shape.bare, field=field, lines=own)
    return Piece(role=role, text=text, field=shape.label, label=_label(shape.bare), lines=own)


def _label(text: str) -> str:
    """Return the label that a text begins with, in lower case."""
    lowered = text.lower()
    return max((label for label in LABELS if lowered.startswith(label)), key=len, default="")


def _values_below(reading: Reading, n: int, last: int) -> tuple[int, ...]:
    """Return the lines that hold the value of a label: one, or of a place the lines of its address."""
    below: list[int] = []
    for k in range(n + 1, min(last, n + 4)):
        shape, role = reading.shapes[k], reading.best[k]
        if (shape.label and not ADDRESS.match(shape.bare)) or role not in _VALUE_ROLES:
            break
        if below and not (reading.best[below[0]] is Role.HEAD_PLACE and _goes_on_address(shape, role)):
            break
        below.append(k)
    return tuple(below)


def _goes_on_address(shape: Shape, role: Role) -> bool:
    return role is Role.HEAD_PLACE or bool(ADDRESS.match(shape.bare))
