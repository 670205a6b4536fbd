"""The marks of a line's words: a date, a heading of the list, a person, a word of a site, and so on."""

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.minutes.structure.shapes import Shape
from pipeline.minutes.structure.words import MARKS, MONTHS

_LONG = 160
"""A longer line is running text: its words mark nothing."""
_SHORT = 60


def _any_of(mark: str) -> str:
    """Return a pattern of the words of a mark, the longest first."""
    return "|".join(re.escape(word) for word in sorted(MARKS[mark], key=lambda word: (-len(word), word)))


_BEGINS = {
    "list heading": re.compile(
        rf"(?:{_any_of('list heading')}|(?:punkt|pkt\.?|nr\.?|sag)\s+(?:tekst|emne|side|titel|sag).*)\s*:?$",
        re.I,
    ),
    "group": re.compile(rf"(?:[a-d][.)]\s+)?(?:{_any_of('group')})\b.{{0,25}}$", re.I),
    "kind": re.compile(rf"(?:{_any_of('kind')})\b", re.I),
    "function word": re.compile(rf"(?:{_any_of('function word')})\b", re.I),
    "weekday": re.compile(rf"(?:{_any_of('weekday')})", re.I),
    "person": re.compile(
        r"(?:\d+[.)]?\s+)?[A-ZÆØÅ][\wéüö.-]+(?: [A-ZÆØÅ][\wéüö.-]*\.?){1,4}(?: \(?\(?[A-ZÆØÅ]{1,3}\)?\)?)?"
        r"(?:[,:(] ?.{0,60})?$"
    ),
    "page": re.compile(r"(?:side\s+)?-?\s?\d{1,3}\s?-?(?:\s*(?:/|af|ud af)\s*\d{1,3})?$", re.I),
}
"""Marks that the line begins with."""
_HOLDS = {
    "decided": re.compile(rf"\b(?:{_any_of('decided')})\b.{{0,25}}$", re.I),
    "attachment": re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|msg|htm)\b|^\W*bilag\s*\d", re.I),
    "body": re.compile(rf"(?:{_any_of('body')}|udvalg for)s?\b", re.I),
    "place": re.compile(
        rf"(?:vej|gade|allé|plads|torv|stræde)\s+\d|\b(?:{_any_of('place')})\b|\b\d{{4}} [A-ZÆØÅ]", re.I
    ),
}
"""Marks that stand anywhere in it."""
_TITLE = re.compile(rf"(?:{_any_of('title')})", re.I)
_MONTH = "|".join(MONTHS)
_DATE = re.compile(
    r"\b\d{4}-\d\d?-\d\d?\b|\b\d\d?[-./]\s?\d\d?[-./ ]\s?(?:\d{4}|\d\d)\b|"
    rf"\b\d\d?\.?\s*(?:{_MONTH}),?\.?\s+\d{{4}}\b|\b(?:{_MONTH})\s+\d\d?,\s+\d{{4}}\b",
    re.I,
)
_TIME = re.compile(r"\bkl\.?\s*\d{1,2}(?:[.:]\d\d)?|\b\d{1,2}[:.]\d\d\b(?![.\d-])", re.I)
_STATE = re.compile(r"\([BODLÅIbod]\)$| #$|\((?:Åben|Åbent|Lukket)\)$")
_PAGED = re.compile(r"(?:(?:\.\s?){3,}|…|_{3,}|\s\s)\s*\d{1,3}$")
_STOP_INSIDE = re.compile(r"[a-zæøå][.!?] [A-ZÆØÅ]")
_WORD = re.compile(r"[\w-]+")


def marks(shape: Shape) -> tuple[str, ...]:
    """Return the marks of a line's words.

    >>> from pipeline.minutes.structure.shapes import read_shape
    >>> from pipeline.minutes.document import Line
    >>> marks(read_shape(Line(text="Mandag den 4. maj 2021", start=0, end=22)))
    ('weekday', 'date')
    """
    text = shape.bare
    if len(text) > _LONG:
        return ("long", *_moments(text[:400], "date in text", "time in text"))
    moments = (
        _moments(text, "date", "time")
        if len(text) < _SHORT
        else _moments(text, "date in text", "time in text")
    )
    return (*_worded(text), *moments, *_signs(shape))


@lru_cache(maxsize=4096)
def _worded(text: str) -> tuple[str, ...]:
    found = [name for name, pattern in _BEGINS.items() if pattern.match(text)]
    found += [name for name, pattern in _HOLDS.items() if pattern.search(text)]
    words = _WORD.findall(text.lower())
    if of_site := sum(word in MARKS["site"] for word in words):
        found += ["site", f"site{3 * of_site // len(words)}"]
    return tuple(found)


def _moments(text: str, date: str, time: str) -> Iterator[str]:
    if any(map(str.isdigit, text)):
        if _DATE.search(text):
            yield date
        if _TIME.search(text):
            yield time


def _signs(shape: Shape) -> Iterator[str]:
    text = shape.bare
    if _TITLE.match(shape.title):
        yield "title"
    if "|" in text:
        yield "bar"
    if _STATE.search(text):
        yield "state"
    if text[-1].isdigit() and _PAGED.search(text):
        yield "paged"
    if _STOP_INSIDE.search(text):
        yield "stop inside"
