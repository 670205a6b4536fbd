"""Cases: those of some words, and one with its parties, amounts and rulings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.app.overview import MatterAmounts
from pipeline.app.session import Session
from pipeline.app.timeline import Timeline, draw
from pipeline.archive import Facets, NamedAmount
from pipeline.discussions import CaseLine, Stop
from pipeline.domain import CaseChange, Correction, Label
from pipeline.text import LETTERS, fold

MOST = 10
"""Cases that are offered to be put together with one."""
AMOUNTS = 5
"""The largest amounts of a stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """One case as a person reads it."""

    timeline: Timeline
    names: Facets
    """Themes and parties over all stops, with the number of stops that name each."""
    amounts: tuple[tuple[Stop, tuple[float, ...]], ...]
    """Of each stop that names any, the largest in DKK, the largest first."""
    by_year: MatterAmounts
    """The largest amount of each year."""
    ruled: tuple[tuple[str, str, Correction], ...]
    """Pairs of items that persons put together or apart, and the entry that did."""
    seen: Mapping[str, int]
    """The number of the newest entry about each of its items; 0 where there is none."""


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


def _amounts(
    stops: Sequence[Stop], norms: dict[str, tuple[str, ...]]
) -> Iterator[tuple[Stop, tuple[float, ...]]]:
    for stop in stops:
        values = sorted(filter(None, map(_value, norms.get(stop.item_id, ()))), reverse=True)
        if values:
            yield stop, tuple(values[:AMOUNTS])


def _value(norm: str) -> float:
    """Return an amount in DKK by its norm; of a span its last, 0 of what is none."""
    last = norm.rsplit("/", maxsplit=1)[-1]
    try:
        return float(last)
    except ValueError:
        return 0.0


def _by_year(amounts: Sequence[tuple[Stop, tuple[float, ...]]]) -> Iterator[NamedAmount]:
    of_year = groupby(amounts, key=lambda one: one[0].date.year)
    for year, own in of_year:
        stop, (amount, *_) = max(own, key=lambda one: one[1][0])
        yield NamedAmount(matter="", year=str(year), amount=amount, item_id=stop.item_id, title=stop.title)


def _ruled(session: Session, ids: set[str]) -> Iterator[tuple[str, str, Correction]]:
    """Yield what persons decided: of items of the case, and of those they took out of it."""
    for item_id, entry in session.archive.in_force(CaseChange):
        change = entry.change
        if isinstance(change, CaseChange) and (
            {item_id, change.other} <= ids if change.same else {item_id, change.other} & ids
        ):
            yield item_id, change.other, entry
