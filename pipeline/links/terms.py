"""Danish text as weighted terms: stems, parts of compounds, law paragraphs, no standing phrases."""

import re
from collections.abc import Iterable, Iterator

from pipeline.text import LETTERS, STOP_WORDS, CompoundSplitter, fold, formal_stems, stem

# Up to a name such as "Forretningsudvalget" before the verb, and the forum that is asked after it.
_NAME = r"[^.,:;\n]{0,60}?"
_PHRASES = (
    rf"(?:^|(?<=[.\n])) ?{_NAME}\b(?:indstill?er|indstilles|anbefaler|anbefales)\b{_NAME},? at\b",
    r"(?:tages?|tager|tog|blev taget|taget) (?:\w+ ){0,4}til efterretning",
    r"\b(?:referatet|dagsordenen|indstillingen|punktet|orienteringe(?:n|rne)|programmet|udkastet)"
    r" (?:blev|er) (?:enstemmigt )?(?:godkendt|drøftet|tiltrådt|vedtaget|udsat)\b",
    r"\bgodkend(?:else|t|e)? af (?:referat|dagsorden|protokol)\w*(?: (?:af|fra|for|til) (?:\w+ )?mødet?\b)?",
    r"\b(?:intet|ingenting|ingen bemærkninger)\b(?: til (?:eventuelt|punktet|dette))?",
    r"\b(?:næste|kommende) møde\b",
    r"\btil (?:orientering|drøftelse|beslutning|efterretning|godkendelse)\b",
)
_FORMAL = re.compile("|".join(f"(?:{phrase})" for phrase in _PHRASES), re.IGNORECASE)


def blank_formal_phrases(text: str) -> str:
    """Return `text` with its standing phrases as blanks, every other character where it was.

    >>> blank_formal_phrases("Punktet blev drøftet. Egely lukker.")
    '                    . Egely lukker.'
    """
    return _FORMAL.sub(lambda match: " " * len(match.group()), text)


WORD = re.compile(rf"(?<!§)§++ ?\d+(?: ?[a-z]\b)?|{LETTERS}\d*(?:[-/.]{LETTERS})*", re.IGNORECASE)
PART_WEIGHT = 0.5
"""A part of a compound says less than the word itself: "behandling" in "misbrugsbehandling"."""


class Analyzer:
    """Turns text into terms.

    >>> analyzer = Analyzer(CompoundSplitter({"misbrug": 9, "behandling": 9}))
    >>> sorted(analyzer.counts("Misbrugsbehandlingen").items())
    [('behandling', 0.5), ('misbrug', 0.5), ('misbrugsbehandling', 1.0)]
    >>> sorted(analyzer.counts("behandling af misbrug, § 141"))
    ['behandling', 'misbrug', '§141']
    """

    def __init__(self, splitter: CompoundSplitter) -> None:
        self._splitter = splitter
        self._keys: dict[str, tuple[tuple[str, float], ...]] = {}

    def terms(self, text: str) -> Iterator[tuple[str, str, float]]:
        """Yield each term of `text`: its word as it stands, its key and its weight.

        Standing phrases and function words are left out.
        """
        for word in WORD.findall(blank_formal_phrases(text)):
            yield from ((word, key, weight) for key, weight in self._of_word(word))

    def counts(self, text: str, silent: tuple[str, ...] = ()) -> dict[str, float]:
        """Return how often each term stands in `text`, parts of compounds counting less.

        Words that begin with one of `silent` are left out.
        """
        counts: dict[str, float] = {}
        for word in WORD.findall(blank_formal_phrases(text).lower()):
            if not word.startswith(silent):
                for key, weight in self._of_word(word):
                    counts[key] = counts.get(key, 0.0) + weight
        return counts

    def words(self, text: str) -> Iterator[tuple[str, ...]]:
        """Yield the terms of each word of `text` that says something: the word itself, then its parts.

        >>> list(Analyzer(CompoundSplitter({"misbrug": 9, "plads": 9})).words("misbrugspladser i Vejle"))
        [('misbrugsplad', 'misbrug', 'plad'), ('vejl',)]
        """
        for word in WORD.findall(blank_formal_phrases(text).lower()):
            if terms := self._of_word(word):
                yield tuple(key for key, _ in terms)

    def _of_word(self, word: str) -> tuple[tuple[str, float], ...]:
        terms = self._keys.get(word)
        if terms is None:
            terms = self._keys[word] = tuple(self._analyze(fold(word)))
        return terms

    def _analyze(self, word: str) -> Iterator[tuple[str, float]]:
        if word[0] == "§":
            yield "§" + re.sub(r"[§ ]", "", word), 1.0
            return
        key = stem(word)
        if word in STOP_WORDS or key in formal_stems() or len(key) < 2:
            return
        yield key, 1.0
        for part in dict.fromkeys(self._parts(word)):
            if part != key and part not in formal_stems() and len(part) > 1:
                yield part, PART_WEIGHT

    def _parts(self, word: str) -> Iterator[str]:
        pieces = re.split(r"[-/.]", word)
        for piece in pieces:
            if len(pieces) > 1 and piece not in STOP_WORDS:
                yield stem(piece)
            yield from self._nested(piece)

    def _nested(self, word: str) -> Iterator[str]:
        """Yield the parts of a compound and their parts: stofmisbrug, stof, misbrug, behandling."""
        for part in self._splitter.split(word):
            yield part
            yield from self._nested(part)


Counts = dict[str, float]


def add_up(parts: Iterable[Counts]) -> Counts:
    """Return the counts of several texts together.

    >>> add_up([{"misbrug": 1.0}, {"misbrug": 0.5, "tilsyn": 1.0}])
    {'misbrug': 1.5, 'tilsyn': 1.0}
    """
    total: Counts = {}
    for part in parts:
        for key, count in part.items():
            total[key] = total.get(key, 0.0) + count
    return total
