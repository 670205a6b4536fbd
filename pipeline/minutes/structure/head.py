"""The head of minutes in any layout: whose meeting, when, where, and which of it is read and which given."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace

from pipeline.domain import DANISH_MONTHS, Meeting
from pipeline.errors import MinutesError
from pipeline.minutes.dates import began_at, ended_at, find_date, read_times
from pipeline.minutes.document import Document, Given, Line
from pipeline.minutes.header import find_publisher
from pipeline.minutes.structure.committee import committee_of, most_named
from pipeline.minutes.structure.fields import HEAD_ROLES, LONGEST, Piece, read_pieces
from pipeline.minutes.structure.headings import Form
from pipeline.minutes.structure.place import HELD, place_of
from pipeline.minutes.structure.reading import Reading
from pipeline.minutes.structure.roles import Role
from pipeline.minutes.structure.words import Field
from pipeline.text import mask_cpr

_PUBLISHED = re.compile(
    r"(?i)\W*(?:referat(?:et)?\s+)?(?:er\s+)?(?:udgivet|publiceret|offentliggjort|udsendt|udskrevet|"
    r"(?:sidst |senest )?(?:opdateret|ændret|redigeret)|oprettet|(?:af)?sendt:|modtaget:)|"
    r"(?i:af) [A-ZÆØÅ][\w. ]{1,30} [|·•–-] "
)
_ANOTHER_DAY = re.compile(r"(?i)\W*(?:næste møde|(?:referat(?:et)?\s+)?(?:er\s+)?godkendt)")
_DAY_MONTH = re.compile(rf"(?i)\b(?P<day>\d{{1,2}})\.?\s*(?P<month>{'|'.join(DANISH_MONTHS)})\b")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BEHIND_DATE = re.compile(r".{0,60}\b(?:19|20)\d\d,?\s+(?P<hours>\d{1,2}\s?[-–]\s?\d{1,2})(?!\S)")
"""Hours right behind the day, without a word: "4. maj 2021, 19-21"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The meeting, the lines that were read for it, and which of its fields."""

    meeting: Meeting
    lines: tuple[Line, ...]
    read: tuple[str, ...]
    """Of "date", "committee", "start", "end", "place" those that the page says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """The fields of a meeting as the page says them; None or empty where it does not."""

    date: dt.date | None
    committee: str
    start: dt.time | None
    end: dt.time | None
    place: str

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that it says."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name))


def read_head(
    reading: Reading, first: int, source: Document, publishers: Collection[str], given: Given
) -> Head:
    """Return the meeting that the lines before the first item describe; `given` fills what they do not say.

    Raises:
        MinutesError: the page holds no date, and none is given.

    """
    lines = _head_lines(reading, first)
    pieces = [_with_its_role(piece) for piece in read_pieces(reading, lines)]
    said = _said(reading, pieces, first)
    date = said.date or _day_of_year(pieces, source) or given.date or _published(pieces)
    if date is None:
        raise MinutesError("no-date-of-meeting", file=source.name)
    committee = said.committee or given.committee
    used = [line for piece in pieces if piece.role in HEAD_ROLES or piece.field for line in piece.lines]
    unused = [line for line in reading.lines[: lines.stop] if line not in used]
    publisher, named = find_publisher(unused, publishers)
    meeting = Meeting(
        publisher=publisher or source.publisher,
        title=_title(pieces) or committee,
        committee=mask_cpr(committee),
        date=date,
        start=said.start,
        end=said.end,
        place=said.place or given.place or None,
        published=_published(pieces),
    )
    return Head(meeting=meeting, lines=(*used, *named), read=said.names)


def _said(reading: Reading, pieces: Sequence[Piece], first: int) -> _Said:
    """Return the fields of the meeting that the page says; its items begin with line `first`."""
    shapes = reading.shapes[first:]
    decisions = [one.bare for one in shapes if one.section and one.section.form in (Form.TAIL, Form.DATED)]
    start, end = _times(pieces, reading)
    return _Said(
        date=_date(pieces, decisions),
        committee=committee_of(pieces, decisions) or most_named(one.bare for one in reading.shapes),
        start=start,
        end=end,
        place=place_of(pieces),
    )


def _head_lines(reading: Reading, first: int) -> range:
    """Return the lines above the list of items, or those below it where a page prints the list first."""
    listed = reading.places(Role.LIST_HEADING, Role.LISTED, last=first)
    if not listed:
        return range(first)
    below = range(listed[-1] + 1, first)
    return below if reading.first_head in below else range(listed[0])


