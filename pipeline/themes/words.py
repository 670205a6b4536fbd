"""The words of a theme, found in an item: in its title, its passages and above them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from pipeline.encoder.protocol import EncodedItem
from pipeline.knowledge.themes import ThemeDefinition
from pipeline.knowledge.word_finder import Tokens, WordFinder, WordFinders, WordMatch
from pipeline.minutes.passages import sub_heading

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


NOTHING = Found(terms=(), hints=())


class ThemeWords:
    """Finds the terms and hints of one theme."""

    def __init__(self, theme: ThemeDefinition) -> None:
        self.theme = theme
        self.terms = WordFinder(theme.terms, theme.exceptions)
        self.hints = WordFinder(theme.hints, theme.exceptions)

    def find(self, text: str) -> Found:
        """Return the terms and hints in a text."""
        tokens = Tokens(text)
        return Found(terms=tuple(self.terms.find_in(tokens)), hints=tuple(self.hints.find_in(tokens)))


class WordReader:
    """Finds the terms and hints of several themes, with one look at each text."""

    def __init__(self, register: Sequence[ThemeDefinition]) -> None:
        themes = [ThemeWords(theme) for theme in register]
        self.names = tuple(theme.name for theme in register)
        self._finders = WordFinders([finder for one in themes for finder in (one.terms, one.hints)])
        # Sub-headings come again with every passage under them.
        self._find_again = lru_cache(maxsize=1024)(self._find)

    def read(self, items: Sequence[EncodedItem]) -> Mapping[str, tuple[ItemWords, ...]]:
        """Return the words of each theme in items."""
        found = [self._read(item) for item in items]
        return {name: tuple(row[at] for row in found) for at, name in enumerate(self.names)}

    def _read(self, item: EncodedItem) -> list[ItemWords]:
        title = self._find(item.item.title)
        passages = [self._find(passage.text) for passage in item.passages]
        above = [self._find_again(sub_heading(passage)) for passage in item.passages]
        return [
            ItemWords(
                title=title.get(at, NOTHING),
                passages=tuple(found.get(at, NOTHING) for found in passages),
                above=tuple(found.get(at, NOTHING) for found in above),
            )
            for at in range(len(self.names))
        ]

    def _find(self, text: str) -> Mapping[int, Found]:
        """Return what is found in a text, by the place of the theme."""
        found = self._finders.find(text)
        return {
            at: Found(terms=found.get(2 * at, ()), hints=found.get(2 * at + 1, ()))
            for at in sorted({number // 2 for number in found})
        }


def vocabulary(theme: ThemeDefinition) -> tuple[str, ...]:
    """Return the words of a theme, terms before hints."""
    return theme.terms + theme.hints


def word_table(found: Sequence[Found], words: Sequence[str]) -> npt.NDArray[np.float32]:
    """Return (texts, words): 1 where a text has the word. Words not asked for are left out."""
    column = {word: at for at, word in enumerate(words)}
    table = np.zeros((len(found), len(words)), dtype=np.float32)
    for row, one in zip(table, found, strict=True):
        if one is not NOTHING:
            row[[column[m.pattern] for m in (*one.terms, *one.hints) if m.pattern in column]] = 1
    return table


def count_words(text: str) -> int:
    """Return the number of words.

    >>> count_words("Otte nye pladser, 5 ledige")
    5
    """
    return len(WORD.findall(text))
