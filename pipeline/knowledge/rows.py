"""Rows of a register: a CSV file with a heading line, each row remembering its line."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import KnowledgeError


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a register, and where it stands."""

    path: Path
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def required(self, column: str) -> str:
        """Return the cell of `column`, which may not be empty."""
        if not self.cells[column]:
            raise self.error(f"{column} is empty; every row needs one")
        return self.cells[column]

    def names(self, column: str) -> tuple[str, ...]:
        """Return the cell of `column` as names, which `|` stands between."""
        return tuple(name for name in map(str.strip, self.cells[column].split("|")) if name)

    def error(self, problem: str) -> KnowledgeError:
        """Return an error that says where this row stands."""
        return KnowledgeError(f"{self.path}: line {self.line}: {problem}")


def read_rows(path: Path, columns: Sequence[str]) -> tuple[Row, ...]:
    """Return the rows of the CSV file at `path`, whose heading line names `columns`.

    Raises:
        KnowledgeError: the file is missing, no UTF-8, or a line has not those columns.

    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"cannot read the register {path}: {error}") from error
    return tuple(_rows(path, text, list(columns)))


def check_unique(rows: Sequence[Row], column: str) -> None:
    """Raise KnowledgeError where two rows have the same cell in `column`."""
    seen: dict[str, int] = {}
    for row in rows:
        if row[column] in seen:
            line = seen[row[column]]
            raise row.error(f"{column} {row[column]!r} stands already in line {line}; delete one of them")
        seen[row[column]] = row.line


def _rows(path: Path, text: str, columns: list[str]) -> Iterator[Row]:
    reader = csv.reader(text.splitlines())
    heading = [cell.strip() for cell in next(reader, [])]
    if heading != columns:
        raise KnowledgeError(f"{path}: line 1: the heading must be {','.join(columns)}")
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            problem = f"{len(cells)} columns, not {len(columns)}; put a cell that holds a comma in quotes"
            raise KnowledgeError(f"{path}: line {reader.line_num}: {problem}")
        stripped = (cell.strip() for cell in cells)
        yield Row(path=path, line=reader.line_num, cells=dict(zip(columns, stripped, strict=True)))
