"""Days and times of day, as the heads of minutes write them."""

import datetime as dt
import re
from types import MappingProxyType

from pipeline.domain import DANISH_MONTHS

_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
_DANISH = re.compile(
    r"\b(?P<day>\d{1,2})(?P<sep>[-./])\s?(?P<month>\d{1,2})"
    r"(?:(?P=sep)\s?|(?:(?<=/\d)|(?<=/\d\d))(?:[- ]| -(?:\s(?=\d{4}))?))(?P<year>\d{4}|\d{2})\b"
)
_ENGLISH = MappingProxyType({
    "january": 1, "february": 2, "march": 3, "may": 5, "june": 6, "july": 7, "october": 10,
})  # fmt: skip
"""Months that sites made abroad print, where their names are not the Danish ones."""
_SHORT = MappingProxyType({
    **{month[:3]: number for number, month in enumerate(DANISH_MONTHS, 1)}, "sept": 9,
})  # fmt: skip
MONTHS = MappingProxyType(
    {**{month: number for number, month in enumerate(DANISH_MONTHS, 1)}, **_ENGLISH, **_SHORT}
)
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b"
_WORDS = re.compile(rf"\b(?P<day>\d{{1,2}})(?:\.?\s*|-){_MONTH}(?:\.?,?\s+|[.-])(?P<year>\d{{4}})\b", re.I)
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}}),\s*(?P<year>\d{{4}})\b", re.I)
_DATES = (_ISO, _DANISH, _WORDS, _MONTH_FIRST)
_HOUR = r"(\d{1,2})(?:[.:](\d{2}))?(?![\d.:]?\d)"
_TO = rf"\s*(?:-|–|—|til|to)\s*(?:kl\.?\s*)?{_HOUR}"
_SAID = re.compile(rf"(?i)\bkl(?:okken)?\.?\s*:?\s*{_HOUR}(?:{_TO})?")
_WRITTEN = re.compile(rf"(?i)(?<![\d.:,/-])(\d{{1,2}})[.:](\d{{2}})(?::\d{{2}})?(?![\d.:]?\d)(?:{_TO})?")
_BARE = re.compile(rf"(?i)(?:(?:fra\s+)?kl\.?\s*)?{_HOUR}(?:{_TO})?")
_BEGAN = re.compile(
    r"(?i)\b(?:mødet|\w*forsamlingen)\s+(?:blev\s+)?(?:startede|startet|begyndte|åbnet|sat)\b|\bmødestart\b"
)
_ENDED = re.compile(
    r"(?i)\b(?:mødet?|\w*forsamlingen)\s+(?:(?:startede|begyndte)\b[^a-zæøå]*(?:kl[^a-zæøå]*)?og\s+)?(?:blev\s+|er\s+)?"
    r"(?:hævet|slut(?:tede|tet|ter|)|afsluttet|afsluttedes)\b|\bmødeslut\b"
)
_SENTENCE = 120
"""A longer line tells of more than when the meeting was."""


def find_date(text: str) -> dt.date | None:
    """Return the first possible calendar date in a header line.

    >>> find_date("Mødedato Torsdag d. 4. marts 2021 kl. 10:00")
    datetime.date(2021, 3, 4)
    >>> find_date("05-06-2019 09:00:00"), find_date("Udgivet 21.01.2020"), find_date("31-02-2020")
    (datetime.date(2019, 6, 5), datetime.date(2020, 1, 21), None)
    """
    found = date_span(text)
    return found[0] if found else None


def date_span(text: str) -> tuple[dt.date, int, int] | None:
    """Return the first possible calendar date in a header line, and where it starts and ends.

    >>> date_span("Møde May 4, 2021"), date_span("Tirsdag, 4 maj, 2021")[0]
    ((datetime.date(2021, 5, 4), 5, 16), datetime.date(2021, 5, 4))
    """
    dates = [
        (match.start(), date, match.end())
        for pattern in _DATES
        for match in pattern.finditer(text)
        if (date := _day(match))
    ]
    if not dates:
        return None
    start, date, end = min(dates)
    return date, start, end


def _day(match: re.Match[str]) -> dt.date | None:
    month = match["month"].lower()
    number = MONTHS.get(month) or int(month)
    year = int(match["year"])
    try:
        return dt.date(year + 2000 if year < 100 else year, number, int(match["day"]))
    except ValueError:
        return None


def without_dates(text: str) -> str:
    """Return a text with a blank for every date in it."""
    for pattern in _DATES:
        text = pattern.sub(" ", text)
    return text


def read_times(text: str, *, bare: bool = False) -> tuple[dt.time | None, dt.time | None]:
    """Return when something begins and ends; `bare` where a number alone is an hour.

    >>> read_times("Tirsdag den 4. maj 2021 kl. 15.00 - 17.30, lokale 3")
    (datetime.time(15, 0), datetime.time(17, 30))
    >>> read_times("Lokale 3"), read_times("15-17", bare=True)
    ((None, None), (datetime.time(15, 0), datetime.time(17, 0)))
    """
    match = time_span(text, bare=bare)
    return (_time(match[1], match[2]), _time(match[3], match[4])) if match else (None, None)


def time_span(text: str, *, bare: bool = False) -> re.Match[str] | None:
    """Return the match of the first time of day in a text, or of two with a dash between."""
    text = without_dates(text)
    patterns = (_SAID, _WRITTEN, *((_BARE,) if bare else ()))
    found = (match for pattern in patterns for match in pattern.finditer(text))
    return next((match for match in found if _time(match[1], match[2]) is not None), None)


def began_at(text: str) -> dt.time | None:
    """Return when the meeting began, if a line says so: "Mødet startede kl. 15.30 og sluttede kl. 16.45"."""
    match = _BEGAN.search(text)
    return read_times(text[match.end() :], bare=True)[0] if match and len(text) < _SENTENCE else None


def ended_at(text: str) -> dt.time | None:
    """Return when the meeting ended, if a line says so: "Mødet hævet kl. 17.30".

    >>> ended_at("Mødet sluttede kl. 17.30"), ended_at("Næste møde er kl. 15")
    (datetime.time(17, 30), None)
    """
    match = _ENDED.search(text)
    return read_times(text[match.end() :], bare=True)[0] if match and len(text) < _SENTENCE else None


def _time(hour: str | None, minute: str | None) -> dt.time | None:
    if hour is None or int(hour) > 23 or int(minute or 0) > 59:
        return None
    return dt.time(int(hour), int(minute or 0))
