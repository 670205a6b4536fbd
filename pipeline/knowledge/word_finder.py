"""Words written with stars, as a user writes them in a register, found in running text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

TOKEN = re.compile(r"\w+|[^\w\s]")
PART = re.compile(r"[\w*]+|[^\w\s*]")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordMatch:
    """A stretch of text that is one of the words."""

    start: int
    end: int
    pattern: str
    """The word as the register has it."""


class WordFinder:
    """Finds words in which a star stands for any letters, but none of the exceptions.

    >>> finder = WordFinder(["*psykiatri*", "særlig* pladser"], ["psykiatrifonden"])
    >>> [match.pattern for match in finder.find("Socialpsykiatrien får særlige pladser.")]
    ['*psykiatri*', 'særlig* pladser']
    >>> list(finder.find("Psykiatrifonden"))
    []
    """

    def __init__(self, words: Sequence[str], exceptions: Sequence[str] = ()) -> None:
        self._words = _Patterns(words)
        self._exceptions = _Patterns(exceptions)

    def find(self, text: str) -> Iterator[WordMatch]:
        """Yield the words in `text`, in its order, none overlapping another."""
        return self.find_in(Tokens(text))

    def find_in(self, tokens: "Tokens") -> Iterator[WordMatch]:
        """Yield what `find` does, from a text cut before."""
        hidden = {at for start, end, _ in self._exceptions.match(tokens.lowered) for at in range(start, end)}
        for start, end, word in self._words.match(tokens.lowered):
            if hidden.isdisjoint(range(start, end)):
                yield WordMatch(start=tokens.spans[start][0], end=tokens.spans[end - 1][1], pattern=word)


class Tokens:
    """A text cut into words and signs, to be searched by several finders."""

    def __init__(self, text: str) -> None:
        self.spans = [match.span() for match in TOKEN.finditer(text)]
        self.lowered = [text[start:end].lower() for start, end in self.spans]


class _Patterns:
    """Words cut into parts; a text has one where its tokens fit the parts one by one."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = list(words)
        self._parts = [[_Part(part) for part in PART.findall(word.lower())] for word in words]
        # Words of several parts first: "særlig* pladser" before "særlig*".
        order = sorted(range(len(words)), key=lambda at: (-len(self._parts[at]), at))
        self._beginnings = _Beginnings([(number, self._parts[number][0]) for number in order])

    def match(self, tokens: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Yield first token, token after the last, and word, of each word in the tokens."""
        beginnings, after = self._beginnings, 0
        for start in [at for at, token in enumerate(tokens) if beginnings[token]]:
            found = next((n for n in beginnings[tokens[start]] if self._fits(n, tokens, start)), None)
            if start >= after and found is not None:
                after = start + len(self._parts[found])
                yield start, after, self._words[found]

    def _fits(self, number: int, tokens: Sequence[str], at: int) -> bool:
        parts = self._parts[number]
        return len(parts) == 1 or (
            at + len(parts) <= len(tokens)
            and all(part.fits(token) for part, token in zip(parts[1:], tokens[at + 1 :], strict=False))
        )


class _Beginnings(dict[str, tuple[int, ...]]):
    """For a token, the numbers of the words that may begin with it.

    Minutes say the same few thousand words again and again: each is looked at once.
    """

    MOST = 1 << 16

    def __init__(self, parts: Sequence[tuple[int, "_Part"]]) -> None:
        super().__init__()
        self._first = parts
        cores = [(part.core, part.before, part.after) for _, part in parts]
        self._heads = tuple(core for core, before, _ in cores if not before)
        self._tails = tuple(core for core, before, after in cores if before and not after)
        self._inner = tuple(core for core, before, after in cores if before and after)

    def __missing__(self, token: str) -> tuple[int, ...]:
        # Few tokens begin a word: one look at all words together saves looking at each.
        likely = (
            token.startswith(self._heads)
            or token.endswith(self._tails)
            or any(core in token for core in self._inner)
        )
        numbers = tuple(number for number, part in self._first if part.fits(token)) if likely else ()
        if len(self) < self.MOST:
            self[token] = numbers
        return numbers


class _Part:
    """One part of a word: a core of letters, and whether a star stands before or after it."""

    def __init__(self, part: str) -> None:
        self.before = part.startswith("*")
        self.after = part.endswith("*")
        # What stands between two stars is left to the expression.
        pieces = part.strip("*").split("*")
        self.core = pieces[-1] if self.before else pieces[0]
        self._expression = re.compile(re.escape(part).replace(r"\*", r"\w*"))

    def fits(self, token: str) -> bool:
        return self._expression.fullmatch(token) is not None
