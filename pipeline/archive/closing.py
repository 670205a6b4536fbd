"""What the newest version of a meeting says is closed goes out of the versions before it.

An agenda may print what the minutes close. Of such an item the earlier texts keep nothing:
spaces stand where it stood, so that the offsets of the others hold. Entries of
the log are never changed, and keep what a person wrote into them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, select, update

from pipeline.archive.database import wipe
from pipeline.archive.fulltext import merge_index
from pipeline.archive.lookup import CURRENT, document_of
from pipeline.archive.schema import documents
from pipeline.domain import AgendaItem, Ledger
from pipeline.minutes.exports.joining import bare_title


def close_earlier(connection: Connection, meeting: int, items: Sequence[AgendaItem]) -> None:
    """Take out of a meeting's superseded texts what `items`, its newest, close; the ledger tells which.

    Of a text whose items are not known all goes, where anything is closed now.
    """
    if all(item.open for item in items):
        return
    closed, changed = set[str](), False
    own = select(documents).where(documents.c.meeting == meeting, ~CURRENT)
    for row in connection.execute(own).all():
        if found := dict(closed_since(row.cut or (), items)):
            changed, closed = True, closed | {item.number for item in found.values()}
            _blank(connection, row, found)
        elif not row.cut and row.text.strip():
            changed = True
            _blank_all(connection, row)
    if closed:
        _tell(connection, meeting, [item.number for item in items if item.number in closed])
    if changed:
        merge_index(connection)
        wipe(connection)


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
    return item.number == other.number and bare_title(item) == bare_title(other)


def _alike(item: AgendaItem, other: AgendaItem) -> bool:
    return bare_title(item) == bare_title(other) or ("" != item.case_number == other.case_number)


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
