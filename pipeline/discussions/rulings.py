"""What persons decided about cases, laid over what the program found, in the order they decided it."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline.discussions.matters import free_id, item_of, matter_day
from pipeline.domain import Ruling

Choose = Callable[[Sequence[str], Sequence[str]], tuple[str, str]]
"""Returns the matter of each of two items that a ruling is about, where an item has several."""


def rule(found: Mapping[str, str], rulings: Iterable[Ruling], choose: Choose) -> dict[str, str]:
    """Return the case of every matter when the rulings hold; without them, `found` as it is.

    `rulings` come oldest first, and the newest has the last word. Nothing is written: a ruling
    that is undone leaves no trace. An item that must not be of another's case leaves it alone
    and begins a case of its own; two cases that must be one take the id of the one that began
    first.
    """
    cases = dict(found)
    matters: dict[str, list[str]] = {}
    for matter in found:
        matters.setdefault(item_of(matter), []).append(matter)
    for ruling in rulings:
        own, others = matters.get(ruling.item_id), matters.get(ruling.other)
        if own is None or others is None:
            continue
        if ruling.holds:
            ours, theirs = choose(own, others)
            _join(cases, cases[ours], cases[theirs])
        else:
            _part(cases, own, others)
    return cases


def _part(cases: dict[str, str], leaving: Iterable[str], staying: Iterable[str]) -> None:
    others = {cases[matter] for matter in staying}
    for matter in leaving:
        if cases[matter] in others:
            cases[matter] = _free_id(cases, matter)


def _free_id(cases: Mapping[str, str], matter: str) -> str:
    # The matter a case is named after may leave it: the case keeps the name.
    taken = {case_id for other, case_id in cases.items() if other != matter}
    return free_id(matter, taken)


def _join(cases: dict[str, str], one: str, other: str) -> None:
    if one == other:
        return
    kept = min(one, other, key=lambda case_id: _beginning(cases, case_id))
    for matter, case_id in cases.items():
        if case_id in (one, other):
            cases[matter] = kept


def _beginning(cases: Mapping[str, str], case_id: str) -> tuple[str, str]:
    """Return what orders cases by their first stop: its date, then the id."""
    return min(matter_day(matter) for matter, found in cases.items() if found == case_id), case_id
