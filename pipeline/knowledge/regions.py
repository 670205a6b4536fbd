"""The register of regions."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.knowledge.rows import check_unique, read_rows

FILE = "regions.csv"
COLUMNS = ("code", "name", "short", "aliases")


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A region: its official code and name, its part of the country, other names."""

    code: str
    name: str
    short: str
    aliases: tuple[str, ...] = ()


def read_regions(folder: Path) -> tuple[Region, ...]:
    """Return the regions of `regions.csv` in `folder`.

    Raises:
        KnowledgeError: the file is not as data/knowledge/README.md says.

    """
    rows = read_rows(folder / FILE, COLUMNS)
    check_unique(rows, "code")
    check_unique(rows, "name")
    return tuple(
        Region(
            code=row.required("code"),
            name=row.required("name"),
            short=row.required("short"),
            aliases=row.names("aliases"),
        )
        for row in rows
    )
