"""A file of several meetings, parted: where its head comes again with another date, a meeting begins."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.domain import DANISH_MONTHS
from pipeline.minutes.dates import date_span, find_date
from pipeline.minutes.document import Document, Line, split_lines, without_digits

_HEAD = 15
"""Lines at most that the head of the first meeting has."""
_LONGEST = 120
"""Characters of a line of a head."""
_LABEL_LENGTH = 30
_ABOVE, _BELOW = 6, 8
"""Lines around a date that may be of one head with it."""
_DAYS = r"(?:man|tirs|ons|tors|fre|lør|søn)dag"
_VARIES = re.compile(rf"\b(?:{'|'.join(DANISH_MONTHS)}|{_DAYS})\b", re.I)
_LABEL = re.compile(
    r"(?:[^:\d]{2,30}(?=:)|(?i:mødedato|dato|mødetid(?:spunkt)?|(?:start|slut)?tidspunkt|mødested|sted|mødelokale|"
    r"lokale|udvalg|deltagere|til stede|afbud|fraværende)\b)"
)
_ITEM = re.compile(r"(?i:punkt|pkt\.?|sag)?\s*(?:nr\.?\s*)?(\d{1,3})(?:\s*[.:)])?\s+[A-ZÆØÅ\"”»]")
_TITLED = re.compile(r"(?i)(?:referat|dagsorden)?[\w ]{0,30}møde[ a-zæøå.,:–-]{0,40}(?=\d)")
"""The title of a meeting, which goes on with its date."""
_ELSEWHERE = re.compile(r"(?i)næste|kommende|mødeplan|møderække|arrangement|udgivet|offentliggjort|udskrevet")
"""A date under such words is of no head."""


def split_meetings(document: Document) -> tuple[Document, ...]:
    """Return the meetings of a document, each as a document of its own; most have one.

    Blanks stand in each for the text before it, so that every offset is into the text of the file.
    """
    starts = [0, *_starts(split_lines(document.text)), len(document.text)]
    if len(starts) == 2:
        return (document,)
    return tuple(_part(document, start, end, len(starts) - 1) for start, end in pairwise(starts))


def _part(document: Document, start: int, end: int, count: int) -> Document:
    return replace(
        document,
        text=re.sub(r"[^\n]", " ", document.text[:start]) + document.text[start:end].rstrip(),
        blocks=tuple(block for block in document.blocks if start <= block.start < end),
        notes=(*document.notes, f"one of {count} meetings in the file"),
        title="",  # it is of the file
    )


def _starts(lines: Sequence[Line]) -> Iterator[int]:
    """Yield where the meetings after the first begin."""
    heads = _Heads(lines)
    date = heads.date
    for n in range(len(heads.first), len(lines)):
        found = heads.date_at(n)
        if found not in (None, date) and heads.comes_again(n):
            date = found
            yield lines[heads.begin(n)].start


class _Heads:
    """The head of the first meeting of a file, and where others like it stand."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._texts = [line.plain for line in lines]
        self.forms = [_form(text) for text in self._texts]
        numbers = ((n, _ITEM.match(text)) for n, text in enumerate(self._texts))
        self._numbers = [(n, int(match[1])) for n, match in numbers if match]
        length = self._numbers[0][0] if self._numbers else len(lines)
        self.first = self.forms[: min(length, _HEAD)]
        self.date = next((date for n in range(len(self.first)) if (date := self._date(n))), None)
        self._dated = {form for n, form in enumerate(self.first) if self._date(n)}

    def _date(self, n: int) -> dt.date | None:
        return None if _ELSEWHERE.search(self._texts[n]) else find_date(self._texts[n])

    def date_at(self, n: int) -> dt.date | None:
        """Return the date on a line that has the form of one of the first head."""
        return self._date(n) if self.forms[n] in self._dated else None

    def begin(self, n: int) -> int:
        """Return the first line of the head that a date is in; above it are as many as in the first head."""
        places = [place for place, form in enumerate(self.first) if form == self.forms[n]]
        above = max(places, key=lambda place: (self._alike(n, place), -place))
        begin = n
        while n - begin < above and self._is_of_head(begin - 1):
            begin -= 1
        return begin

    def _alike(self, n: int, place: int) -> int:
        """Return how many lines above a line have the form of those above a place in the first head."""
        pairs = zip(reversed(self.forms[:n]), reversed(self.first[:place]), strict=False)
        return sum(one == other for one, other in pairs)

    def _is_of_head(self, n: int) -> bool:
        text = self._texts[n]
        return self.forms[n] in self.first or (
            len(text) < _LONGEST and text[0].isupper() and text[-1] not in ".;,"
        )

    def comes_again(self, n: int) -> bool:
        """Whether the lines around a date are of a head like the first one."""
        first = max(0, n - _ABOVE)
        if len(self._texts[n - 1]) < _LABEL_LENGTH and _ELSEWHERE.search(self._texts[n - 1]):
            return False
        around = set(self.forms[first : n + _BELOW]).intersection(self.first)
        named, others = self.first[0] in around, len(around) - 1
        following = next((number for at, number in self._numbers if at > n), None)
        starts_again = following is not None and following <= self._numbers[0][1]
        # Events in the text have a date and a place too; meetings also have their name or their numbers.
        titled = others > 0 and _TITLED.match(self._texts[n]) is not None
        return (named and (starts_again or others > 1)) or (starts_again and (others > 1 or titled))


def _form(text: str) -> str:
    """Return what a line of a head has in common with that of another meeting.

    >>> _form("Mødested: Ærøskøbing"), _form("Møde torsdag den 4. maj 2021")
    ('mødested', 'møde # den #. # #')
    """
    label = _LABEL.match(text)
    if _TITLED.match(text) and (dated := date_span(text)):
        text = text[: dated[2]]
    return (label[0] if label else _VARIES.sub("#", without_digits(text))).lower()
