"""Plain text as it stands: its blocks as far as blank lines, bullets, tabs and form feeds show them."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.minutes.document import Block, BlockKind, Document, File, Line, split_lines, without_digits

_BULLET = re.compile(r"[-–—•·*▪◦\uf0b7]\s")
_WIDE_GAP = re.compile(r"\t|\s{3}")
"""What parts the cells of a row."""
_PAGE_NUMBER = re.compile(r"(?i:side)\s*\d+(?:\s*(?:/|af)\s*\d+)?|[-–]\s*\d+\s*[-–]")
_HEAD = 2
"""Lines at the head of a page that may be running heads; at its foot it is one line, with a number in it."""


def read_text(file: File) -> Document:
    """Return plain text as it stands, with its blocks; running heads stay in it, as such."""
    text, notes = file.decode()
    lines = split_lines(text)
    breaks = [match.start() for match in re.finditer("\f", text)]
    blocks = tuple(_blocks(lines, _running(lines, breaks)))
    return Document(name=file.name, text=text, blocks=blocks, notes=notes)


def _running(lines: Sequence[Line], breaks: Sequence[int]) -> set[int]:
    """Return where the lines start that stand at the head or the foot of half the pages, and page numbers."""
    pages = [list(own) for _, own in groupby(lines, key=lambda line: bisect_right(breaks, line.start))]
    edges = [[*page[:_HEAD], *(line for line in page[_HEAD:][-1:] if _has_number(line))] for page in pages]
    seen = Counter(text for edge in edges for text in {without_digits(line.text) for line in edge})
    often = {text for text, count in seen.items() if count > 2 and count * 2 >= len(pages)}
    recurring = {line.start for edge in edges for line in edge if without_digits(line.text) in often}
    return recurring | {line.start for line in lines if _PAGE_NUMBER.fullmatch(line.text)}


def _has_number(line: Line) -> bool:
    return any(map(str.isdigit, line.text))


def _blocks(lines: Sequence[Line], running: Collection[int]) -> Iterator[Block]:
    """Yield entries of lists, rows of tables, running heads, and runs of other lines as paragraphs."""
    bullets = sorted({line.indent for line in lines if _BULLET.match(line.text)})
    block: Block | None = None
    indent = 0
    for line in lines:
        kind = _kind(line, running)
        if block and not line.after_blank and _goes_on(block, kind, line.indent > indent):
            block = replace(block, end=line.end)
            continue
        yield from [block] if block else []
        depth = bullets.index(line.indent) + 1 if kind is BlockKind.LIST_ITEM else 0
        block = Block(kind=kind, start=line.start, end=line.end, depth=depth)
        indent = line.indent
    yield from [block] if block else []


def _kind(line: Line, running: Collection[int]) -> BlockKind:
    if line.start in running:
        return BlockKind.CHROME
    if _BULLET.match(line.text):
        return BlockKind.LIST_ITEM
    return BlockKind.TABLE_ROW if _WIDE_GAP.search(line.text) else BlockKind.PARAGRAPH


def _goes_on(block: Block, kind: BlockKind, further_in: bool) -> bool:
    """Whether a line is part of the block before it: of a paragraph, or below an entry and further in."""
    under_entry = block.kind is BlockKind.LIST_ITEM and further_in
    return kind is BlockKind.PARAGRAPH and (block.kind is kind or under_entry)
