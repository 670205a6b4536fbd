"""Letters of names, and patterns with the word lists and forms of data/knowledge in them.

A pattern is written with `%heads%` where the words of the list `heads` of words.toml stand, or a
piece of forms.toml; it and the lists are read when it is first looked for.
"""

import re
from collections.abc import Mapping
from functools import cache

from pipeline.config import load_config
from pipeline.knowledge.words import WordLists, read_forms, read_word_lists

LATIN = [chr(code) for code in range(0x41, 0x250)]
UPPER = f"[{''.join(letter for letter in LATIN if letter.isupper())}]"
LOWER = f"[{''.join(letter for letter in LATIN if letter.islower())}]"
SPACE = r"[ \u00a0]"
"""A name's own space; a line break ends a name."""
LIST = re.compile(r"%(\w+)%")
LIST_OR_SPACE = re.compile(r"%\w+%|_")


def lowered(text: str) -> str:
    """Return `text` in small letters, of the same length, so that offsets hold.

    The dotted capital I is the one letter that small letters would make two of.

    >>> lowered("Å 1. MAJ"), len(lowered("İ"))
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
def forms(table: str = "forms") -> Mapping[str, str]:
    """Return the constructions of names of bodies, or the `pieces` that they are built of, as patterns."""
    rows = read_forms(load_config().paths.knowledge, table)
    return {
        name: LIST_OR_SPACE.sub(lambda match: SPACE if match[0] == "_" else match[0], row)
        for name, row in rows.items()
    }


@cache
def pattern(written: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern, the words of its lists put in as alternatives.

    >>> pattern("(?:%titles%)en").fullmatch("direktøren") is not None
    True
    """
    return re.compile(_filled(written), flags)


def _filled(written: str) -> str:
    return LIST.sub(lambda match: _named(match[1]), written)


def _named(name: str) -> str:
    letters = {"upper": UPPER, "lower": LOWER}.get(name)
    piece = letters or forms("pieces").get(name)
    return "|".join(word_lists()[name]) if piece is None else _filled(piece)
