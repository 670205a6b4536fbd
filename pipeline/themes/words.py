"""The words of a theme, found in an item: in its title, its passages and above them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from pipeline.knowledge.themes import ThemeDefinition
from pipeline.knowledge.word_finder import Tokens, WordFinder, WordMatch
from pipeline.themes.item import ThemeInput, sub_headings

WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The theme's words in one text."""

    terms: tuple[WordMatch, ...]
    hints: tuple[WordMatch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWords:
    """The theme's words in one item."""

    title: Found
    passages: tuple[Found, ...]
    above: tuple[Found, ...]
    """For each passage, in the sub-headings over it."""


class ThemeWords:
    """Finds the terms and hints of one theme."""

    def __init__(self, theme: ThemeDefinition) -> None:
        self.theme = theme
        self._terms = WordFinder(theme.terms, theme.exceptions)
        self._hints = WordFinder(theme.hints, theme.exceptions)
        # Sub-headings come again with every passage under them.
        self._find_again = lru_cache(maxsize=1024)(self.find)

    def find(self, text: str) -> Found:
        """Return the terms and hints in a text."""
        tokens = Tokens(text)
        return Found(terms=tuple(self._terms.find_in(tokens)), hints=tuple(self._hints.find_in(tokens)))

    def read(self, item: ThemeInput) -> ItemWords:
        """Return the terms and hints in an item."""
        return ItemWords(
            title=self.find(item.title),
            passages=tuple(self.find(passage.text) for passage in item.passages),
            above=tuple(self._find_again(" / ".join(sub_headings(passage))) for passage in item.passages),
        )


def vocabulary(theme: ThemeDefinition) -> tuple[str, ...]:
    """Return the words of a theme, terms before hints."""
    return theme.terms + theme.hints


def word_table(found: Sequence[Found], words: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return (texts, words): 1 where a text has the word. Words not asked for are left out."""
    column = {word: at for at, word in enumerate(words)}
    table = np.zeros((len(found), len(words)))
    for row, one in zip(table, found, strict=True):
        row[[column[m.pattern] for m in (*one.terms, *one.hints) if m.pattern in column]] = 1
    return table


def count_words(text: str) -> int:
    """Return the number of words.

    >>> count_words("Otte nye pladser, 5 ledige")
    5
    """
    return len(WORD.findall(text))
