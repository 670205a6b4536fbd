"""The archive as the rest of the program sees it; SQLAlchemy is loaded when one is opened."""

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from pipeline.archive.followed import FollowedArchive
from pipeline.archive.values import (
    Added,
    Hit,
    ItemSummary,
    PassageTable,
    PassageVectors,
    Stats,
    StoredItem,
    StoredMeeting,
    Version,
)
from pipeline.domain import EVERYTHING, Filters, Passage, TaggedMinutes


class Archive(FollowedArchive):
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

    @classmethod
    def open_existing(cls, url: str) -> Self:
        """Open an archive that is there; where there is none, none is made.

        Raises:
            ArchiveError: there is none, or it cannot be opened.

        """
        from pipeline.archive.database import check_is_there

        check_is_there(url)
        return cls.open(url)

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

    def add(self, tagged: TaggedMinutes, vectors: npt.NDArray[np.float32], *, encoder: str) -> Added:
        """Keep minutes as the models tagged them with one vector a passage, all items' passages in order.

        The same text is kept once, whatever its file is called. A changed text of a
        meeting is a new version: its items replace the old ones, the old text stays as
        history. `pipeline.archive.identity` says when two documents are one meeting.
        Corrections of items whose text is unchanged hold on.

        Raises:
            ArchiveError: also when vectors and passages do not go together.

        """
        from pipeline.archive.vectors import check_vectors
        from pipeline.archive.write import add_minutes

        check_vectors(vectors, sum(len(item.passages) for item in tagged.items))
        with self._database.writing() as connection:
            encoded = PassageVectors(encoder=encoder, matrix=vectors)
            return add_minutes(connection, self._database.index, tagged, encoded)

    def has(self, text: str) -> bool:
        """Tell whether exactly this text is what some meeting's current version reads."""
        return self.meeting_of(text) is not None

    def meeting_of(self, text: str) -> str | None:
        """Return the id of the meeting whose current version reads exactly so; None if there is none."""
        from pipeline.archive.write import content_hash, meeting_with

        with self._database.reading() as connection:
            return meeting_with(connection, content_hash(text))

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

    def meeting(self, meeting_id: str) -> StoredMeeting:
        """Return one meeting.

        Raises:
            ItemNotFoundError: there is no such meeting; the message names ids like it.

        """
        from pipeline.archive import schema
        from pipeline.archive.lookup import find_meeting, list_meetings

        with self._database.reading() as connection:
            row = find_meeting(connection, meeting_id)
            (stored,) = list_meetings(connection, schema.meetings.c.id == row.id)
            return stored

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
        """Return a meeting's current version, its tags as they are in force.

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

    def export(self) -> Iterator[dict[str, Any]]:
        """Yield each meeting as an object that `serialize.from_json` and `add` read back, oldest first.

        Its corrections go with it: `serialize.corrections_from_json` and `take` read them back.
        """
        from pipeline.archive.exchange import export_meeting
        from pipeline.archive.lookup import meeting_rows

        with self._database.reading() as connection:
            for meeting in meeting_rows(connection):
                yield export_meeting(connection, meeting)

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

    def passage_table(self, filters: Filters = EVERYTHING, *, encoder: str | None = None) -> PassageTable:
        """Return the passages of the items asked for, with their vectors.

        Raises:
            ArchiveError: some vectors are of another encoder than `encoder`, or of several.

        """
        from pipeline.archive.conditions import conditions
        from pipeline.archive.vectors import read_table

        with self._database.reading() as connection:
            return read_table(connection, conditions(filters), encoder)

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
