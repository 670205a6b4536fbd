"""The lines of a document, each with its block; what was glued together or flattened is cut apart again."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.minutes.document import Block, Document, Line, split_lines
from pipeline.minutes.structure.words import SECTION_WORDS

_FLATTENED = 400
"""A longer line may be a whole page without its line ends."""
_FEWEST = 3
"""So many headings must stand in a long line before it is cut: a paragraph may name one or two."""


def _capitals(least: int) -> str:
    """Return the section words of at least so many letters, as they begin a line; the longest first."""
    words = sorted(
        (word for word in SECTION_WORDS if len(word) >= least), key=lambda word: (-len(word), word)
    )
    return "|".join(re.escape(word[0].upper() + word[1:]) for word in words)


# "... blev godkendt.2. Meddelelser", "... af sagen.Beslutning"
_GLUED_ITEM = re.compile(r"(?<=[a-zæøå?!.)])(?=\d{1,3}\.\s+[A-ZÆØÅ][a-zæøå])")
_GLUED_SECTION = re.compile(rf"(?<=[a-zæøå.?!)”\"»])(?=(?:{_capitals(7)})\s*:?\s*$)")
_NO_END = re.compile(r"(?i)(?:\bkl|\bnr|\bs|\bpkt|\bstk|§|\d)\.$")
_IN_LONG = (
    re.compile(r"(?<=\s)(?=\d{1,3}\.?\s+[A-ZÆØÅ][A-ZÆØÅa-zæøå]+)"),
    re.compile(r"(?<=\s)(?=(?:Punkt|Pkt\.?|PUNKT|Sag nr\.?|Dagsordenspunkt)\s+\d{1,3}\b)"),
    re.compile(
        rf"(?<=\s)(?=(?:{_capitals(5)}|INDSTILLING|BESLUTNING|SAGSFREMSTILLING|BAGGRUND|BILAG)(?:[\s:]|$))"
    ),
    re.compile(
        r"(?<=\s)(?=(?:Sagsnr|Sagsbeh|Sagsid|Dok\.?nr|Journalnr|Åben sag|Åbent punkt|Mødedato|Mødested|"
        r"Mødetidspunkt|Medlemmer|Deltagere|Indholdsfortegnelse|INDHOLDSFORTEGNELSE|Side \d))"
    ),
)
# "den 3 Maj", "§ 4 Stk", "kl. 12 Frokost": the figure belongs to the word before it.
_TIED = re.compile(
    r"(?i)(?:\bkl\.?|\bden|\bd\.|\bnr\.?|§|\bstk\.?|\bpkt\.?|\bpunkt|\bca\.|\bog|\btil|\bi|\bpå|[-–]|\d\.)\s$"
)


def read_lines(document: Document) -> tuple[Line, ...]:
    r"""Return the lines of a document that have a letter or figure, in order, each with its block.

    >>> lines = read_lines(Document(name="a.txt", text="1. Økonomi\n----\n Udsat til mødet.2. Ærø Havn"))
    >>> [(line.text, line.start, line.glued) for line in lines]
    [('1. Økonomi', 0, False), ('Udsat til mødet.', 17, False), ('2. Ærø Havn', 33, True)]
    """
    blocks = sorted(document.blocks, key=lambda block: block.start)
    starts = [block.start for block in blocks]
    return tuple(
        replace(part, block=_block_at(part, blocks, starts))
        for line in _with_words(split_lines(document.text))
        for part in _parts(line)
    )


def _with_words(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield lines that say something; those of dashes alone count as blank."""
    skipped = 0
    for line in lines:
        if any(map(str.isalnum, line.text)):
            yield replace(line, blanks=line.blanks + skipped) if skipped else line
            skipped = 0
        else:
            skipped += line.blanks + 1


def _block_at(line: Line, blocks: Sequence[Block], starts: Sequence[int]) -> Block | None:
    """Return the block that a line begins in: of several, the one that begins last."""
    at = bisect_right(starts, line.start) - 1
    while at >= 0 and blocks[at].end <= line.start and starts[at] >= line.start - _FLATTENED:
        at -= 1
    return blocks[at] if at >= 0 and blocks[at].end > line.start else None


def _parts(line: Line) -> Iterator[Line]:
    """Yield the line, or the lines that were glued into it."""
    cuts = [0, *_cuts(line.text), len(line.text)]
    for start, end in pairwise(cuts):
        text = line.text[start:end]
        begin = line.start + start + len(text) - len(text.lstrip())
        text = text.strip()
        if start == 0:
            yield replace(line, text=text, end=line.start + len(text))
        elif text:
            yield Line(text=text, start=begin, end=begin + len(text), glued=True)


def _cuts(text: str) -> list[int]:
    found = {at.start() for at in _GLUED_ITEM.finditer(text) if not _ends_early(text, at.start())}
    found |= {at.start() for at in _GLUED_SECTION.finditer(text)}
    if len(text) > _FLATTENED:
        found |= _cuts_of_page(text)
    return sorted(at for at in found if at > 2)


def _ends_early(text: str, at: int) -> bool:
    return bool(_NO_END.search(text[max(0, at - 8) : at]))


def _cuts_of_page(text: str) -> set[int]:
    """Return where the lines of a flattened page begin; none where too few headings stand in it."""
    found = {
        at.start()
        for pattern in _IN_LONG
        for at in pattern.finditer(text)
        if pattern is not _IN_LONG[0] or not _TIED.search(text[max(0, at.start() - 8) : at.start()])
    }
    return found if len(found) >= _FEWEST else set()
