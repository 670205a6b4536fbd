"""Which items are asked for, as a mask over the rows of the store."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.domain import Label
from pipeline.links.document import THEME, Tag
from pipeline.links.store import Store

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFilters:
    """Which items may be shown; what is None or empty does not restrict. Upper and lower case are one."""

    committee: str | None = None
    """Name as printed, or slug as in item ids."""
    theme: str | None = None
    """A theme that is assigned to the item."""
    municipality: str | None = None
    """Official name, "Kommune" may be left out."""
    person: str | None = None
    """Full name, or the last part of it."""
    institution: str | None = None
    """Full name, or the last part of it."""
    after: dt.date | None = None
    """Later than this day."""
    before: dt.date | None = None
    """Earlier than this day."""
    among: frozenset[str] | None = None
    """Item ids."""
    never: frozenset[str] = frozenset()
    """Item ids that are not shown, such as links a user rejected."""
    always: frozenset[str] = frozenset()
    """Item ids that are shown first, however improbable, such as links a user confirmed."""


NO_FILTERS = LinkFilters()


def passing(store: Store, filters: LinkFilters) -> Mask:
    """Return which rows of the store pass the filters."""
    keep: Mask = store.alive.values.copy()
    if filters.before is not None:
        keep &= store.days.values < filters.before.toordinal()
    if filters.after is not None:
        keep &= store.days.values > filters.after.toordinal()
    if filters.committee is not None:
        keep &= np.isin(store.committee.values, _committees(store, filters.committee))
    for tags in _tags(store, filters):
        keep &= _marked(store, (row for tag in tags for row in store.has_tag(tag).tolist()))
    if filters.among is not None:
        keep &= _marked(store, (store.rows[one] for one in filters.among if one in store.rows))
    for item_id in filters.never & store.rows.keys():
        keep[store.rows[item_id]] = False
    return keep


def _marked(store: Store, rows: Iterable[int]) -> Mask:
    mask = np.zeros(len(store), dtype=bool)
    mask[np.fromiter(rows, dtype=np.int64)] = True
    return mask


def _committees(store: Store, wanted: str) -> list[int]:
    """Return the numbers of the committees of this name, else of this slug."""
    folded = _folded(wanted)
    named = [number for name, number in store.committees.items() if _folded(name) == folded]
    if named:
        return named
    numbers, rows = np.unique(store.committee.values, return_index=True)
    slugs = zip(numbers.tolist(), rows.tolist(), strict=True)
    return [number for number, row in slugs if store.ids[row].partition("/")[0] == folded]


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _tags(store: Store, filters: LinkFilters) -> Iterator[list[Tag]]:
    """Yield for each filter the tags of which an item must have one."""
    if filters.theme is not None:
        yield [Tag(kind=THEME, name=filters.theme)]
    if filters.municipality is not None:
        names = (filters.municipality, f"{filters.municipality} Kommune")
        yield [Tag(kind=Label.MUNICIPALITY, name=name) for name in names]
    for label, name in ((Label.PERSON, filters.person), (Label.INSTITUTION, filters.institution)):
        if name is not None:
            yield list(_ending_in(store, Tag(kind=label, name=name)))


def _ending_in(store: Store, wanted: Tag) -> Iterator[Tag]:
    """Yield the known names that are the one wanted, or end in it."""
    whole = str(wanted)
    kind, _, last = whole.partition(":")
    for key in store.tags.keys():  # noqa: SIM118 - a table, no dict
        if key == whole or (key.startswith(f"{kind}:") and key.endswith(f" {last}")):
            yield Tag(kind=kind, name=key.partition(":")[2])
