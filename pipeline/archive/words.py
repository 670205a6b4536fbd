"""Words of a text as the full-text index knows them: lower case, stemmed, æ ø å kept as letters."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pipeline.text import STOP_WORDS, fold, stem

# Letters and digits of any script; a letter may carry combining marks (PDFs write å as
# a + ring) and a soft hyphen may stand inside a word (web pages).
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f\u00ad]*)+")
_PREFIX_FROM = 5
"""Shorter stems begin too many other words: "borg", of "borgerne", would find "borgmester"."""
_MOST_WORDS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for: stems; those of five letters and more also find longer words."""

    stems: tuple[str, ...]

    @property
    def needed(self) -> int:
        """How many of the words an item must hold: of three, one may be missing."""
        return len(self.stems) - len(self.stems) // 3

    def matches(self, stem: str) -> bool:
        """Tell whether a word of this stem is one of those looked for."""
        return any(_stands_for(own, stem) for own in self.stems)

    def held(self, stems: Collection[str]) -> int:
        """Return how many of the words looked for are among these stems."""
        return sum(any(_stands_for(own, stem) for stem in stems) for own in self.stems)


def _stands_for(own: str, stem: str) -> bool:
    return stem == own or (is_prefix(own) and stem.startswith(own))


def is_prefix(stem: str) -> bool:
    """Tell whether a stem also stands for the compounds that begin with it."""
    return len(stem) >= _PREFIX_FROM


def parse_query(text: str) -> Query:
    """Return the words of what a user typed; nothing in it is syntax.

    Stop words are left out unless there are no others, and of a very long
    query the first words count.

    >>> parse_query('hvad blev der sagt om "misbrugs-behandling" i Ærø?').stems
    ('misbrug', 'behandling', 'ærø')
    """
    words = [fold(match.group()) for match in _WORD.finditer(text)]
    telling = [word for word in words if word not in STOP_WORDS] or words
    return Query(stems=tuple(dict.fromkeys(stem(word) for word in telling))[:_MOST_WORDS])


def index_text(text: str) -> str:
    """Return the stems of `text`, as the index keeps them.

    >>> index_text("Kapaciteten på Ærø: 12 pladser")
    'kapacit på ærø 12 plad'
    """
    return " ".join(stem for stem, _, _ in stems(text))


def stems(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word's stem with its start and end in `text`."""
    for match in _WORD.finditer(text):
        yield stem(fold(match.group())), match.start(), match.end()
