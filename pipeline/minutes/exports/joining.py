"""A supplement put behind the agenda or the minutes that it belongs to, as one meeting with one text."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import count

from pipeline.domain import AgendaItem, Ledger, Minutes, item_id, number_of
from pipeline.text import caseless

_BETWEEN = "\n\n"
_CLOSED = re.compile(r"lukket(?: (?:punkt|sag))?\s*[:-]\s*")
WITH_SUPPLEMENT = "with the supplement "
"""How the note of the ledger begins that names a supplement and the numbers of its items."""


def joined(main: Minutes, supplement: Minutes) -> Minutes:
    """Return minutes with the items of a supplement behind their own; those they have already stay theirs.

    So do those that the minutes close, whatever the supplement printed of them.
    Every offset is into the text of the result.
    """
    own = {_known_by(item) for item in main.items}
    closed = {bare(item.title) for item in main.items if not item.open}
    new = [one for one in supplement.items if _known_by(one) not in own and bare(one.title) not in closed]
    if not new:
        return main
    text, items = main.text, list(main.items)
    taken = [number_of(item.id) for item in main.items]
    for item, number in zip(new, supplement_numbers(taken, [item.number for item in new]), strict=True):
        moved = _moved(item, len(text) + len(_BETWEEN) - item.start)
        text += _BETWEEN + supplement.text[item.start : item.end]
        own_id = item_id(main.meeting, number)
        items.append(replace(moved, id=own_id, order=len(items) + 1, supplement=True))
    withheld = {item.number for item in new} & set(supplement.not_released)
    return replace(
        main,
        text=text,
        items=tuple(items),
        ledger=_ledger(main.ledger, supplement, new),
        stamp=max(main.stamp, supplement.stamp),
        not_released=(*main.not_released, *sorted(withheld)),
    )


def bare(title: str) -> str:
    """Return a title in small letters, without the word that says that its item is closed.

    >>> bare("Lukket punkt: Mole ved Æblehavn")
    'mole ved æblehavn'
    """
    return _CLOSED.sub("", caseless(title), count=1)


def supplement_numbers(taken: Collection[str], numbers: Sequence[str]) -> list[str]:
    """Return the number in the id of each item of a supplement; one that is taken tells of which it is.

    >>> supplement_numbers(["1", "2"], ["2", "3"]), supplement_numbers(["1", "2", "t1-2"], ["1"])
    (['t1-2', '3'], ['t2-1'])
    """
    nth = next(n for n in count(1) if not any(number.startswith(f"t{n}-") for number in taken))
    own, found = set(taken), list[str]()
    for number in numbers:
        free = (f"t{n}-{number}" for n in count(nth))
        found.append(next(one for one in free if one not in own) if number in own else number)
        own.add(found[-1])
    return found


def _known_by(item: AgendaItem) -> tuple[str, str]:
    """Return by what an item is known in another document of its meeting: a closed one also by its number."""
    return item.title.casefold(), item.case_number or ("" if item.open else item.number)


def _moved(item: AgendaItem, by: int) -> AgendaItem:
    return replace(
        item,
        start=item.start + by,
        end=item.end + by,
        sections=tuple(replace(one, start=one.start + by, end=one.end + by) for one in item.sections),
        attachments=tuple(replace(one, start=one.start + by, end=one.end + by) for one in item.attachments),
    )


def _ledger(main: Ledger, supplement: Minutes, new: Iterable[AgendaItem]) -> Ledger:
    numbers = [item.number for item in new]
    other = supplement.ledger
    return replace(
        main,
        listed=main.listed + len(numbers),
        found=main.found + len(numbers),
        without_text=(*main.without_text, *(one for one in other.without_text if one in numbers)),
        without_decision=(*main.without_decision, *(one for one in other.without_decision if one in numbers)),
        notes=(*main.notes, f"{WITH_SUPPLEMENT}{supplement.source}: {', '.join(numbers)}", *other.notes),
    )
