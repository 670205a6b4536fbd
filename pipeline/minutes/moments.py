"""Dates and times as minutes print them in their header fields."""

import datetime as dt
import re
from collections.abc import Callable
from typing import TypeVar

from pipeline.domain import DANISH_MONTHS

_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
_DANISH = re.compile(
    r"\b(?P<day>\d{1,2})(?P<sep>[-./])(?P<month>\d{1,2})(?:(?P=sep)|(?<=/\d)-|(?<=/\d\d)-)(?P<year>\d{4}|\d{2})\b"
)
_WORDS = re.compile(
    rf"\b(?P<day>\d{{1,2}})\.?\s*(?P<month>{'|'.join(DANISH_MONTHS)})\s+(?P<year>\d{{4}})\b", re.I
)
# Once the dates are gone, what is left of numbers in a time field is clock times.
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})(?:[.:](\d{2}))?(?::\d{2})?(?!\d)")


def find_date(text: str) -> dt.date | None:
    """Return the first possible calendar date in a header line.

    >>> find_date("Mødedato Torsdag d. 4. marts 2021 kl. 10:00")
    datetime.date(2021, 3, 4)
    >>> find_date("05-06-2019 09:00:00"), find_date("Udgivet 21.01.2020"), find_date("31-02-2020")
    (datetime.date(2019, 6, 5), datetime.date(2020, 1, 21), None)
    """
    found = [
        (m.start(), date)
        for pattern in (_ISO, _DANISH, _WORDS)
        for m in pattern.finditer(text)
        if (date := _date(m))
    ]
    return min(found)[1] if found else None


def _date(match: re.Match[str]) -> dt.date | None:
    month = match["month"].lower()
    number = DANISH_MONTHS.index(month) + 1 if month in DANISH_MONTHS else int(month)
    year = int(match["year"])
    return _valid(dt.date, year + 2000 if year < 100 else year, number, int(match["day"]))


def find_times(text: str) -> tuple[dt.time, ...]:
    """Return the clock times in a header field, in order.

    >>> find_times("kl. 9.30-12")
    (datetime.time(9, 30), datetime.time(12, 0))
    >>> find_times("2020-01-21 08:30"), find_times("15:00 - 18:10")
    ((datetime.time(8, 30),), (datetime.time(15, 0), datetime.time(18, 10)))
    """
    found = _CLOCK.findall(_without_dates(text))
    times = [_valid(dt.time, int(hour), int(minute or 0)) for hour, minute in found]
    return tuple(time for time in times if time is not None)


def _without_dates(text: str) -> str:
    for pattern in (_ISO, _DANISH, _WORDS):
        text = pattern.sub(" ", text)
    return text


T = TypeVar("T", dt.date, dt.time)


def _valid(make: Callable[..., T], *numbers: int) -> T | None:
    try:
        return make(*numbers)
    except ValueError:
        return None
