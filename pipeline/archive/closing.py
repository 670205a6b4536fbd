"""What the newest version of a meeting says is closed goes out of the versions before it.

An agenda may print what the minutes close. Of such an item the earlier texts keep nothing:
spaces stand where it stood, so that the offsets of the others hold. Of what persons corrected
in it, and wrote about it, the log keeps who, when and what kind of change; so it is whichever
way an entry comes into it. What is unclear is closed.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, Text, cast, select, update

from pipeline.archive.fulltext import merge_index
from pipeline.archive.log import readable_log, rewrite
from pipeline.archive.lookup import CURRENT, document_of, wipe
from pipeline.archive.schema import documents, items, job_lines, meetings
from pipeline.corrections import item_text, other_item, split_from, withheld
from pipeline.domain import (
    AgendaItem,
    Correction,
    Ledger,
    MergeChange,
    Undo,
    Withheld,
    meeting_of,
    number_of,
)
from pipeline.minutes.exports.joining import bare


def close_earlier(connection: Connection, meeting: int, items: Sequence[AgendaItem]) -> str:
    """Take out of a meeting's superseded texts what `items`, its newest, close; return it.

    The ledger tells which they are.

    Of a text whose items are not known all goes, where anything is closed now.
    """
    closed, texts = set[str](), list[str]()
    if all(item.open for item in items):
        return ""
    own = select(documents).where(documents.c.meeting == meeting, ~CURRENT)
    for row in connection.execute(own).all():
        if found := dict(closed_since(row.cut or (), items)):
            closed |= {item.number for item in found.values()}
            texts += (row.text[item.start : item.end] for item in row.cut if item.id in found)
            _blank(connection, row, found)
        elif not row.cut and row.text.strip():
            texts.append(row.text)
            _blank_all(connection, row)
    if closed:
        _tell(connection, meeting, [item.number for item in items if item.number in closed])
    if texts:
        merge_index(connection)
        wipe(connection)
    return "\n".join(texts)


def closed_since(
    before: Sequence[AgendaItem], after: Sequence[AgendaItem]
) -> Iterator[tuple[str, AgendaItem]]:
    """Yield the id of each open item of a version that is closed in a later one, and what it is there.

    What may be closed now counts as closed: one that is in the later version no more, where a closed
    item stands there that nothing else became.
    """
    opened, closed = [one for one in after if one.open], [one for one in after if not one.open]
    unknown = [one for one in closed if not any(_alike(one, old) for old in before)]
    unknown = [one for one in unknown if not any(one.number == old.number for old in before if not old.open)]
    for item in before:
        if not item.open or any(_is(item, one) for one in opened):
            continue
        same = next((one for one in closed if _alike(item, one)), None)
        if same is None and unknown and not any(_alike(item, one) for one in opened):
            same = next((one for one in unknown if one.number == item.number), unknown[0])
        if same is not None:
            yield item.id, same


def _is(item: AgendaItem, other: AgendaItem) -> bool:
    return item.number == other.number and bare(item.title) == bare(other.title)


def _alike(item: AgendaItem, other: AgendaItem) -> bool:
    return bare(item.title) == bare(other.title) or ("" != item.case_number == other.case_number)


def _blank(connection: Connection, row: Row[Any], found: Mapping[str, AgendaItem]) -> None:
    """Put spaces in place of items of a superseded document, and of their titles wherever they stand."""
    text, cut = row.text, list[AgendaItem]()
    titles = [item.title for item in row.cut if item.id in found and item.title != found[item.id].title]
    for item in row.cut:
        if (now := found.get(item.id)) is None:
            cut.append(item)
            continue
        text = text[: item.start] + _spaces(text[item.start : item.end]) + text[item.end :]
        kept = AgendaItem(id=item.id, number=item.number, title=now.title, start=item.start, end=item.end)
        cut.append(replace(kept, open=False, case_number=now.case_number))
    for title in filter(None, titles):
        text = re.sub(re.escape(title), lambda match: _spaces(match.group()), text, flags=re.IGNORECASE)
    _write(connection, row, text, tuple(cut))


def _blank_all(connection: Connection, row: Row[Any]) -> None:
    _write(connection, row, _spaces(row.text), None)


def _spaces(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _write(connection: Connection, row: Row[Any], text: str, cut: tuple[AgendaItem, ...] | None) -> None:
    ledger = Ledger(layout=row.ledger.layout, listed=row.ledger.listed, found=row.ledger.found)
    values = {"text": text, "cut": cut, "ledger": ledger}
    connection.execute(update(documents).where(documents.c.id == row.id).values(values))


def _tell(connection: Connection, meeting: int, numbers: Sequence[str]) -> None:
    row = document_of(connection, meeting)
    note = f"closed since an earlier version, which keeps no text of them: {', '.join(numbers)}"
    ledger = replace(row.ledger, notes=(*row.ledger.notes, note))
    connection.execute(update(documents).where(documents.c.id == row.id).values(ledger=ledger))


def forget_quotes(connection: Connection, day: dt.date) -> None:
    """Take out what jobs quoted of documents of a day that a person was to look at.

    The documents may wait still; nobody knows surely which meeting of that day they are of.
    """
    quoting = cast(job_lines.c.data, Text).contains(f'"date":"{day}"')
    which = (job_lines.c.step == "doubtful", quoting)
    if connection.execute(update(job_lines).where(*which).values(data={})).rowcount:
        wipe(connection)


# The log


def withhold(connection: Connection, meeting_id: str) -> tuple[Correction, ...]:
    """Take out of the entries of a meeting what they tell of closed items, for good; return the log.

    An undo tells of what it undoes, a pair of both its items.
    """
    log, printed = readable_log(connection, meeting_id), dict[str, _Printed]()
    found = dict[int, Correction]()
    told = [entry for entry in log if not isinstance(entry.change, Withheld)]
    # First the merges: what became part of a closed item is closed.
    for entry in sorted(told, key=lambda entry: not isinstance(entry.change, MergeChange)):
        if _undoes(entry, found) or any(
            not _printed(connection, meeting_of(key), printed).tells(key, text_hash)
            for key, text_hash in _items_of(entry)
        ):
            found[entry.number] = withheld(entry)
            if isinstance(entry.change, MergeChange):
                own = _printed(connection, meeting_id, printed)
                printed[meeting_id] = replace(own, closed=own.closed | {entry.change.following})
    if found:
        rewrite(connection, found.values())
        wipe(connection)
    return tuple(found.get(entry.number, entry) for entry in log)


def _undoes(entry: Correction, found: Mapping[int, Correction]) -> bool:
    return isinstance(entry.change, Undo) and entry.change.number in found


def _items_of(entry: Correction) -> Iterator[tuple[str, str]]:
    """Yield the id of each item that an entry is about, with the hash of how it read; of a meeting, none."""
    if number_of(entry.item_id):
        yield entry.item_id, entry.text_hash
    if other := other_item(entry.change):
        yield other, entry.other_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class _Printed:
    """What the versions of a meeting print of its items."""

    hashes: frozenset[str] = frozenset()
    """Of the texts that stand in them for everyone to read."""
    open: frozenset[str] = frozenset()
    """Ids of items that are open in one of them."""
    closed: frozenset[str] = frozenset()
    """Ids of items that are closed in one of them."""

    def tells(self, item_id: str, text_hash: str) -> bool:
        """Whether the versions themselves tell what was corrected in an item."""
        if not self.closed or text_hash in self.hashes:
            return True
        own = {item_id, split_from(item_id)}
        return not own & self.closed and bool(own & self.open)


def _printed(connection: Connection, meeting_id: str, known: dict[str, _Printed]) -> _Printed:
    if meeting_id not in known:
        known[meeting_id] = _read_printed(connection, meeting_id)
    return known[meeting_id]


def _read_printed(connection: Connection, meeting_id: str) -> _Printed:
    own = select(meetings.c.id).where(meetings.c.key == meeting_id).scalar_subquery()
    now = connection.execute(
        select(items.c.key, items.c.open, items.c.text_hash).where(items.c.meeting == own)
    ).all()
    cut = (documents.c.meeting == own, documents.c.cut.is_not(None))
    rows = connection.execute(select(documents.c.cut, documents.c.text).where(*cut))
    before = [(one, row.text) for row in rows for one in row.cut]
    closed = {row.key for row in now if not row.open} | {one.id for one, _ in before if not one.open}
    if not closed:
        return _Printed()
    texts = {item_text(one, text).hash for one, text in before if one.open}
    return _Printed(
        hashes=frozenset(texts | {row.text_hash for row in now}),
        open=frozenset({row.key for row in now if row.open} | {one.id for one, _ in before if one.open}),
        closed=frozenset(closed),
    )
