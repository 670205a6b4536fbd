"""The full-text index: the stems of every passage, kept by the database; in SQLite by one FTS5 table.

It is derived, and can be thrown away and made again. In databases for which none is
written yet nothing is kept, and everything but search works.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Table,
    func,
    select,
    text,
    union_all,
)

from pipeline.archive.schema import items, meetings, passages
from pipeline.errors import ArchiveError
from pipeline.text import STOP_WORDS, fold, mask_cpr, stem

# Letters and digits of any script; a letter may carry combining marks (PDFs write å as
# a + ring) and a soft hyphen may stand inside a word (web pages).
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f\u00ad]*)+")
_PREFIX_FROM = 5
"""Shorter stems begin too many other words: "borg", of "borgerne", would find "borgmester"."""
_MOST_WORDS = 32
_MOST_OF_PHRASE = 500
# A word in the title says more about an item than one in a paragraph.
_TITLE_WEIGHT, _BODY_WEIGHT = 3.0, 1.0

_search = Table("search", MetaData(), *(Column(name, Integer) for name in ("rowid", "item", "rank")))
Where = Sequence[ColumnElement[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordQuery:
    """What is looked for: stems; those of five letters and more also find longer words."""

    stems: tuple[str, ...]

    @property
    def needed(self) -> int:
        """How many of the words an item must hold: of three, one may be missing."""
        return len(self.stems) - len(self.stems) // 3

    def matches(self, stem: str) -> bool:
        """Tell whether a word of this stem is one of those looked for."""
        return any(_matches_word(wanted, stem) for wanted in self.stems)

    def stands_in(self, stem: str) -> bool:
        """Tell whether one of the words looked for, if it is no short one, is a part of a word."""
        return any(_is_prefix(wanted) and wanted in stem for wanted in self.stems)

    def coverage(self, stems: Collection[str]) -> int:
        """Return how many of the words looked for are among these stems."""
        return sum(any(_matches_word(wanted, stem) for stem in stems) for wanted in self.stems)


def _matches_word(wanted: str, stem: str) -> bool:
    return stem == wanted or (_is_prefix(wanted) and stem.startswith(wanted))


def _is_prefix(stem: str) -> bool:
    """Tell whether a stem also stands for the compounds that begin with it."""
    return len(stem) >= _PREFIX_FROM


def parse_query(text: str) -> WordQuery:
    """Return the words of what a user typed; nothing in it is syntax.

    Stop words are left out unless there are no others, and of a very long
    query the first words count.

    >>> parse_query('hvad blev der sagt om "misbrugs-behandling" i Ærø?').stems
    ('misbrug', 'behandling', 'ærø')
    """
    words = [fold(match.group()) for match in _WORD.finditer(text)]
    telling = [word for word in words if word not in STOP_WORDS] or words
    return WordQuery(stems=tuple(dict.fromkeys(stem(word) for word in telling))[:_MOST_WORDS])


def index_text(text: str) -> str:
    """Return the stems of `text`, as the index keeps them: lower case, æ ø å kept as letters.

    >>> index_text("Kapaciteten på Ærø: 12 pladser")
    'kapacit på ærø 12 plad'
    """
    return " ".join(stem for stem, _, _ in stems(text))


def stems(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word's stem with its start and end in `text`."""
    for match in _WORD.finditer(text):
        yield stem(fold(match.group())), match.start(), match.end()


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
    """An item that was found, by its best row; a higher score is better."""

    item: int
    item_id: str
    score: float


def create_index(connection: Connection) -> None:
    """Make the index, empty."""
    if not _has_index(connection):
        return
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


def insert_rows(connection: Connection, rows: Sequence[IndexRow]) -> None:
    """Take in new rows; the row id is the passage's, what is no passage has the negative of the item's."""
    if not rows or not _has_index(connection):
        return
    values = [
        {
            "row": -row.item if row.passage is None else row.passage,
            "title": index_text(mask_cpr(row.title)),
            "body": index_text(mask_cpr(row.body)),
            "item": row.item,
        }
        for row in rows
    ]
    statement = text("INSERT INTO search(rowid, title, body, item) VALUES (:row, :title, :body, :item)")
    connection.execute(statement, values)


def delete_rows(connection: Connection, items: Sequence[int]) -> None:
    """Take out all rows of these items, before the items themselves go."""
    for item in items if _has_index(connection) else ():
        own = select(passages.c.id).where(passages.c.item == item)
        connection.execute(_search.delete().where(_search.c.rowid.in_(own)))
        connection.execute(_search.delete().where(_search.c.rowid == -item))


def merge_index(connection: Connection) -> None:
    """Rewrite the index without the words that only rows taken out had; until then they lie in its file."""
    if _has_index(connection):
        connection.execute(text("INSERT INTO search(search) VALUES ('optimize')"))


def find_all_words(connection: Connection, query: WordQuery, where: Where) -> Iterator[Match]:
    """Yield the items that have every word in one row, ranked by bm25, best first, and meet the conditions.

    Raises:
        ArchiveError: no index is written for this kind of database.

    """
    if not _has_index(connection):
        raise ArchiveError("no-search-in-database", database=connection.dialect.name)
    return _matches(connection, " AND ".join(map(_word, query.stems)), where)


def find_most_words(connection: Connection, query: WordQuery, where: Where) -> Iterator[Match]:
    """Yield the items that hold `query.needed` of the words somewhere, by their best row with any word."""
    words = [_matching(_word(stem), f"word{at}") for at, stem in enumerate(query.stems)]
    # Words that stand nowhere settle many a query before the rows of the common ones are read.
    known = [word for word in words if connection.scalar(select(_search.c.rowid).where(word).limit(1))]
    if len(known) < query.needed:
        return iter(())
    holding = union_all(*(select(_search.c.item).where(word).distinct() for word in known)).subquery()
    enough = select(holding.c.item).group_by(holding.c.item).having(func.count() >= query.needed)
    any_word = " OR ".join(map(_word, query.stems))
    return _matches(connection, any_word, [*where, items.c.id.in_(enough)])


def items_with_phrase(connection: Connection, phrase: str) -> tuple[int, ...]:
    """Return the rows of the items with these words in this order; none where there is no index."""
    words = index_text(phrase)
    if not words or not _has_index(connection):
        return ()
    rows = select(_search.c.item).where(_matching(f'"{words}"')).distinct().limit(_MOST_OF_PHRASE)
    return tuple(connection.scalars(rows))


def _has_index(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _word(stem: str) -> str:
    # Quoted, a stem is a plain word to FTS5. A whole word and its compounds are one word to
    # bm25: the bare "misbrug" is rarer than "misbrugsbehandling", and no better an answer.
    return f'"{stem}" *' if _is_prefix(stem) else f'"{stem}"'


def _matching(expression: str, name: str = "words") -> ColumnElement[bool]:
    return text(f"search MATCH :{name}").bindparams(**{name: expression})  # type: ignore[return-value]


def _matches(connection: Connection, expression: str, where: Where) -> Iterator[Match]:
    """Yield the items with a row that matches, of those that are equally good the newest first."""
    best = func.min(_search.c.rank).label("rank")
    found = select(_search.c.item, best).where(_matching(expression)).group_by(_search.c.item).subquery()
    joined = found.join(items, items.c.id == found.c.item).join(meetings)
    rows = select(found, items.c.key).select_from(joined).where(*where)
    for row in connection.execute(rows.order_by(found.c.rank, meetings.c.date.desc(), found.c.item)):
        yield Match(item=row.item, item_id=row.key, score=-row.rank)
