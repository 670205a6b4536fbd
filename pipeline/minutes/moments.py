"""Dates and times as case systems write them, as local time in Copenhagen."""

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from pipeline.domain import DANISH_MONTHS

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
_SECONDS = r"(?:[:.](?P<second>\d\d)(?P<part>[.,]\d+)?)?"
_CLOCK = rf"(?:[T ,]*(?:kl\.?\s*)?(?P<hour>\d{{1,2}})[:.](?P<minute>\d\d){_SECONDS})?"
_ZONE = r"\s*(?P<zone>Z|[+-]\d\d:?\d\d)?"
_DAYS = (
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)",
    r"(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4})",
    rf"(?:\w+dag\s+(?:den\s+)?)?(?P<day>\d{{1,2}})\.?\s+(?P<month>{'|'.join(DANISH_MONTHS)})\s+(?P<year>\d{{4}})",
)
_STAMP = (
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
    r"T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)(?P<part>[.,]\d+)?"
)
"""All figures in one."""
_FORMS = [re.compile(rf"(?i)\s*{form}{_ZONE}\s*$") for form in (*(day + _CLOCK for day in _DAYS), _STAMP)]
_TICKS = 10_000_000
_UNITS = {10: 1, 13: 1000, 18: _TICKS}
"""By how many figures it has, how many of a number are a second: since 1970, the last since the year 1."""
_TICKS_BEFORE = 62_135_596_800
"""Seconds from the year 1 to 1970."""
_TIME = re.compile(r"\s*(?:kl\.?\s*)?(\d{1,2})[:.](\d\d)(?:[:.]\d\d)?\s*$", re.IGNORECASE)


def moment(text: str | None) -> dt.datetime | None:
    """Return a date with its time, midnight where none is written; None for none, and for the year 1.

    >>> moment("16-05-2024 09:12:33"), moment("2015-09-16 13:00")
    (datetime.datetime(2024, 5, 16, 9, 12, 33), datetime.datetime(2015, 9, 16, 13, 0))
    >>> moment("2025-07-13T09:14:02.4471093+00:00"), moment("27. august 2018")
    (datetime.datetime(2025, 7, 13, 11, 14, 2, 447109), datetime.datetime(2018, 8, 27, 0, 0))
    >>> moment("20190404T122403Z")
    datetime.datetime(2019, 4, 4, 14, 24, 3)
    >>> moment("01-01-0001 00:00") is moment("") is moment(None) is moment("9999-12-31T23:59-14:00")
    True
    """
    match = next(filter(None, (form.match(text or "") for form in _FORMS)), None)
    if match is None:
        return None
    try:
        local = _moment(match)
    except (ValueError, OverflowError):  # the 31st of February, the last hour of all in another zone
        return None
    return None if local.year == 1 else local


def _moment(match: re.Match[str]) -> dt.datetime:
    month = match["month"].lower()
    number = int(month) if month.isdecimal() else DANISH_MONTHS.index(month) + 1
    micro = round(float(f"0{(match['part'] or '.0').replace(',', '.')}"[:8]) * 1_000_000)
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    day = dt.date(int(match["year"]), number, int(match["day"]))
    found = dt.datetime.combine(day, dt.time(hour, minute, second, min(micro, 999_999)))
    if (zone := match["zone"]) is None:
        return found
    aware = dt.datetime.fromisoformat(f"{found.isoformat()}{'+00:00' if zone.upper() == 'Z' else zone}")
    return aware.astimezone(COPENHAGEN).replace(tzinfo=None)


def time_of(text: str | None) -> dt.time | None:
    """Return a time of the day; None where there is none.

    >>> time_of("16:00"), time_of("kl. 9.05"), time_of("14-05-2024 16:30"), time_of("14-05-2024")
    (datetime.time(16, 0), datetime.time(9, 5), datetime.time(16, 30), None)
    """
    if match := _TIME.match(text or ""):
        try:
            return dt.time(int(match[1]), int(match[2]))
        except ValueError:
            return None
    found = moment(text)
    clock = found.time().replace(second=0, microsecond=0) if found else None
    return clock if clock and (clock != dt.time() or re.search(r"\b0?0[:.]00", text or "")) else None


def stamp(text: str | None) -> str:
    """Return a moment so that later ones sort behind earlier ones; empty for none.

    >>> stamp("16-05-2024 09:12:33"), stamp("2018-02-02T14:40:07.5500711+01:00"), stamp("null")
    ('2024-05-16T09:12:33.000000', '2018-02-02T14:40:07.550071', '')
    >>> stamp("1554373443"), stamp("4/14/2019 1:24:03 PM"), stamp("Thu, 4 Apr 2019 12:24:03 +0200")
    ('2019-04-04T12:24:03.000000', '2019-04-14T13:24:03.000000', '2019-04-04T12:24:03.000000')
    """
    found = moment(text) or _as_programs_write(text or "")
    return found.isoformat(timespec="microseconds") if found else ""


def _as_programs_write(text: str) -> dt.datetime | None:
    """Return a moment that is a number of seconds or less, or that is written as in English, or in mail."""
    words = text.strip()
    try:
        if words.isdecimal() and (unit := _UNITS.get(len(words))):
            seconds = int(words) / unit - (_TICKS_BEFORE if unit == _TICKS else 0)
            return dt.datetime.fromtimestamp(seconds, COPENHAGEN).replace(tzinfo=None)
        if words.upper().endswith(("AM", "PM")):
            return dt.datetime.strptime(words, "%m/%d/%Y %I:%M:%S %p")
        sent = parsedate_to_datetime(words)
    except (ValueError, OverflowError, OSError):
        return None
    return sent.astimezone(COPENHAGEN).replace(tzinfo=None) if sent.tzinfo else sent
