"""Tables with an item a row: number and title in the first cells, what was said of it in the next."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.domain import SectionName
from pipeline.minutes.document import Block, BlockKind, Line
from pipeline.minutes.structure.words import SECTION_WORDS

_TITLES = frozenset({
    "punkt", "punkter", "emne", "emner", "dagsorden", "dagsordenspunkt", "dagsordenspunkter",
    "dagsordenpunkt", "dagsordenpunkter", "sag", "sager",
    "tema",
})  # fmt: skip
_TEXTS = frozenset({
    "referat", "beslutning", "beslutninger", "drøftelse", "konklusion", "noter", "kommentarer", "opsamling",
    "bemærkninger", "aftaler", "status",
})  # fmt: skip
_OTHERS = frozenset({
    "nr", "nummer", "pkt", "ansvarlig", "ansvar", "hvem", "tid", "tidspunkt", "deadline", "frist",
    "opfølgning", "bilag", "form", "og", "indstilling", "formål", "mål", "varighed", "proces",
})  # fmt: skip
"""What may head the other columns of a table of items."""
_HEADED = re.compile(r"(?i)(?:(?:punkt|pkt\.?|ad\.?)\s*)?(?P<number>\d{1,3})[.:)]?(?P<title>\s+[^\d\s].*)?$")
_SENTENCE = re.compile(r".*[.!?]$|.{80}", re.S)
_STATED = frozenset({
    SectionName.RESUME, SectionName.SAGSFREMSTILLING, SectionName.INDSTILLING, SectionName.BESLUTNING,
})  # fmt: skip
_FEWEST_SECTIONS = 2
"""So many rows begin with the word of such a section, where rows are sections."""
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

    >>> rows = ["1. Ny badebro\tUdsat.", "2. Ålegræs\tDrøftet.", "3. Eventuelt\tIntet."]
    >>> starts = [Block(kind=BlockKind.TABLE_ROW, start=at) for at in range(3)]
    >>> parted = part_item_rows([Line(text=a, start=b.start, end=30, block=b) for a, b in zip(rows, starts)])
    >>> [line.text for line in parted]
    ['1. Ny badebro', 'Udsat.', '2. Ålegræs', 'Drøftet.', '3. Eventuelt', 'Intet.']
    """
    rows = {row.line.start: row for row in (*_numbered(lines), *_named(lines))}
    return tuple(
        part for line in lines for part in (_parts(line, rows[line.start]) if line.start in rows else (line,))
    )


def part_section_rows(lines: Sequence[Line]) -> tuple[Line, ...]:
    r"""Return the lines, each row of a word that heads a section and its text parted into the two.

    Some sites print an item as a table: "Resumé | Broen er slidt.", "Beslutning | Udsat.".

    >>> rows = ["Resumé\tSlidt.", "Beslutning\tUdsat."]
    >>> starts = [Block(kind=BlockKind.TABLE_ROW, start=at) for at in range(2)]
    >>> lines = [Line(text=a, start=b.start, end=20, block=b) for a, b in zip(rows, starts)]
    >>> [line.text for line in part_section_rows(lines)]
    ['Resumé', 'Slidt.', 'Beslutning', 'Udsat.']
    """
    rows = [line for line in lines if _begins_row(line) and _section_of_row(line)]
    stated = [line.start for line in rows if _section_of_row(line) in _STATED]
    if len(stated) < _FEWEST_SECTIONS:
        return tuple(lines)
    # Above the first of them the head may be such a table: "Fraværende | Åse Holm".
    headed = {line.start for line in rows if line.start >= stated[0]}
    return tuple(
        part for line in lines for part in (_section_parts(line) if line.start in headed else (line,))
    )


def _section_of_row(line: Line) -> SectionName | None:
    """Return the section that the first of two cells heads; the other holds no heading."""
    word, *others = line.text.split("\t")
    text = others[0].strip() if len(others) == 1 else ""
    told = any(map(str.isalpha, text)) and text.strip(" :").lower() not in SECTION_WORDS
    return SECTION_WORDS.get(word.strip(" :").lower()) if told else None


