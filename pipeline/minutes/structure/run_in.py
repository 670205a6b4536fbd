"""Headings of sections that lost their lines: "... uden ændringer. INDSTILLING Det indstilles, at"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.minutes.cut import CutItem
from pipeline.minutes.document import Line
from pipeline.minutes.sections import SectionHead
from pipeline.minutes.structure.words import SECTION_WORDS

_WORDS = (
    "Resumé", "Resume", "Sagsfremstilling", "Baggrund", "Indstilling", "Beslutning", "Bilag", "Fraværende",
    "Økonomi", "Lovgrundlag", "Høring", "Sagsforløb", "Konklusion", "Afbud", "Sammendrag",
)  # fmt: skip
_EITHER = "|".join((*_WORDS, *(word.upper() for word in _WORDS)))
_RUN_IN = re.compile(rf"(?:^|(?<=[.!?:;)\d”\"] ))(?P<word>{_EITHER})(?=\s+[A-ZÆØÅ§]|\s*:|\s*$)")
_FEWEST = 2


def split_run_in(
    items: Sequence[CutItem], heads: Mapping[int, SectionHead]
) -> tuple[tuple[CutItem, ...], Mapping[int, SectionHead]]:
    """Return items and headings, cut where headings stand inside lines, if more stand there than alone."""
    parted = [tuple(_parts(item.body)) for item in items]
    found = {line.start: head for parts in parted for line, head in parts if head}
    inside = found.keys() - {line.start for item in items for line in item.body}
    if len(inside) < _FEWEST or len(inside) <= len(heads):
        return tuple(items), heads
    cut = tuple(
        replace(item, body=tuple(line for line, _ in parts))
        for item, parts in zip(items, parted, strict=True)
    )
    return cut, {**heads, **found}


def _parts(lines: Sequence[Line]) -> Iterator[tuple[Line, SectionHead | None]]:
    """Yield the lines, or the parts of them that begin with a heading, each with what it heads."""
    for line in lines:
        found = list(_RUN_IN.finditer(line.text))
        edges = sorted({0, *(match.start() for match in found), len(line.text)})
        heads = {match.start(): _head(match, line) for match in found}
        for start, end in pairwise(edges):
            text = line.text[start:end].rstrip()
            first = line.start + start
            own = line if start == 0 else Line(text=text, start=first, end=first, glued=True)
            yield replace(own, text=text, end=first + len(text)), heads.get(start)


def _head(match: re.Match[str], line: Line) -> SectionHead:
    rest = line.text[match.end() :].strip(" :")
    name = SECTION_WORDS[match["word"].lower()]
    return SectionHead(name=name, printed=match["word"], inline=bool(rest))
