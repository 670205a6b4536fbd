"""Minutes whose items a person cut otherwise, as examples for the CRF."""

from collections.abc import Iterable, Iterator

import numpy as np

from pipeline.domain import Minutes
from pipeline.minutes.document import Document
from pipeline.minutes.structure.reading import Reading, read
from pipeline.minutes.structure.roles import STARTS, Role, RoleModel
from pipeline.training.structure.examples import Example

_ROLES = tuple(Role)
_IS_START = np.array([role in STARTS for role in _ROLES])


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
