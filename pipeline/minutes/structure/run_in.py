"""Headings of items that their text follows on the line: "3. Regnskab: Åse fremlagde det. Godkendt."."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.minutes.document import Line

_HEADED = re.compile(
    r"(?i:(?:punkt|pkt\.?|ad\.?)\s*)?(?P<number>\d{1,2})[.:)]?\s+(?P<title>[A-ZÆØÅ][^.:;?!\t]{2,60}|Evt\.)[.:]\s+"
    r"(?=[A-ZÆØÅ].*[.!?]$)"
)
_NUMBERED = re.compile(r"(?i:(?:punkt|pkt\.?|ad\.?)\s*)?(?P<number>\d{1,2})[.:)]?\s+[A-ZÆØÅ]")
_FEWEST, _MOST = 3, 0.6
"""So many numbered lines hold heading and text, and so large a part of all that count on from the first."""


def part_run_in(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines, those of items parted into heading and text if most items have both on one line.

    >>> texts = ["1. Valg: Bo Ås blev valgt.", "2. Regnskab: Godkendt.", "3. Ny å: Den er på vej."]
    >>> lines = [Line(text=text, start=100 * n, end=100 * n + len(text)) for n, text in enumerate(texts)]
    >>> [line.text for line in part_run_in(lines)][:3]
    ['1. Valg', 'Bo Ås blev valgt.', '2. Regnskab']
    """
    run = list(_run(lines))
    headed = {line.start: match for line in run if (match := _HEADED.match(line.text))}
    if len(headed) < max(_FEWEST, _MOST * len(run)):
        return tuple(lines)
    return tuple(
        part
        for line in lines
        for part in (_parts(line, headed[line.start]) if line.start in headed else (line,))
    )


def _run(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines whose numbers count on from one."""
    number = 0
    for line in lines:
        match = _NUMBERED.match(line.text)
        if match and int(match["number"]) == number + 1:
            number += 1
            yield line


def _parts(line: Line, match: re.Match[str]) -> Iterator[Line]:
    """Yield the heading in a line and the text that follows it."""
    first = line.start + match.end()
    yield replace(line, text=line.text[: match.end("title")], end=line.start + match.end("title"))
    yield Line(text=line.text[match.end() :], start=first, end=line.end, glued=True, block=line.block)
