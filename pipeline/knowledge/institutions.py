"""The register of institutions known by name all over the country."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.knowledge.rows import Row, check_unique, read_rows

FILE = "institutions.csv"
COLUMNS = ("name", "kind", "abbreviation", "aliases")


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """An institution: its name as it writes itself, what it is, other names."""

    name: str
    kind: str
    abbreviation: str = ""
    aliases: tuple[str, ...] = ()


def read_institutions(folder: Path) -> tuple[Institution, ...]:
    """Return the institutions of `institutions.csv` in `folder`.

    Raises:
        KnowledgeError: the file is not as data/knowledge/README.md says.

    """
    rows = read_rows(folder / FILE, COLUMNS)
    check_unique(rows, "name")
    return tuple(_institution(row) for row in rows)


def _institution(row: Row) -> Institution:
    if " " in row["abbreviation"]:
        raise row.error(f"the abbreviation {row['abbreviation']!r} is several words; write it under aliases")
    return Institution(
        name=row.required("name"),
        kind=row.required("kind"),
        abbreviation=row["abbreviation"],
        aliases=row.names("aliases"),
    )
