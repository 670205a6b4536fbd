"""What belongs together in the corpus: the cases of items, and the subjects that cases have in common."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.errors import CorpusError
from pipeline.training.corpus import CorpusItem, CorpusMeeting

SAME_MATTER, RELATED = 2, 1
HEADER = ("subject", "why", "members")
"""Of the file of subjects; `why` says in Danish, to its reader, what the members have in common."""


Subjects = Mapping[str, frozenset[str]]
"""The specific subjects, each of a target group and a kind of measure, by `<committee's slug>/<case>`, or by
the id of an item that carries no case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCases:
    """The matters an item is about, those that are useful background to it, and their subjects."""

    own: frozenset[str]
    related: frozenset[str]
    subjects: frozenset[str] = frozenset()
    parts: Mapping[str, "KnownCases"] = field(default_factory=dict)
    """The same of each sub-heading, by its text."""

    def part(self, heading: str) -> "KnownCases":
        """Return what one matter of the item is about; an item that is one matter has no heading."""
        return self.parts.get(heading, NOTHING) if heading else self

    def grade(self, other: "KnownCases") -> int:
        """Return 2 for the same matter, 1 for background in either direction or one subject, else 0."""
        if self.own & other.own:
            return SAME_MATTER
        background = self.related & other.own or self.own & other.related or self.subjects & other.subjects
        return RELATED if background else 0


NOTHING = KnownCases(own=frozenset(), related=frozenset())


def read_subjects(path: Path) -> Subjects:
    """Return the subjects of a tab-separated file, by their members.

    Raises:
        CorpusError: a line has not three fields, or fewer than two members.
    """
    subjects: dict[str, frozenset[str]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        fields = tuple(line.split("\t"))
        if number == 1 and fields == HEADER:
            continue
        members = fields[-1].split()
        if len(fields) != len(HEADER) or len(members) < 2:
            raise CorpusError("misformed-subject", file=path.name, line=number)
        subjects |= {one: subjects.get(one, frozenset()) | {fields[0]} for one in members}
    return subjects


def read_cases(meetings: Sequence[CorpusMeeting], subjects: Subjects) -> Mapping[str, KnownCases]:
    """Return the cases of every item, those of its sub-headings included, and their subjects.

    A case is named with its committee before it: two committees that use one
    name do not have one matter.
    """
    return {item.id: _cases(item, meeting.slug, subjects) for meeting in meetings for item in meeting.items}


def _cases(item: CorpusItem, slug: str, subjects: Subjects) -> KnownCases:
    related = frozenset(f"{slug}/{case}" for case in item.related)

    def about(cases: Iterable[str]) -> KnownCases:
        own = frozenset(f"{slug}/{case}" for case in cases)
        shared = subjects_of(own or [item.id], subjects)
        return KnownCases(own=own, related=related if own else frozenset(), subjects=shared)

    whole = about(item.all_cases)
    return replace(
        whole,
        related=related,
        subjects=whole.subjects | subjects_of([item.id], subjects),
        parts={heading.text: about(heading.cases) for heading in item.subheadings()},
    )


def subjects_of(members: Iterable[str], subjects: Subjects) -> frozenset[str]:
    """Return the names of the subjects that any of `members` has."""
    return frozenset(name for member in members for name in subjects.get(member, ()))
