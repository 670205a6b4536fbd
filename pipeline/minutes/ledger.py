"""What the minutes promised against what was read, so that nothing is dropped in silence.

CPR numbers, which have no place in published minutes, are pointed out where they stand.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from rapidfuzz.fuzz import ratio

from pipeline.domain import AgendaItem, Ledger, Leftover, Listed, SectionName
from pipeline.minutes.crowded import find_crowded, find_lacking
from pipeline.minutes.document import Document, Line
from pipeline.minutes.structure.cases import says_closed
from pipeline.text import find_cpr

_SAME_TITLE, _SAME_NUMBER = 85, 60
"""How alike, of 100, an entry of the list and an item are; where their numbers are the same, less will do."""
_MOST_NUMBERS = 2000
"""From the first to the last number of a meeting; a year of them is not more."""
_WITHIN_A_MEETING = 5
"""Items that begin with a higher number go on counting from another meeting."""


def balance(
    document: Document,
    layout: str,
    entries: Sequence[Listed],
    items: Sequence[AgendaItem],
    leftovers: tuple[Leftover, ...],
) -> Ledger:
    """Return what the list of items, `entries`, promised against the items of a document."""
    return Ledger(
        layout=layout,
        listed=len(entries),
        found=len(items),
        missing=tuple(entry for entry in entries if not any(_same(entry, item) for item in items)),
        unlisted=tuple(
            item.number for item in items if entries and not any(_same(entry, item) for entry in entries)
        ),
        gaps=find_gaps(items, entries),
        without_text=tuple(item.number for item in items if item.open and not item.sections),
        without_decision=tuple(item.number for item in items if item.open and not is_decided(item)),
        leftovers=leftovers,
        notes=(*document.notes, *privacy_notes(document.text)),
        crowded=find_crowded(document.text, items),
        lacking=find_lacking(items),
    )


def _same(entry: Listed, item: AgendaItem) -> bool:
    numbered = entry.number is not None and "number" not in item.made
    if numbered and entry.number != item.number.removesuffix(".0"):
        return False
    if numbered and "title" in item.made:
        return True
    # Lists cut long titles off, and leave "Lukket punkt:" out: compare what is there.
    listed, title = entry.title.casefold(), item.title.casefold()
    alike = max(ratio(listed, title[: len(listed)]), ratio(listed, title[-len(listed) :]))
    return alike >= (_SAME_NUMBER if numbered else _SAME_TITLE)


def contradicts(ledger: Ledger, entries: Sequence[Listed]) -> bool:
    """Whether the list or the numbers say that an item was lost, or that one is none."""
    lost = (entry for entry in lost_entries(ledger, entries) if not says_closed(entry.title))
    return bool(ledger.unlisted or any(lost) or lost_numbers(ledger, entries))


def lost_entries(ledger: Ledger, entries: Sequence[Listed]) -> list[Listed]:
    """Return the entries that are no items; between numbered ones, a line without number is none."""
    numbered = _are_numbered(entries)
    return [entry for entry in ledger.missing if entry.number is not None or not numbered]


def lost_numbers(ledger: Ledger, entries: Sequence[Listed]) -> list[str]:
    """Return the gaps in the numbers that a numbered list does not have, too."""
    listed = {entry.number for entry in entries}
    return [gap for gap in ledger.gaps if gap in listed or not _are_numbered(entries)]


def _are_numbered(entries: Sequence[Listed]) -> bool:
    return 2 * sum(entry.number is not None for entry in entries) > len(entries)


def find_gaps(items: Sequence[AgendaItem], entries: Sequence[Listed]) -> tuple[str, ...]:
    """Return the numbers that no item has between the first and the last of those that count on."""
    numbers = [item.number for item in items if "number" not in item.made]
    listed = [number_value(entry.number) for entry in entries if entry.number]
    # "5/2021" is the fifth of a year: the year's first items were another meeting's.
    yearly = any("/" in number for number in numbers)
    return tuple(
        gap
        for run in _runs(map(number_parts, numbers))
        for gap in _skipped(run, min(run)[0] if yearly else _first_listed(run, listed))
    )


def _runs(numbers: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield the numbers that count on; one that stood before begins anew, as below "Lukkede punkter"."""
    run: dict[tuple[int, int], None] = {}
    for number in numbers:
        if number in run:
            yield list(run)
            run = {}
        run[number] = None
    yield list(run)


