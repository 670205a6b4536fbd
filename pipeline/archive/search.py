"""Search: the items that hold the words of a query, each with the lines that answer it best."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from sqlalchemy import ColumnElement, Connection, select

from pipeline.archive.read import summaries
from pipeline.archive.schema import attachments, documents, items, passages
from pipeline.archive.search_index import Match, SearchIndex
from pipeline.archive.snippet import Part, best_snippet
from pipeline.archive.values import Found, Hit, Snippet
from pipeline.archive.words import Query, parse_query
from pipeline.domain import SectionName

Place = tuple[int, int] | None
_BATCH = 10_000
"""Ids asked for at once: SQLite takes 32,766 in one statement."""


def search(
    connection: Connection, index: SearchIndex, query: str, where: Sequence[ColumnElement[bool]], limit: int
) -> tuple[Hit, ...]:
    """Return the best items for a query, those with all its words in one passage first."""
    asked = parse_query(query)
    best = list(islice(_matches(connection, index, asked, where), max(limit, 0)))
    rows = [match.item for match in best]
    lines = summaries(connection, [items.c.id.in_(rows)])
    snippets = _snippets(connection, asked, rows, {})
    return tuple(
        Hit(item=lines[match.item], score=match.score, snippet=snippets[match.item]) for match in best
    )


def match_all(
    connection: Connection, index: SearchIndex, query: str, where: Sequence[ColumnElement[bool]]
) -> tuple[str, ...]:
    """Return the ids of all items that `search` would find without a limit, in its order."""
    rows = [match.item for match in _matches(connection, index, parse_query(query), where)]
    keys: dict[int, str] = {}
    for at in range(0, len(rows), _BATCH):
        some = items.c.id.in_(rows[at : at + _BATCH])
        keys |= {row.id: row.key for row in connection.execute(select(items.c.id, items.c.key).where(some))}
    return tuple(keys[row] for row in rows)


def show_found(connection: Connection, query: str, found: Sequence[Found]) -> tuple[Hit, ...]:
    """Return items that were found in some other way as hits, in the same order; those gone are left out."""
    rows = connection.execute(
        select(items.c.id, items.c.key).where(items.c.key.in_([one.item_id for one in found]))
    )
    row_of = {row.key: row.id for row in rows}
    there = [one for one in found if one.item_id in row_of]
    lines = summaries(connection, [items.c.id.in_(list(row_of.values()))])
    places = {row_of[one.item_id]: one.place for one in there}
    snippets = _snippets(connection, parse_query(query), list(row_of.values()), places)
    return tuple(
        Hit(item=lines[row_of[one.item_id]], score=one.score, snippet=snippets[row_of[one.item_id]])
        for one in there
    )


def _matches(
    connection: Connection, index: SearchIndex, asked: Query, where: Sequence[ColumnElement[bool]]
) -> Iterator[Match]:
    if not asked.stems:
        return iter(())
    together = index.find(connection, asked, where)
    others = index.find_most(connection, asked, where) if len(asked.stems) > 1 else iter(())
    return _once_each(chain(together, others))


def _once_each(matches: Iterable[Match]) -> Iterator[Match]:
    seen: set[int] = set()
    for match in matches:
        if match.item not in seen:
            seen.add(match.item)
            yield match


def _snippets(
    connection: Connection, query: Query, rows: Sequence[int], places: Mapping[int, Place]
) -> dict[int, Snippet]:
    """Return the lines of each item that hold the words; where none does, those at its place."""
    found = connection.execute(
        select(items.c.id, items.c.title, items.c.start, items.c.end, documents.c.id.label("document"))
        .join(documents, documents.c.meeting == items.c.meeting)
        .where(items.c.id.in_(rows), documents.c.superseded_by.is_(None))
    ).all()
    wanted = {row.document for row in found}
    texts = connection.execute(select(documents.c.id, documents.c.text).where(documents.c.id.in_(wanted)))
    text_of = {row.id: row.text for row in texts}
    parts = _parts(connection, rows)
    whole = {row.id: [Part(start=row.start, end=row.end, heading=False)] for row in found}
    return {
        row.id: best_snippet(
            text_of[row.document],
            row.title,
            _led_by(places.get(row.id), parts.get(row.id, whole[row.id])),
            query,
        )
        for row in found
    }


def _led_by(place: Place, parts: list[Part]) -> list[Part]:
    """Return the parts with the one at `place` first: of parts that hold as many words, it is shown."""
    return sorted(parts, key=lambda part: (part.start, part.end) != place)


def _parts(connection: Connection, rows: Sequence[int]) -> dict[int, list[Part]]:
    """Return the passages of each item, and behind them its attachments."""
    found: dict[int, list[Part]] = defaultdict(list)
    for table in (passages, attachments):
        own = select(table).where(table.c.item.in_(rows)).order_by(table.c.item, table.c.position)
        for row in connection.execute(own):
            heading = table is passages and row.section == SectionName.TITEL
            found[row.item].append(Part(start=row.start, end=row.end, heading=heading))
    return found
