"""The review as a page needs it: its questions are found behind the pages, and kept.

Finding them reads the whole archive once. No page waits for it: it shows the questions found
last, without those that were answered since, while they are found anew.
"""

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from threading import Lock, Thread

from pipeline.app.candidates import Pool
from pipeline.app.log import answered
from pipeline.app.mention_doubts import MentionQuestion, asked_now, doubtful_mentions
from pipeline.app.queue import Candidate, Ground, QueueEntry
from pipeline.app.review import (
    LinkQuestion,
    Question,
    theme_question,
    theme_queue,
    uncertain_links,
)
from pipeline.app.session import Session
from pipeline.domain import danish_decimal
from pipeline.errors import ItemNotFoundError, SagssporError
from pipeline.themes.words import ThemeWords

log = logging.getLogger(__name__)
MOST = 200
"""Questions of a kind, and of a theme, that are kept."""
REST = 30.0
"""Seconds between two times that the questions are found: who answers changes the archive each time."""
THEMES, LINKS, MENTIONS = "temaer", "henvisninger", "omtaler"
"""What the questions are about."""
Entry = QueueEntry | LinkQuestion | MentionQuestion
"""A question, or what one is made of when it is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The questions of an archive as it was, the most useful first."""

    generation: int = -1
    texts: tuple[tuple[str, ...], int] = (), 0
    """The meetings there were, and how many earlier versions: what tells that a text is new."""
    words: Mapping[str, ThemeWords] = field(default_factory=dict)
    themes: tuple[QueueEntry, ...] = ()
    of_theme: Mapping[str, tuple[QueueEntry, ...]] = field(default_factory=dict)
    """Of each theme: where it fits too, the most doubtful first."""
    mentions: tuple[MentionQuestion, ...] = ()
    links: tuple[LinkQuestion, ...] | None = None
    """None while they are being found: it takes longer."""

    def of(self, kind: str, theme: str = "") -> Sequence[Entry] | None:
        """Return the questions of a kind, about one theme where it is given."""
        if kind == THEMES:
            return self.of_theme.get(theme, ()) if theme else self.themes
        return self.links if kind == LINKS else self.mentions

    def entries(self) -> Iterator[Entry]:
        """Yield all questions, those about single themes apart."""
        yield from self.themes
        yield from self.mentions
        yield from self.links or ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """What is left to ask, the next question on top."""

    question: Question | None
    left: int


class Desk:
    """The questions of a session's archive; many threads may ask for them at once."""

    def __init__(self, session: Session, rest: float = REST) -> None:
        self._session, self._rest = session, rest
        self._lock = Lock()
        self._worker: Thread | None = None
        self._ended = -rest
        self._pool: Pool | None = None
        self.found: Found | None = None
        """None until they were found once."""
        self.problem: SagssporError | None = None
        """Why they were not found the last time."""

    def look(self) -> None:
        """See that the questions are found behind the page, if the archive is not as it was."""
        generation = self._session.archive.generation()
        with self._lock:
            fresh = self.found is not None and self.found.generation == generation
            working = self._worker is not None and self._worker.is_alive()
            if fresh or working or time.monotonic() - self._ended < self._rest:
                return
            self._worker = Thread(target=self._work, daemon=True)
            self._worker.start()

    def wait(self) -> None:
        """Return when the questions that are being found are found."""
        if self._worker is not None:
            self._worker.join()

    def stack(self, kind: str, theme: str = "") -> Stack | None:
        """Return what is left to ask of a kind, about one theme where it is given; None if not known yet."""
        self.look()
        found = self.found  # another may be found meanwhile
        if found is None or (entries := found.of(kind, theme)) is None:
            return None
        done, words = answered(self._session.archive), found.words
        left = [one for one in entries if one.key not in done]
        asked = (self._asked(entry, words) for entry in left)
        return Stack(question=next((one for one in asked if one), None), left=len(left))

    def left(self) -> int | None:
        """Return how many questions are left; None if it is not known yet."""
        if (found := self.found) is None:
            return None
        return len({one.key for one in found.entries()} - answered(self._session.archive))

    def reason(self, item: str, about: str) -> str:
        """Return why a question was asked; nothing if it is not known any more."""
        found = self.found or Found()
        entries = chain(found.entries(), found.of_theme.get(about, ()))
        return next((one.reason for one in entries if one.key == (item, about)), "")

    def _asked(self, entry: Entry, words: Mapping[str, ThemeWords]) -> Question | None:
        """Return the question of an entry; None where what it is about is gone since it was found."""
        try:
            if isinstance(entry, QueueEntry):
                return theme_question(self._session, entry, words)
            if isinstance(entry, MentionQuestion):
                return asked_now(self._session, entry)
        except ItemNotFoundError:
            return None
        ids = {entry.item, entry.earlier}
        return entry if self._session.archive.summaries(sorted(ids)).keys() == ids else None

    def _work(self) -> None:
        try:
            with self._session.behind:
                self.found = found = self._find_themes()
                if found.links is None:
                    self.found = replace(found, links=uncertain_links(self._session)[:MOST])
            self.problem = None
        except SagssporError as error:
            log.info("the questions of the review are not found: %s", error)
            self.problem = error
        finally:
            self._ended = time.monotonic()

    def _find_themes(self) -> Found:
        session, before = self._session, self.found or Found()
        generation = session.archive.generation()
        if self._pool is None or not self._pool.is_for(session):
            self._pool = Pool(session)
        pool = self._pool
        pool.follow()
        texts = tuple(session.archive.generations()), session.archive.stats().superseded
        return Found(
            generation=generation,
            texts=texts,
            words=pool.words,
            themes=theme_queue(session, pool, MOST),
            mentions=doubtful_mentions(session, MOST),
            of_theme={theme: _doubtful(pool, theme) for theme in pool.words},
            # They change with the texts: corrections only take some away.
            links=before.links if before.texts == texts else None,
        )


def _doubtful(pool: Pool, theme: str) -> tuple[QueueEntry, ...]:
    own = sorted(
        (one for one in pool.candidates() if one.theme == theme), key=lambda c: (-c.doubt, c.item_id)
    )
    return tuple(QueueEntry(about=one, ground=Ground.UNDECIDED, reason=_reason(one)) for one in own[:MOST])


def _reason(one: Candidate) -> str:
    share, limit = danish_decimal(one.probability), danish_decimal(one.threshold)
    return f"modellen siger {'ja' if one.assigned else 'nej'} ({share}, grænsen er {limit})"
