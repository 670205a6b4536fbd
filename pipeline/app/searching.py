"""Search as a page shows it: narrowed by what a person picked, counted and paged."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pipeline.app.session import Session
from pipeline.archive import Archive, Facets, Hit, ItemSummary, RankedItem, by_generation
from pipeline.discussions.search import Ranked
from pipeline.domain import EVERYTHING, Filters
from pipeline.errors import ModelError
from pipeline.text import one_line

PAGE = 20
"""Hits on a page."""
LONGEST = 400
"""Characters of a question that are read: more is a text, and no question."""
PATIENCE = 2.0
"""Seconds that a question waits for the index, which is made ready behind the first pages of a server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of what was found."""

    total: int
    """Of all items found and picked."""
    outside: int
    """Of those found that were not picked."""
    page: int
    pages: int
    hits: tuple[Hit, ...]
    facets: Facets
    """Of all items found and picked."""
    also: tuple[str, ...] = ()
    """Questions in other words that found some of them, where that of the user found few."""
    only_words: str = ""
    """Why the sense of the question did not count, in Danish; empty where it did."""


def find(session: Session, question: str, narrowing: Filters, page: int = 1) -> Found:
    """Return a page of the items that answer a question; without a question, of all that were picked.

    A question is asked once, and what was picked is taken of all it found: so the number beside
    a facet is that of the items that are shown when it is picked.
    """
    question, archive = one_line(question)[:LONGEST], session.archive
    if not question:
        ids = archive.newest_of(narrowing)
        shown, pages, page = _page(ids, page)
        hits = archive.hits("", [RankedItem(item_id=one, score=0.0) for one in shown])
        facets = archive.facets(ids) if narrowing != EVERYTHING else _all_facets(archive)
        return Found(total=len(ids), outside=0, page=page, pages=pages, hits=hits, facets=facets)
    with _ranked(session, question) as (ranked, also, only_words):
        of = {one.item_id: one for one in ranked.items}
        ids = archive.narrowed(tuple(of), narrowing)
        shown, pages, page = _page(ids, page)
        placed = ranked.placed([of[one] for one in shown])
    words = " ".join(dict.fromkeys(" ".join((question, *also)).split()))
    return Found(
        total=len(ids),
        outside=len(of) - len(ids),
        page=page,
        pages=pages,
        hits=archive.hits(words, placed),
        facets=archive.facets(ids),
        also=also,
        only_words=only_words,
    )


def find_all(session: Session, question: str, narrowing: Filters) -> tuple[ItemSummary, ...]:
    """Return all items that `find` has on its pages, in their order."""
    question, archive = one_line(question)[:LONGEST], session.archive
    if question:
        with _ranked(session, question) as (ranked, _, _):
            ids = archive.narrowed(tuple(one.item_id for one in ranked.items), narrowing)
    else:
        ids = archive.newest_of(narrowing)
    found = archive.summaries(ids)
    return tuple(found[one] for one in ids if one in found)


@by_generation
def _all_facets(archive: Archive) -> Facets:
    return archive.facets()


@contextmanager
def _ranked(session: Session, question: str) -> Iterator[tuple[Ranked, tuple[str, ...], str]]:
    """Give what answers a question, the questions in other words, and why words alone count, if they do.

    The index that found the answers is asked where each stands: until then it does not follow the archive.
    """
    finder, lock = session.finder, session.finder.lock
    if not lock.acquire(timeout=PATIENCE):
        said = "Søgning efter betydning gøres klar. Prøv igen om lidt; nu tæller kun ordene."
        yield *finder.rank(question, words_only=True), said
        return
    try:
        try:
            answers = *finder.rank(question), ""
        except ModelError as error:
            answers = *finder.rank(question, words_only=True), error.message("da")
        yield answers
    finally:
        lock.release()


def _page(ids: Sequence[str], page: int) -> tuple[Sequence[str], int, int]:
    """Return the ids on a page, the number of pages, and the page, which is one that is there."""
    pages = max(-(-len(ids) // PAGE), 1)
    page = min(max(page, 1), pages)
    return ids[(page - 1) * PAGE : page * PAGE], pages, page


def pieces(hit: Hit) -> Iterator[tuple[str, bool]]:
    """Yield the snippet of a hit in pieces, each with whether it is a word that was looked for.

    Dots stand where it begins or ends within a sentence.
    """
    snippet, at = hit.snippet, hit.snippet.start
    if snippet.text[:1].islower():
        yield "… ", False
    for start, end in snippet.marks:
        yield snippet.text[at - snippet.start : start - snippet.start], False
        yield snippet.text[start - snippet.start : end - snippet.start], True
        at = end
    yield snippet.text[at - snippet.start :], False
    if snippet.text[-1:].isalnum() or snippet.text.endswith(","):
        yield " …", False
