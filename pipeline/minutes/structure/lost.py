"""Items that the numbers or the list say there are, and no heading was found for: where they may stand."""

from collections.abc import Iterator

from rapidfuzz.fuzz import ratio

from pipeline.domain import Doubt, Minutes
from pipeline.minutes.crowded import decided_twice
from pipeline.minutes.ledger import ends_early, lost_entries, lost_numbers, number_parts, stops_in_sentence
from pipeline.minutes.structure.cutting import ItemList
from pipeline.minutes.structure.reading import LIST_ROLES, Reading
from pipeline.minutes.structure.roles import Role

_LIKE_A_HEADING = 0.2
"""Between two items with a number missing, a line so likely may be the heading of a third."""
_SAME_TITLE = 80
_SHORTEST = 4
_SIGNED = 40
"""Names and other signatures end without a point; they are shorter."""


def lost_items(reading: Reading, found: ItemList, minutes: Minutes) -> Iterator[Doubt]:
    """Yield the lines where an item may be hidden, and those where the numbers or the text break off."""
    ledger = minutes.ledger
    gaps = lost_numbers(ledger, found.listed)
    first = found.items[0].number
    if gaps and (len(found.items) > 1 or found.listed) and number_parts(gaps[0]) < number_parts(first):
        yield reading.doubt(found.starts[0], f"is the first item, but its number is {first}")
    for n in _hidden(reading, found, gaps):
        yield reading.doubt(n, "may be the heading of an item whose number is missing")
    for entry in lost_entries(ledger, found.listed):
        for n in _alike(reading, found, entry.title.casefold()):
            yield reading.doubt(n, "is in the list of items, but heads none")
    for section in decided_twice(minutes.items):
        end = section.start + len(section.printed)
        yield Doubt(start=section.start, end=end, reason="is the second decision of an item that may be two")
    last = found.bodies[-1][-1] if found.bodies[-1] else found.starts[-1]
    if ends_early(ledger, found.listed, in_sentence=_stops_in_sentence(reading, last)):
        yield reading.doubt(last, "is where the text ends, but the list goes on")


def _stops_in_sentence(reading: Reading, last: int) -> bool:
    line = reading.lines[last].plain
    return reading.best[last] is Role.BODY and len(line) > _SIGNED and stops_in_sentence(line)


def _hidden(reading: Reading, found: ItemList, gaps: list[str]) -> Iterator[int]:
    """Yield the lines like headings in the items between which numbers are missing."""
    missing = [number_parts(gap) for gap in gaps]
    numbers = [number_parts(item.number) for item in found.items]
    for body, one, other in zip(found.bodies, numbers, [*numbers[1:], (0, 0)], strict=True):
        if any(one < gap and (gap < other or other < one) for gap in missing):
            yield from (n for n in body if _is_like_a_heading(reading, n))


def _is_like_a_heading(reading: Reading, n: int) -> bool:
    told = reading.best[n] in (Role.TITLE, Role.ITEM_MORE) or reading.shapes[n].section
    return reading.starts[n] > _LIKE_A_HEADING and not told


def _alike(reading: Reading, found: ItemList, title: str) -> Iterator[int]:
    """Yield the lines below the list that say what an entry of it says, and head no item."""
    if len(title) >= _SHORTEST:
        end = found.list_lines[-1].end
        for n, line in enumerate(reading.lines):
            below = line.start >= end and n not in found.starts and reading.best[n] not in LIST_ROLES
            if below and ratio(title, reading.shapes[n].title.casefold(), score_cutoff=_SAME_TITLE):
                yield n
