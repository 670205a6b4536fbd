"""The register of laws: short name, abbreviation and full name."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.knowledge.rows import check_unique, read_rows

FILE = "laws.csv"
COLUMNS = ("short", "abbreviation", "name", "aliases")


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A law by its short name, which norms are written with."""

    short: str
    abbreviation: str = ""
    name: str = ""
    aliases: tuple[str, ...] = ()


def read_laws(folder: Path) -> tuple[Law, ...]:
    """Return the laws of `laws.csv` in `folder`.

    Raises:
        KnowledgeError: the file is not as data/knowledge/README.md says.

    """
    rows = read_rows(folder / FILE, COLUMNS)
    check_unique(rows, "short")
    return tuple(
        Law(
            short=row.required("short"),
            abbreviation=row["abbreviation"],
            name=row.required("name"),
            aliases=row.names("aliases"),
        )
        for row in rows
    )
