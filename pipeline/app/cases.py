"""Cases: all of them in a list that no page waits for, and one with its parties, amounts and rulings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock, Thread

from pipeline.app.overview import MatterAmounts
from pipeline.app.session import Session
from pipeline.app.timeline import Timeline, draw
from pipeline.archive import Facets, NamedAmount
from pipeline.discussions import CaseLine, Stop
from pipeline.domain import CaseChange, Correction, Label
from pipeline.errors import SagssporError
from pipeline.text import LETTERS, fold

PAGE = 50
"""Cases on a page of the list."""
MOST = 10
"""Cases that are offered to be put together with one."""
AMOUNTS = 5
"""The largest amounts of a stop."""
NEWEST, LONGEST = "nyeste", "laengste"
"""Orders of the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """A page of the list."""

    lines: tuple[CaseLine, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAmounts:
    """The largest amounts that a stop names, in DKK, the largest first."""

    stop: Stop
    amounts: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """That a person put an item into the case, or took one out of it."""

    item_id: str
    other: str
    entry: Correction
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """One case as a person reads it."""

    timeline: Timeline
    names: Facets
    """Themes and parties over all stops, with the number of stops that name each."""
    amounts: tuple[StopAmounts, ...]
    by_year: MatterAmounts
    """The largest amount of each year."""
    ruled: tuple[Ruled, ...]
    seen: Mapping[str, int]
    """The number of the newest entry about each of its items; 0 where there is none."""


class CaseList:
    """The cases of a session's archive, found behind the pages; many threads may ask for them at once."""

    def __init__(self, session: Session) -> None:
        self._session, self._lock = session, Lock()
        self._worker: Thread | None = None
        self._known: tuple[int, tuple[CaseLine, ...] | None] = (-1, None)
        self._problem: SagssporError | None = None

    def lines(self, wait: float = 0.3) -> tuple[CaseLine, ...] | None:
        """Return the cases, those that came up last first.

        As they are now if they are found within `wait` seconds, else as they were; None the first time.

        Raises:
            SagssporError: they were never found, and why.

        """
        generation = self._session.archive.generation()
        if self._known[0] != generation:
            with self._lock:
                if self._worker is None or not self._worker.is_alive():
                    self._worker = Thread(target=self._find, args=(generation,), daemon=True)
                    self._worker.start()
            self._worker.join(timeout=wait)
        if self._known[1] is None and self._problem is not None:
            raise self._problem
        return self._known[1]

    def _find(self, generation: int) -> None:
        try:
            with self._session.behind:
                self._known, self._problem = (generation, self._session.finder.trails.all()), None
        except SagssporError as error:
            self._problem = error


def list_cases(lines: Sequence[CaseLine], words: str, order: str, page: int) -> CasePage:
    """Return a page of the cases whose title has these words, newest or longest first."""
    found = matching(lines, words)
    if order == LONGEST:
        found.sort(key=lambda line: -line.stops)
    pages = max(-(-len(found) // PAGE), 1)
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    return CasePage(lines=tuple(shown), total=len(found), page=page, pages=pages)


def matching(lines: Sequence[CaseLine], words: str) -> list[CaseLine]:
    """Return the cases whose title has all of these words, or words that begin so or hold them."""
    wanted = [fold(word) for word in re.findall(rf"{LETTERS}|\d+", words)]
    return [line for line in lines if all(word in fold(line.title) for word in wanted)]


def read_case(session: Session, case_id: str) -> CaseView:
    """Return one case.

    Raises:
        ItemNotFoundError: the archive has no such case.

    """
    trail = session.finder.trails.case(case_id)
    ids = list(dict.fromkeys(stop.item_id for stop in trail.stops))
    last = session.archive.last_corrections(ids)
    amounts = tuple(_amounts(trail.stops, session.archive.norms(ids, Label.AMOUNT)))
    return CaseView(
        timeline=draw(trail),
        names=session.archive.facets(ids),
        amounts=amounts,
        by_year=MatterAmounts(matter=trail.case_id, title=trail.title, amounts=tuple(_by_year(amounts))),
        ruled=tuple(_ruled(session, set(ids))),
        seen={item_id: last.get(item_id, 0) for item_id in ids},
    )


def _amounts(stops: Sequence[Stop], norms: dict[str, tuple[str, ...]]) -> Iterator[StopAmounts]:
    for stop in stops:
        values = sorted(filter(None, map(_value, norms.get(stop.item_id, ()))), reverse=True)
        if values:
            yield StopAmounts(stop=stop, amounts=tuple(values[:AMOUNTS]))


def _value(norm: str) -> float:
    """Return an amount in DKK by its norm; of a span its last, 0 of what is none."""
    last = norm.rsplit("/", maxsplit=1)[-1]
    try:
        return float(last)
    except ValueError:
        return 0.0


def _by_year(amounts: Sequence[StopAmounts]) -> Iterator[NamedAmount]:
    largest: dict[str, StopAmounts] = {}
    for one in amounts:
        year = str(one.stop.date.year)
        if year not in largest or one.amounts[0] > largest[year].amounts[0]:
            largest[year] = one
    for year, one in sorted(largest.items()):
        stop = one.stop
        yield NamedAmount(matter="", year=year, amount=one.amounts[0], item_id=stop.item_id, title=stop.title)


def _ruled(session: Session, ids: set[str]) -> Iterator[Ruled]:
    """Yield what persons decided: of items of the case, and of those they took out of it."""
    for item_id, entry in session.archive.in_force(CaseChange):
        change = entry.change
        if isinstance(change, CaseChange) and (
            {item_id, change.other} <= ids if change.same else {item_id, change.other} & ids
        ):
            yield Ruled(item_id=item_id, other=change.other, entry=entry, same=change.same)
