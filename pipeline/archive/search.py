"""Search: the items that hold the words of a query, each with the lines that answer it best."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from sqlalchemy import ColumnElement, Connection, select

from pipeline.archive.read import summaries
from pipeline.archive.schema import attachments, documents, items, passages
from pipeline.archive.search_index import Match, SearchIndex
from pipeline.archive.snippet import Part, best_snippet
from pipeline.archive.values import Hit, Snippet
from pipeline.archive.words import Query, parse_query
from pipeline.domain import SectionName


def search(
    connection: Connection, index: SearchIndex, query: str, where: Sequence[ColumnElement[bool]], limit: int
) -> tuple[Hit, ...]:
    """Return the best items for a query, those with all its words in one passage first."""
    asked = parse_query(query)
    if not asked.stems or limit < 1:
        return ()
    together = index.find(connection, asked, where)
    others = index.find_most(connection, asked, where) if len(asked.stems) > 1 else iter(())
    best = list(islice(_once_each(chain(together, others)), limit))
    rows = [match.item for match in best]
    lines = summaries(connection, [items.c.id.in_(rows)])
    snippets = _snippets(connection, asked, rows)
    return tuple(
        Hit(item=lines[match.item], score=match.score, snippet=snippets[match.item]) for match in best
    )


def _once_each(matches: Iterable[Match]) -> Iterator[Match]:
    seen: set[int] = set()
    for match in matches:
        if match.item not in seen:
            seen.add(match.item)
            yield match


def _snippets(connection: Connection, query: Query, rows: Sequence[int]) -> dict[int, Snippet]:
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
        row.id: best_snippet(text_of[row.document], row.title, parts.get(row.id, whole[row.id]), query)
        for row in found
    }


def _parts(connection: Connection, rows: Sequence[int]) -> dict[int, list[Part]]:
    """Return the passages of each item, and behind them its attachments."""
    found: dict[int, list[Part]] = defaultdict(list)
    for table in (passages, attachments):
        own = select(table).where(table.c.item.in_(rows)).order_by(table.c.item, table.c.position)
        for row in connection.execute(own):
            heading = table is passages and row.section == SectionName.TITEL
            found[row.item].append(Part(start=row.start, end=row.end, heading=heading))
    return found
