"""The subjects that cases of the corpus have in common: what makes one useful background to another."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import CorpusError

HEADER = ("subject", "why", "members")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One specific subject: the same target group and the same kind of measure."""

    name: str
    why: str
    """In Danish, what its members have in common."""
    members: tuple[str, ...]
    """Cases as `<committee's slug>/<case>`, and ids of items that carry no case."""


def read_subjects(path: Path) -> tuple[Subject, ...]:
    """Return the subjects of a tab-separated file.

    Raises:
        CorpusError: a line has not three fields, or fewer than two members.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_subjects(path, lines))


def _subjects(path: Path, lines: list[str]) -> Iterator[Subject]:
    for number, line in enumerate(lines, start=1):
        fields = tuple(line.split("\t"))
        if number == 1 and fields == HEADER:
            continue
        members = tuple(fields[-1].split())
        if len(fields) != len(HEADER) or len(members) < 2:
            raise CorpusError("misformed-subject", file=path.name, line=number)
        yield Subject(name=fields[0], why=fields[1], members=members)
