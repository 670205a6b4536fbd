"""What a case is about by its number: the main groups and groups of KL Emnesystematik (KLE)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.knowledge.registers import read_register

FILE = "kle.csv"
NUMBER = re.compile(r"\d\d(\.\d\d)?")
# Subject and facet of a case number: "27.03.08-P20-1-22".
_AT, _CASE_NUMBER = r"(?<![\d.])", r"((\d\d)\.\d\d)\.\d\d-[A-ZÆØÅ]\d\d(?!\d)"
CASE_NUMBER = re.compile(_AT + _CASE_NUMBER)


@dataclass(frozen=True, slots=True, kw_only=True)
class KleGroup:
    """A main group ("27") or a group ("27.03"), its official title, and where that was read."""

    number: str
    title: str
    source: str

    def __post_init__(self) -> None:
        """Check the number."""
        if not NUMBER.fullmatch(self.number):
            raise ValueError(f"the number {self.number!r} is of no group, as 27 or 27.03")


def read_kle(folder: Path) -> tuple[KleGroup, ...]:
    """Return the groups of `kle.csv` in `folder`; none where a folder of one's own has no such file.

    Raises:
        KnowledgeError: a line is not as data/knowledge/README.md says.

    """
    path = folder / FILE
    return read_register(path, KleGroup, ("number",)) if path.exists() else ()


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


def titled_number(number: str, groups: Iterable[KleGroup]) -> str:
    """Return the number of a group with its title, or with that of its main group.

    >>> groups = [KleGroup(number="27", title="Social service", source="")]
    >>> titled_number("27", groups), titled_number("27.03", groups), titled_number("99.03", groups)
    ('27 Social service', '27.03 (27 Social service)', '99.03')
    """
    known = {group.number: group for group in groups}
    main = titled(known.get(number[:2]))
    return titled(known.get(number)) or (f"{number} ({main})" if main else number)


def group_numbers(case_number: str) -> frozenset[str]:
    """Return the numbers of the groups that a case number is of, whether their titles are known or not.

    >>> sorted(group_numbers("27.03.08-P20-1-22")), sorted(group_numbers("299835"))
    (['27.03'], [])
    """
    return frozenset(match[1] for match in CASE_NUMBER.finditer(case_number))


def pattern_of(number: str) -> str:
    """Return the regular expression of the case numbers of a group, or of a main group."""
    return rf"{_AT}(?={re.escape(number)}\.){_CASE_NUMBER}"
