"""CPR numbers, which have no place in published minutes and are pointed out when they stand there."""

import datetime as dt
import re
from collections.abc import Iterator

_CPR = re.compile(r"(?<![\d.,-])(\d{2})(\d{2})(\d{2})[- ]?(\d{4})(?![\d.,]*\d)")


def find_cpr(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans that have the form of a Danish personal number: a possible date and four digits.

    The check digit is left out: numbers issued since 2007 need not pass it (cpr.dk).

    >>> list(find_cpr("cpr 010190-1234, sagsnr. 129945-1234"))
    [(4, 15)]
    """
    for match in _CPR.finditer(text):
        day, month, year, serial = (int(group) for group in match.groups())
        if _is_date(day, month, _century(year, serial // 1000) + year):
            yield match.span()


def _century(year: int, seventh: int) -> int:
    """Return the century that the seventh digit tells (CPR-kontoret: "Personnummeret i CPR-systemet")."""
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800


def _is_date(day: int, month: int, year: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True
