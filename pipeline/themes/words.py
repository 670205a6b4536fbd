"""The words of a theme, found in an item: how many, where, and how close together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.domain import Passage
from pipeline.knowledge.themes import ThemeDefinition, WordFinder, WordMatch

WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The theme's words in one text."""

    terms: tuple[WordMatch, ...]
    hints: tuple[WordMatch, ...]

    @property
    def kinds(self) -> int:
        """How many different terms."""
        return len({match.pattern for match in self.terms})


class ThemeWords:
    """Finds the terms and hints of one theme."""

    def __init__(self, theme: ThemeDefinition) -> None:
        self.theme = theme
        self._terms = WordFinder(theme.terms, theme.exceptions)
        self._hints = WordFinder(theme.hints, theme.exceptions)
        # Titles and sub-headings come again with every passage under them.
        self._headings = lru_cache(maxsize=4096)(self.find)

    def find(self, text: str) -> Found:
        """Return the terms and hints in a text."""
        return Found(terms=tuple(self._terms.find(text)), hints=tuple(self._hints.find(text)))

    def in_heading(self, text: str) -> Found:
        """Return what `find` returns, remembered."""
        return self._headings(text)

    def in_passages(self, passages: Sequence[Passage]) -> list[Found]:
        """Return what is found in each passage."""
        return [self.find(passage.text) for passage in passages]


def count_words(text: str) -> int:
    """Return the number of words.

    >>> count_words("Otte nye pladser, 5 ledige")
    5
    """
    return len(WORD.findall(text))
