"""Why an earlier item is shown: said in Danish, with the places to look at."""

import datetime as dt
from collections.abc import Iterator

import numpy as np

from pipeline.domain import Entity, Label, Passage, Reason, ReasonKind, danish_date
from pipeline.links.features import best_word_cosines, cosines
from pipeline.links.pairs import Query
from pipeline.links.profile import entity_key
from pipeline.links.stems import stem
from pipeline.links.store import Store
from pipeline.links.words import Analyzer

MOST_ENTITIES = 5
MOST_TERMS = 8
LONGEST_QUOTE = 140
SHORTEST_TERM = 4
RARE = 1.5
"""Entities in more than one item of five (e to the power of -1.5) are no reason."""


def reasons(query: Query, store: Store, row: int, analyzer: Analyzer) -> tuple[Reason, ...]:
    """Return the reasons for showing the item at `row`, the surest kind first."""
    found = [*_case_number(query, store, row), *_meeting(query, store, row), *_entities(query, store, row)]
    return (*found, *_passages(query, store, row, analyzer))


def _case_number(query: Query, store: Store, row: int) -> Iterator[Reason]:
    for number in sorted(query.profile.case_numbers):
        if row in store.case_numbers.get(number, []):
            yield Reason(
                kind=ReasonKind.SAME_CASE_NUMBER, text=f"Samme sagsnummer: {number}", terms=(number,)
            )


def _meeting(query: Query, store: Store, row: int) -> Iterator[Reason]:
    ordinal = int(store.days.values[row])
    committee = store.committees.get(query.profile.document.committee, -1)
    referred = any(first <= ordinal <= last for first, last in query.profile.meetings)
    if referred and store.committee.values[row] == committee:
        shown = danish_date(dt.date.fromordinal(ordinal))
        yield Reason(
            kind=ReasonKind.REFERS_TO_MEETING, text=f"Henviser til mødet den {shown}", terms=(shown,)
        )


def _entities(query: Query, store: Store, row: int) -> Iterator[Reason]:
    there = set(store.entity.take(np.array([row])).numbers.tolist())
    numbers = store.vocabulary.known(query.profile.entities)
    rarity = {key: float(query.idf[n]) for key, n in numbers.items() if n in there and query.idf[n] >= RARE}
    named = {entity_key(e.label, e.norm): _shown(e) for e in query.profile.document.entities}
    names = [named[key] for key in sorted(rarity, key=lambda key: (-rarity[key], key))][:MOST_ENTITIES]
    if names:
        yield Reason(
            kind=ReasonKind.SHARED_ENTITIES, text=f"Begge nævner {_listed(names)}", terms=tuple(names)
        )


def _shown(entity: Entity) -> str:
    """Return a name in its base form, an amount as it is written."""
    return entity.text if entity.label is Label.AMOUNT else entity.norm


def _passages(query: Query, store: Store, row: int, analyzer: Analyzer) -> Iterator[Reason]:
    """Yield the two passages that match best, by words and vectors together."""
    rows, _ = store.passages.of(np.array([row]))
    if not len(rows) or not query.profile.passages:
        return
    texts = store.passage.take(rows)
    weighted = map(store.weighted, query.profile.terms)
    words = np.stack([best_word_cosines([part], texts, query.idf) for part in weighted])
    match = words + cosines(query.profile.vectors, store.vectors.values[rows], query.centre).T
    at, other = np.unravel_index(int(match.argmax()), match.shape)
    ours, theirs = query.profile.passages[int(at)], store.passage_at(row, int(other))
    terms = _common(ours, theirs, query, store, analyzer)
    yield Reason(
        kind=ReasonKind.MATCHING_PASSAGES,
        text=said("Dengang", theirs.text, terms),
        terms=terms,
        here=(ours.start, ours.end),
        there=(theirs.start, theirs.end),
    )


def said(when: str, passage: str, terms: tuple[str, ...]) -> str:
    """Return how a matching passage begins, and which words it shares."""
    line = " ".join(passage.split())
    quote = line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …"
    shared = f" (fælles ord: {', '.join(terms)})" if terms else ""
    return f"{when}: »{quote}«{shared}"


def _common(
    ours: Passage, theirs: Passage, query: Query, store: Store, analyzer: Analyzer
) -> tuple[str, ...]:
    """Return the words of our passage that stand in theirs too, the rarest first, each in one form."""
    keys = analyzer.counts(theirs.text)
    numbers = store.vocabulary.known(keys)
    found: dict[str, tuple[float, str]] = {}
    for term in analyzer.terms(ours.text):
        idf = float(query.idf[numbers[term.key]]) if term.key in numbers else 0.0
        word = ours.text[term.start : term.end]
        # Short small words that few items have are other languages' articles: "van".
        if word.islower() and len(word) < SHORTEST_TERM:
            continue
        if idf >= RARE and idf * term.weight > found.get(word.lower(), (0.0, ""))[0]:
            found[word.lower()] = idf * term.weight, word
    ranked = sorted(found.values(), key=lambda pair: (-pair[0], pair[1]))
    stems = dict[str, str]()
    for _, word in ranked:
        stems.setdefault(stem(word.lower()), word)
    return tuple(stems.values())[:MOST_TERMS]


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} og {names[-1]}"
