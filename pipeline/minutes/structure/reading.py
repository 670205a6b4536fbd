"""A document as the learned reader sees it: its lines, what each looks like, and what each is for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.minutes.document import Document, Line
from pipeline.minutes.structure.lines import read_lines
from pipeline.minutes.structure.roles import STARTS, Role, RoleModel, Roles
from pipeline.minutes.structure.shapes import Shape, read_shapes

_HEAD = frozenset({Role.HEAD_TITLE, Role.HEAD_COMMITTEE, Role.HEAD_DATE})


@dataclass(frozen=True, kw_only=True, eq=False)
class Reading:
    """The lines of a document with their shapes and roles: one of each a line."""

    lines: tuple[Line, ...]
    shapes: tuple[Shape, ...]
    roles: Roles

    @cached_property
    def best(self) -> tuple[Role, ...]:
        """The most probable role of each line."""
        return self.roles.best

    @cached_property
    def starts(self) -> Sequence[float]:
        """How probably an item starts with each line."""
        found: Sequence[float] = self.roles.probability(*STARTS).tolist()
        return found

    @cached_property
    def heads_section(self) -> Sequence[float]:
        """How probably each line heads a section."""
        found: Sequence[float] = self.roles.probability(Role.SECTION).tolist()
        return found

    def places(self, *roles: Role, first: int = 0, last: int | None = None) -> list[int]:
        """Return the lines from `first` to before `last` whose most probable role is one of `roles`."""
        last = len(self.lines) if last is None else last
        return [n for n in range(first, last) if self.best[n] in roles]

    def head_between(self, one: int, other: int) -> bool:
        """Whether the head of another meeting stands between two lines: two of its lines or more."""
        return sum(self.best[n] in _HEAD for n in range(one + 1, other)) > 1


def read(document: Document, model: RoleModel) -> Reading:
    """Return the lines of a document, what they look like, and what they probably are."""
    lines = read_lines(document)
    shapes = read_shapes(lines)
    return Reading(lines=lines, shapes=shapes, roles=model.read(lines, shapes))
