"""Search: the best passage of each item that holds the words, with the words marked."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from sqlalchemy import ColumnElement, Connection, select

from pipeline.archive.read import summaries
from pipeline.archive.schema import documents, items, passages
from pipeline.archive.search_index import Match, SearchIndex
from pipeline.archive.values import Hit, Snippet
from pipeline.archive.words import Query, parse_query, stems

_SNIPPET = 240
"""Characters shown of a passage, about three lines."""
_LEAD = 60
"""Characters shown before the first word that was found."""


def search(
    connection: Connection, index: SearchIndex, query: str, where: Sequence[ColumnElement[bool]], limit: int
) -> tuple[Hit, ...]:
    """Return the best items that hold every word of the query, those with all in one passage first."""
    asked = parse_query(query)
    if not asked.stems or limit < 1:
        return ()
    together = index.find(connection, asked, where)
    spread = index.find_spread(connection, asked, where) if len(asked.stems) > 1 else iter(())
    best = list(islice(_best_of_each(chain(together, spread)), limit))
    lines = summaries(connection, [items.c.id.in_([match.item for match in best])])
    snippets = _snippets(connection, asked, best)
    return tuple(
        Hit(item=lines[match.item], score=match.score, snippet=snippets[match.item]) for match in best
    )


def _best_of_each(matches: Iterable[Match]) -> Iterator[Match]:
    seen: set[int] = set()
    for match in matches:
        if match.item not in seen:
            seen.add(match.item)
            yield match


def _snippets(connection: Connection, query: Query, matches: Sequence[Match]) -> dict[int, Snippet]:
    found = {}
    for item, start, end, text in _places(connection, matches):
        found[item] = snippet(text, start, end, query)
    return found


def _places(connection: Connection, matches: Sequence[Match]) -> Iterator[tuple[int, int, int, str]]:
    """Yield of each match its item, the stretch that was found and the whole source text."""
    passage_of = {match.item: match.passage for match in matches}
    owners = select(items.c.id, items.c.start, items.c.end, documents.c.id.label("document")).join(
        documents, documents.c.meeting == items.c.meeting
    )
    owners = owners.where(items.c.id.in_(list(passage_of)), documents.c.superseded_by.is_(None))
    spans = select(passages.c.item, passages.c.start, passages.c.end)
    wanted = [passage for passage in passage_of.values() if passage is not None]
    span_of = {
        row.item: (row.start, row.end) for row in connection.execute(spans.where(passages.c.id.in_(wanted)))
    }
    rows = connection.execute(owners).all()
    texts = select(documents.c.id, documents.c.text).where(documents.c.id.in_({row.document for row in rows}))
    text_of = {row.id: row.text for row in connection.execute(texts)}
    for row in rows:
        yield row.id, *span_of.get(row.id, (row.start, row.end)), text_of[row.document]


def snippet(text: str, start: int, end: int, query: Query) -> Snippet:
    """Return some lines of `text[start:end]`, beginning shortly before the first word that was asked for."""
    marks = [(start + s, start + e) for stem, s, e in stems(text[start:end]) if query.matches(stem)]
    first = start
    if marks and marks[0][0] - start > _LEAD:
        first = _word_start(text, marks[0][0] - _LEAD, marks[0][0])
    last = _word_end(text, min(first + _SNIPPET, end), end)
    shown = tuple((s, e) for s, e in marks if e <= last)
    return Snippet(text=text[first:last], start=first, end=last, marks=shown)


def _word_start(text: str, at: int, limit: int) -> int:
    while at < limit and not text[at - 1].isspace():
        at += 1
    return at


def _word_end(text: str, at: int, limit: int) -> int:
    while at < limit and not text[at].isspace():
        at += 1
    return at
