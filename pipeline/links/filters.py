"""Which items are asked for, as a mask over the rows of the store."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from pipeline.domain import Filters, slug
from pipeline.encoder.protocol import Flags
from pipeline.links.document import KLE, PUBLISHER, THEME, tag
from pipeline.links.store import Store
from pipeline.links.tables import Ints


def passing(store: Store, filters: Filters, never: Iterable[str] = ()) -> Flags:
    """Return which rows of the store pass the filters, the items of `never` left out."""
    keep: Flags = store.alive.values.copy()
    if filters.before is not None:
        keep &= store.days.values < filters.before.toordinal()
    if filters.after is not None:
        keep &= store.days.values > filters.after.toordinal()
    if filters.publisher is not None:
        names = {slug(filters.publisher), slug(f"{filters.publisher} Kommune")}
        keep &= _marked(store, store.tagged_rows(tag(PUBLISHER, name) for name in sorted(names)))
    if filters.committees:
        known = [store.committees[name] for name in filters.committees if name in store.committees]
        keep &= np.isin(store.committee.values, known)
    for tags in _tags(filters):
        keep &= _marked(store, store.tagged_rows(tags))
    if filters.meeting is not None:
        own = f"{filters.meeting}/"
        keep &= _marked(store, [row for item_id, row in store.rows.items() if item_id.startswith(own)])
    for item_id in never:
        if item_id in store.rows:
            keep[store.rows[item_id]] = False
    return keep


def _marked(store: Store, rows: Sequence[int] | Ints) -> Flags:
    mask = np.zeros(len(store), dtype=bool)
    mask[np.asarray(rows, dtype=np.int64)] = True
    return mask


def _tags(filters: Filters) -> Iterator[Iterable[str]]:
    """Yield for each filter the tags of which an item must have one."""
    yield from ([tag(THEME, theme)] for theme in filters.themes)
    yield from ([tag(KLE, number)] for number in [filters.kle] if number)
    yield from ([tag(label, name) for name in sorted(names)] for label, names in filters.names)
