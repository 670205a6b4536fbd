"""What one published version of a meeting changed of the version before: item by item, line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

from pipeline.app.session import Session
from pipeline.archive import Version
from pipeline.domain import AgendaItem
from pipeline.text import mask_cpr

MOST_LINES = 3000
"""Of a text that is compared line by line: what two texts cost grows with the square of it."""
_AROUND = 1
"""Unchanged lines that are shown beside a changed one."""


class Sign(StrEnum):
    """What became of a line, or of an item."""

    SAME = "same"
    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


ChangedLine = tuple[Sign, str]
"""One line of a text, and what became of it; a SAME one without text stands for several left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedItem:
    """An item that is new, gone, or reads otherwise; one without title is all that stands outside items."""

    sign: Sign
    number: str
    title: str
    lines: tuple[ChangedLine, ...]


def read_versions(session: Session, meeting_id: str) -> tuple[tuple[Version, tuple[ChangedItem, ...]], ...]:
    """Return the versions of a meeting, the newest first, each with what it changed of the one before.

    Raises:
        ItemNotFoundError: there is no such meeting.

    """
    current = session.archive.minutes(meeting_id).minutes.items
    versions = [
        replace(one, text=mask_cpr(one.text), items=current if one.current else one.items)
        for one in session.archive.versions(meeting_id)
    ]
    changes = [(), *(tuple(_changed(*pair)) for pair in pairwise(versions))]
    return tuple(reversed([*zip(versions, changes, strict=True)]))


def _changed(before: Version, after: Version) -> Iterator[ChangedItem]:
    if not (before.items and after.items):  # how the earlier was cut is not known
        before, after = replace(before, items=()), replace(after, items=())
    yield from _item(None, _outside(before), _outside(after))
    partners = dict(_partners(before.items, after.items))
    kept = set(partners.values())
    for item in before.items:
        if item.id not in kept:
            yield ChangedItem(sign=Sign.GONE, number=item.number, title=item.title, lines=())
    earlier = {item.id: item for item in before.items}
    for item in after.items:
        if (partner := partners.get(item.id)) is None:
            yield ChangedItem(sign=Sign.NEW, number=item.number, title=item.title, lines=())
        else:
            yield from _item(item, _inside(before, earlier[partner]), _inside(after, item))


def _inside(version: Version, item: AgendaItem) -> list[str]:
    return _lines(version.text[item.start : item.end])


def _outside(version: Version) -> list[str]:
    """Return the lines before the first item and after the last; all where no item is known."""
    if not version.items:
        return _lines(version.text)
    return _lines(version.text[: version.items[0].start]) + _lines(version.text[version.items[-1].end :])


def _partners(before: Sequence[AgendaItem], after: Sequence[AgendaItem]) -> Iterator[tuple[str, str]]:
    """Yield each later item with the earlier one it was: of the same title, else of the same number."""
    left = list(before)
    rest = list[AgendaItem]()
    for item in after:
        same = next((one for one in left if one.title.casefold() == item.title.casefold()), None)
        if same is None:
            rest.append(item)
        else:
            left.remove(same)
            yield item.id, same.id
    for item in rest:
        same = next((one for one in left if one.number == item.number and "number" not in one.made), None)
        if same is not None:
            left.remove(same)
            yield item.id, same.id


def _item(item: AgendaItem | None, before: Sequence[str], after: Sequence[str]) -> Iterator[ChangedItem]:
    if before != after:
        lines = tuple(compare_lines(before, after))
        number, title = (item.number, item.title) if item else ("", "")
        yield ChangedItem(sign=Sign.CHANGED, number=number, title=title, lines=lines)


def compare_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[ChangedLine]:
    """Yield the lines that are new or gone, with those beside them; of too many lines, none."""
    if max(len(before), len(after)) > MOST_LINES:
        return
    for sign, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if sign == "equal":
            yield from _shortened(before[i:j], first=i == 0, last=j == len(before))
        else:
            yield from ((Sign.GONE, line) for line in before[i:j])
            yield from ((Sign.NEW, line) for line in after[k:m])


def _shortened(lines: Sequence[str], *, first: bool, last: bool) -> Iterator[ChangedLine]:
    head, tail = (0 if first else _AROUND), (0 if last else _AROUND)
    if len(lines) <= head + tail + 1:
        yield from ((Sign.SAME, line) for line in lines)
        return
    yield from ((Sign.SAME, line) for line in lines[:head])
    yield Sign.SAME, ""
    yield from ((Sign.SAME, line) for line in lines[len(lines) - tail :])


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
