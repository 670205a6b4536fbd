"""The marks of a line's words: a date, a heading of the list, a person, a word of a site, and so on."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.domain import SectionName
from pipeline.minutes.dates import MONTHS
from pipeline.minutes.structure.headings import Form
from pipeline.minutes.structure.shapes import LEADERS, Shape
from pipeline.minutes.structure.words import MARKS, Field

_LONG = 160
"""A longer line is running text: its words mark nothing."""
_SHORT = 60
_DECIDED = 50
"""What was decided stands at the end of a line, in so many letters."""
_GROUPS, _KINDS, _TITLES, _WEEKDAYS = (
    tuple(sorted(MARKS[mark])) for mark in ("group", "kind", "title", "weekday")
)
_BODIES = tuple(form for word in sorted(MARKS["body"]) for form in (word, f"{word}s"))
_NO_TITLES = frozenset({
    SectionName.BESLUTNING, SectionName.INDSTILLING, SectionName.SAGSFREMSTILLING, SectionName.RESUME,
    SectionName.BAGGRUND, SectionName.BILAG, SectionName.FRAVAERENDE,
})  # fmt: skip
"""Sections of which no word is the title of an item, as "Økonomi" and "Høring" may be."""
_OFFERED = re.compile(
    r"(?i)(?:se|vis|hent|åbn|luk|download|print|udskriv)\s+(?:alle\s+)?"
    r"(?:bilag|punkt|punkter|dokument|dokumenter|referat|dagsorden|side)\b.{0,12}$"
)
"""What a site offers to do: "Se alle bilag", "Hent referat"."""
_VOTED = re.compile(
    r"(?i)(?:protokol(?:tilførsel|bemærkning|lering)|(?:mindretals|sær)udtalelse|særstandpunkt|stemmeforklaring|"
    r"afstemning(?:sresultat)?|(?:for|imod)(?=:| stemte)|undlod|inhabil)\w*\b[^:]{0,40}:"
)
"""What a minority had put on record, and who voted how."""
_COLUMNS = re.compile(r"(?:punkt|pkt\.?|nr\.?|sag)\s+(?:tekst|emne|side|titel|sag)\b")
_LETTERED = re.compile(r"[a-d][.)]\s+")
LETTERED = re.compile(r"\(?[a-zæøå][.)]\s+")
"""A point of an item, in its text or in the list: "a) Studieleder"."""
_PERSON = re.compile(
    r"(?:\d+[.)]?\s+)?[A-ZÆØÅ][\wéüö.-]+(?: [A-ZÆØÅ][\wéüö.-]*\.?){1,4}(?: \(?\(?[A-ZÆØÅ]{1,3}\)?\)?)?"
    r"(?:[,:(] ?.{0,60})?$"
)
_PAGE = re.compile(r"(?:side\s+)?-?\s?\d{1,3}\s?-?(?:\s*(?:/|af|ud af)\s*\d{1,3})?$")
_MADE = re.compile(rf"\b(?:{'|'.join(sorted(MARKS['decided']))})\b.{{0,25}}$")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|msg|htm)\b|^\W*bilag\s*\d")
_ADDRESS = re.compile(r"(?:vej|gade|allé|plads|torv|stræde)\s+\d|\b\d{4} [a-zæøå]")
_MONTH = "|".join(MONTHS)
_DATE = re.compile(
    r"\b\d{4}-\d\d?-\d\d?\b|\b\d\d?[-./]\s?\d\d?[-./ ]\s?(?:\d{4}|\d\d)\b|"
    rf"\b\d\d?\.?\s*(?:{_MONTH}),?\.?\s+\d{{4}}\b|\b(?:{_MONTH})\s+\d\d?,\s+\d{{4}}\b",
    re.I,
)
_TIME = re.compile(r"\bkl\.?\s*\d{1,2}(?:[.:]\d\d)?|\b\d{1,2}[:.]\d\d\b(?![.\d-])", re.I)
_STATE = re.compile(r"\([BODLÅIbod]\)$| #$|\((?:Åben|Åbent|Lukket)\)$")
_PAGED = re.compile(r"(?:(?:\.\s?){3}|…|___)\s*\d{1,3}$|\s\s\d{1,3}$")
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
    low = text.lower()
    words = _WORD.findall(low)
    return (*_begun(low, words), *_held(text, low, words))


def _begun(low: str, words: Sequence[str]) -> Iterator[str]:
    """Yield the marks that a line begins with."""
    if low.rstrip(" :") in MARKS["list heading"] or _COLUMNS.match(low):
        yield "list heading"
    bare = _LETTERED.sub("", low, count=1) if low[1:2] in (".", ")") else low
    if bare.startswith(_GROUPS) and len(low) < _SHORT:
        yield "group"
    if low.startswith(_KINDS):
        yield "kind"
    if words and words[0] in MARKS["function word"]:
        yield "function word"
    if low.startswith(_WEEKDAYS):
        yield "weekday"
    if _PAGE.match(low):
        yield "page"


def _held(text: str, low: str, words: Sequence[str]) -> Iterator[str]:
    """Yield the marks that stand anywhere in a line."""
    if _PERSON.match(text):
        yield "person"
    if _MADE.search(low, max(0, len(low) - _DECIDED)):
        yield "decided"
    if _FILE.search(low):
        yield "attachment"
    if "udvalg for" in low or any(word.endswith(_BODIES) for word in words):
        yield "body"
    if not MARKS["place"].isdisjoint(words) or _ADDRESS.search(low):
        yield "place"
    if of_site := sum(word in MARKS["site"] for word in words):
        yield "site"
        yield f"site{3 * of_site // len(words)}"


def _moments(text: str, date: str, time: str) -> Iterator[str]:
    if any(map(str.isdigit, text)):
        if _DATE.search(text):
            yield date
        if _TIME.search(text):
            yield time


def _signs(shape: Shape) -> Iterator[str]:
    text = shape.bare
    if shape.title.lower().startswith(_TITLES):
        yield "title"
    if _is_point(shape):
        yield "point"
    if "|" in text:
        yield "bar"
    if _STATE.search(text):
        yield "state"
    if (text[-1].isdigit() and _PAGED.search(text)) or text.endswith(LEADERS):
        yield "paged"
    if _STOP_INSIDE.search(text):
        yield "stop inside"


def heads_no_item(shape: Shape) -> bool:
    """Whether the words of a line are of a section, a list, a decision or the site, never of a title.

    >>> from pipeline.minutes.structure.shapes import read_shape
    >>> from pipeline.minutes.document import Line
    >>> lines = (Line(text=text, start=0, end=len(text)) for text in ("2. at ...", "Godkendt.", "Budget"))
    >>> [heads_no_item(read_shape(line)) for line in lines]
    [True, True, False]
    """
    if shape.number is not None:
        return _is_point(shape)
    section = shape.section
    return (
        (section is not None and section.form is Form.WORD and section.name in _NO_TITLES)
        or shape.key in MARKS["decided"]
        or _OFFERED.match(shape.bare) is not None
        or _VOTED.match(shape.bare) is not None
        or (shape.label is Field.PEOPLE and bool(shape.value) and shape.colon)
        or (shape.bare.endswith(":") and shape.key in MARKS["list heading"])
    )


def _is_point(shape: Shape) -> bool:
    """Whether a line is a point of a recommendation: "2. at budgettet godkendes"."""
    return shape.number is not None and shape.rest.lower().startswith("at ")
