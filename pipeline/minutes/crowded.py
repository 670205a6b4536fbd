"""Items beside each other: which of them may be two, and which lacks a part that most of them have."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from pipeline.domain import AgendaItem, Lacking, Section, SectionName
from pipeline.minutes.document import split_lines

_FEWEST = 3
"""Of fewer items nobody can say what is usual."""
_MOST = 0.7
_OUT_OF_PROPORTION = 12
_LONG = 6000
"""A shorter item is no two, however short the others."""
_OPENING = re.compile(
    r"(?:sagsnr|sagsnummer|sagsid|sag nr|journalnr|j\.\s?nr|acadre|edoc)\b|"
    r"\d{2}\.\d{2}\.\d{2}-[A-ZÆØÅ]\d{2}-\d+-\d\d\b|(?:åben|lukket) sag$|(?:åbent|lukket) punkt$",
    re.IGNORECASE,
)
_MANY_TIMES = frozenset({SectionName.ANDET, SectionName.FRAVAERENDE})
"""Sections whose heading one case may print twice: after each of two decisions."""
_OFTEN_LACKING = frozenset({
    SectionName.BESLUTNING, SectionName.BILAG, SectionName.FRAVAERENDE, SectionName.ANDET,
})  # fmt: skip


def find_crowded(text: str, items: Sequence[AgendaItem]) -> tuple[str, ...]:
    """Return the numbers of the items that may be two."""
    usual = median(len(text[item.start : item.end]) for item in items) if items else 0
    twice = headed_twice(items)
    opened = [_openings(text, item) for item in items]
    return tuple(
        item.number
        for item, again, lines in zip(items, twice, opened, strict=True)
        if again or lines > max(1, median(opened)) or _is_out_of_proportion(item, usual, items)
    )


def headed_twice(items: Sequence[AgendaItem]) -> list[tuple[Section, ...]]:
    """Return for each item the sections whose very heading stands above another part of it, too.

    Where most items print a heading twice, that is how their publisher writes.
    """
    again = [tuple(_again(item.sections)) for item in items]
    usual = median(map(len, again)) if again else 0
    return [own if len(own) > usual else () for own in again]


def decided_twice(items: Sequence[AgendaItem]) -> Iterator[Section]:
    """Yield the decisions below a heading that the item had before, where other items have one."""
    for own in headed_twice(items):
        yield from (section for section in own if section.name is SectionName.BESLUTNING)


def _again(sections: Sequence[Section]) -> Iterator[Section]:
    seen: set[tuple[SectionName, str]] = set()
    for section in sections:
        heading = (section.name, section.printed.casefold())
        if heading in seen and section.name not in _MANY_TIMES:
            yield section
        seen.add(heading)


def _openings(text: str, item: AgendaItem) -> int:
    """Return how many groups of lines of an item look as they do beside a heading."""
    marked = [bool(_OPENING.match(line.plain)) for line in split_lines(text, item.start, item.end)]
    return sum(one and not before for before, one in zip([False, *marked], marked, strict=False))


def _is_out_of_proportion(item: AgendaItem, usual: float, items: Sequence[AgendaItem]) -> bool:
    length = item.end - item.start
    return len(items) >= _FEWEST and length > _LONG and length > _OUT_OF_PROPORTION * usual


def find_lacking(items: Sequence[AgendaItem]) -> tuple[Lacking, ...]:
    """Return the sections that most open items have and one has not."""
    own = [item for item in items if item.open and item.sections]
    names = [{section.name for section in item.sections} for item in own]
    counts = Counter(name for some in names for name in some - _OFTEN_LACKING)
    usual = sorted(name for name, count in counts.items() if count >= max(_FEWEST, _MOST * len(own)))
    return tuple(
        Lacking(number=item.number, section=name)
        for item, some in zip(own, names, strict=True)
        for name in usual
        if name not in some
    )
