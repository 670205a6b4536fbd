"""The register of municipalities, and the ways their names are written."""

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.knowledge.rows import Row, check_unique, read_rows

FILE = "municipalities.csv"
COLUMNS = ("code", "name", "short", "region", "seat", "aliases")
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

    def spellings(self) -> tuple[str, ...]:
        """Return every way the bare name is written, the usual one first.

        >>> name = "Høje-Taastrup"
        >>> one = Municipality(code="169", name=f"{name} Kommune", short=name, region="", seat="Taastrup")
        >>> one.spellings()
        ('Høje-Taastrup', 'Høje-Tåstrup', 'Høje Taastrup', 'Høje Tåstrup')
        """
        names = (
            self.short,
            self.name.removesuffix(" Kommune").removesuffix(" Regionskommune"),
            *self.aliases,
        )
        return tuple(dict.fromkeys(form for name in names for form in _forms(name)))


def read_municipalities(folder: Path) -> tuple[Municipality, ...]:
    """Return the municipalities of `municipalities.csv` in `folder`.

    Raises:
        KnowledgeError: the file is not as data/knowledge/README.md says.

    """
    rows = read_rows(folder / FILE, COLUMNS)
    check_unique(rows, "code")
    check_unique(rows, "name")
    return tuple(_municipality(row) for row in rows)


def _municipality(row: Row) -> Municipality:
    if not CODE.fullmatch(row["code"]):
        raise row.error(f"the code {row['code']!r} is not three digits, as 461")
    return Municipality(
        code=row["code"],
        name=row.required("name"),
        short=row.required("short"),
        region=row.required("region"),
        seat=row.required("seat"),
        aliases=row.names("aliases"),
    )


def _forms(name: str) -> tuple[str, ...]:
    """Both letters for å, and a double name joined with or without its hyphen."""
    joined = (name, name.replace("-", " ")) if "-" in name else (name,)
    return tuple(form for one in joined for form in (one, _other_letter(one)))


def _other_letter(name: str) -> str:
    if "aa" in name.lower():
        return name.replace("Aa", "Å").replace("aa", "å")
    return name.replace("Å", "Aa").replace("å", "aa")
