"""What the minutes promised against what was found, so that nothing is dropped in silence."""

import re
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.fuzz import ratio

from pipeline.domain import AgendaItem, Ledger, Leftover, Listed, SectionName
from pipeline.minutes.agenda import Agenda
from pipeline.minutes.document import Line
from pipeline.minutes.privacy import find_cpr

_SAME_TITLE = 85


def balance(text: str, layout: str, agenda: Agenda, items: Sequence[AgendaItem]) -> Ledger:
    """Return the ledger of one document; `segment` adds the leftovers."""
    return Ledger(
        layout=layout,
        listed=len(agenda.entries),
        found=len(items),
        missing=tuple(entry for entry in agenda.entries if not _found(entry, items)),
        unlisted=tuple(item.number for item in items if agenda.entries and not _listed(item, agenda.entries)),
        gaps=tuple(_gaps(items)),
        without_text=tuple(item.number for item in items if not item.sections),
        without_decision=tuple(item.number for item in items if not _decided(item)),
        notes=tuple(_privacy_notes(text)),
    )


def _found(entry: Listed, items: Sequence[AgendaItem]) -> bool:
    return any(_same(entry, item) for item in items)


def _listed(item: AgendaItem, entries: Sequence[Listed]) -> bool:
    return any(_same(entry, item) for entry in entries)


def _same(entry: Listed, item: AgendaItem) -> bool:
    if entry.number is not None and entry.number != item.number:
        return False
    # Lists cut long titles off: compare what is there.
    return ratio(entry.title, item.title[: len(entry.title)]) >= _SAME_TITLE


def _gaps(items: Sequence[AgendaItem]) -> Iterator[str]:
    numbers = {int(digits[0]) for item in items if (digits := re.match(r"\d+", item.number))}
    if numbers:
        yield from (str(n) for n in range(1, max(numbers)) if n not in numbers)


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


def _privacy_notes(text: str) -> Iterator[str]:
    for start, end in find_cpr(text):
        yield f"characters {start}-{end} look like a CPR number: check before you publish or share"


def find_leftovers(
    text: str, lines: Sequence[Line], taken: Iterable[tuple[int, int]]
) -> tuple[Leftover, ...]:
    """Return the lines of the text that lie in none of the spans that were given a meaning."""
    spans = sorted(taken)
    return tuple(
        Leftover(start=line.start, end=line.end, text=text[line.start : line.end])
        for line in lines
        if not any(start <= line.start < end for start, end in spans)
    )
