"""Earlier and later discussions, search, and cases, narrowed by what the archive knows."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from functools import cached_property, partial
from threading import Lock, RLock, Thread

from pipeline.archive import Archive, Facets, Hit, RankedItem, by_generation
from pipeline.discussions import (
    CaseBook,
    CaseLine,
    FreshIndex,
    Kept,
    SenseSearch,
    Trails,
    Watch,
    WordSearch,
    read_item,
    read_meeting,
    read_stated,
    split_matters,
    unwatched,
)
from pipeline.discussions.search import FEW, Ranked, Searched, other_words
from pipeline.domain import EVERYTHING, Filters, Label, Link, Ruling
from pipeline.encoder import Floats
from pipeline.errors import ArchiveError, SagssporError
from pipeline.knowledge import load_themes_register
from pipeline.knowledge.kle import NUMBER
from pipeline.knowledge.themes import load_topics_register
from pipeline.links import LinkDocument, LinkFeedback
from pipeline.process import Processor
from pipeline.text import caseless, mask_cpr, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """The best hits, the number of all items found, and on request their facets.

    `also` are questions in other words that found some of them, where that of the user found few.
    """

    total: int
    facets: Facets | None
    hits: tuple[Hit, ...]
    also: tuple[str, ...] = ()


class Finder:
    """Finds the earlier discussions of an item, in the archive as it is at every question.

    Any number of threads may ask.
    """

    def __init__(self, processor: Processor, archive: Archive, watch: Watch = unwatched) -> None:
        self._processor, self._archive, self._watch = processor, archive, watch
        self.lock = RLock()
        """Held while the index is asked: it follows the archive then, and no two threads may ask at once."""
        self._starting, self._worker = Lock(), Thread()
        self._cases: tuple[int, tuple[CaseLine, ...] | None] = (-1, None)

    def ready(self, wait: float) -> bool:
        """Return whether links and cases are known of the archive as it is.

        Where they are not, they are found behind the caller, who waits so many seconds at most.
        """
        if self.fresh.is_current() and self.trails.is_current():
            return True
        with self._starting:
            if not self._worker.is_alive():
                self._worker = Thread(target=self._follow, daemon=True)
                self._worker.start()
        self._worker.join(timeout=wait)
        return not self._worker.is_alive()

    def cases(self, wait: float = 0.3) -> tuple[CaseLine, ...] | None:
        """Return the cases, those that came up last first, without waiting longer for them than that.

        As they are now if they are known, else as they were; None the first time.
        """
        generation = self._archive.generation()
        if self._cases[0] != generation and self.ready(wait):
            self._cases = generation, self.trails.all()
        return self._cases[1]

    def _follow(self) -> None:
        with suppress(SagssporError):  # whoever asks gets the error
            with self.lock:
                self.fresh.index()
            self.trails.all(fewest=sys.maxsize)  # they follow the archive, and none is told

    @cached_property
    def fresh(self) -> FreshIndex:
        """The link index, kept beside the archive between two runs."""
        kept = Kept.beside(self._archive, self._processor.config.links.model, "links")
        return FreshIndex(self._archive, self._processor.links, kept, watch=self._watch)

    def to_document(
        self, document: LinkDocument, filters: Filters = EVERYTHING, limit: int = 0
    ) -> tuple[Link, ...]:
        """Return what was discussed before the date of the item's own meeting, best first.

        Links that a source states or a person confirmed come first, and those rejected are left out.
        A limit of 0 stands for that of the settings.
        """
        with self.lock:
            stated = read_stated(self._archive).before(document.item_id)
            rulings = LinkFeedback.of(document.item_id, _link_rulings(self._archive), stated)
            index, limit = self.fresh.index(), self._limit(limit)
            return rulings.signed(index.related(document, limit=limit, filters=filters, rulings=rulings))

    def to_item(self, item_id: str, filters: Filters = EVERYTHING, limit: int = 0) -> tuple[Link, ...]:
        """Return the earlier discussions of an item of the archive.

        Raises:
            ItemNotFoundError: the archive has no such item.
        """
        return self.to_document(read_item(self._archive, item_id), filters, limit)

    def later(self, item_id: str, filters: Filters = EVERYTHING, limit: int = 0) -> tuple[Link, ...]:
        """Return the later items that have an item of the archive among their earlier discussions.

        Raises:
            ItemNotFoundError: the archive has no such item.
        """
        with self.lock:
            stated = read_stated(self._archive).after(item_id)
            rulings = LinkFeedback.of(item_id, _link_rulings(self._archive), stated)
            links = self.fresh.index().later(
                read_item(self._archive, item_id),
                partial(read_item, self._archive),
                limit=self._limit(limit),
                filters=filters,
                rulings=rulings,
            )
            return rulings.signed(links)

    def to_text(self, text: str, filters: Filters = EVERYTHING, limit: int = 0) -> tuple[Link, ...]:
        """Return the items related to a question in free words."""
        text = _asked(text)
        with self.lock:
            vector, limit = self._encode(text), self._limit(limit)
            return self.fresh.index().related_to_text(text, vector, limit=limit, filters=filters)

    def to_all(self, filters: Filters = EVERYTHING, limit: int = 0) -> Iterator[tuple[str, tuple[Link, ...]]]:
        """Yield every item of the archive with its links."""
        self.fresh.index()  # reading the archive has a bar of its own
        for meeting in self._watch("Linking", [stored.id for stored in self._archive.meetings()]):
            for document in read_meeting(self._archive, meeting):
                yield document.item_id, self.to_document(document, filters, limit)

    def search(
        self,
        text: str,
        filters: Filters = EVERYTHING,
        *,
        limit: int = 10,
        facets: bool = False,
        words_only: bool = False,
    ) -> SearchAnswer:
        """Return the items with the words of `text` or with its meaning, best first.

        With `words_only` no model is loaded, and only the words count.
        """
        with self.lock:
            engine = self.engine(words_only=words_only)
            searched = engine.search(_asked(text), limit=limit, filters=filters)
            others = self._other_words(text, len(searched.item_ids))
            searched, also = engine.widen(searched, others, limit=limit, filters=filters)
            return SearchAnswer(
                total=len(searched.item_ids),
                facets=engine.facets(searched) if facets else None,
                hits=searched.hits,
                also=also,
            )

    def rank(self, text: str, *, words_only: bool = False) -> tuple[Ranked, tuple[str, ...]]:
        """Return all items that `search` finds, and the questions in other words that found some.

        With `words_only` no model is loaded, and nobody is waited for.
        """
        with nullcontext() if words_only else self.lock:
            engine = self.engine(words_only=words_only)
            ranked = engine.rank(_asked(text))
            own = Searched(hits=(), item_ids=tuple(one.item_id for one in ranked.items))
            found, also = engine.widen(own, self._other_words(text, len(ranked.items)), limit=0)
        more = (RankedItem(item_id=one, score=0.0) for one in found.item_ids[len(own.item_ids) :])
        return replace(ranked, items=(*ranked.items, *more)), also

    def _other_words(self, text: str, found: int) -> Iterable[str]:
        """Return a question in other words, if it found few."""
        if found >= FEW:
            return ()
        knowledge = self._processor.config.paths.knowledge
        themes = {one.label.lower(): one.terms for one in load_themes_register(knowledge)}
        return other_words(_asked(text), load_topics_register(knowledge), themes)

    def engine(self, *, words_only: bool = False) -> WordSearch:
        """Return the search over the archive: by words and sense, or by words alone, without the encoder."""
        if words_only:
            return WordSearch(self._archive)
        return SenseSearch(self._archive, self.fresh, self._encode)

    @cached_property
    def trails(self) -> Trails:
        """The cases of the archive; they have an index of their own, of matters instead of items."""
        kept = Kept.beside(self._archive, self._processor.config.links.model, "matters")
        links, watch = self._processor.links, self._watch
        fresh = FreshIndex(self._archive, links, kept, parts=split_matters, watch=watch)
        return Trails(self._archive, CaseBook(self._archive, fresh, watch))

    def known_filters(self, filters: Filters) -> Filters:
        """Return filters that users typed with committee, themes and names as the archive has them.

        Raises:
            ArchiveError: the archive has no such committee or theme, and the error lists them; or
                no group of KLE has such a number.
        """
        if filters.kle and not NUMBER.fullmatch(filters.kle):
            raise ArchiveError("unknown-kle-group", number=filters.kle)
        return replace(
            filters,
            committees=tuple(name for given in filters.committees for name in self._committees(given)),
            themes=tuple(map(self._theme, filters.themes)),
            names=tuple((label, self._meant(label, names)) for label, names in filters.names),
        )

    def _meant(self, label: Label, names: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*(self._archive.meant_names(label, name) for name in names))

    def _committees(self, given: str) -> tuple[str, ...]:
        names = self._archive.committees_called(given)
        if not names:
            known = self._archive.meeting_page(limit=0).committees
            raise ArchiveError("unknown-committee", committee=given, known=list(known))
        return names

    def _theme(self, given: str) -> str:
        themes = {theme.name for theme in load_themes_register(self._processor.config.paths.knowledge)}
        if spelled := _spelled(given, themes):
            return spelled
        # Items may have themes that have been removed from the register since.
        tagged = self._archive.facets([item.id for item in self._archive.items()]).themes
        themes |= {count.name for count in tagged}
        spelled = _spelled(given, themes)
        if spelled is None:
            raise ArchiveError("unknown-theme", theme=given, known=sorted(themes))
        return spelled

    def _encode(self, text: str) -> Floats:
        vector: Floats = self._processor.encoder.encode_queries([text])[0]
        return vector

    def _limit(self, limit: int) -> int:
        return limit or self._processor.config.links.limit


@by_generation
def _link_rulings(archive: Archive) -> tuple[Ruling, ...]:
    """Return what persons decided about links."""
    return archive.link_rulings()


def _spelled(given: str, known: Iterable[str]) -> str | None:
    return next((name for name in sorted(known) if caseless(name) == caseless(given)), None)


def _asked(text: str) -> str:
    """Return a question without CPR numbers: no text is found by one."""
    return one_line(mask_cpr(text, " "))
