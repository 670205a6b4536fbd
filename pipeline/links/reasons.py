"""Why an earlier item is shown: the reasons in Danish, with the places to look at."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from pipeline.domain import Entity, Label, Passage, Reason, ReasonKind, danish_date
from pipeline.links.features import WeightedTerms, cosines, word_cosines
from pipeline.links.fusion import FEATURES
from pipeline.links.pairs import MatterPairs, Query, announcements, compare, topics_there
from pipeline.links.profile import entity_key, own_name
from pipeline.links.store import Store
from pipeline.links.terms import Analyzer
from pipeline.text import stem

Alike = tuple[int, int] | None
"""What is most alike of the query and of the row, two matters or two passages; none where one has none."""
MOST_ENTITIES = 5
MOST_TERMS = 8
MOST_TOPICS = 2
TELLING = 1.5
"""A topic that either matter is less about than this is no reason: a passing word, or one of many items."""
LONGEST_QUOTE = 140
SHORTEST_TERM = 4
RARE = 1.5
"""Entities in more than one item of five (e to the power of -1.5) are no reason."""


def reasons(query: Query, store: Store, rows: Sequence[int]) -> Iterator[tuple[Reason, ...]]:
    """Yield the reasons for showing the item at each of `rows`, the surest kind first."""
    pairs, ours = compare(query, store, np.array(rows, dtype=np.int64)), _our_passages(query, store)
    for place, row in enumerate(rows):
        own = pairs.of_row(place)
        alike = _most_alike(own)
        yield (
            *_case_number(query, store, row),
            *_meeting(query, store, row),
            *_announced(query, store, row, own),
            *_entities(query, store, row),
            *_subject(query, store, row, alike),
            *_passages(query, store, row, _best_passages(query, store, row, alike, ours)),
        )


def matching_passages(query: Query, store: Store, rows: Sequence[int]) -> Iterator[int | None]:
    """Yield where in the item at each of `rows` the best passage begins; None where it has none."""
    pairs, ours = compare(query, store, np.array(rows, dtype=np.int64)), _our_passages(query, store)
    for place, row in enumerate(rows):
        best = _best_passages(query, store, row, _most_alike(pairs.of_row(place)), ours)
        yield None if best is None else store.start_at(row, best[1])


def _case_number(query: Query, store: Store, row: int) -> Iterator[Reason]:
    for number in sorted(query.profile.case_numbers):
        if row in store.case_rows([number]):
            yield Reason(
                kind=ReasonKind.SAME_CASE_NUMBER, text=f"Samme sagsnummer: {number}", terms=(number,)
            )


def _meeting(query: Query, store: Store, row: int) -> Iterator[Reason]:
    day = store.date(row)
    ordinal = day.toordinal()
    committee = store.committees.get(query.profile.document.committee, -1)
    if store.committee.values[row] != committee:
        return
    shown, number = danish_date(day), store.numbers[row]
    if any(first <= ordinal <= last and number == named for (first, last), named in query.profile.items):
        text = f"Henviser til punkt {number} på mødet den {shown}"
    elif any(first <= ordinal <= last for first, last in query.profile.meetings):
        text = f"Henviser til mødet den {shown}"
    else:
        return
    yield Reason(kind=ReasonKind.REFERS_TO_MEETING, text=text, terms=(shown,))


def _announced(query: Query, store: Store, row: int, pairs: MatterPairs) -> Iterator[Reason]:
    """Yield where the earlier item said that its matter would come up at the query's meeting."""
    day = danish_date(store.date(row))
    for place, lines in announcements(query, store, np.array([row]), pairs):
        if len(lines):
            there = int(store.announced["start"][place]), int(store.announced["end"][place])
            quote = _quoted(store.announced.text(place))
            yield Reason(
                kind=ReasonKind.ANNOUNCED,
                text=f"Varslet på mødet den {day}: {quote}",
                terms=(day,),
                there=there,
            )


def _entities(query: Query, store: Store, row: int) -> Iterator[Reason]:
    there = set(store.entity.take(np.array([row])).numbers.tolist())
    numbers = store.vocabulary.known(query.profile.entities)
    rarity = {key: float(query.idf[n]) for key, n in numbers.items() if n in there and query.idf[n] >= RARE}
    document = query.profile.document
    own = own_name(document.committee)
    named = {
        entity_key(e.label, e.norm): e
        for e in document.entities
        # The same few municipalities are named in item after item, and the forum names itself.
        if e.label is not Label.MUNICIPALITY and not (own and e.norm.lower().startswith(own))
    }
    telling = sorted((key for key in rarity if key in named), key=lambda key: (-rarity[key], key))
    names = [_shown(named[key]) for key in telling[:MOST_ENTITIES]]
    if names:
        yield Reason(
            kind=ReasonKind.SHARED_ENTITIES, text=f"Begge nævner {_listed(names)}", terms=tuple(names)
        )


def _shown(entity: Entity) -> str:
    """Return a name in its base form, an amount as it is written, a day as Danes write it."""
    if entity.label is Label.DATE:
        return danish_date(dt.date.fromisoformat(entity.norm[:10]))
    return entity.text if entity.label is Label.AMOUNT else entity.norm


def _subject(query: Query, store: Store, row: int, alike: Alike) -> Iterator[Reason]:
    """Yield what two matters are both about, the most telling first."""
    if alike is None:
        return
    here, there = alike
    shared = np.minimum(query.topics[here], topics_there(store, row)[there])
    best = [place for place in np.argsort(-shared, kind="stable").tolist() if shared[place] >= TELLING]
    names = tuple(store.topics[place].name for place in best[:MOST_TOPICS])
    if names:
        yield Reason(
            kind=ReasonKind.SAME_SUBJECT, text=f"Begge handler om {_listed(list(names))}", terms=names
        )


