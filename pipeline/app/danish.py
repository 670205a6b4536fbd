"""What readers and models say in English, put in Danish for who reads results; errors have their lines."""

import re
import tomllib
from pathlib import Path

_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_FORMS = tuple((re.compile(english, re.DOTALL), danish) for english, danish in _TABLE.items())


def in_danish(said: str) -> str:
    """Return a note or a doubt in Danish; of one that is not known, as it is.

    >>> in_danish("is the first item, but its number is 4")
    'er det første punkt, men har nummer 4'
    """
    for form, danish in _FORMS:
        if match := form.fullmatch(said):
            return match.expand(danish)
    return said


COMPARED = {
    "frozen": "det annoterede korpus",
    "corrected": "nye rettelser",
    "learned": "rettelser, begge har set",
}
"""On what champion and challenger were compared."""
OTHERS = {
    "entities": ("rettet omtale", "rettede omtaler"),
    "links": ("bedømt henvisning", "bedømte henvisninger"),
    "structure": ("rettet opdeling", "rettede opdelinger"),
}
"""What waits for another model than that of themes: one, several."""


def outcome(said: str) -> str:
    """Return the outcome of a version in Danish.

    >>> outcome("refused: misbrug (frozen) would lose")
    'afvist: misbrug (det annoterede korpus) ville tabe'
    """
    for english, danish in COMPARED.items():
        said = said.replace(f"({english})", f"({danish})")
    return in_danish(said)
