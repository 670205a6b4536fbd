"""Which rows a text refers to, which announced its meeting before, and which signs are enough alone."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.encoder.protocol import Flags, Numbers
from pipeline.links.announcements import LONGEST_WAIT
from pipeline.links.features import WeightedTerms, word_cosines
from pipeline.links.profile import NONE, Profile
from pipeline.links.references import PREVIOUS, Days
from pipeline.links.store import Store
from pipeline.links.tables import Ints, SparseBatch

CERTAIN = 0.99
"""The probability of a link that has such a sign: enough to be shown, and to join a case of any length."""
MEETINGS = re.compile(r"00\.(?:01|22)\.")
"""KLE subjects of a committee's meetings: such a case holds agendas and information on anything."""


def same_committee(profile: Profile, store: Store, rows: Ints) -> Flags:
    """Return which rows are of the query's committee: all of them if it has none, as a free text."""
    if not profile.document.committee:
        return np.ones(len(rows), dtype=bool)
    number = store.committees.get(profile.document.committee, -1)
    same: Flags = store.committee.values[rows] == number
    return same


def own_rows(profile: Profile, store: Store) -> Flags:
    """Return which rows of the store are living items of the query's committee."""
    return same_committee(profile, store, np.arange(len(store))) & store.alive.values


def announced_for(profile: Profile, matters: Sequence[WeightedTerms], store: Store) -> Ints:
    """Return the places of the announcements that mean the query's meeting, and no other item of it.

    `matters` are those of the query. Of the items of its meeting that are known, the one is meant
    that shares most words with what was announced.
    """
    if not profile.document.committee:
        return np.zeros(0, dtype=np.int64)
    days = store.days.values
    own = own_rows(profile, store)
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
    ours = max(float(word_cosines(part, announced, store.idf()).max()) for part in matters)
    theirs = word_cosines(_weighted(announced, store.idf()), others, store.idf())
    return bool(ours >= theirs.max(initial=0.0))


def _weighted(text: SparseBatch, idf: Numbers) -> WeightedTerms:
    """Return a text of the store, the only one of its batch, as a text of a query."""
    weights = np.log1p(text.weights) * idf[text.numbers]
    return WeightedTerms(
        numbers=text.numbers,
        weights=weights,
        total=float(weights.sum()),
        length=float((weights**2).sum()),
    )


def pointed_to(profile: Profile, announced: Ints, store: Store) -> Ints:
    """Return the rows of the meetings that the query refers to, and those that announce its own."""
    every = np.arange(len(store))
    meetings = sorted(profile.meetings | {meeting for meeting, _ in profile.items})
    there = [places_at(profile, store, every, meeting) for meeting in meetings]
    return np.concatenate([store.announced["row"][announced], *there])


def referred(profile: Profile, store: Store, rows: Ints, words: Numbers) -> Numbers:
    """Return 1 for the items referred to, 0 for the others.

    Of a meeting that is referred to without a number, it is the item that shares most words.
    """
    signs, numbered = np.zeros(len(rows)), set[Days]()
    for meeting, number in sorted(profile.items):
        places = places_numbered(profile, store, rows, meeting, number)
        signs[places] = 1.0
        numbered |= {meeting} if places else set()
    for meeting in sorted(profile.meetings - numbered):
        there = places_at(profile, store, rows, meeting)
        signs[there[words[there] == words[there].max(initial=0.0)]] = 1.0
    return signs


def places_at(profile: Profile, store: Store, rows: Ints, meeting: Days) -> Ints:
    """Return the places in `rows` of the items of a meeting of the query's committee."""
    days, (first, last) = store.days.values[rows], meeting
    return np.flatnonzero(same_committee(profile, store, rows) & (first <= days) & (days <= last))


def places_numbered(profile: Profile, store: Store, rows: Ints, meeting: Days, number: str) -> list[int]:
    """Return the places in `rows` of the item that has a number at a meeting of the query's committee."""
    there = places_at(profile, store, rows, meeting).tolist()
    return [place for place in there if store.numbers[rows[place]] == number]


def with_days(profile: Profile, store: Store) -> Profile:
    """Return a query with the day of its committee's meeting before this one, where it speaks of that."""
    if not any(when == PREVIOUS for when, _ in profile.items):
        return profile
    days, today = store.days.values, profile.document.date.toordinal()
    latest = int(days[own_rows(profile, store) & (days < today)].max(initial=0))
    known = today - latest <= LONGEST_WAIT
    items = {
        ((latest, latest) if when == PREVIOUS else when, number)
        for when, number in profile.items
        if when != PREVIOUS or known
    }
    return replace(profile, items=frozenset(items))


def certain(profile: Profile, store: Store, rows: Ints, words: Numbers) -> Flags:
    """Return which rows an item certainly belongs to; `words` says how alike they are to it."""
    signs = _of_one_case(profile, store, rows)
    for (first, last), number in sorted(profile.items):
        if first == last and (places := places_numbered(profile, store, rows, (first, last), number)):
            # Of several matters of one item, the likest.
            signs[max(places, key=lambda place: float(words[place]))] = True
    return signs


def _of_one_case(profile: Profile, store: Store, rows: Ints) -> Flags:
    numbers = [number for number in profile.case_numbers if not MEETINGS.match(number)]
    if not numbers or len(profile.matters) > 1 or not profile.matters[0].title:
        return np.zeros(len(rows), dtype=bool)
    same = np.isin(rows, store.case_rows(numbers))
    for at in np.flatnonzero(same).tolist():
        matters, _ = store.matters.of(rows[at : at + 1])
        # Information on several matters has a number of its own, and so have formal items.
        same[at] = len(matters) == 1 and len(store.heading.take(matters).numbers) > 0
    return same