def _section_parts(line: Line) -> Iterator[Line]:
    return _parts(line, _Row(line=line, text=line.text.index("\t") + 1, number=1))


def _in_table(line: Line | None) -> bool:
    return line is not None and line.block is not None and line.block.kind is BlockKind.TABLE_ROW


def _begins_row(line: Line) -> bool:
    """Whether a row of a table begins with a line."""
    return _in_table(line) and line.block is not None and line.block.start == line.start


def _named(lines: Sequence[Line]) -> Iterator[_Row]:
    """Yield the rows of items below a row that names their columns; above it, the head may be a table.

    In some PDFs the last cell of a row stands below it: a row with a number goes on with the table.
    """
    column: int | None = None
    for before, line in zip([None, *lines], lines, strict=False):
        if not _begins_row(line):
            continue
        goes_on = _in_table(before) or line.text[0].isdecimal()
        named = _title_column(line)
        column = (column if goes_on else None) if named is None else named
        if named is None and column is not None and (row := _named_row(line, column)):
            yield row


def _named_row(line: Line, column: int) -> _Row | None:
    """Return the row of an item whose title stands in a column; a sentence is none."""
    cells = line.text.split("\t")[: column + 1]
    title = cells[-1] if len(cells) > column else ""
    if not any(map(str.isalpha, title)) or _SENTENCE.match(title):
        return None
    return _Row(line=line, text=_length(cells))


def _title_column(line: Line) -> int | None:
    """Return which column has the titles of items, if a line names the columns of a table of them."""
    names = [cell.strip(" .:").casefold() for cell in line.text.split("\t")]
    words = [set(re.split(r"\W+", name)) for name in names]
    if not all(some <= _TITLES | _TEXTS | _OTHERS for some in words):
        return None
    titles = [at for at, some in enumerate(words) if some & _TITLES]
    told = any(some & _TEXTS for some in words[titles[0] + 1 :]) if titles else False
    return titles[0] if told else None


def _numbered(lines: Sequence[Line]) -> Iterator[_Row]:
    """Yield rows whose numbers rise one by one, if most of them hold a sentence."""
    run: list[_Row] = []
    for row in (*filter(None, map(_numbered_row, filter(_begins_row, lines))), None):
        if row and (not run or row.number == run[-1].number + 1):
            run.append(row)
            continue
        told = [one for one in run if any(map(_SENTENCE.match, one.line.text[one.text :].split("\t")))]
        if len(run) >= _FEWEST and 2 * len(told) > len(run):
            yield from run
        run = [row] if row else []


def _numbered_row(line: Line) -> _Row | None:
    cells = line.text.split("\t")
    headed = _HEADED.match(cells[0].strip())
    own = 1 if headed and headed["title"] else 2
    if headed is None or len(cells) <= own:
        return None
    return _Row(line=line, number=int(headed["number"]), text=_length(cells[:own]))


def _length(cells: Sequence[str]) -> int:
    """Return how many characters cells take, the tab behind each counted."""
    return sum(len(cell) + 1 for cell in cells)


def _parts(line: Line, row: _Row) -> Iterator[Line]:
    """Yield the heading in a row and what was said of it; no line end parts the two."""
    heading, first = line.text[: row.text].rstrip(), line.start + row.text
    yield replace(
        line,
        text=heading,
        end=line.start + len(heading),
        block=Block(kind=BlockKind.HEADING, start=line.start, end=line.start + len(heading), level=2),
        titled=not row.number,
    )
    if line.text[row.text :].strip():
        said = Block(kind=BlockKind.PARAGRAPH, start=first, end=line.end)
        yield Line(text=line.text[row.text :], start=first, end=line.end, glued=True, block=said)
