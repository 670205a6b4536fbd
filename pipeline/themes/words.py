"""The words of a theme in items: in their titles, their passages and the sub-headings above these."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pipeline.encoder.protocol import EncodedItem, Flags, Floats, Numbers
from pipeline.knowledge.themes import ThemeDefinition
from pipeline.knowledge.word_finder import Tokens, WordFinder, WordFinders, WordMatch
from pipeline.minutes.passages import sub_heading

WORD = re.compile(r"\w+")
KINDS = 3
"""Of words a theme has: terms, hints, words against it."""


@dataclass(frozen=True, slots=True)
class TextWords:
    """The theme's words in one text."""

    terms: tuple[WordMatch, ...]
    hints: tuple[WordMatch, ...]
    against: tuple[WordMatch, ...] = ()


NO_WORDS = TextWords(terms=(), hints=())


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWords:
    """The theme's words in one item."""

    title: TextWords
    passages: tuple[TextWords, ...]
    above: tuple[TextWords, ...]
    """For each passage, in the sub-headings over it."""

    def first_terms(self, terms: Sequence[str]) -> "ItemWords":
        """Return the words as if the theme had but these terms and no other words."""

        def only(words: TextWords) -> TextWords:
            return TextWords(terms=tuple(m for m in words.terms if m.pattern in terms), hints=())

        return ItemWords(
            title=only(self.title),
            passages=tuple(map(only, self.passages)),
            above=tuple(map(only, self.above)),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordCounts:
    """How often the words of one theme stand in items: a row a passage, of titles a row an item."""

    items: tuple[ItemWords, ...]
    """The words themselves."""
    terms: Numbers
    hints: Numbers
    against: Numbers
    kinds_of_terms: Numbers
    kinds_of_hints: Numbers
    terms_above: Flags
    hints_above: Flags
    terms_in_title: Flags
    hints_in_title: Flags
    against_in_title: Flags

    @classmethod
    def of(cls, items: Sequence[ItemWords]) -> "WordCounts":
        """Count the words of items."""
        passages = [words for item in items for words in item.passages]
        above = [words for item in items for words in item.above]
        return cls(
            items=tuple(items),
            terms=np.array([len(words.terms) for words in passages], dtype=np.float64),
            hints=np.array([len(words.hints) for words in passages], dtype=np.float64),
            against=np.array([len(words.against) for words in passages], dtype=np.float64),
            kinds_of_terms=np.array([_kinds(words.terms) for words in passages], dtype=np.float64),
            kinds_of_hints=np.array([_kinds(words.hints) for words in passages], dtype=np.float64),
            terms_above=np.array([bool(words.terms) for words in above], dtype=bool),
            hints_above=np.array([bool(words.hints) for words in above], dtype=bool),
            terms_in_title=np.array([bool(item.title.terms) for item in items], dtype=bool),
            hints_in_title=np.array([bool(item.title.hints) for item in items], dtype=bool),
            against_in_title=np.array([bool(item.title.against) for item in items], dtype=bool),
        )

    def one_hot(self, vocabulary: Sequence[str]) -> Floats:
        """Return (passages, words): 1 where a passage has a word; words not asked for are left out."""
        column = {word: at for at, word in enumerate(vocabulary)}
        table = np.zeros((len(self.terms), len(vocabulary)), dtype=np.float32)
        passages = (words for item in self.items for words in item.passages)
        for row, words in zip(table, passages, strict=True):
            if words is not NO_WORDS:
                row[[column[m.pattern] for m in (*words.terms, *words.hints) if m.pattern in column]] = 1
        return table


def _kinds(matches: Sequence[WordMatch]) -> int:
    return len({match.pattern for match in matches})


class ThemeWords:
    """Finds the words of one theme: its terms, its hints and the words against it."""

    def __init__(self, theme: ThemeDefinition) -> None:
        self.theme = theme
        self.terms = WordFinder(theme.terms, theme.exceptions)
        self.hints = WordFinder(theme.hints, theme.exceptions)
        self.against = WordFinder(theme.against)

    def find(self, text: str) -> TextWords:
        """Return the theme's words in a text."""
        tokens = Tokens(text)
        return TextWords(*(tuple(finder.find_in(tokens)) for finder in self.finders))

    @property
    def finders(self) -> tuple[WordFinder, ...]:
        """What finds them, in the order of `TextWords`."""
        return self.terms, self.hints, self.against


class WordReader:
    """Finds the words of several themes, with one look at each text."""

    def __init__(self, register: Sequence[ThemeDefinition]) -> None:
        themes = [ThemeWords(theme) for theme in register]
        self.names = tuple(theme.name for theme in register)
        self._finders = WordFinders([finder for one in themes for finder in one.finders])
        # Sub-headings come again with every passage under them.
        self._find_again = lru_cache(maxsize=1024)(self._find)

    def read(self, items: Sequence[EncodedItem]) -> dict[str, WordCounts]:
        """Return the words of each theme in items."""
        rows = [list(self._read(item)) for item in items]
        return {name: WordCounts.of([row[at] for row in rows]) for at, name in enumerate(self.names)}

    def _read(self, item: EncodedItem) -> Iterator[ItemWords]:
        title = self._find(item.item.title)
        passages = [self._find(passage.text) for passage in item.passages]
        above = [self._find_again(sub_heading(passage)) for passage in item.passages]
        for at in range(len(self.names)):
            yield ItemWords(
                title=title.get(at, NO_WORDS),
                passages=tuple(words.get(at, NO_WORDS) for words in passages),
                above=tuple(words.get(at, NO_WORDS) for words in above),
            )

    def _find(self, text: str) -> Mapping[int, TextWords]:
        """Return the words of a text, by the place of the theme."""
        matches = self._finders.find(text)
        return {
            at: TextWords(*(matches.get(KINDS * at + kind, ()) for kind in range(KINDS)))
            for at in sorted({number // KINDS for number in matches})
        }


@lru_cache(maxsize=4)
def word_reader(register: tuple[ThemeDefinition, ...]) -> WordReader:
    """Return the reader of a register, always the same one: it need not look at a word again."""
    return WordReader(register)


def vocabulary(theme: ThemeDefinition) -> tuple[str, ...]:
    """Return the words of a theme, terms before hints."""
    return theme.terms + theme.hints


def count_words(text: str) -> int:
    """Return the number of words.

    >>> count_words("Otte nye pladser, 5 ledige")
    5
    """
    return len(WORD.findall(text))
