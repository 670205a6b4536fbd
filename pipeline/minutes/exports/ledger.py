"""What the ledger says of a document of a case system: what is missing in it, and what one doubts."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.domain import AgendaItem, Ledger, Status
from pipeline.minutes.exports.bodies import clean
from pipeline.minutes.exports.record import Record, RecordItem
from pipeline.minutes.ledger import find_gaps, is_decided, privacy_notes
from pipeline.minutes.structure.cases import says_closed

_WITHHELD = "ikke offentliggjort"


def ledger_of(record: Record, items: Sequence[AgendaItem], text: str) -> Ledger:
    """Return what was found; of closed items and of agendas no text and no decisions are expected."""
    read = [item for item in items if item.open]
    decided = record.status is Status.MINUTES
    return Ledger(
        layout=record.system,
        listed=len(items),
        found=len(items),
        gaps=() if record.supplement else find_gaps(items, ()),
        without_text=tuple(item.number for item in read if not item.sections),
        without_decision=tuple(item.number for item in read if decided and not is_decided(item)),
        notes=(*record.notes, *_notes(record, items), *privacy_notes(text)),
    )


def _notes(record: Record, items: Sequence[AgendaItem]) -> Iterator[str]:
    if closed := [item.number for item in items if not item.open]:
        yield f"closed items, kept without their text: {', '.join(closed)}"
    printed = Counter(clean(item.number) for item in record.items)
    if again := sorted(number for number, times in printed.items() if number and times > 1):
        yield f"numbers that stand before several items: {', '.join(again)}"
    for item in record.items:
        if item.open:
            yield from _doubts(item)


def _doubts(item: RecordItem) -> Iterator[str]:
    """Yield what makes one doubt that all of an open item is for the public."""
    number = clean(item.number) or clean(item.title)
    if says_closed(clean(item.title)):
        yield f"item {number} is open, but its title says that it is closed"
    if withheld := sum(not one.open for one in item.attachments):
        yield f"item {number}: attachments that are not public, left out: {withheld}"
    for attached in item.attachments:
        if attached.open and clean(attached.name).casefold().startswith(_WITHHELD):
            yield f"item {number}: an open attachment is called {clean(attached.name)}"
