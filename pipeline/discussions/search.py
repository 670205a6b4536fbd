"""Search over everything: words and sense, judged together; nothing where nothing is meant."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pipeline.archive import Archive, Facets, Filters, Found, Hit
from pipeline.discussions.fresh import FreshIndex
from pipeline.encoder.protocol import Floats
from pipeline.links import LinkFilters
from pipeline.links.index import Answers
from pipeline.links.known import least_of

LEAST = 0.05
"""An item that lacks the words of a question the archive knows is found from this probability on: the
question means something, though no answer be sure. `experiments/search.py` measures it."""
BESIDE = 0.3
"""Beside a surer answer, those less probable than this share of it are hidden."""
MOST_JUDGED = 300
"""Items with the words that are judged by their sense too; the rest follow in the order of the words."""
EVERYTHING = Filters()
Encode = Callable[[str], Floats]
"""Returns the encoder's vector of a question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """The best hits of a search, and the ids of all items it found, best first."""

    hits: tuple[Hit, ...]
    item_ids: tuple[str, ...]


class WordSearch:
    """Finds items by their words: no model is loaded for it."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def search(self, asked: str, *, limit: int, filters: Filters = EVERYTHING) -> Searched:
        """Return what the archive holds now; all that is asked must be there, of three words one may not."""
        hits = self._archive.search(asked, limit=limit, filters=filters)
        return Searched(hits=hits, item_ids=self._archive.matching(asked, filters))

    def facets(self, searched: Searched) -> Facets:
        """Return what all that was found has in common."""
        return self._archive.facets(searched.item_ids)


class SenseSearch(WordSearch):
    """Finds items by their words and by their sense."""

    def __init__(self, archive: Archive, fresh: FreshIndex, encode: Encode) -> None:
        super().__init__(archive)
        self._fresh, self._encode = fresh, encode

    def search(self, asked: str, *, limit: int, filters: Filters = EVERYTHING) -> Searched:
        """Return what the archive holds now: items with the words, and items that mean the same."""
        if not asked.strip():
            return Searched(hits=(), item_ids=())
        worded = self._archive.matching(asked, filters)
        answers = self._fresh.index().answers(
            asked, self._encode(asked), also=worded[:MOST_JUDGED], filters=link_filters(filters)
        )
        found = _ranked(answers.scores, worded, floor(answers.known, answers.scores))
        shown = [replace(one, place=_place(answers, one)) for one in found[:limit]]
        return Searched(hits=self._archive.hits(asked, shown), item_ids=tuple(one.item_id for one in found))


def floor(known: float, scores: Mapping[str, float], least: float = LEAST) -> float:
    """Return the probability from which on an item that lacks the words is shown.

    `known` is how much of the question is in words that the archive knows.

    >>> floor(0.0, {"a": 0.9}), floor(0.3, {"a": 0.1}), floor(1.0, {"a": 0.5})
    (inf, 0.4, 0.15)
    """
    return least_of(known) or max(least, BESIDE * max(scores.values(), default=0.0))


def _ranked(scores: dict[str, float], worded: tuple[str, ...], least: float) -> list[Found]:
    """Return the items with the words and those probable enough, most probable first."""
    having = set(worded)
    judged = [
        Found(item_id=one, score=score) for one, score in scores.items() if one in having or score >= least
    ]
    rest = (one for one in worded if one not in scores)
    return [*judged, *(Found(item_id=one, score=0.0) for one in rest)]


def _place(answers: Answers, found: Found) -> tuple[int, int] | None:
    return answers.place(found.item_id) if found.item_id in answers.scores else None


def link_filters(filters: Filters) -> LinkFilters:
    """Return filters of the archive as the link index takes them."""
    return LinkFilters(
        committee=filters.committee,
        theme=filters.theme,
        municipality=filters.municipality,
        person=filters.person,
        institution=filters.institution,
        after=filters.after,
        before=filters.before,
    )
