"""The registers a user edits, as data/knowledge/README.md says: one row of a CSV file an entry."""

import csv
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import KnowledgeError

Entry = TypeVar("Entry")
CODE = re.compile(r"[1-9]\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """A municipality: official three-digit code and name, its name as a bare word."""

    code: str
    name: str
    short: str
    region: str
    seat: str
    """The town its administration sits in; most municipalities are named after it."""
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the code."""
        if not CODE.fullmatch(self.code):
            raise ValueError(f"the code {self.code!r} is not three digits, as 461")

    def spellings(self) -> tuple[str, ...]:
        """Return every way the bare name is written, the usual one first.

        >>> name = "Høje-Taastrup"
        >>> one = Municipality(code="169", name=f"{name} Kommune", short=name, region="", seat="Taastrup")
        >>> one.spellings()
        ('Høje-Taastrup', 'Høje-Tåstrup', 'Høje Taastrup', 'Høje Tåstrup')
        """
        bare = self.name.removesuffix(" Kommune").removesuffix(" Regionskommune")
        names = (self.short, bare, *self.aliases)
        return tuple(dict.fromkeys(form for name in names for form in _forms(name)))


def _forms(name: str) -> Iterator[str]:
    """Yield a double name joined with or without its hyphen, each with both letters for å."""
    for one in dict.fromkeys((name, name.replace("-", " "))):
        yield one
        if "aa" in one.lower():
            yield one.replace("Aa", "Å").replace("aa", "å")
        else:
            yield one.replace("Å", "Aa").replace("å", "aa")


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A region: its official code and name, its part of the country, other names."""

    code: str
    name: str
    short: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """An institution: its name as it writes itself, what it is, other names."""

    name: str
    kind: str
    abbreviation: str = ""
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check that the abbreviation is one."""
        if " " in self.abbreviation:
            raise ValueError(
                f"the abbreviation {self.abbreviation!r} is several words; write it under aliases"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A law by its short name, which norms are written with."""

    short: str
    abbreviation: str = ""
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All the registers."""

    municipalities: tuple[Municipality, ...]
    regions: tuple[Region, ...]
    institutions: tuple[Institution, ...]
    laws: tuple[Law, ...]
    first_names: frozenset[str]
    towns: frozenset[str]


def load_knowledge(folder: Path) -> Knowledge:
    """Return the registers in `folder`.

    Raises:
        KnowledgeError: a register is missing or not as data/knowledge/README.md says;
            the message names the file, the line and what to do.

    """
    knowledge = Knowledge(
        municipalities=read_municipalities(folder),
        regions=read_regions(folder),
        institutions=read_institutions(folder),
        laws=read_laws(folder),
        first_names=read_first_names(folder),
        towns=read_towns(folder),
    )
    known = {region.name for region in knowledge.regions}
    for municipality in knowledge.municipalities:
        if municipality.region not in known:
            raise KnowledgeError(
                "unknown-region",
                file=folder / "municipalities.csv",
                municipality=municipality.name,
                region=municipality.region,
            )
    return knowledge


def read_municipalities(folder: Path) -> tuple[Municipality, ...]:
    """Return the municipalities of `municipalities.csv` in `folder`."""
    return read_register(folder / "municipalities.csv", Municipality, ("code", "name"))


def read_regions(folder: Path) -> tuple[Region, ...]:
    """Return the regions of `regions.csv` in `folder`."""
    return read_register(folder / "regions.csv", Region, ("code", "name"))


def read_publishers(folder: Path) -> tuple[str, ...]:
    """Return the official names of the municipalities and regions in `folder`."""
    municipalities = (municipality.name for municipality in read_municipalities(folder))
    return (*municipalities, *(region.name for region in read_regions(folder)))


def read_institutions(folder: Path) -> tuple[Institution, ...]:
    """Return the institutions of `institutions.csv` in `folder`."""
    return read_register(folder / "institutions.csv", Institution, ("name",))


def read_laws(folder: Path) -> tuple[Law, ...]:
    """Return the laws of `laws.csv` in `folder`."""
    return read_register(folder / "laws.csv", Law, ("short",))


def read_first_names(folder: Path) -> frozenset[str]:
    """Return the names of `first_names.csv` in `folder`, by which a person's is known from other names."""
    return _read_names(folder / "first_names.csv")


def read_towns(folder: Path) -> frozenset[str]:
    """Return the towns of `towns.csv` in `folder`, and those of the municipalities."""
    named = {form for one in read_municipalities(folder) for form in (*one.spellings(), one.seat)}
    return _read_names(folder / "towns.csv") | named


def _read_names(path: Path) -> frozenset[str]:
    return frozenset(row.required("name") for row in read_rows(path, ("name",)))


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
        return KnowledgeError("register-line", file=self.path, line=self.line, problem=problem)


def read_register(path: Path, entry: Callable[..., Entry], unique: Sequence[str]) -> tuple[Entry, ...]:
    """Return an entry a row of the CSV file at `path`: a dataclass whose fields are the columns.

    A cell may be empty where the field has a default.

    Raises:
        KnowledgeError: as `read_rows`, or an entry raises a ValueError that says what is wrong with it.

    """
    kind: Any = entry
    columns = fields(kind)

    def read(row: Row) -> Entry:
        cells: dict[str, object] = {}
        for column in columns:
            value = row.required if column.default is MISSING else row.__getitem__
            cells[column.name] = (row.names if column.default == () else value)(column.name)
        try:
            return entry(**cells)
        except ValueError as error:
            raise row.error(str(error)) from error

    return tuple(map(read, read_rows(path, [column.name for column in columns], unique)))


def read_rows(path: Path, columns: Sequence[str], unique: Sequence[str] = ()) -> tuple[Row, ...]:
    """Return the rows of the CSV file at `path`, whose heading line names `columns`.

    Raises:
        KnowledgeError: the file is missing, no UTF-8, a line has not those columns, or two
            lines have the same cell in a column of `unique`.

    """
    try:
        rows = tuple(_rows(path, path.read_text(encoding="utf-8-sig"), list(columns)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise KnowledgeError("register-unreadable", file=path, reason=error) from error
    for column in unique:
        seen: dict[str, int] = {}
        for row in rows:
            line = seen.setdefault(row[column], row.line)
            if line != row.line:
                raise row.error(f"{column} {row[column]!r} stands already in line {line}; delete one of them")
    return rows


def _rows(path: Path, text: str, columns: list[str]) -> Iterator[Row]:
    reader = csv.reader(text.splitlines())
    heading = [cell.strip() for cell in next(reader, [])]
    if heading != columns:
        raise KnowledgeError("register-heading", file=path, heading=",".join(columns))
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            problem = f"{len(cells)} columns, not {len(columns)}; put a cell that holds a comma in quotes"
            raise KnowledgeError("register-line", file=path, line=reader.line_num, problem=problem)
        stripped = (cell.strip() for cell in cells)
        yield Row(path=path, line=reader.line_num, cells=dict(zip(columns, stripped, strict=True)))


def read_tables(path: Path) -> dict[str, Any]:
    """Return what the TOML file at `path` holds.

    Raises:
        KnowledgeError: the file is missing or no TOML.

    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise KnowledgeError("register-unreadable", file=path, reason=error) from error
