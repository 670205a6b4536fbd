"""What published minutes do to their readers: gaps, typos, missing headings and the like."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirks:
    """The irregularities of one publication; all off is minutes as they should be."""

    closed: int = 0
    """Items left out, from list and body, because they were closed: numbers have gaps."""
    shuffled_list: bool = False
    """The list of items stands in another order than the items."""
    misspelt: bool = False
    """Some section headings hold a typing error."""
    dateless: bool = False
    """The meeting's title lacks its date."""
    unheaded: bool = False
    """Some items begin without a heading before their first paragraph."""
    by_mail: bool = False
    """A meeting in writing: no times, no place to go to."""
    twice: bool = False
    """Some long backgrounds are cut in two, the recommendation between them."""
    nbsp: bool = False
    """Some spaces are NBSP, some lines end in one."""
    crlf: bool = False
    """Lines end in CR LF."""


REGULAR = Quirks()


def draw_quirks(rng: random.Random) -> Quirks:
    """Return some irregularities, each about as often as it is worth testing."""
    return Quirks(
        closed=rng.choice((0, 0, 1, 3)),
        shuffled_list=rng.random() < 0.3,
        misspelt=rng.random() < 0.4,
        dateless=rng.random() < 0.3,
        unheaded=rng.random() < 0.4,
        by_mail=rng.random() < 0.2,
        twice=rng.random() < 0.3,
        nbsp=rng.random() < 0.4,
        crlf=rng.random() < 0.3,
    )


def misspell(word: str, rng: random.Random) -> str:
    """Return the word with one typing error inside: a letter lost, doubled, or two swapped.

    >>> misspell("Indstilling", random.Random(1))
    'Instilling'
    """
    at = rng.choice([i for i in range(1, len(word) - 2) if word[i] != word[i + 1]])
    head, one, other, tail = word[:at], word[at], word[at + 1], word[at + 2 :]
    return rng.choice((head + other + one + tail, head + one + one + other + tail, head + other + tail))
