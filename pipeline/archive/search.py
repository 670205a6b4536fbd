"""Search: the items that hold the words of a query, each with the lines that answer it best."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from sqlalchemy import Connection, select

from pipeline.archive.fulltext import Match, WordQuery, find_all_words, find_most_words, parse_query, stems
from pipeline.archive.listing import conditions, summaries
from pipeline.archive.lookup import CURRENT, printed, rows_of, stretch
from pipeline.archive.schema import documents, items, passages
from pipeline.archive.values import Hit, RankedItem, Snippet
from pipeline.domain import EVERYTHING, Filters, SectionName

Place = int | None
_LENGTH = 240
"""Characters of a snippet, about three lines."""
_LEAD = 60
"""Characters shown before the first word that was found, fewer where a sentence begins among them."""
_SENTENCE = re.compile(r"(?<=[^\W\d_]{3}[.!?])\s+(?=[A-ZÆØÅ])")


def search_items(
    connection: Connection, query: str, *, limit: int, filters: Filters = EVERYTHING
) -> tuple[Hit, ...]:
    """Return the items that hold the words of `query`, best first; its text is never syntax.

    Words match by their Danish stem; from five letters on also as the beginning of a
    longer word. Items with all words in one passage come first, then those where the
    words are spread, or where of three words one is missing. No word, no hit.
    """
    words = parse_query(query)
    best = {match.item: match.score for match in islice(_matches(connection, words, filters), max(limit, 0))}
    return _hits(connection, words, best, {})


def matching_items(connection: Connection, query: str, filters: Filters = EVERYTHING) -> tuple[str, ...]:
    """Return the ids of all items that `search` would find without a limit, in its order."""
    return tuple(match.item_id for match in _matches(connection, parse_query(query), filters))


def show_items(connection: Connection, query: str, found: Sequence[RankedItem]) -> tuple[Hit, ...]:
    """Return items found by other means as hits, with the lines that answer `query` best.

    Those that are gone are left out.
    """
    row_of = rows_of(connection, [one.item_id for one in found])
    there = [one for one in found if one.item_id in row_of]
    scores = {row_of[one.item_id]: one.score for one in there}
    places = {row_of[one.item_id]: one.place for one in there}
    return _hits(connection, parse_query(query), scores, places)


def _matches(connection: Connection, query: WordQuery, filters: Filters) -> Iterator[Match]:
    """Yield each item that is found once, those with all words in one row first."""
    if not query.stems:
        return
    where, seen = tuple(conditions(connection, filters)), set[int]()
    all_words = find_all_words(connection, query, where)
    most_words: Iterable[Match] = find_most_words(connection, query, where) if len(query.stems) > 1 else ()
    for match in chain(all_words, most_words):
        if match.item not in seen:
            seen.add(match.item)
            yield match


def _hits(
    connection: Connection, query: WordQuery, scores: Mapping[int, float], places: Mapping[int, Place]
) -> tuple[Hit, ...]:
    lines = summaries(connection, [items.c.id.in_(list(scores))])
    snippets = _snippets(connection, query, list(scores), places)
    return tuple(
        Hit(item=lines[row], score=score, snippet=snippets[row])
        for row, score in scores.items()
        if row in lines
    )


# Snippets


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A passage of the item, or the whole item where it has none."""

    start: int
    end: int
    heading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    part: _Part
    stems: frozenset[str]
    coverage: int
    marks: tuple[tuple[int, int], ...]

    def rank(self) -> tuple[int, bool, bool, float]:
        length = max(self.part.end - self.part.start, _LENGTH)
        return self.coverage, bool(self.marks), not self.part.heading, len(self.marks) / length


def _snippets(
    connection: Connection, query: WordQuery, rows: Sequence[int], places: Mapping[int, Place]
) -> dict[int, Snippet]:
    """Return the lines of each item that hold the words; where none does, those at its place."""
    columns = (items.c.id, items.c.meeting, items.c.title, items.c.start, items.c.end, items.c.attachments)
    found = connection.execute(
        select(*columns, *stretch(items.c.start, items.c.end))
        .join(documents, documents.c.meeting == items.c.meeting)
        .where(items.c.id.in_(rows), CURRENT)
    ).all()
    parts = _passages(connection, rows)
    snippets = {}
    for row in found:
        attached = [_Part(start=one.start, end=one.end) for one in row.attachments]
        whole = [_Part(start=row.start, end=row.end)]
        own = _led_by(places.get(row.id), [*parts[row.id], *attached] or whole)
        # Only the item's part of a long document is read; all offsets are into the whole.
        text = " " * row.first + printed(connection, row)
        snippets[row.id] = _best_snippet(text, row.title, own, query)
    return snippets


def _passages(connection: Connection, rows: Sequence[int]) -> dict[int, list[_Part]]:
    found: dict[int, list[_Part]] = defaultdict(list)
    own = select(passages).where(passages.c.item.in_(rows)).order_by(passages.c.item, passages.c.position)
    for row in connection.execute(own):
        heading = row.section == SectionName.TITEL
        found[row.item].append(_Part(start=row.start, end=row.end, heading=heading))
    return found


def _led_by(place: Place, parts: list[_Part]) -> list[_Part]:
    """Return the parts with the one at `place` first: of parts that hold as many words, it is shown."""
    return sorted(parts, key=lambda part: part.start != place)


def _best_snippet(text: str, title: str, parts: Sequence[_Part], query: WordQuery) -> Snippet:
    """Return some lines of the part that holds most of the words, of the first if none holds any.

    A heading that only repeats the item's title is no answer: the title stands above
    the snippet anyway.
    """
    titled = {stem for stem, _, _ in stems(title)}
    candidates = [_candidate(text, part, query) for part in parts]
    new = [
        one
        for one in candidates
        if not one.part.heading or any(stem.isalpha() for stem in one.stems - titled)
    ]
    return _cut(text, max(new or candidates, key=_Candidate.rank))


def _candidate(text: str, part: _Part, query: WordQuery) -> _Candidate:
    found = list(stems(text[part.start : part.end]))
    own = frozenset(stem for stem, _, _ in found)
    asked = frozenset(filter(query.matches, own))
    # Where no word is one of those looked for, one that has it as a part is what was found.
    shown = asked or frozenset(filter(query.stands_in, own))
    marks = tuple((part.start + start, part.start + end) for stem, start, end in found if stem in shown)
    return _Candidate(part=part, stems=own, coverage=query.coverage(asked), marks=marks)


def _cut(text: str, best: _Candidate) -> Snippet:
    """Return a part as a snippet that begins shortly before its first mark."""
    start, limit = best.part.start, best.part.end
    if best.marks and best.marks[0][0] - start > _LEAD:
        start = best.marks[0][0] - _LEAD
        while start < best.marks[0][0] and not text[start - 1].isspace():
            start += 1
        sentence = _SENTENCE.search(text, start, best.marks[0][0])
        start = sentence.end() if sentence else start
    end = min(start + _LENGTH, limit)
    while end < limit and not text[end].isspace():
        end += 1
    marks = tuple(mark for mark in best.marks if mark[1] <= end)
    return Snippet(text=text[start:end], start=start, end=end, marks=marks)
