"""The full-text index: the stems of every passage, kept by the database; in SQLite by one FTS5 table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Select,
    Table,
    func,
    select,
    text,
    union_all,
)

from pipeline.archive.schema import items, meetings, passages
from pipeline.archive.words import Query, index_text, is_prefix
from pipeline.errors import ArchiveError

# A word in the title says more about an item than one in a paragraph.
_TITLE_WEIGHT, _BODY_WEIGHT = 3.0, 1.0

_search = Table("search", MetaData(), *(Column(name, Integer) for name in ("rowid", "item", "rank")))


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
    score: float


class FullTextIndex:
    """Keeps the words of every passage; derived, so it can be thrown away and made again.

    This one stands in databases for which none is written yet: it keeps nothing, and
    everything but search works.
    """

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
        del query, where
        name = connection.dialect.name
        raise ArchiveError("no-search-in-database", database=name)

    def find_most(
        self, connection: Connection, query: Query, where: Sequence[ColumnElement[bool]]
    ) -> Iterator[Match]:
        """Yield rows that hold any word, best first, of items that hold `query.needed` of them somewhere."""
        return self.find(connection, query, where)


class Fts5Index(FullTextIndex):
    """Passages by their stems; ranked by bm25.

    The row id is the passage's; what is no passage has the negative of the item's.
    """

    def create(self, connection: Connection) -> None:
        """Make the index, empty; what an older one held is gone."""
        connection.execute(text("DROP TABLE IF EXISTS search"))
        # Stems come as words of letters and digits: the tokenizer has nothing left to decide,
        # and must not take the ring off å. The prefixes are those that queries are likely to ask for.
        connection.execute(
            text(
                "CREATE VIRTUAL TABLE search USING fts5(title, body, item UNINDEXED, "
                "tokenize = 'unicode61 remove_diacritics 0', prefix = '5 7')"
            )
        )
        ranking = {"rank": f"bm25({_TITLE_WEIGHT}, {_BODY_WEIGHT})"}
        connection.execute(text("INSERT INTO search(search, rank) VALUES ('rank', :rank)"), ranking)

    def insert(self, connection: Connection, rows: Sequence[IndexRow]) -> None:
        """Take in new rows."""
        if not rows:
            return
        values = [
            {
                "row": -row.item if row.passage is None else row.passage,
                "title": index_text(row.title),
                "body": index_text(row.body),
                "item": row.item,
            }
            for row in rows
        ]
        statement = text("INSERT INTO search(rowid, title, body, item) VALUES (:row, :title, :body, :item)")
        connection.execute(statement, values)

    def delete(self, connection: Connection, items: Sequence[int]) -> None:
        """Take out all rows of these items, before the items themselves go."""
        for item in items:
            own = select(passages.c.id).where(passages.c.item == item)
            connection.execute(_search.delete().where(_search.c.rowid.in_(own)))
            connection.execute(_search.delete().where(_search.c.rowid == -item))

    def find(
        self, connection: Connection, query: Query, where: Sequence[ColumnElement[bool]]
    ) -> Iterator[Match]:
        """Yield rows that hold every word, best first, of items that meet the conditions."""
        return _matches(connection, _rows(" AND ".join(map(_word, query.stems)), where))

    def find_most(
        self, connection: Connection, query: Query, where: Sequence[ColumnElement[bool]]
    ) -> Iterator[Match]:
        """Yield rows that hold any word, best first, of items that hold `query.needed` of them somewhere."""
        words = [_matching(_word(stem), f"word{at}") for at, stem in enumerate(query.stems)]
        # Words that stand nowhere settle many a query before the rows of the common ones are read.
        known = [word for word in words if connection.scalar(select(_search.c.rowid).where(word).limit(1))]
        if len(known) < query.needed:
            return iter(())
        holding = union_all(*(select(_search.c.item).where(word).distinct() for word in known)).subquery()
        enough = select(holding.c.item).group_by(holding.c.item).having(func.count() >= query.needed)
        any_word = " OR ".join(map(_word, query.stems))
        return _matches(connection, _rows(any_word, [*where, _search.c.item.in_(enough)]))


def index_of(connection: Connection) -> FullTextIndex:
    """Return the index that a kind of database offers."""
    return Fts5Index() if connection.dialect.name == "sqlite" else FullTextIndex()


def _word(stem: str) -> str:
    # Quoted, a stem is a plain word to FTS5. A whole word and its compounds are one word to
    # bm25: the bare "misbrug" is rarer than "misbrugsbehandling", and no better an answer.
    return f'"{stem}" *' if is_prefix(stem) else f'"{stem}"'


def _matching(expression: str, name: str = "words") -> ColumnElement[bool]:
    return text(f"search MATCH :{name}").bindparams(**{name: expression})  # type: ignore[return-value]


def _rows(expression: str, where: Sequence[ColumnElement[bool]]) -> Select[Any]:
    # By rank alone: FTS5 sorts its own rows before anything is joined to them.
    return (
        select(_search.c.item, _search.c.rank, meetings.c.date)
        .select_from(_search.join(items, items.c.id == _search.c.item).join(meetings))
        .where(_matching(expression), *where)
        .order_by(_search.c.rank)
    )


def _matches(connection: Connection, rows: Select[Any]) -> Iterator[Match]:
    """Yield the rows, of those that are equally good the newest first."""
    for _, equals in groupby(connection.execute(rows), key=lambda row: row.rank):
        for row in sorted(equals, key=lambda row: row.date, reverse=True):
            yield Match(item=row.item, score=-row.rank)
