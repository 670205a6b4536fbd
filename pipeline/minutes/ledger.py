"""What the minutes promised against what was read, so that nothing is dropped in silence.

CPR numbers, which have no place in published minutes, are pointed out where they stand.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from rapidfuzz.fuzz import ratio

from pipeline.domain import AgendaItem, Ledger, Leftover, Listed, SectionName
from pipeline.minutes.agenda import number_value
from pipeline.minutes.crowded import find_crowded, find_lacking
from pipeline.minutes.document import Document, Line

_SAME_TITLE = 85
_WITHIN_A_MEETING = 5
"""Items that begin with a higher number go on counting from another meeting."""
_CPR = re.compile(r"(?<![\d.,-])(\d{2})(\d{2})(\d{2})[- ]?(\d{4})(?![\d.,]*\d)")


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
        gaps=_gaps(items, entries),
        without_text=tuple(item.number for item in items if not item.sections),
        without_decision=tuple(item.number for item in items if not _decided(item)),
        leftovers=leftovers,
        notes=(*document.notes, *_privacy_notes(document.text)),
        crowded=find_crowded(document.text, items),
        lacking=find_lacking(items),
    )


def _same(entry: Listed, item: AgendaItem) -> bool:
    if entry.number is not None and entry.number != item.number:
        return False
    # Lists cut long titles off: compare what is there.
    return ratio(entry.title, item.title[: len(entry.title)]) >= _SAME_TITLE


def _gaps(items: Sequence[AgendaItem], entries: Sequence[Listed]) -> tuple[str, ...]:
    """Return the numbers between the first and the last that no item has."""
    numbers = {number_value(item.number) for item in items if "number" not in item.made}
    first = min((number_value(entry.number) for entry in entries if entry.number), default=0)
    first = first or _first_number(numbers)
    return tuple(str(n) for n in range(first, max(numbers, default=0)) if n not in numbers)


def _first_number(numbers: Collection[int]) -> int:
    """Return what the items of a meeting count from: 1, where they do not count through the year."""
    lowest = min(numbers, default=1)
    return 1 if lowest <= _WITHIN_A_MEETING else lowest


def _decided(item: AgendaItem) -> bool:
    return any(section.name is SectionName.BESLUTNING for section in item.sections)


def ends_early(ledger: Ledger, entries: Sequence[Listed], last_line: str) -> bool:
    """Whether the file was cut off: the last items of the list are missing, and the text stops in a sentence.

    Closed items that stand last in the list are missing too, but then the text ends
    as texts do. When most items are missing, the file is cut off wherever it ends.
    """
    tail = 0
    for entry in reversed(entries):
        if entry not in ledger.missing:
            break
        tail += 1
    ends = last_line[-1] in '.!?:)]”"»' or re.search(r"\.\w{3,4}$", last_line) is not None
    return tail > 0 and (not ends or tail * 2 > len(entries))


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


def _privacy_notes(text: str) -> Iterator[str]:
    for start, end in find_cpr(text):
        yield f"characters {start}-{end} look like a CPR number: check before you publish or share"


def find_cpr(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans that have the form of a Danish personal number: a possible date and four digits.

    The check digit is left out: numbers issued since 2007 need not pass it (cpr.dk).

    >>> list(find_cpr("cpr 010190-1234, sagsnr. 129945-1234"))
    [(4, 15)]
    """
    for match in _CPR.finditer(text):
        day, month, year, serial = (int(group) for group in match.groups())
        if _is_date(day, month, _century(year, serial // 1000) + year):
            yield match.span()


def _century(year: int, seventh: int) -> int:
    """Return the century that the seventh digit tells (CPR-kontoret: "Personnummeret i CPR-systemet")."""
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800


def _is_date(day: int, month: int, year: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True
