"""What is named in the archive, kind by kind, and all that is known of one name."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from pipeline.app.overview import Grid
from pipeline.app.session import Session
from pipeline.archive import Archive, Count, ItemSummary, NamedCase
from pipeline.domain import Correction, Kind, Label, NameChange, Opinion, Signature, labels, slug
from pipeline.errors import CorrectionError, ItemNotFoundError

NEWEST, CASES = 20, 20
READ = 200
"""Items that are read for the roles of a person: the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a person was, where, and between which days the minutes say so."""

    role: str
    organisation: str
    first: dt.date
    last: dt.date
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NameView:
    """What the archive knows of one name."""

    kind: Kind
    name: str
    items: int
    years: tuple[Count, ...]
    """Every year from the first to the last it is named in."""
    themes: tuple[Count, ...]
    roles: tuple[Role, ...]
    """The newest first; of persons alone."""
    cases: tuple[NamedCase, ...]
    newest: tuple[ItemSummary, ...]
    also: Mapping[str, Correction]
    """Names that persons joined with it, and the entry of the log that did."""

    @property
    def by_year(self) -> Grid:
        """The years as a grid of one row."""
        return Grid(
            rows=(self.name,),
            columns=tuple(year.name for year in self.years),
            numbers=(tuple(year.items for year in self.years),),
        )


def named_kinds() -> tuple[Kind, ...]:
    """Return the kinds whose names are listed: those that are shown by their norm."""
    return tuple(label.kind for label in labels() if label.kind.shown_by_norm)


def kind_address(kind: Kind) -> str:
    """Return what an address calls a kind.

    >>> kind_address(Label.MUNICIPALITY.kind)
    'kommuner'
    """
    return slug(kind.plural)


def listed_kind(kind: str) -> Label:
    """Return the kind whose names are listed at an address, or that has such a code or name.

    Raises:
        ItemNotFoundError: there is none; the error names those that are.

    """
    wanted, known = kind.casefold(), named_kinds()
    for one in known:
        if wanted in (kind_address(one), one.code.casefold(), one.name.casefold()):
            return Label(one.code)
    raise ItemNotFoundError("no-such-kind", kind=kind, known=[kind_address(one) for one in known])


def read_name(session: Session, kind: str, name: str) -> NameView:
    """Return what the archive knows of a name.

    Raises:
        ItemNotFoundError: no such kind is listed, or no item mentions the name.

    """
    label, archive = listed_kind(kind), session.archive
    found = archive.find_name(label, name)
    if found is None:
        raise ItemNotFoundError("no-such-name", name=name, kind=label.kind.plural.lower())
    (years, themes), also = archive.count_name(label, found), dict(_also(archive, label, found))
    read = archive.found_with_name(label, found, READ) if label is Label.PERSON else ()
    return NameView(
        kind=label.kind,
        name=found,
        items=sum(year.items for year in years),
        years=_without_gaps(years),
        themes=themes,
        roles=_roles({found, *also}, read),
        cases=archive.cases_with_name(label, found, CASES),
        newest=archive.items_with_name(label, found, NEWEST),
        also=also,
    )


def parse_same(written: str) -> NameChange:
    """Return the change that "institution:Egely=Botilbuddet Egely" asks for: the second is what it goes by.

    Raises:
        CorrectionError: it is not of this form.
        ItemNotFoundError: no names of such a kind are listed.

    """
    kind, _, names = written.partition(":")
    name, _, canonical = (part.strip() for part in names.partition("="))
    if not name or not canonical:
        raise CorrectionError("misformed-same-name", written=written)
    return NameChange(label=listed_kind(kind), name=name, canonical=canonical)


def join_names(session: Session, change: NameChange, signature: Signature) -> tuple[Correction]:
    """Say that two names are of one thing, wherever in the archive they are.

    Raises:
        CorrectionError: no item mentions one of them, or they are one already.

    """
    return (session.archive.join_names(change, signature),)


def _also(archive: Archive, label: Label, name: str) -> Iterator[tuple[str, Correction]]:
    joined = archive.joined()
    for entry in archive.joins():
        change = entry.change
        if isinstance(change, NameChange) and joined.get((label, change.name)) == name:
            yield change.name, entry


def _without_gaps(years: Sequence[Count]) -> tuple[Count, ...]:
    number = {int(year.name): year.items for year in years}
    return tuple(Count(name=str(y), items=number.get(y, 0)) for y in range(min(number), max(number) + 1))


def _roles(names: Set[str], read: Iterable[tuple[dt.date, Opinion]]) -> tuple[Role, ...]:
    """Return the roles that minutes give a person, by all its names, the newest first."""
    days: dict[tuple[str, str], list[dt.date]] = {}
    for day, found in read:
        held = {
            (mention.role, mention.organisation)
            for mention in found.entities
            if mention.label is Label.PERSON and mention.norm in names and mention.role + mention.organisation
        }
        for role in sorted(held):
            days.setdefault(role, []).append(day)
    roles = (
        Role(role=role, organisation=where, first=min(own), last=max(own), items=len(own))
        for (role, where), own in days.items()
    )
    return tuple(sorted(roles, key=lambda role: (role.last, role.first), reverse=True))
