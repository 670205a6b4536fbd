"""Which rows a text points to, which pointed to its meeting before, and which signs are enough alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from pipeline.links.features import WeightedTerms, best_word_cosines
from pipeline.links.pointer_tables import ALIKE, LONGEST_WAIT
from pipeline.links.profile import NONE, Profile
from pipeline.links.references import PREVIOUS, Days
from pipeline.links.store import Store
from pipeline.links.tables import Ints, Numbers, SparseBatch


def same_committee(profile: Profile, store: Store, rows: Ints) -> npt.NDArray[np.bool_]:
    """Return which rows are of the query's committee: all of them if it has none, as a free text."""
    if not profile.document.committee:
        return np.ones(len(rows), dtype=bool)
    number = store.committees.get(profile.document.committee, -1)
    same: npt.NDArray[np.bool_] = store.committee.values[rows] == number
    return same


def announced_for(profile: Profile, matters: Sequence[WeightedTerms], store: Store) -> Ints:
    """Return the places of the announcements that mean the query's meeting, and no other item of it.

    `matters` are those of the query. Of the items of its meeting that are known, the one is meant
    that shares most words with what was announced.
    """
    if not profile.document.committee:
        return np.zeros(0, dtype=np.int64)
    days = store.days.values
    own = same_committee(profile, store, np.arange(len(days))) & store.alive.values
    pointing = store.announced.pointing_to(profile.document.date, days, own)
    others = np.flatnonzero(own & (days == profile.document.date.toordinal())) if len(pointing) else pointing
    others = others[others != store.rows.get(profile.document.item_id, NONE)]
    texts = store.matter.take(store.matters.of(others)[0])
    kept = [at for at in pointing.tolist() if _is_closest(at, matters, texts, store)]
    return np.array(kept, dtype=np.int64)


def _is_closest(place: int, matters: Sequence[WeightedTerms], others: SparseBatch, store: Store) -> bool:
    """Whether none of the other texts is more like the announced matter than those of the query."""
    row, matter = (int(store.announced[name][place]) for name in ("row", "matter"))
    first = int(store.matters.ends[row])
    if matter == NONE:
        return True
    announced = store.matter.take(np.array([first + matter]))
    ours = best_word_cosines(matters, announced, store.idf()).max()
    theirs = best_word_cosines([_weighted(announced, store.idf())], others, store.idf())
    return bool(ours >= theirs.max(initial=0.0))


def _weighted(text: SparseBatch, idf: Numbers) -> WeightedTerms:
    """Return a text of the store, the only one of its batch, as a text of a query."""
    weights = np.log1p(text.weights) * idf[text.numbers]
    return WeightedTerms(
        weights=dict(zip(text.numbers.tolist(), weights.tolist(), strict=True)),
        total=float(weights.sum()),
        length=float((weights**2).sum()),
    )


def pointed_to(profile: Profile, announced: Ints, store: Store) -> Ints:
    """Return the rows of the meetings that the query refers to, and those that announce its own."""
    days, found = store.days.values, [store.announced["row"][announced]]
    for first, last in sorted(profile.meetings | {when for when, _ in profile.items}):
        there = np.flatnonzero((first <= days) & (days <= last))
        found.append(there[same_committee(profile, store, there)])
    return np.concatenate(found)


def referred(profile: Profile, store: Store, rows: Ints, words: Numbers) -> Numbers:
    """Return 1 for the items referred to, 0 for the others.

    Of a meeting that is referred to without a number, it is the item that shares most words.
    """
    days, same = store.days.values[rows], same_committee(profile, store, rows)
    found, numbered = np.zeros(len(rows)), set[tuple[int, int]]()
    for (first, last), number in sorted(profile.items):
        named = rows_named(profile, store, rows, (first, last), number)
        found[named] = 1.0
        numbered |= {(first, last)} if named else set()
    for first, last in sorted(profile.meetings - numbered):
        there = np.flatnonzero(same & (first <= days) & (days <= last))
        if len(there):
            found[there[words[there] == words[there].max()]] = 1.0
    return found


def rows_named(profile: Profile, store: Store, rows: Ints, when: Days, number: str) -> list[int]:
    """Return the places in `rows` of the item that has a number at a meeting of the query's committee."""
    days = store.days.values[rows]
    there = same_committee(profile, store, rows) & (when[0] <= days) & (days <= when[1])
    return [at for at in np.flatnonzero(there).tolist() if number_of(store.ids[rows[at]]) == number]


def with_days(profile: Profile, store: Store) -> Profile:
    """Return a query with the day of its committee's meeting before this one, where it speaks of that."""
    if not any(when == PREVIOUS for when, _ in profile.items):
        return profile
    days, today = store.days.values, profile.document.date.toordinal()
    own = same_committee(profile, store, np.arange(len(days))) & store.alive.values & (days < today)
    latest = int(days[own].max(initial=0))
    known = today - latest <= LONGEST_WAIT
    items = {
        ((latest, latest) if when == PREVIOUS else when, number)
        for when, number in profile.items
        if when != PREVIOUS or known
    }
    return replace(profile, items=frozenset(items))


def number_of(item_id: str) -> str:
    """Return the number of an item, or of the one a matter belongs to, from its id.

    >>> number_of("forum/2023-01-20/9#naloxon")
    '9'
    """
    return item_id.partition("#")[0].rpartition("/")[2].lower()


def meant(
    announced: Ints, store: Store, rows: Ints, there: Ints, words: Numbers
) -> Iterator[tuple[int, Ints]]:
    """Yield each announcement with the lines of matters that it means.

    A line is a matter of the query beside the matter `there` of a row; `words` says how alike they
    are, above the usual: that a meeting is announced does not say which of its items.
    """
    alike = words >= ALIKE
    for place in announced.tolist():
        matter = store.announced["matter"][place]
        own = (rows == store.announced["row"][place]) & ((there == matter) | (matter == NONE))
        yield place, np.flatnonzero(own & alike)


CERTAIN = 0.99
"""The probability of a link that has such a sign: enough to be shown, and to join a case of any length."""
MEETINGS = re.compile(r"00\.(?:01|22)\.")
"""KLE subjects of a committee's meetings: such a case holds agendas and information on anything."""


def certain(profile: Profile, store: Store, rows: Ints, words: Numbers) -> npt.NDArray[np.bool_]:
    """Return which rows an item certainly belongs to; `words` says how alike they are to it."""
    signed = np.zeros(len(rows), dtype=bool)
    signed[list(_named(profile, store, rows, words))] = True
    return signed | _of_one_case(profile, store, rows)


def _named(profile: Profile, store: Store, rows: Ints, words: Numbers) -> Iterator[int]:
    """Yield the places of the items that are named; of several matters of one, the likest."""
    for (first, last), number in sorted(profile.items):
        found = rows_named(profile, store, rows, (first, last), number) if first == last else []
        if found:
            yield max(found, key=lambda at: float(words[at]))


def _of_one_case(profile: Profile, store: Store, rows: Ints) -> npt.NDArray[np.bool_]:
    numbers = [number for number in sorted(profile.case_numbers) if not MEETINGS.match(number)]
    if not numbers or len(profile.matters) > 1 or not profile.matters[0].title:
        return np.zeros(len(rows), dtype=bool)
    same = np.isin(rows, [row for number in numbers for row in store.case_numbers.rows(number)])
    for at in np.flatnonzero(same).tolist():
        matters, _ = store.matters.of(rows[at : at + 1])
        # Information on several matters has a number of its own, and so have formal items.
        same[at] = len(matters) == 1 and len(store.heading.take(matters).numbers) > 0
    return same
