"""Which lines head sections: by their words first, then by coming again in item after item."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from pipeline.domain import SectionName
from pipeline.minutes.document import BlockKind, Line
from pipeline.minutes.sections import SectionHead
from pipeline.minutes.structure.headings import Form
from pipeline.minutes.structure.reading import Reading
from pipeline.minutes.structure.roles import Role

_LIKELY = 0.2
"""A line with a word of a section is its heading if the roles find it so likely."""
_LONGEST = 60
"""A longer line is the heading of no section that nobody knows."""
_AGAIN = 2
"""A heading that nobody knows stands in so many items at least."""
_STATED = frozenset({
    SectionName.BESLUTNING, SectionName.INDSTILLING, SectionName.SAGSFREMSTILLING, SectionName.BAGGRUND,
    SectionName.RESUME, SectionName.FRAVAERENDE, SectionName.BILAG, SectionName.LOVGRUNDLAG,
})  # fmt: skip
"""Names that head a section wherever they stand alone; others are words of the text, too."""


def section_heads(reading: Reading, bodies: Iterable[range]) -> Mapping[int, SectionHead]:
    """Return the headings of sections by the offset of their line; `bodies` are the lines of items."""
    inside = [tuple(body) for body in bodies]
    again = _recurring(reading, inside)
    heads: dict[int, SectionHead] = {}
    for body in inside:
        for n, head in _heads(reading, body, again):
            heads[reading.lines[n].start] = head
    return MappingProxyType(heads)


def _recurring(reading: Reading, bodies: Iterable[tuple[int, ...]]) -> frozenset[str]:
    """Return the short lines that stand in several items, so that they head something there."""
    counts = Counter(
        key for body in bodies for key in {_key(reading, n) for n in body if _is_short(reading, n)}
    )
    return frozenset(key for key, count in counts.items() if count >= _AGAIN)


def _heads(
    reading: Reading, body: tuple[int, ...], again: frozenset[str]
) -> Iterator[tuple[int, SectionHead]]:
    current = SectionName.ANDET
    for n in body:
        name = _named(reading, n, current) or _unnamed(reading, n, again)
        if name is not None:
            current = name
            yield n, _head(reading, n, name)


def _named(reading: Reading, n: int, current: SectionName) -> SectionName | None:
    """Return the section a line heads by its words, where its role and the section it is in allow it."""
    word, role, line = reading.shapes[n].section, reading.best[n], reading.lines[n]
    if word is None or (line.plain[-1] == "." and word.form is not Form.INLINE):
        return None
    likely = reading.heads_section[n] > _LIKELY or _is_heading(line)
    if word.form is Form.WORD and word.name in _STATED:
        stands = role not in (Role.ATTACHMENT, Role.LISTED) and not (
            current is SectionName.BILAG and not likely
        )
    elif word.form is Form.DATED:
        stands = current is not SectionName.SAGSFORLOEB and role is not Role.ATTACHMENT
    elif word.form is Form.INLINE:
        stands = likely or word.name in _STATED
    elif word.form is Form.PROPOSES:
        # Under "Indstilling" it leads in the text of that section.
        stands = likely and current is not SectionName.INDSTILLING
    else:
        stands = likely
    return word.name if stands else None


def _unnamed(reading: Reading, n: int, again: frozenset[str]) -> SectionName | None:
    """Return ANDET for a heading that nobody knows."""
    if not _is_short(reading, n):
        return None
    recurs = _key(reading, n) in again and (
        reading.heads_section[n] > _LIKELY or _is_heading(reading.lines[n])
    )
    return SectionName.ANDET if recurs or reading.best[n] is Role.SECTION else None


def _is_short(reading: Reading, n: int) -> bool:
    shape = reading.shapes[n]
    name = shape.bare[0].isupper() and shape.bare[-1] not in ".,;!?" and shape.number is None
    return name and len(shape.bare) <= _LONGEST and not shape.case


def _key(reading: Reading, n: int) -> str:
    return reading.shapes[n].bare.rstrip(" :").casefold()


def _is_heading(line: Line) -> bool:
    return line.block is not None and line.block.kind is BlockKind.HEADING


def _head(reading: Reading, n: int, name: SectionName) -> SectionHead:
    """Return the heading in a line: all of it, or what stands before the colon that its text follows."""
    shape = reading.shapes[n]
    inline = shape.section is not None and shape.section.form is Form.INLINE
    printed = shape.bare.split(":", 1)[0] if inline else shape.bare
    return SectionHead(name=name, printed=printed.strip(" :"), inline=inline)
