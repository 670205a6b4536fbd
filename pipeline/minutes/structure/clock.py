"""When a meeting began and ended, as its head writes the time of day."""

import datetime as dt
import re
from collections.abc import Sequence

from pipeline.minutes.header import without_dates
from pipeline.minutes.structure.fields import Piece
from pipeline.minutes.structure.roles import Role
from pipeline.minutes.structure.words import Field

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
_BEHIND_DATE = re.compile(r".{0,60}\b(?:19|20)\d\d,?\s+(?P<hours>\d{1,2}\s?[-–]\s?\d{1,2})(?!\S)")
"""Hours right behind the day, without a word: "4. maj 2021, 19-21"."""
_SENTENCE = 120
"""A longer line tells of more than when the meeting was."""


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


def times_of(pieces: Sequence[Piece]) -> tuple[dt.time | None, dt.time | None]:
    """Return when the meeting begins and ends; the end may have a field of its own."""
    timed = [piece for piece in pieces if piece.field is Field.TIME]
    ending = [piece for piece in pieces if piece.field is Field.END]
    dated = [piece for piece in pieces if piece.field is Field.DATE]
    by_role = [
        p
        for role in (Role.HEAD_TIME, Role.HEAD_DATE, Role.HEAD_TITLE, Role.HEAD_PLACE)
        for p in pieces
        if p.role is role
    ]
    start, end = None, None
    others = (p for p in by_role if p.field is not Field.END and (began_at(p.text) or not ended_at(p.text)))
    for piece in (*timed, *dated, *others):
        start, end = read_times(piece.text, bare=piece.field is Field.TIME)
        if not start and (behind := _BEHIND_DATE.match(piece.text)):
            start, end = read_times(behind["hours"], bare=True)
        if start:
            break
    closing = (time for piece in ending if (time := read_times(piece.text, bare=True)[0]))
    return start, next(closing, end)
