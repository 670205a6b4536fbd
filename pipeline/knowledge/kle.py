"""What a case is about by its number: the main groups and groups of KL Emnesystematik (KLE)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.knowledge.registers import read_rows

FILE = "kle.csv"
_NUMBER = re.compile(r"\d\d(\.\d\d)?")
# Subject and facet of a case number: "27.03.08-P20-1-22".
CASE_NUMBER = re.compile(r"(?<![\d.])((\d\d)\.\d\d)\.\d\d-[A-ZÆØÅ]\d\d(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class KleGroup:
    """A main group ("27") or a group ("27.03"), its official title, and where that was read."""

    number: str
    title: str
    source: str


def read_kle(folder: Path) -> tuple[KleGroup, ...]:
    """Return the groups of `kle.csv` in `folder`; none where a folder of one's own has no such file.

    Raises:
        KnowledgeError: a line is not as data/knowledge/README.md says.

    """
    path = folder / FILE
    if not path.exists():
        return ()
    rows = read_rows(path, ("number", "title", "source"), ("number",))
    for row in rows:
        if not _NUMBER.fullmatch(row["number"]):
            raise row.error(f"the number {row['number']!r} is of no group, as 27 or 27.03")
    return tuple(
        KleGroup(**{column: row.required(column) for column in ("number", "title", "source")}) for row in rows
    )


def group_of(case_number: str, groups: Iterable[KleGroup]) -> KleGroup | None:
    """Return the narrowest known group of a case number; None where it has none, or none that is known.

    >>> groups = [KleGroup(number="27", title="Social service", source="")]
    >>> group_of("27.03.08-P20-1-22", groups).title, group_of("299835", groups)
    ('Social service', None)
    """
    match = CASE_NUMBER.search(case_number)
    known = {group.number: group for group in groups} if match else {}
    return known.get(match[1]) or known.get(match[2]) if match else None


def titled(group: KleGroup | None) -> str:
    """Return number and title of a group in one; empty for none."""
    return f"{group.number} {group.title}" if group else ""
