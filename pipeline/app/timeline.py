"""A trail as a picture: its stops as dots, committees as lines from above, time from left to right."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.app.session import Session
from pipeline.discussions import Stop, Trail

WIDTH, LEFT, LANE, TOP = 760, 12, 44, 28
"""In units of the picture: its width, its margin, the height of a committee's line and of the years."""
_NEAREST = 24
"""Dots of one line stand at least so far apart, so that their numbers can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One stop: where it is drawn, and its number in the list."""

    number: int
    x: int
    y: int
    stop: Stop
    here: bool
    """Whether it is the item that the page is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A trail with its picture."""

    trail: Trail
    dots: tuple[Dot, ...]
    lanes: Mapping[str, int]
    """Where the line of each committee is."""
    years: Mapping[int, int]
    """Where each year begins that is named."""
    width: int
    height: int


def of_item(session: Session, item_id: str) -> tuple[Timeline, ...]:
    """Return the trails of an item that have more than one stop, the longest first."""
    return tuple(draw(trail, item_id) for trail in session.finder.trails.of(item_id) if len(trail.stops) > 1)


def draw(trail: Trail, item_id: str = "") -> Timeline:
    """Return the picture of a trail; the stops of `item_id` are those of the page."""
    committees = dict.fromkeys(stop.committee for stop in trail.stops)
    lanes = {name: TOP + LANE * at + LANE - 12 for at, name in enumerate(committees)}
    first, last = trail.stops[0].date.year, trail.stops[-1].date.year
    scale = (WIDTH - 2 * LEFT) / (last + 1 - first)
    taken: dict[int, int] = {}
    dots = []
    for number, stop in enumerate(trail.stops, start=1):
        y = lanes[stop.committee]
        x = max(LEFT + round(scale * (_year(stop.date) - first)), taken.get(y, LEFT - _NEAREST) + _NEAREST)
        taken[y] = x
        dots.append(Dot(number=number, x=x, y=y, stop=stop, here=stop.item_id == item_id))
    step = max(1, -(-(last - first + 1) // 12))
    return Timeline(
        trail=trail,
        dots=tuple(dots),
        lanes=lanes,
        years={year: LEFT + round(scale * (year - first)) for year in range(first, last + 1, step)},
        width=max(WIDTH, *(dot.x + LEFT for dot in dots)),
        height=TOP + LANE * len(lanes),
    )


def _year(day: dt.date) -> float:
    """Return a day as a year with its fraction."""
    return day.year + (day.timetuple().tm_yday - 1) / 366
