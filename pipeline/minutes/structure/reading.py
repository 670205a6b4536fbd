"""A document as the learned reader sees it: its lines, what each looks like, and what each is for."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType

from pipeline.domain import Doubt
from pipeline.minutes.document import BlockKind, Document, Line
from pipeline.minutes.structure.cases import is_state, parts_items
from pipeline.minutes.structure.context import number_kind
from pipeline.minutes.structure.likes import read_likes
from pipeline.minutes.structure.lines import read_lines
from pipeline.minutes.structure.listing import common_titles, listing_runs
from pipeline.minutes.structure.marks import heads_no_item
from pipeline.minutes.structure.roles import HEADINGS, STARTS, Role, RoleModel, Roles
from pipeline.minutes.structure.shapes import Shape, read_shapes, titles_of

LIST_ROLES = (Role.LIST_HEADING, Role.LISTED, Role.LISTED_MORE)
_SURE = 0.5
_HEADED = 0.2
"""How probably the titles of a list head items further down, on average."""
_OPENS = 0.97
"""How probably the lines of a case open an item that has no heading: measured on random prints."""
_UNLISTED = MappingProxyType({
    Role.LISTED: Role.ITEM, Role.LISTED_MORE: Role.ITEM_MORE, Role.LIST_HEADING: Role.GROUP,
})  # fmt: skip
"""What the lines of a list are if it lists nothing that stands elsewhere: the items themselves."""
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
        best = self.roles.best
        if not self._lists:
            best = tuple(_UNLISTED.get(role, role) for role in best)
        told = {
            **dict.fromkeys(self._openings, Role.ITEM_TEXT), **dict.fromkeys(self._parting, Role.GROUP),
            **dict.fromkeys(self._titled, Role.ITEM), **dict.fromkeys(self._column_heads, Role.LIST_HEADING),
        }  # fmt: skip
        told |= dict.fromkeys(self._states, Role.CASE_ABOVE)
        told |= {n: Role.LISTED for n in self._listing if best[n] in STARTS}
        return tuple(told.get(n, role) for n, role in enumerate(best))

    @cached_property
    def starts(self) -> Sequence[float]:
        """How probably an item starts with each line."""
        roles = STARTS if self._lists else (*STARTS, Role.LISTED)
        chances: list[float] = self.roles.probability(*roles).tolist()
        texts = self.roles.probability(Role.ITEM_TEXT).tolist()
        for n in (n for n, shape in enumerate(self.shapes) if heads_no_item(shape)):
            chances[n] = min(chances[n], texts[n])
        for n in self._openings:
            beside = self._beside_opening(n)
            chances[n] = max(min(chances[n] + sum(chances[k] for k in beside), 1.0), _OPENS)
            for k in beside:
                chances[k] = 0.0
        for n in (*self._parting, *self._listing, *self._states):
            chances[n] = 0.0
        for n in self._titled:
            chances[n] = max(chances[n], _OPENS)
        return chances

    @cached_property
    def titles(self) -> Sequence[str]:
        """The title each line may be a print of, for comparing: the shortest one that stands there."""
        return common_titles([shape.key for shape in self.shapes])

    @property
    def _column_heads(self) -> tuple[int, ...]:
        """The lines that name the columns of a table of items: "Punkt", "Referat"."""
        blocks = ((n - 1, self.lines[n - 1].block) for n in self._titled)
        return tuple(n for n, block in blocks if block and block.kind is BlockKind.TABLE_ROW)

    @property
    def _titled(self) -> tuple[int, ...]:
        """The lines in the column of titles of such a table."""
        return tuple(n for n, line in enumerate(self.lines) if line.titled)

    @cached_property
    def _parting(self) -> tuple[int, ...]:
        """The lines whose words part the items: "Lukkede punkter"."""
        return tuple(n for n, line in enumerate(self.lines) if parts_items(line.plain))

    @cached_property
    def _states(self) -> tuple[int, ...]:
        """The lines that say whether the item below is open: "4. Lukket" above "4. Køb", "Åbent punkt"."""
        numbers = [_value(shape) for shape in self.shapes]
        alike = (n for n, (one, other) in enumerate(pairwise(numbers)) if one is not None and one == other)
        plain, roles = [line.plain for line in self.lines], self.roles.best
        above = {text for text, role in zip(plain, roles, strict=True) if role is Role.CASE_ABOVE}
        again = (n for n, role in enumerate(roles) if role is Role.LISTED and plain[n] in above)
        return (
            *(n for n in alike if is_state(self.shapes[n].rest)), *(n for n in again if is_state(plain[n])),
        )  # fmt: skip

    @cached_property
    def _listing(self) -> frozenset[int]:
        """The lines of a list by what it is: the titles one below the other, before all that they head."""
        chances, roles = self.roles.probability(*STARTS), self.roles.best
        titles = list(self.titles)
        heads = [n for n, role in enumerate(roles) if role in _HEAD]
        for n in (*heads, *(n for n, shape in enumerate(self.shapes) if shape.section)):
            titles[n] = ""
        forms = [
            (shape.bullet, number_kind(line, shape)) if shape.bullet or shape.number else None
            for line, shape in zip(self.lines, self.shapes, strict=True)
        ]
        return frozenset(
            n
            for run, again in listing_runs(titles, forms, [_value(shape) for shape in self.shapes])
            if chances[[*again.values()]].mean() > _HEADED
            and not any(run[-1] < n < min(again.values()) for n in heads)
            for n in run
        )

    @cached_property
    def _openings(self) -> frozenset[int]:
        """The lines of a case that open an item, where no item has a heading: what follows is its text."""
        if self.roles.probability(*HEADINGS).max(initial=0.0) > _SURE:
            return frozenset()
        cases = [n for n, shape in enumerate(self.shapes) if shape.case]
        firsts = [n for n in cases if n - 1 not in cases]
        named = [n for n in firsts if self._named_below(n)]
        return frozenset(named)

    def _named_below(self, n: int) -> bool:
        """Whether a section, and no title, stands below the lines of a case."""
        below = self._below_case(n)
        return below is not None and self.shapes[below].section is not None

    def _below_case(self, n: int) -> int | None:
        return next((k for k in range(n + 1, len(self.shapes)) if not self.shapes[k].case), None)

    def _beside_opening(self, n: int) -> list[int]:
        """Return the lines that open no item because `n` does: a word of the site, a section."""
        above = [n - 1] if n and self.best[n - 1] is Role.CHROME else []
        below = self._below_case(n)
        return above if below is None else [*above, below]

    @cached_property
    def _lists(self) -> bool:
        """Whether the list of items names any line that stands elsewhere, or items that print no title."""
        chances = self.roles.probability(*STARTS)
        listed = {n for n, role in enumerate(self.roles.best) if role is Role.LISTED}
        numbers = {_value(self.shapes[n]) for n in listed} - {None}
        keys = {self.shapes[n].key for n in listed}
        untitled = float(self.roles.probability(Role.ITEM_TEXT).sum())
        return 2 * untitled >= len(listed) or any(
            (chances[n] > _SURE and _value(shape) in numbers) or not keys.isdisjoint(titles_of(shape.key))
            for n, shape in enumerate(self.shapes)
            if n not in listed
        )

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
        return self.other_head(one + 1, other) < other

    def other_head(self, first: int, end: int) -> int:
        """Return the line where the head of another meeting begins; `end` where none stands before it."""
        begin, after = bisect_left(self._heads, first), bisect_left(self._heads, end)
        return self._heads[begin] if after - begin > 1 else end

    @property
    def first_head(self) -> int:
        """The line where the first head begins; 0 where there is none."""
        return self._heads[0] if self._heads else 0

    def doubt(self, n: int, reason: str) -> Doubt:
        """Return that a line may be another than it was taken for, and why."""
        return Doubt(start=self.lines[n].start, end=self.lines[n].end, reason=reason)

    @cached_property
    def _heads(self) -> tuple[int, ...]:
        return tuple(n for n, role in enumerate(self.best) if role in _HEAD)


def _value(shape: Shape) -> int | None:
    return shape.number.value if shape.number else None


def read(document: Document, model: RoleModel) -> Reading:
    """Return the lines of a document, what they look like, and what they probably are."""
    lines = read_lines(document)
    shapes = read_shapes(lines)
    return Reading(lines=lines, shapes=shapes, roles=model.read(lines, shapes))


def reread(reading: Reading, second: RoleModel) -> Reading:
    """Return a reading gone over once more: each line by what the lines like it were taken for."""
    features = read_likes(reading.lines, reading.shapes, reading.roles)
    return replace(reading, roles=second.reread(features, reading.roles))