def _first_listed(run: Sequence[tuple[int, int]], listed: Sequence[int]) -> int:
    """Return the lowest number of the list; 0 where so few entries cannot stand between it and the items."""
    lowest = min(listed, default=0)
    return lowest if min(run, default=(0, 0))[0] - lowest <= len(listed) else 0


def _skipped(run: Sequence[tuple[int, int]], listed: int) -> Iterator[str]:
    """Yield the numbers that a run leaves out, of 1.1, 1.2, 1.4 its second parts."""
    values = {value for value, _ in run}
    # 4.1, 4.2 and 4.3 are the items of the fourth meeting of a year.
    fourth = len(values) == 1 and all(part for _, part in run)
    first = listed or (min(values) if fourth else _first_number(values))
    for value in _between(first, max(values, default=0) + 1):
        parts = {part for own, part in run if own == value} - {0}
        if value not in values:
            yield str(value)
        yield from (
            f"{value}.{part}"
            for part in _between(_first_number(parts), max(parts, default=0))
            if part not in parts
        )


def number_value(number: str) -> int:
    """Return the figures that the number of an item begins with; 0 where it has none."""
    return number_parts(number)[0]


def number_parts(number: str) -> tuple[int, int]:
    """Return the figures of an item's number, before a point and behind; 0 where it has none.

    >>> number_parts("12"), number_parts("1.3"), number_parts("5/2021")
    ((12, 0), (1, 3), (5, 0))
    """
    parts = re.match(r"(?P<value>\d+)(?:\.(?P<part>\d+))?", number)
    return (int(parts["value"]), int(parts["part"] or 0)) if parts else (0, 0)


def _between(first: int, end: int) -> range:
    """Return the numbers that may be skipped; none before one that counts no items of a meeting."""
    return range(first, end if end - first <= _MOST_NUMBERS else first)


def _first_number(numbers: Collection[int]) -> int:
    """Return what items count from: 1, where they do not count through the year."""
    lowest = min(numbers, default=1)
    return 1 if lowest <= _WITHIN_A_MEETING else lowest


def is_decided(item: AgendaItem) -> bool:
    """Whether an item has a decision."""
    return any(section.name is SectionName.BESLUTNING for section in item.sections)


def ends_early(ledger: Ledger, entries: Sequence[Listed], *, in_sentence: bool) -> bool:
    """Whether the file was cut off: the last items of the list are missing, and the text ends `in_sentence`.

    Closed items that stand last in the list are missing too, but then the text ends
    as texts do. When most items are missing, the file is cut off wherever it ends.
    """
    tail = 0
    for entry in reversed(entries):
        if entry not in ledger.missing:
            break
        tail += 1
    return tail > 0 and (in_sentence or tail * 2 > len(entries))


def stops_in_sentence(line: str) -> bool:
    """Return whether a line ends as no text does."""
    return line[-1] not in '.!?:)]”"»' and re.search(r"\.\w{3,4}$", line) is None


def find_leftovers(
    lines: Sequence[Line], used: Iterable[Line], items: Iterable[AgendaItem]
) -> tuple[Leftover, ...]:
    """Return the lines that are neither of those used for the head and the list, nor in an item."""
    spans = [(line.start, line.end) for line in used] + [(item.start, item.end) for item in items]
    return tuple(
        Leftover(start=line.start, end=line.end, text=line.text)
        for line in lines
        if not any(start <= line.start < end for start, end in spans)
    )


def privacy_notes(text: str) -> Iterator[str]:
    """Yield where numbers stand that look like CPR numbers."""
    for start, end in find_cpr(text):
        yield f"tegn {start}-{end} ligner et CPR-nummer: se efter, før det offentliggøres eller deles"
