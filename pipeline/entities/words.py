"""Letters of names, and patterns with the word lists of data/knowledge/words.toml in them.

A pattern is written with `%heads%` where the words of the list `heads` stand; it and the
lists are read when it is first looked for.
"""

import re
from functools import cache

from pipeline.config import load_config
from pipeline.knowledge.words import WordLists, read_word_lists

LATIN = [chr(code) for code in range(0x41, 0x250)]
UPPER = f"[{''.join(letter for letter in LATIN if letter.isupper())}]"
LOWER = f"[{''.join(letter for letter in LATIN if letter.islower())}]"
SPACE = r"[ \u00a0]"
"""A name's own space; a line break ends a name."""
LIST = re.compile(r"%(\w+)%")


def fold(text: str) -> str:
    """Return `text` in small letters, of the same length, so that offsets hold.

    The dotted capital I is the one letter that small letters would make two of.

    >>> fold("Å 1. MAJ"), len(fold("İ"))
    ('å 1. maj', 1)
    """
    return text.replace("İ", "I").lower()


@cache
def word_lists() -> WordLists:
    """Return the lists, which are the program's own whatever registers a user has."""
    return read_word_lists(load_config().paths.knowledge)


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(word_lists()[name])


@cache
def pattern(written: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern, the words of its lists put in as alternatives.

    >>> pattern("(?:%titles%)en").fullmatch("direktøren") is not None
    True
    """
    return re.compile(LIST.sub(lambda match: "|".join(word_lists()[match[1]]), written), flags)
