"""A question in free words, put in the words that the archive has."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from pipeline.links.counts import add_up
from pipeline.links.matters import Matter
from pipeline.links.profile import Profile
from pipeline.links.store import Store
from pipeline.links.words import PART_WEIGHT


def in_known_words(profile: Profile, store: Store) -> Profile:
    """Return a question with its compounds that no item has put as their parts; an item as it is.

    "Misbrugsbehandling" then asks the same as "behandling af misbrug": a word that nobody
    wrote would only tell against every answer.
    """
    if not profile.asked:
        return profile
    numbers, frequencies = store.vocabulary.known(chain(*profile.asked)), store.vocabulary.frequencies
    heard = {key for key, number in numbers.items() if frequencies[number]}
    title = add_up(dict(_counted(word, heard)) for word in profile.asked)
    whole = add_up([title, title])
    matter = Matter(heading="", title=title, whole=whole)
    return replace(profile, whole=whole, matters=(matter,), terms=(title,) * len(profile.terms))


def _counted(word: tuple[str, ...], heard: set[str]) -> Iterator[tuple[str, float]]:
    whole, *parts = word
    split = whole not in heard and not heard.isdisjoint(parts)
    yield from () if split else [(whole, 1.0)]
    yield from ((part, 1.0 if split else PART_WEIGHT) for part in parts)
