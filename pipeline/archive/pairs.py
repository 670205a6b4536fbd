"""Corrections of two items: where the second one is, now that its meeting may have been published again."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection

from pipeline.archive.force import Site, read_site
from pipeline.archive.lookup import find_item
from pipeline.corrections import ItemText, meeting_of, other_item, place_other, text_hash, with_other_item
from pipeline.domain import Change, Correction


class Pairs:
    """Finds the second items of corrections; each meeting is read once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sites: dict[str, Site | None] = {}

    def site(self, meeting_id: str) -> Site | None:
        """Return a meeting by its public id; None where it is not in the archive."""
        if meeting_id not in self._sites:
            self._sites[meeting_id] = read_site(self._connection, meeting_id)
        return self._sites[meeting_id]

    def present(self, entries: Iterable[Correction]) -> tuple[Correction, ...]:
        """Return entries with their second item under the id it has now.

        Those are left out whose second item is not in the archive, or does not read as it did.
        """
        return tuple(found for entry in entries if (found := self._present(entry)) is not None)

    def _present(self, entry: Correction) -> Correction | None:
        other = other_item(entry.change)
        if other is None:
            return entry
        site = self.site(meeting_of(other))
        items: tuple[ItemText, ...] = tuple(site.items.values()) if site else ()
        now = place_other(entry, items)
        return None if now is None else replace(entry, change=with_other_item(entry.change, now))


def other_hash(connection: Connection, change: Change) -> str:
    """Return how the second item of a change reads, as a hash; empty where there is none."""
    other = other_item(change)
    if other is None:
        return ""
    stored = find_item(connection, other)
    return text_hash(stored.text, stored.tagged.item.number)
