"""Whether a sentence speaks of what was or of what will be."""

import re

from pipeline.entities.words import pattern

CLAUSE = re.compile(r"[.!?:;]\s|\n|\s[–-]\s|,\s(?:som|der|hvor|mens|men|og)\b")
PAST = r"\b(?:%past%)\b"
AHEAD = r"\b(?:%ahead%)\b"
SINCE = re.compile(
    r"\b(?:siden|som aftalt i|referatet fra|(?:seneste|sidste|forrige) [\w-]+ (?:i|den)|fra starten i)"
    r"\s(?:den\s|d\.\s)?$",
    re.IGNORECASE,
)
UNTIL = re.compile(
    r"\b(?:senest|(?:næste|kommende) [\w-]+ (?:i|den)|til)\s(?:den\s|d\.\s)?$",
    re.IGNORECASE,
)
REACH = 160
NEAR = 22


def lean(text: str, start: int, end: int) -> int:
    """Return how the clause around `text[start:end]` leans: past below zero, future above.

    2 where the word next to it says so, 1 where another word of the clause does, 0 where none does.

    >>> lean("Punktet kommer på igen til december.", 27, 35)
    2
    >>> lean("I marts bestilte kommunerne en analyse.", 2, 7)
    -2
    """
    near = text[max(0, start - 28) : start]
    if SINCE.search(near):
        return -2
    if UNTIL.search(near):
        return 2
    clause, first, last = _clause(text, start, end)
    past, ahead = _nearest_word(PAST, clause, first, last), _nearest_word(AHEAD, clause, first, last)
    if past == ahead:
        return 0
    strength = 2 if min(past, ahead) <= NEAR else 1
    return strength if ahead < past else -strength


def _clause(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Return the clause around a mention, and where in it the mention begins and ends."""
    low = max(0, start - REACH)
    begin = max((cut.end() for cut in CLAUSE.finditer(text, low, start)), default=low)
    stop = CLAUSE.search(text, end, end + REACH)
    return text[begin : stop.start() if stop else end + REACH], start - begin, end - begin


def _nearest_word(words: str, clause: str, first: int, last: int) -> int:
    """Return how far from the mention the nearest word of a pattern is."""
    gaps = (
        max(first - word.end(), word.start() - last)
        for word in pattern(words, re.IGNORECASE).finditer(clause)
    )
    return min(gaps, default=REACH * 9)