def _most_alike(pairs: MatterPairs) -> Alike:
    """Return the two matters that are most alike in words and sense."""
    if not len(pairs.rows):
        return None
    alike = pairs.features[:, FEATURES.index("words")] + pairs.features[:, FEATURES.index("sense")]
    best = int(alike.argmax())
    return int(pairs.here[best]), int(pairs.there[best])


def _our_passages(query: Query, store: Store) -> list[WeightedTerms]:
    """Return the passages of the query in terms, without the names of municipalities."""
    places = _municipalities(query.profile.document.entities, store.profiler.analyzer)
    ours = ({key: n for key, n in terms.items() if key not in places} for terms in query.profile.terms)
    return [store.weighted(terms) for terms in ours]


def _best_passages(
    query: Query, store: Store, row: int, alike: Alike, ours: Sequence[WeightedTerms]
) -> Alike:
    """Return the places of the two passages that match best, by words and vectors together."""
    rows, _ = store.passages.of(np.array([row]))
    if not len(rows) or not ours:
        return None
    texts = store.passage.take(rows)
    words = np.stack([word_cosines(terms, texts, query.idf) for terms in ours])
    match = words + cosines(query.profile.vectors, store.vectors.values[rows], query.centre).T
    here, there = alike if alike is not None else (None, None)
    elsewhere = (np.array(query.profile.matter_of) != here)[:, None] | (store.matter_of.values[rows] != there)
    match = np.where(elsewhere & ~elsewhere.all(), -np.inf, match)
    at, other = np.unravel_index(int(match.argmax()), match.shape)
    return int(at), int(other)


def _passages(query: Query, store: Store, row: int, best: Alike) -> Iterator[Reason]:
    """Yield the two passages that match best."""
    if best is None:
        return
    passage, theirs = query.profile.passages[best[0]], store.passage_at(row, best[1])
    terms = _common_words(passage, theirs, query, store)
    yield Reason(
        kind=ReasonKind.MATCHING_PASSAGES,
        text=_quote_with_words("Dengang", theirs.text, terms),
        terms=terms,
        here=(passage.start, passage.end),
        there=(theirs.start, theirs.end),
    )


def _municipalities(entities: Iterable[Entity], analyzer: Analyzer) -> frozenset[str]:
    """Return the terms of municipalities' names: two tables of the same ten are no match."""
    names = {entity.text for entity in entities if entity.label is Label.MUNICIPALITY}
    return frozenset(key for name in names for key in analyzer.counts(name))


def _quote_with_words(when: str, passage: str, terms: tuple[str, ...]) -> str:
    """Return how a matching passage begins, and which words it shares."""
    shared = f" (fælles ord: {', '.join(terms)})" if terms else ""
    return f"{when}: {_quoted(passage)}{shared}"


def _quoted(text: str) -> str:
    """Return how a text begins, in one line and between quotation marks."""
    line = " ".join(text.split())
    return f"»{line if len(line) <= LONGEST_QUOTE else line[:LONGEST_QUOTE].rsplit(' ', 1)[0] + ' …'}«"


def _common_words(ours: Passage, theirs: Passage, query: Query, store: Store) -> tuple[str, ...]:
    """Return the words of our passage that stand in theirs too, the rarest first, each in one form."""
    analyzer = store.profiler.analyzer
    numbers = store.vocabulary.known(analyzer.counts(theirs.text))
    rarest: dict[str, tuple[float, str]] = {}
    for word, key, weight in analyzer.terms(ours.text):
        idf = float(query.idf[numbers[key]]) if key in numbers else 0.0
        # Short small words that few items have are other languages' articles: "van".
        if word.islower() and len(word) < SHORTEST_TERM:
            continue
        if idf >= RARE and idf * weight > rarest.get(word.lower(), (0.0, ""))[0]:
            rarest[word.lower()] = idf * weight, word
    ranked = sorted(rarest.values(), key=lambda pair: (-pair[0], pair[1]))
    stems = dict[str, str]()
    for _, word in ranked:
        stems.setdefault(stem(word.lower()), word)
    return tuple(stems.values())[:MOST_TERMS]


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} og {names[-1]}"


LATER_LOOKED_AT = 30
"""Later items judged from their own side: the likest ones seen from the earlier item."""


def seen_from_before(given: Sequence[Reason], passages: Sequence[Passage]) -> tuple[Reason, ...]:
    """Return the reasons of a later item for an earlier one as the earlier one's reader sees them.

    `passages` are those of the later item.
    """
    return tuple(_turned(reason, passages) for reason in given)


def _turned(reason: Reason, passages: Sequence[Passage]) -> Reason:
    text = reason.text
    if reason.kind is ReasonKind.REFERS_TO_MEETING:
        text = f"Senere henvist til: mødet den {reason.terms[0]}"
    elif reason.kind is ReasonKind.ANNOUNCED:
        text = text.replace("Varslet på", "Taget op som varslet på", 1)
    elif reason.kind is ReasonKind.MATCHING_PASSAGES and reason.here is not None:
        (passage,) = (p.text for p in passages if (p.start, p.end) == reason.here)
        text = _quote_with_words("Senere", passage, reason.terms)
    return replace(reason, text=text, here=reason.there, there=reason.here)
