"""What links, search and cases ask of the archive: the parts they are made of, and whether these changed."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.archive.corrected import CorrectedArchive
from pipeline.archive.values import Facets, Found, Hit, KeptCase, StoredVectors
from pipeline.domain import EVERYTHING, Filters, Passage


class FollowedArchive(CorrectedArchive):
    """The part of an archive that an index follows, and that search and cases stand on."""

    def meeting_states(self, since: int = -1) -> dict[str, str]:
        """Return for each meeting a word that changes whenever its items, tags or vectors do, oldest first.

        Two archives never have the same word for a meeting, even of one text. With `since`, of all
        that changed after the archive had that `generation`, and maybe others: few, however many
        there are. Meetings that were deleted are told by how many are left.
        """
        from pipeline.archive.lookup import meeting_states

        with self._database.reading() as connection:
            return meeting_states(connection, since)

    def meeting_count(self) -> int:
        """Return how many meetings there are."""
        from pipeline.archive.lookup import count_meetings

        with self._database.reading() as connection:
            return count_meetings(connection)

    @property
    def file(self) -> Path | None:
        """The file the archive is in; None on a server or in memory."""
        return self._database.file

    def matching(self, query: str, filters: Filters = EVERYTHING) -> tuple[str, ...]:
        """Return the ids of all items that `search` would find without a limit, in its order."""
        from pipeline.archive.conditions import conditions
        from pipeline.archive.search import match_all

        with self._database.reading() as connection:
            return match_all(connection, self._database.index, query, conditions(filters))

    def hits(self, query: str, found: Sequence[Found]) -> tuple[Hit, ...]:
        """Return items found by other means as hits, their lines those that answer `query` best."""
        from pipeline.archive.search import show_found

        with self._database.reading() as connection:
            return show_found(connection, query, found)

    def facets(self, item_ids: Sequence[str]) -> Facets:
        """Return in how many of these items each theme, committee, municipality and year is."""
        from pipeline.archive.facets import read_facets

        with self._database.reading() as connection:
            return read_facets(connection, item_ids)

    def cases(self) -> dict[str, KeptCase]:
        """Return the case of every matter that was ever put into one, by the key it had then."""
        from pipeline.archive.cases import read_cases

        with self._database.reading() as connection:
            return read_cases(connection)

    def keep_cases(self, found: Mapping[str, KeptCase]) -> None:
        """Note the case of each of these matters. No change that links or tags must follow."""
        from pipeline.archive.cases import write_cases

        with self._database.writing() as connection:
            write_cases(connection, found)

    def vectors(self, meeting_id: str) -> StoredVectors:
        """Return the vectors of all passages of a meeting, in order.

        Raises:
            ItemNotFoundError: there is no such meeting.

        """
        from pipeline.archive.lookup import find_meeting
        from pipeline.archive.vectors import of_meeting

        with self._database.reading() as connection:
            return of_meeting(connection, find_meeting(connection, meeting_id).id)

    def item_vectors(self, item_id: str) -> StoredVectors:
        """Return the vectors of one item's passages, in order.

        Raises:
            ItemNotFoundError: there is no such item; the message names ids like it.

        """
        from pipeline.archive.lookup import item_row
        from pipeline.archive.vectors import of_item

        with self._database.reading() as connection:
            return of_item(connection, item_row(connection, item_id))

    def passage_at(self, item_id: str, start: int) -> Passage:
        """Return the passage of an item that begins at this character of the source.

        Raises:
            ItemNotFoundError: there is none.

        """
        from pipeline.archive.lookup import find_passage

        with self._database.reading() as connection:
            return find_passage(connection, item_id, start)
