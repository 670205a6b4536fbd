"""Words written with stars, as a user writes them in a register, found in running text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

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
        found = list(self._words.match(tokens.lowered))
        if not found:
            return
        hidden = {at for start, end, _ in self._exceptions.match(tokens.lowered) for at in range(start, end)}
        for start, end, word in found:
            if hidden.isdisjoint(range(start, end)):
                yield WordMatch(start=tokens.spans[start][0], end=tokens.spans[end - 1][1], pattern=word)

    @property
    def first(self) -> Sequence["_Part"]:
        """The parts that words begin with."""
        return self._words.first


class WordFinders:
    """Several finders over the same texts: a text is cut once, and most finders need no look at it.

    >>> finders = WordFinders([WordFinder(["tilsyn*"]), WordFinder(["rusmid*"])])
    >>> [(number, match.pattern) for number, (match,) in finders.find("Tilsynet var der.").items()]
    [(0, 'tilsyn*')]
    """

    def __init__(self, finders: Sequence[WordFinder]) -> None:
        self._finders = finders
        self._asked = _Beginnings([(at, part) for at, finder in enumerate(finders) for part in finder.first])

    def find(self, text: str) -> Mapping[int, tuple[WordMatch, ...]]:
        """Return what each finder finds in `text`, by its place; of those that find nothing, nothing."""
        tokens, asked = Tokens(text), self._asked
        numbers = {number for token in tokens.lowered for number in asked[token]}
        found = {number: tuple(self._finders[number].find_in(tokens)) for number in sorted(numbers)}
        return {number: matches for number, matches in found.items() if matches}


class Tokens:
    """A text cut into words and signs, to be searched by several finders."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.lowered = [token.lower() for token in TOKEN.findall(text)]

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each stands in the text."""
        return [match.span() for match in TOKEN.finditer(self._text)]


class _Patterns:
    """Words cut into parts; a text has one where its tokens fit the parts one by one."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = list(words)
        self._parts = [[_Part(part) for part in PART.findall(word.lower())] for word in words]
        # Words of several parts first: "særlig* pladser" before "særlig*".
        order = sorted(range(len(words)), key=lambda at: (-len(self._parts[at]), at))
        self.first = [self._parts[number][0] for number in order]
        self._beginnings = _Beginnings(list(zip(order, self.first, strict=True)))

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
    """For a token, the numbers of the words, or of the finders, that may begin with it.

    Minutes say the same few thousand words again and again: each is looked at once.
    """

    MOST = 1 << 16

    def __init__(self, parts: Sequence[tuple[int, "_Part"]]) -> None:
        super().__init__()
        self._first = parts
        self._glance = _Glance([part for _, part in parts])

    def __missing__(self, token: str) -> tuple[int, ...]:
        likely = self._glance.sees(token)
        numbers = tuple(number for number, part in self._first if part.fits(token)) if likely else ()
        if len(self) < self.MOST:
            self[token] = numbers
        return numbers


class _Glance:
    """Whether a token may be one of many parts: few are, and one look at all saves looking at each."""

    def __init__(self, parts: Sequence["_Part"]) -> None:
        cores = [(part.core, part.before, part.after) for part in parts]
        self._heads = tuple(core for core, before, _ in cores if not before)
        self._tails = tuple(core for core, before, after in cores if before and not after)
        inner = [re.escape(core) for core, before, after in cores if before and after]
        # One expression for all of them; one that fits nothing where there are none.
        self._inner = re.compile("|".join(inner) or r"(?!)")

    def sees(self, token: str) -> bool:
        return bool(token.startswith(self._heads) or token.endswith(self._tails) or self._inner.search(token))


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
        return self.core in token and self._expression.fullmatch(token) is not None
