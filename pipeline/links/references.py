"""What a text says itself about its matter: case numbers, earlier meetings, and items of them."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence

from pipeline.domain import Entity, Label, Passage

Days = tuple[int, int]
"""A stretch of days, both inclusive, as proleptic ordinals."""
AT_MEETING = re.compile(
    r"\b(?:møde|mødet|mødets|behandling|behandlet|drøftet|drøftede|godkendt|godkendte|besluttet|besluttede)\b",
    re.IGNORECASE,
)
REACH = 60
"""Characters before a date in which a meeting must be spoken of for the date to be a meeting's."""
_ITEM = r"\b(?:punkt|pkt\.?|dagsordenspunkt)[ \t]*(?:nr\.?[ \t]*)?(\d+[a-z]?)\b(?![./-]\d)"
_BREATH = r"(?:jfr?\.|[^.;:\n])"
ITEM_BEFORE = re.compile(rf"{_ITEM}{_BREATH}{{0,40}}$", re.IGNORECASE)
ITEM_BEHIND = re.compile(rf"^{_BREATH}{{0,20}}?{_ITEM}", re.IGNORECASE)
"""An item by its number, in one breath with the date of a meeting; alone, it is one of the same meeting."""
LAST = re.compile(
    r"(?P<whose>\b\w+s )?\b(?:sidste|forrige|seneste|foregående) (?:\w+ )?\w*møde[ts]?\b", re.IGNORECASE
)
OWN_BODY = re.compile(
    r"(?:vores|forum(?:met)?s?|(?:udvalget|kredsen|rådet|bestyrelsen|direktionen)s?)", re.IGNORECASE
)
"""Whose meeting is the committee's own; "ministeriets sidste møde" is not."""
PREVIOUS: Days = (-1, -1)
"""The committee's meeting before this one, whenever that was."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MONTH = re.compile(r"\d{4}-\d\d")
PART = re.compile(r"(\d{4})-([QH])([1-4])")
MONTHS = {"Q": 3, "H": 6}
"""In a quarter and in half a year."""


def find_meetings(entities: Sequence[Entity], passages: Sequence[Passage]) -> Iterator[Days]:
    """Yield when the meetings were that the passages refer to.

    "Drøftet på mødet den 18. november 2022" names a day, "på mødet i november" a month.
    """
    for entity in entities:
        if entity.label is Label.DATE and AT_MEETING.search(_around(passages, entity)[0]):
            if DAY.fullmatch(entity.norm):
                yield _day(entity.norm)
            elif MONTH.fullmatch(entity.norm):
                yield _month(entity.norm)


def find_items(entities: Sequence[Entity], passages: Sequence[Passage]) -> Iterator[tuple[Days, str]]:
    """Yield the items that the passages refer to by meeting and number.

    "Jf. punkt 7 på mødet den 18. november 2022", "SPU 15. maj 2018, pkt. 3" and "punkt 2 på sidste møde".
    """
    for passage in passages:
        for match in LAST.finditer(passage.text):
            number = _number(*_beside(passage.text, *match.span()))
            if number and (match["whose"] is None or OWN_BODY.fullmatch(match["whose"].strip())):
                yield PREVIOUS, number
    for entity in entities:
        if entity.label is Label.DATE and DAY.fullmatch(entity.norm):
            number = _number(*_around(passages, entity))
            if number:
                yield _day(entity.norm), number


def _number(before: str, behind: str) -> str | None:
    """Return the number of the item that is named beside a meeting."""
    named = ITEM_BEFORE.search(before) or ITEM_BEHIND.search(behind)
    return named[1].lower() if named else None


def days_of(norm: str) -> Days | None:
    """Return the days that a date may be, by its norm; None for whole years and what is no date.

    >>> [dt.date.fromordinal(day).isoformat() for day in days_of("2023-H2")]
    ['2023-07-01', '2023-12-31']
    >>> days_of("2023-11-09/2023-11-10") == (days_of("2023-11-09")[0], days_of("2023-11-10")[0])
    True
    """
    first, _, last = norm.replace("~", "").partition("/")
    if last:
        begin, end = days_of(first), days_of(last)
        return (begin[0], end[1]) if begin and end else None
    if DAY.fullmatch(first):
        return _day(first)
    if MONTH.fullmatch(first):
        return _month(first)
    if part := PART.fullmatch(first):
        length = MONTHS[part[2]]
        months = [length * (int(part[3]) - 1) + 1, length * int(part[3])]
        return _month(f"{part[1]}-{months[0]:02}")[0], _month(f"{part[1]}-{months[1]:02}")[1]
    return None


def _day(norm: str) -> Days:
    day = dt.date.fromisoformat(norm).toordinal()
    return day, day


def _month(norm: str) -> Days:
    first = dt.date.fromisoformat(f"{norm}-01")
    length = calendar.monthrange(first.year, first.month)[1]
    return first.toordinal(), first.toordinal() + length - 1


def _around(passages: Sequence[Passage], entity: Entity) -> tuple[str, str]:
    """Return what stands before a mention in its passage, and what stands behind it."""
    for passage in passages:
        if passage.start <= entity.start < passage.end:
            at, end = entity.start - passage.start, entity.end - passage.start
            return _beside(passage.text, at, end)
    return "", ""


def _beside(text: str, at: int, end: int) -> tuple[str, str]:
    return text[max(0, at - REACH) : at], text[end : end + REACH]


NUMBER = (
    # KLE subject, its facet, the running number of the case, the year: 27.00.00-P20-1-22.
    r"\d{2}\.\d{2}(?:\.\d{2})?-[A-ZÆØÅ]\d{2}-\d+-\d{2}",
    # Letters of the system, the year, a running number: EMN-2023-00123, S2022-15501.
    r"[A-ZÆØÅ]{1,4}-?(?:19|20)\d{2}-\d{3,7}",
    # Year or authority and running number: 22/12345 (SBSYS, Acadre), 2022-0113 (eDoc), 1-23-4-101-5-22.
    r"\d{2,4}/\d{2,7}",
    r"\d{2}-\d{4,7}",
    r"\d{3}-(?:19|20)\d{2}-\d{3,7}",
    r"(?:19|20)\d{2} ?- ?\d{3,7}",
    r"\d{1,3}(?:-\d{1,4}){4,6}",
    r"\d{6,9}",
)
UNMISTAKABLE = NUMBER[:2]
"""Read wherever they stand; the others only where they are called case numbers."""
_EDGE = r"(?<![\w./-]){}(?![\w/]|[.-]\w)"
_ALONE = re.compile(_EDGE.format(f"(?:{'|'.join(UNMISTAKABLE)})"))
_CALLED = re.compile(
    r"\b(?:(?:ESDH-?)?sags?(?:\.|[ -]?nr\b\.?|[ -]?nummer|[ -]?id\b)|j(?:ournal)?\.?[ -]?(?:nr\b\.?|nummer)"
    r"|(?:Acadre|SBSYS|eDoc|F2)(?:[ -]?sags?)?(?:[ -]?nr\b\.?|[ -]?nummer|[ -]?id\b)?)"
    r"(?:[ \t]*nr\.?)?[ \t]*:?[ \t]*\n?[ \t]*",
    re.IGNORECASE,
)
# A document of a case has the number of the case and its own behind it: 22/12345-7.
_NEXT = re.compile(
    rf"({'|'.join(NUMBER)})(?:-\d{{1,4}})?(?![\w/]|[.-]\w)(?:,?[ \t]*(?:og|samt|,|;|&)[ \t]*)?"
)


def find_case_numbers(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the case numbers that are printed, such as 19/4711 in "Sagsnr.: 19/4711".

    A KLE subject such as 27.00.00 alone is none: it says what a case is about, not which one.
    """
    for passage in passages:
        yield from (_plain(match.group()) for match in _ALONE.finditer(passage.text))
        for called in _CALLED.finditer(passage.text):
            yield from _listed(passage.text, called.end())


def _listed(text: str, at: int) -> Iterator[str]:
    """Yield the numbers that stand in a row from a place on: "22/12345 og 22/12346"."""
    while match := _NEXT.match(text, at):
        yield _plain(match[1])
        at = match.end()


def _plain(number: str) -> str:
    return number.replace(" ", "").upper()
