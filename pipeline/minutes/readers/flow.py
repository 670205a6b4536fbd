"""The flow of a page: pieces of text and the breaks between them, put together into lines."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import groupby

from pipeline.minutes.document import Block, BlockKind

NUMBER = re.compile(r"(?:(?i:punkt|pkt\.?)\s*)?\d{1,3}[a-zæøå]?[.:)]?$")
"""A text that is the number of an item and nothing else."""


class Joint(Enum):
    """How a piece meets what stands before and after it."""

    TEXT = auto()
    BREAK = auto()
    """It ends the line; two of them leave a blank line."""
    MARK = auto()
    """The bullet or number of what follows, wherever that begins; an empty one takes it back."""
    CELL = auto()
    """What follows stands beside what came before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some text of a page, or a joint in it, and what is known of its form."""

    text: str = ""
    joint: Joint = Joint.TEXT
    block: Block
    bold: bool = False
    link: bool = False
    left_out: bool = False
    """Whether it is of the page and not of the minutes, and certainly so."""


PieceLine = tuple[str, list[Piece]]
"""A line, and the pieces it is made of; a blank one has those of the line before."""


def to_lines(pieces: Iterable[Piece]) -> Iterator[PieceLine]:
    """Yield the lines of a page, a blank one where it shows a gap; tabs part what stands side by side."""
    line, breaks, waiting = list[Piece](), 0, ""
    for piece in pieces:
        if piece.joint is Joint.MARK:
            waiting = piece.text and waiting + piece.text
        elif piece.joint is Joint.CELL:
            if line and _block(line) is not piece.block:  # the first cell of this row was empty
                yield from _ended(line, breaks)
                line = []
            breaks, waiting = 0, "\t" if line else waiting
        elif piece.joint is Joint.BREAK:
            in_row = piece.block.kind is BlockKind.TABLE_ROW
            breaks = breaks if waiting else 1 if in_row else breaks + 1
        elif piece.text.isspace():
            line += [piece] if line and not breaks and not waiting else []
        else:
            if breaks and line:
                yield from _ended(line, breaks)
                line = []
            line.append(replace(piece, text=waiting + piece.text) if waiting else piece)
            breaks, waiting = 0, ""
    if line:
        yield from _ended(line, 1)


def _ended(line: list[Piece], breaks: int) -> Iterator[PieceLine]:
    yield _squeeze("".join(piece.text for piece in line)), line
    if breaks > 1:
        yield "", line


def _squeeze(line: str) -> str:
    """Return a line with runs of blanks as one; a leading blank marks a bullet."""
    cells = [" ".join(cell.split()) for cell in line.split("\t")]
    text = "\t".join(cell for cell in cells if cell)
    return f" {text}" if text.startswith("•") else text


def shaped(lines: Iterable[PieceLine]) -> Iterator[tuple[str, Block]]:
    """Yield each line with its block, which is bold or a link where all its pieces are."""
    for _, same in groupby(lines, key=lambda line: id(_block(line[1]))):
        run = list(same)
        words = [piece for _, pieces in run for piece in pieces if not _is_sign(piece)]
        block = replace(
            _block(run[0][1]),
            bold=bool(words) and all(piece.bold for piece in words),
            link=bool(words) and all(piece.link for piece in words),
        )
        yield from ((text, block) for text, _ in run)


def _block(line: list[Piece]) -> Block:
    """Return the block that a line begins in; a number is part of the block of its title."""
    return next((piece.block for piece in line if not _is_sign(piece)), line[0].block)


def _is_sign(piece: Piece) -> bool:
    """Whether a piece is a bullet, a number, or nothing that anybody sees."""
    return not piece.text.strip(" \t•") or NUMBER.match(piece.text.strip()) is not None
