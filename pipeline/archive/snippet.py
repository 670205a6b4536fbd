"""The lines of an item that answer a query best, with its words marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.archive.values import Snippet
from pipeline.archive.words import Query, stems

_LENGTH = 240
"""Characters shown, about three lines."""
_LEAD = 60
"""Characters shown before the first word that was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A passage of the item, or the whole item where it has none."""

    start: int
    end: int
    heading: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    part: Part
    stems: frozenset[str]
    held: int
    marks: tuple[tuple[int, int], ...]

    def telling(self) -> tuple[int, bool, float]:
        length = max(self.part.end - self.part.start, _LENGTH)
        return self.held, not self.part.heading, len(self.marks) / length


def best_snippet(text: str, title: str, parts: Sequence[Part], query: Query) -> Snippet:
    """Return some lines of the part that holds most of the words, of the first if none holds any.

    A heading that only repeats the item's title is no answer: the title stands above
    the snippet anyway.
    """
    told = {stem for stem, _, _ in stems(title)}
    candidates = [_candidate(text, part, query) for part in parts]
    new = [one for one in candidates if not (one.part.heading and _repeats(one.stems, told))]
    return _cut(text, max(new or candidates, key=_Candidate.telling))


def _candidate(text: str, part: Part, query: Query) -> _Candidate:
    found = list(stems(text[part.start : part.end]))
    own = frozenset(stem for stem, _, _ in found)
    marks = tuple((part.start + start, part.start + end) for stem, start, end in found if query.matches(stem))
    return _Candidate(part=part, stems=own, held=query.held(own), marks=marks)


def _repeats(own: frozenset[str], told: set[str]) -> bool:
    return not any(stem.isalpha() for stem in own - told)


def _cut(text: str, best: _Candidate) -> Snippet:
    """Return a part as a snippet that begins shortly before its first mark."""
    start, limit = best.part.start, best.part.end
    if best.marks and best.marks[0][0] - start > _LEAD:
        start = best.marks[0][0] - _LEAD
        while start < best.marks[0][0] and not text[start - 1].isspace():
            start += 1
    end = min(start + _LENGTH, limit)
    while end < limit and not text[end].isspace():
        end += 1
    marks = tuple(mark for mark in best.marks if mark[1] <= end)
    return Snippet(text=text[start:end], start=start, end=end, marks=marks)
