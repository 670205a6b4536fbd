"""Search over everything: words and sense, judged together; nothing where nothing is meant."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from pipeline.archive import Archive, Facets, Hit, RankedItem
from pipeline.discussions.fresh import FreshIndex
from pipeline.domain import EVERYTHING, Filters
from pipeline.encoder.protocol import Floats
from pipeline.links.answers import Answers
from pipeline.links.questions import least_probability
from pipeline.text import fold, stem

LEAST = 0.05
"""An item that lacks the words of a question the archive knows is found from this probability on: the
question means something, though no answer be sure. `experiments/search.py` measures it."""
BESIDE = 0.3
"""Beside a surer answer, those less probable than this share of it are hidden."""
MOST_JUDGED = 300
"""Items with the words that are judged by their sense too, the rest following in the order of the words;
and the newest items of a theme that is asked for by its name."""
FEW = 20
"""A question that fewer items answer is asked in other words, too."""
Topics = Mapping[str, Sequence[str]]
"""The words of each topic or theme."""
Encode = Callable[[str], Floats]
"""Returns the encoder's vector of a question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """The best hits of a search, and the ids of all items it found, best first."""

    hits: tuple[Hit, ...]
    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranked:
    """All items a search found, best first, and what tells where in each of them the answer stands."""

    items: tuple[RankedItem, ...]
    answers: Answers | None = None
    """None where words alone were looked for: they say themselves where they stand."""

    def placed(self, items: Sequence[RankedItem]) -> list[RankedItem]:
        """Return some of the items with their places; the index must be as it was when they were found."""
        places = self.answers.places(one.item_id for one in items) if self.answers else {}
        return [replace(one, place=places.get(one.item_id)) for one in items]


class WordSearch:
    """Finds items by their words: no model is loaded for it."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def search(self, text: str, *, limit: int, filters: Filters = EVERYTHING) -> Searched:
        """Return what the archive holds now; all that is asked must be there, of three words one may not."""
        hits = self._archive.search(text, limit=limit, filters=filters)
        return Searched(hits=hits, item_ids=self._archive.matching(text, filters))

    def widen(
        self, found: Searched, texts: Iterable[str], *, limit: int, filters: Filters = EVERYTHING
    ) -> tuple[Searched, tuple[str, ...]]:
        """Return what was found and then what holds the words of these, and which of them added to it."""
        ids, hits, also = dict.fromkeys(found.item_ids), list(found.hits), list[str]()
        for text in texts:
            if new := [one for one in self._archive.matching(text, filters) if one not in ids]:
                shown = new[: max(limit - len(hits), 0)]
                hits += self._archive.hits(text, [RankedItem(item_id=one, score=0.0) for one in shown])
                ids |= dict.fromkeys(new)
                also.append(text)
        return Searched(hits=tuple(hits), item_ids=tuple(ids)), tuple(also)

    def rank(self, text: str, filters: Filters = EVERYTHING) -> Ranked:
        """Return all that `search` finds, none of it shown."""
        found = self._archive.matching(text, filters)
        return Ranked(items=tuple(RankedItem(item_id=one, score=0.0) for one in found))

    def facets(self, searched: Searched) -> Facets:
        """Return what all that was found has in common."""
        return self._archive.facets(searched.item_ids)


class SenseSearch(WordSearch):
    """Finds items by their words and by their sense."""

    def __init__(self, archive: Archive, fresh: FreshIndex, encode: Encode) -> None:
        super().__init__(archive)
        self._fresh, self._encode = fresh, encode

    def search(self, text: str, *, limit: int, filters: Filters = EVERYTHING) -> Searched:
        """Return what the archive holds now: items with the words, and items that mean the same."""
        ranked = self.rank(text, filters)
        hits = self._archive.hits(text, ranked.placed(ranked.items[:limit]))
        return Searched(hits=hits, item_ids=tuple(one.item_id for one in ranked.items))

    def rank(self, text: str, filters: Filters = EVERYTHING) -> Ranked:
        """Return all that `search` finds, none of it shown."""
        if not text.strip():
            return Ranked(items=())
        with_words = self._archive.matching(text, filters)
        index = self._fresh.index()
        about = index.of_theme(text)[:MOST_JUDGED]
        also = (*with_words[:MOST_JUDGED], *about)
        answers = index.answers(text, self._encode(text), also=also, filters=filters)
        return Ranked(items=tuple(_ranked(answers, with_words, frozenset(about))), answers=answers)


def other_words(question: str, topics: Iterable[Topics], themes: Topics) -> Iterator[str]:
    """Yield a question with one of its words put in others: of its narrowest topic, and the themes it names.

    >>> list(other_words("nye bosteder", [{"botilbud": ("botilbud", "bosted", "boform")}], {}))
    ['nye botilbud', 'nye boform']
    >>> list(other_words("sindslidende", (), {"psykiatri": ("sindslid*",)}))
    ['psykiatri']
    """
    lists = sorted((words for group in topics for words in group.values()), key=len)
    for word in question.split():
        own = fold(word)
        alike: Sequence[str] = next((words for words in lists if stem(own) in map(stem, words)), ())
        named = [name for name, terms in themes.items() if any(fnmatchcase(own, term) for term in terms)]
        for other in dict.fromkeys((*alike, *named)):
            if stem(other) != stem(own):
                yield question.replace(word, other)


def floor(coverage: float, scores: Mapping[str, float], least: float = LEAST) -> float:
    """Return the probability from which on an item that lacks the words is shown.

    `coverage` is how much of the question is in words that the archive knows.

    >>> floor(0.0, {"a": 0.9}), floor(0.3, {"a": 0.1}), floor(1.0, {"a": 0.5})
    (inf, 0.4, 0.15)
    """
    return least_probability(coverage) or max(least, BESIDE * max(scores.values(), default=0.0))


def _ranked(answers: Answers, with_words: tuple[str, ...], about: frozenset[str]) -> list[RankedItem]:
    """Return the items with the words and those probable enough, most probable first.

    Who asks for a theme by its name wants the items about it, and before those that hold the word.
    """
    scores, having = answers.scores, set(with_words)
    least = floor(answers.coverage, scores)
    judged = [
        RankedItem(item_id=one, score=score)
        for one, score in scores.items()
        if one in having or one in about or score >= least
    ]
    judged.sort(key=lambda one: one.item_id not in about)
    rest = (one for one in with_words if one not in scores)
    return [*judged, *(RankedItem(item_id=one, score=0.0) for one in rest)]
