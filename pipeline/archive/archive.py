"""The archive as the rest of the program sees it; SQLAlchemy is loaded when one is opened."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from pipeline.archive.corrected import CorrectedArchive
from pipeline.archive.values import (
    Added,
    Facets,
    Filters,
    Found,
    Hit,
    ItemSummary,
    PassageTable,
    Stats,
    StoredItem,
    StoredMeeting,
    StoredVectors,
    Version,
)
from pipeline.domain import Passage, TaggedMinutes
from pipeline.serialize import to_export

EVERYTHING = Filters()


class Archive(CorrectedArchive):
    """Every meeting ever added, its texts, tags, passages and vectors, and what persons corrected.

    Every method sees all that was added and deleted before it was called, by whichever
    process, and raises an ArchiveError of one line when the database is locked, damaged,
    read-only or full. A change is made whole or not at all.
    """

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the archive at a path or SQLAlchemy URL; make it, and its folder, if there is none.

        Raises:
            ArchiveError: it cannot be opened, is something else, or was made by a newer version.

        """
        from pipeline.archive.database import Database

        return cls(Database(url))

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # What goes in and out

    def add(
        self, tagged: TaggedMinutes, vectors: npt.NDArray[np.float32], *, encoder: str, model: str = ""
    ) -> Added:
        """Keep minutes as the models tagged them with one vector a passage, all items' passages in order.

        The same text is kept once, whatever its file is called. A changed text of a
        meeting is a new version: its items replace the old ones, the old text stays as
        history. `pipeline.archive.identity` says when two documents are one meeting.
        Corrections of items whose text is unchanged hold on. `model` is the version of the
        theme model.

        Raises:
            ArchiveError: also when vectors and passages do not go together.

        """
        from pipeline.archive.vectors import check_vectors
        from pipeline.archive.write import Models, add_minutes

        check_vectors(vectors, sum(len(item.passages) for item in tagged.items))
        with self._database.writing() as connection:
            models = Models(encoder=encoder, themes=model)
            return add_minutes(connection, self._database.index, tagged, vectors, models)

    def has(self, text: str) -> bool:
        """Tell whether exactly this text is what some meeting's current version reads."""
        from pipeline.archive.write import content_hash, meeting_with

        with self._database.reading() as connection:
            return meeting_with(connection, content_hash(text)) is not None

    def delete(self, meeting_id: str) -> None:
        """Take a meeting out, all its versions with it.

        Raises:
            ItemNotFoundError: there is no such meeting.

        """
        from pipeline.archive.lookup import find_meeting
        from pipeline.archive.write import delete_meeting

        with self._database.writing() as connection:
            meeting = find_meeting(connection, meeting_id)
            delete_meeting(connection, self._database.index, meeting.id)

    def replace_vectors(self, meeting_id: str, vectors: npt.NDArray[np.float32], *, encoder: str) -> None:
        """Put vectors of another encoder in place of a meeting's.

        Raises:
            ItemNotFoundError: there is no such meeting.

        """
        from pipeline.archive.lookup import find_meeting
        from pipeline.archive.vectors import replace

        with self._database.writing() as connection:
            replace(connection, find_meeting(connection, meeting_id).id, vectors, encoder)

    def reindex(self) -> None:
        """Make the full-text index again from the passages."""
        from pipeline.archive.write import rebuild_index

        with self._database.writing() as connection:
            rebuild_index(connection, self._database.index)

    # What is in it

    def meetings(self) -> tuple[StoredMeeting, ...]:
        """Return all meetings, oldest first."""
        from pipeline.archive.lookup import list_meetings

        with self._database.reading() as connection:
            return list_meetings(connection)

    def items(self, filters: Filters = EVERYTHING) -> Iterator[ItemSummary]:
        """Yield a line about each item, oldest meeting first."""
        from pipeline.archive.conditions import conditions
        from pipeline.archive.read import summaries

        with self._database.reading() as connection:
            found = summaries(connection, conditions(filters))
        yield from found.values()

    def item(self, item_id: str) -> StoredItem:
        """Return one item with all that is known of it.

        Raises:
            ItemNotFoundError: there is no such item; the message names ids like it.

        """
        from pipeline.archive.lookup import find_item

        with self._database.reading() as connection:
            return find_item(connection, item_id)

    def minutes(self, meeting_id: str) -> TaggedMinutes:
        """Return a meeting's current version, as it was added.

        Raises:
            ItemNotFoundError: there is no such meeting.

        """
        from pipeline.archive.lookup import find_meeting
        from pipeline.archive.read import read_minutes

        with self._database.reading() as connection:
            return read_minutes(connection, find_meeting(connection, meeting_id))

    def versions(self, meeting_id: str) -> tuple[Version, ...]:
        """Return every text a meeting was published as, oldest first.

        Raises:
            ItemNotFoundError: there is no such meeting.

        """
        from pipeline.archive.lookup import find_meeting, list_versions

        with self._database.reading() as connection:
            return list_versions(connection, find_meeting(connection, meeting_id).id)

    def stats(self) -> Stats:
        """Return how much the archive holds."""
        from pipeline.archive.lookup import count

        with self._database.reading() as connection:
            return count(connection)

    def generation(self) -> int:
        """Return a number that grows with every change, for caches that must know when they are old."""
        from pipeline.archive.state import generation

        with self._database.reading() as connection:
            return generation(connection)

    def meeting_states(self) -> dict[str, str]:
        """Return for each meeting a word that changes whenever its items, tags or vectors do, oldest first.

        Two archives never have the same word for a meeting, even of one text.
        """
        from pipeline.archive.lookup import meeting_states

        with self._database.reading() as connection:
            return meeting_states(connection)

    @property
    def file(self) -> Path | None:
        """The file the archive is in; None on a server or in memory."""
        return self._database.file

    def export(self) -> Iterator[dict[str, Any]]:
        """Yield each meeting as an object that `serialize.from_json` and `add` read back, oldest first."""
        from pipeline.archive.lookup import meeting_rows
        from pipeline.archive.read import read_minutes

        with self._database.reading() as connection:
            for meeting in meeting_rows(connection):
                yield to_export(read_minutes(connection, meeting))

    # What is asked of it

    def search(self, query: str, *, limit: int, filters: Filters = EVERYTHING) -> tuple[Hit, ...]:
        """Return the items that hold the words of `query`, best first; its text is never syntax.

        Words match by their Danish stem; from five letters on also as the beginning of a
        longer word. Items with all words in one passage come first, then those where the
        words are spread, or where of three words one is missing. No word, no hit.
        """
        from pipeline.archive.conditions import conditions
        from pipeline.archive.search import search

        with self._database.reading() as connection:
            return search(connection, self._database.index, query, conditions(filters), limit)

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

    def cases(self) -> dict[str, str]:
        """Return the case of every matter that was ever put into one, by the matter's key."""
        from pipeline.archive.cases import read_cases

        with self._database.reading() as connection:
            return read_cases(connection)

    def keep_cases(self, found: Mapping[str, str]) -> None:
        """Note the case of each of these matters. No change that links or tags must follow."""
        from pipeline.archive.cases import write_cases

        with self._database.writing() as connection:
            write_cases(connection, found)

    def passage_table(self, filters: Filters = EVERYTHING, *, encoder: str | None = None) -> PassageTable:
        """Return the passages of the items asked for, with their vectors.

        Raises:
            ArchiveError: some vectors are of another encoder than `encoder`, or of several.

        """
        from pipeline.archive.conditions import conditions
        from pipeline.archive.vectors import read_table

        with self._database.reading() as connection:
            return read_table(connection, conditions(filters), encoder)

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

    def item_passages(self, item_id: str) -> tuple[Passage, ...]:
        """Return the passages of one item, in order.

        Raises:
            ItemNotFoundError: there is no such item; the message names ids like it.

        """
        from pipeline.archive.lookup import item_row
        from pipeline.archive.read import read_item_passages

        with self._database.reading() as connection:
            return read_item_passages(connection, item_row(connection, item_id))

    def passages(self, passage_ids: Sequence[int]) -> tuple[Passage, ...]:
        """Return passages by their ids in a `PassageTable`, in the order asked for.

        Raises:
            ItemNotFoundError: one is gone since the table was made.

        """
        from pipeline.archive.lookup import find_passages

        with self._database.reading() as connection:
            return find_passages(connection, passage_ids)

    def texts(self, passage_ids: Sequence[int]) -> tuple[str, ...]:
        """Return what the passages say, in the order asked for.

        Raises:
            ItemNotFoundError: one is gone since the table was made.

        """
        return tuple(passage.text for passage in self.passages(passage_ids))
