"""What a full-text index does for the archive, whichever database keeps it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, Connection

from pipeline.archive.words import Query
from pipeline.errors import ArchiveError


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRow:
    """One passage of an item, or (None) its list of attachments, or its title alone."""

    item: int
    passage: int | None
    title: str
    """Item title and sub-headings."""
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A row that was found; a higher score is better."""

    item: int
    passage: int | None
    score: float


class SearchIndex(Protocol):
    """Keeps the words of every passage; derived, so it can be thrown away and made again."""

    def create(self, connection: Connection) -> None:
        """Make the index, empty; what an older one held is gone."""

    def insert(self, connection: Connection, rows: Sequence[IndexRow]) -> None:
        """Take in new rows."""

    def delete(self, connection: Connection, items: Sequence[int]) -> None:
        """Take out all rows of these items, before the items themselves go."""

    def find(
        self, connection: Connection, query: Query, where: Sequence[ColumnElement[bool]]
    ) -> Iterator[Match]:
        """Yield rows that hold every word, best first, of items that meet the conditions."""

    def find_most(
        self, connection: Connection, query: Query, where: Sequence[ColumnElement[bool]]
    ) -> Iterator[Match]:
        """Yield rows that hold any word, best first, of items that hold `query.needed` of them somewhere."""


class NoIndex:
    """The place of the index in databases for which none is written yet; everything but search works."""

    def create(self, connection: Connection) -> None:
        """Make nothing."""

    def insert(self, connection: Connection, rows: Sequence[IndexRow]) -> None:
        """Keep nothing."""

    def delete(self, connection: Connection, items: Sequence[int]) -> None:
        """Forget nothing."""

    def find(
        self, connection: Connection, query: Query, where: Sequence[ColumnElement[bool]]
    ) -> Iterator[Match]:
        """Refuse."""
        del query, where
        name = connection.dialect.name
        raise ArchiveError(f"search is not written for {name} yet; keep the archive in a SQLite file")

    find_most = find
