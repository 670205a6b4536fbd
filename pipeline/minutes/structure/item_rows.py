"""Tables with an item a row: number and title in the first cells, what was said of it in the next."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from pipeline.minutes.document import BlockKind, Line

_TITLES = frozenset({
    "punkt", "punkter", "emne", "emner", "dagsorden", "dagsordenspunkt", "dagsordenspunkter", "sag", "sager",
    "tema",
})  # fmt: skip
_TEXTS = frozenset({
    "referat", "beslutning", "beslutninger", "drøftelse", "konklusion", "noter", "kommentarer", "opsamling",
})  # fmt: skip
_OTHERS = frozenset({
    "nr", "nummer", "ansvarlig", "hvem", "tid", "tidspunkt", "deadline", "frist", "opfølgning", "bilag",
    "form", "og",
})  # fmt: skip
"""What may head the other columns of a table of items."""
_HEADED = re.compile(r"(?i)(?:(?:punkt|pkt\.?|ad\.?)\s*)?(?P<number>\d{1,3})[.:)]?(?P<title>\s+[^\d\s].*)?$")
_SENTENCE = re.compile(r".*[.!?]$|.{80}", re.S)
_FEWEST = 3
"""So many numbered items stand in a table that nothing heads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """The first line of a row that is an item's, and where what was said begins in it."""

    line: Line
    text: int
    number: int = 0
    """0 where the head of the column says that it has titles."""


def part_item_rows(lines: Sequence[Line]) -> tuple[Line, ...]:
    r"""Return the lines, each row of a table of items parted into its heading and what was said.

    >>> from pipeline.minutes.document import Block
    >>> rows = ["1. Ny badebro\tUdsat.", "2. Ålegræs\tDrøftet.", "3. Eventuelt\tIntet."]
    >>> starts = [Block(kind=BlockKind.TABLE_ROW, start=at) for at in range(3)]
    >>> parted = part_item_rows([Line(text=a, start=b.start, end=30, block=b) for a, b in zip(rows, starts)])
    >>> [line.text for line in parted]
    ['1. Ny badebro', 'Udsat.', '2. Ålegræs', 'Drøftet.', '3. Eventuelt', 'Intet.']
    """
    parted: list[Line] = []
    for is_table, some in groupby(lines, _in_table):
        table = tuple(some)
        rows = {row.line.start: row for row in _items(table)} if is_table else {}
        for line in table:
            parted += _parts(line, rows.get(line.start)) if rows else (line,)
    return tuple(parted)


def _in_table(line: Line) -> bool:
    return line.block is not None and line.block.kind is BlockKind.TABLE_ROW


def _items(table: Sequence[Line]) -> list[_Row]:
    """Return the rows of items: those below a row that names the columns, or numbered ones that hold text."""
    firsts = [line for line in table if line.block and line.block.start == line.start]
    for at, line in enumerate(firsts):
        if (column := _title_column(line)) is not None:
            return list(_below(firsts[at + 1 :], column))
    return _rising(list(_numbered(firsts)))


def _title_column(line: Line) -> int | None:
    """Return which column has the titles of items, if a line names the columns of a table of them."""
    names = [cell.strip(" .:").casefold() for cell in line.text.split("\t")]
    words = [set(re.split(r"\W+", name)) for name in names]
    if not all(some <= _TITLES | _TEXTS | _OTHERS for some in words):
        return None
    titles = [at for at, some in enumerate(words) if some & _TITLES]
    told = any(some & _TEXTS for some in words[titles[0] + 1 :]) if titles else False
    return titles[0] if told else None


def _below(firsts: Sequence[Line], column: int) -> Iterator[_Row]:
    for line in firsts:
        cells = line.text.split("\t")
        if (
            len(cells) > column
            and any(map(str.isalpha, cells[column]))
            and not _SENTENCE.match(cells[column])
        ):
            yield _Row(line=line, text=_length(cells[: column + 1]))


def _numbered(firsts: Sequence[Line]) -> Iterator[_Row]:
    for line in firsts:
        cells = line.text.split("\t")
        headed = _HEADED.match(cells[0].strip())
        own = 1 if headed and headed["title"] else 2
        if headed and len(cells) > own:
            yield _Row(line=line, number=int(headed["number"]), text=_length(cells[:own]))


def _rising(rows: list[_Row]) -> list[_Row]:
    """Return the rows if their numbers rise one by one and most of them hold a sentence."""
    rising = all(other.number == one.number + 1 for one, other in pairwise(rows))
    told = [row for row in rows if _SENTENCE.match(row.line.text[row.text :])]
    return rows if rising and len(rows) >= _FEWEST and 2 * len(told) > len(rows) else []


def _length(cells: Sequence[str]) -> int:
    """Return how many characters cells take, the tab behind each counted."""
    return sum(len(cell) + 1 for cell in cells)


def _parts(line: Line, row: _Row | None) -> Iterator[Line]:
    """Yield what stands in a row: a heading and what was said, which no line end parts, or text alone."""
    if line.block is None or _title_column(line) is not None:
        yield line
        return
    said = replace(line.block, kind=BlockKind.PARAGRAPH)
    if row is None:
        yield replace(line, block=said)
        return
    heading, first = line.text[: row.text].rstrip(), line.start + row.text
    block, end = replace(line.block, kind=BlockKind.HEADING, level=2), line.start + len(heading)
    yield replace(line, text=heading, end=end, block=block, titled=not row.number)
    if line.text[row.text :].strip():
        yield Line(text=line.text[row.text :], start=first, end=line.end, glued=True, block=said)
