"""One invented meeting printed in one random layout."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.minutes.structure.roles import Role
from pipeline.training.corpus import CorpusMeeting
from pipeline.training.structure.agenda import print_list
from pipeline.training.structure.drawing import draw_layout
from pipeline.training.structure.forms import Draw, Pool
from pipeline.training.structure.head import print_head
from pipeline.training.structure.items import Items, Matter
from pipeline.training.structure.layout import Layout
from pipeline.training.structure.page import Printed, Row, put_on_page


def print_minutes(seed: int, meetings: Sequence[CorpusMeeting], pool: Pool = Pool.ALL) -> Printed:
    """Return a print of one of some meetings; the same seed gives the same print."""
    draw = Draw(f"print {seed} {pool.value}", pool)
    meeting = draw.one(*meetings)
    layout = draw_layout(draw)
    head = print_head(draw, layout)
    rows = [*_chrome(draw, 0.5), *head, *_matters(draw, layout, meeting, meetings)]
    if draw.chance(0.03):
        rows += _second(draw, layout, meetings)
    if draw.chance(0.15):
        rows.append(Row(text=draw.filled("items.closing"), role=Role.TAIL, gap=draw.one(0, 1, 2)))
    return put_on_page(draw, layout, [*rows, *_chrome(draw, 0.35)])


def _chrome(draw: Draw, share: float) -> Iterator[Row]:
    """Yield what a site prints before or after the minutes, in that share of prints."""
    if draw.chance(share):
        for _ in range(draw.one(1, 1, 2, 3, 4, 6, 10, 16, 40)):
            yield Row(text=draw.filled("chrome.site"), role=Role.CHROME, gap=draw.one(0, 1, 1, 2))


def _second(draw: Draw, layout: Layout, meetings: Sequence[CorpusMeeting]) -> list[Row]:
    """Return the rows of another meeting in the same file."""
    later = layout.facts.day + dt.timedelta(days=draw.number(20, 90))
    layout = replace(layout, facts=replace(layout.facts, day=later))
    return [*print_head(draw, layout), *_matters(draw, layout, draw.one(*meetings), meetings)]


def _matters(
    draw: Draw, layout: Layout, meeting: CorpusMeeting, meetings: Sequence[CorpusMeeting]
) -> Iterator[Row]:
    """Yield the list and the items of a meeting: all of them or some, now and then those of others, too."""
    items = list(meeting.items)
    count = 1 if layout.one_item else min(len(items), draw.one(1, 2, 2, 3, 3, 4, 5, 6, 8, 10, len(items)))
    first = draw.number(0, len(items) - count) if draw.chance(0.5) else 0
    printed, left_out = (
        items[first : first + count],
        [one.title for one in items[:first] + items[first + count :]],
    )
    if not layout.one_item and draw.chance(0.07):
        for _ in range(draw.one(1, 2, 3)):
            printed += draw.one(*meetings).items
    numbers = _numbers(draw, layout, len(printed))
    matters = [
        Matter(number, _title(draw, layout, one.title), one.sections)
        for number, one in zip(numbers, printed, strict=True)
    ]
    yield from print_list(draw, layout, matters, left_out)
    items_printer = Items(draw, layout)
    for at, matter in enumerate(matters):
        yield from items_printer.rows(at, matter)


def _numbers(draw: Draw, layout: Layout, count: int) -> list[str]:
    """Return the numbers of the items: closed ones are left out now and then."""
    first = layout.items.first
    if layout.items.nested and count > 1:
        return [f"{first}.{at + 1}" for at in range(count)]
    numbers, number = [], first
    for _ in range(count):
        numbers.append(str(number))
        number += 1 + (draw.number(1, 5) if draw.chance(0.06) else 0)
    return numbers


def _title(draw: Draw, layout: Layout, title: str) -> str:
    """Return the title of an item: its own, or that of another kind of committee."""
    if draw.chance(0.4):
        facts = layout.facts
        title = draw.filled("titles.forms", c=facts.committee, year=facts.day.year, later=facts.day.year + 2)
    return title[:1].upper() + title[1:]
