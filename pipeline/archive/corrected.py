"""The archive's part about corrections: what goes into the log, and what the log says."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.archive.values import Recut
from pipeline.corrections import BoundaryChange
from pipeline.domain import CaseChange, Change, Correction, LinkChange, Opinion, Ruling, Signature

if TYPE_CHECKING:  # not to hide a cycle: to keep SQLAlchemy out of `sagsspor --help`
    from pipeline.archive.database import Database


class CorrectedArchive:
    """Corrections of an archive: one append-only log, always in force in what is searched and shown."""

    def __init__(self, database: "Database") -> None:
        self._database = database

    def correct(
        self, item_id: str, changes: Sequence[Change], signature: Signature
    ) -> tuple[Correction, ...]:
        """Write changes of one item into the log and put them in force, all or none; return the entries.

        Themes, mentions, links, cases and questions left open: boundaries are for
        `correct_boundary`, undoing is for `undo`.

        Raises:
            ItemNotFoundError: there is no such item.
            CorrectionError: a change names what is not there.

        """
        from pipeline.archive.correct import correct_item

        with self._database.writing() as connection:
            return correct_item(connection, item_id, changes, signature)

    def correct_boundary(
        self, item_id: str, change: BoundaryChange, signature: Signature, recut: Recut
    ) -> Correction:
        """Write into the log that an item is split or merged, and put in place the items so cut.

        Raises:
            ItemNotFoundError: there is no such item.
            ArchiveError: the archive was changed since the items were tagged.

        """
        from pipeline.archive.correct import log_boundary
        from pipeline.archive.write import check_unchanged, recut_meeting

        with self._database.writing() as connection:
            check_unchanged(connection, recut)
            entry = log_boundary(connection, item_id, change, signature, recut.tagged.minutes.items)
            recut_meeting(connection, self._database.index, recut)
            return entry

    def recut(self, recut: Recut) -> None:
        """Put a meeting's items cut otherwise in place of its own, as its log says by now.

        Raises:
            ArchiveError: the archive was changed since the items were tagged.

        """
        from pipeline.archive.write import check_unchanged, recut_meeting

        with self._database.writing() as connection:
            check_unchanged(connection, recut)
            recut_meeting(connection, self._database.index, recut)

    def undo(self, number: int, signature: Signature, *, recut: Recut | None = None) -> Correction:
        """Write into the log that an entry no longer holds; undo the undo to bring it back.

        `recut` are the items as they are cut then, where the entry is about boundaries.

        Raises:
            CorrectionError: there is no such entry, or it is undone already.
            ArchiveError: the archive was changed since the items were tagged.

        """
        from pipeline.archive.correct import undo_entry
        from pipeline.archive.write import check_unchanged, recut_meeting

        with self._database.writing() as connection:
            if recut is None:
                return undo_entry(connection, number, signature)
            check_unchanged(connection, recut)
            entry = undo_entry(connection, number, signature)
            recut_meeting(connection, self._database.index, recut)
            return entry

    def take(self, logs: Iterable[tuple[str, Sequence[Correction]]]) -> int:
        """Take entries of another archive's log into this one, by meeting; return how many were new.

        They are numbered in the order they were made, whatever meetings they are of.

        Raises:
            ItemNotFoundError: there is no such meeting.
            SourceError: an entry undoes one that is not among them.

        """
        from pipeline.archive.exchange import take_entries

        with self._database.writing() as connection:
            return take_entries(connection, logs)

    def corrections(self, item_id: str | None = None) -> tuple[Correction, ...]:
        """Return the log in order, undone entries and undos too; `corrections.active` tells those that hold.

        With an item, those made of it, under whatever number it then had.

        Raises:
            ItemNotFoundError: neither the archive nor the log knows the item.

        """
        from pipeline.archive.log import read_log
        from pipeline.archive.placed import log_of_item

        with self._database.reading() as connection:
            return read_log(connection) if item_id is None else log_of_item(connection, item_id)

    def in_force(self) -> tuple[tuple[str, Correction], ...]:
        """Return the active corrections that hold for an item of the archive, oldest first, each with its id.

        Of a pair both items must read as they did; the second one is named as it is now.
        """
        from pipeline.archive.placed import in_force

        with self._database.reading() as connection:
            return tuple(in_force(connection))

    def waiting(self) -> tuple[Correction, ...]:
        """Return the active corrections whose text is not in the archive: changed since, or taken out.

        Of a pair it is enough that one of the two reads otherwise; of a mention that was
        changed, that the models do not find it any more.
        """
        from pipeline.archive.placed import waiting

        with self._database.reading() as connection:
            return waiting(connection)

    def link_rulings(self) -> tuple[Ruling, ...]:
        """Return which earlier items (`other`) are always shown for an item, or never."""
        from pipeline.archive.placed import rulings

        with self._database.reading() as connection:
            return rulings(connection, LinkChange)

    def case_rulings(self) -> tuple[Ruling, ...]:
        """Return which pairs of items must be of one case, or must not; one ruling a pair, oldest first."""
        from pipeline.archive.placed import rulings

        with self._database.reading() as connection:
            return rulings(connection, CaseChange)

    def opinion(self, item_id: str) -> Opinion:
        """Return what the models alone said of an item.

        Raises:
            ItemNotFoundError: there is no such item.

        """
        from pipeline.archive.retag import opinion_of

        with self._database.reading() as connection:
            return opinion_of(connection, item_id)

    def retag(self, opinions: Mapping[str, Opinion]) -> None:
        """Keep what other models say of items, by their ids; what persons corrected holds on.

        Raises:
            ItemNotFoundError: an item is gone.

        """
        from pipeline.archive.retag import retag_items

        with self._database.writing() as connection:
            retag_items(connection, opinions)

    def stale(self, version: str) -> int:
        """Return how many items another version of the theme model tagged."""
        from pipeline.archive.retag import count_stale

        with self._database.reading() as connection:
            return count_stale(connection, version)

    def models(self) -> dict[str, str]:
        """Return the version of the theme model that tagged each item, oldest meeting first."""
        from pipeline.archive.retag import models

        with self._database.reading() as connection:
            return models(connection)