def _with_its_role(piece: Piece) -> Piece:
    """Return a sentence that tells day or place, and the time, as what heads the minutes."""
    said = find_date(piece.text) or HELD.match(piece.text)
    tells = piece.role in (Role.HEAD_OTHER, Role.BODY) and said and read_times(piece.text)[0]
    if not tells or _is_published(piece) or _ANOTHER_DAY.match(piece.text):
        return piece
    return replace(piece, role=Role.HEAD_TITLE)


def _date(pieces: Sequence[Piece], decisions: Iterable[str]) -> dt.date | None:
    """Return the date of the meeting: of its field or line, else of the title, of decisions, of any line."""
    own = [piece for piece in pieces if not (_is_published(piece) or _ANOTHER_DAY.match(piece.text))]
    ranked = (
        *(piece for piece in own if piece.field in (Field.DATE, Field.TIME)),
        *(piece for piece in own if piece.role is Role.HEAD_DATE and read_times(piece.text)[0]),
        *(piece for role in _DATED for piece in own if piece.role is role),
    )
    if date := _first_date(piece.text for piece in ranked):
        return date
    decided = Counter(date for text in decisions if (date := find_date(text)))
    if decided:
        return decided.most_common(1)[0][0]
    return _first_date(piece.text for piece in own if len(piece.text) < LONGEST)


_DATED = (
    Role.HEAD_DATE, Role.HEAD_TITLE, Role.HEAD_TIME, Role.HEAD_COMMITTEE, Role.HEAD_PLACE, Role.HEAD_OTHER
)  # fmt: skip


def _first_date(texts: Iterable[str]) -> dt.date | None:
    return next((date for text in texts if (date := find_date(text))), None)


def _times(pieces: Sequence[Piece], reading: Reading) -> tuple[dt.time | None, dt.time | None]:
    """Return when the meeting begins and ends: of its fields and lines, else as any line tells it."""
    own = [piece for piece in pieces if not _is_published(piece)]
    start, end = _first_times(own)
    closing = (time for p in own if p.field is Field.END and (time := read_times(p.text, bare=True)[0]))
    texts = [line.plain for line in reading.lines]
    began = (time for text in texts if (time := began_at(text)))
    ended = (time for text in texts if (time := ended_at(text)))
    return start or next(began, None), next(closing, end) or next(ended, None)


def _first_times(pieces: Sequence[Piece]) -> tuple[dt.time | None, dt.time | None]:
    """Return the first time of day that a field or a line of the head tells, and the one it goes to."""
    fields = [piece for field in (Field.TIME, Field.DATE) for piece in pieces if piece.field is field]
    roles = (Role.HEAD_TIME, Role.HEAD_DATE, Role.HEAD_TITLE, Role.HEAD_PLACE)
    lines = (piece for role in roles for piece in pieces if piece.role is role)
    others = (p for p in lines if p.field is not Field.END and (began_at(p.text) or not ended_at(p.text)))
    for piece in (*fields, *others):
        times = read_times(piece.text, bare=piece.field is Field.TIME)
        if not times[0] and (behind := _BEHIND_DATE.match(piece.text)):
            times = read_times(behind["hours"], bare=True)
        if times[0]:
            return times
    return None, None


def _day_of_year(pieces: Iterable[Piece], source: Document) -> dt.date | None:
    """Return the day that a head tells without its year, if head, title and file name hold one year alone."""
    texts = [piece.text for piece in pieces if piece.role in HEAD_ROLES and len(piece.text) < LONGEST]
    years = {year for text in (*texts, source.title, source.name) for year in _YEAR.findall(text)}
    days = (match for text in texts if not _ANOTHER_DAY.match(text) for match in _DAY_MONTH.finditer(text))
    day = next(days, None)
    return find_date(f"{day[0]} {years.pop()}") if day and len(years) == 1 else None


def _published(pieces: Iterable[Piece]) -> dt.date | None:
    return _first_date(piece.text for piece in pieces if _is_published(piece))


def _is_published(piece: Piece) -> bool:
    return piece.field is Field.PUBLISHED or bool(_PUBLISHED.match(piece.text))


def _title(pieces: Iterable[Piece]) -> str:
    """Return the line that titles the meeting, empty where the head has fields alone."""
    titles = (p.text for p in pieces if p.role is Role.HEAD_TITLE and not p.field and p.text)
    return next(titles, "")
