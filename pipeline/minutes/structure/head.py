"""The head of minutes in any layout: whose meeting, when, where, and which of it is read and which given."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.domain import Meeting
from pipeline.errors import MinutesError
from pipeline.minutes.document import Document, Given, Line
from pipeline.minutes.header import date_span, find_date, find_publisher
from pipeline.minutes.structure.clock import began_at, ended_at, read_times, time_span
from pipeline.minutes.structure.committee import BODY, KIND, committee_in, deciding, most_named
from pipeline.minutes.structure.fields import Piece, read_pieces
from pipeline.minutes.structure.headings import Form
from pipeline.minutes.structure.reading import Reading
from pipeline.minutes.structure.roles import Role
from pipeline.minutes.structure.words import Field

_HEAD_ROLES = (
    Role.HEAD_TITLE, Role.HEAD_COMMITTEE, Role.HEAD_DATE, Role.HEAD_TIME, Role.HEAD_PLACE, Role.HEAD_LABEL,
    Role.HEAD_OTHER,
)  # fmt: skip
_LONGEST = 160
"""A longer line names no committee and no place."""
_PREPOSITION = re.compile(r"(?i:i|på|ved)\s+")
_MEETING_IN = re.compile(r"(?i)(?:til\s+)?møde(?:t)?(?:\s+nr\.?\s*\d+)?\s+i\s")
_PUBLISHED = re.compile(
    r"(?i)\W*(?:udgivet|publiceret|offentliggjort|(?:sidst |senest )?opdateret|udskrevet|næste møde|godkendt)"
)
_CHROME = re.compile(
    r"(?i)\b(?:cookies?|menu|søg|udskriv|print|forside|hjemmeside|log ind|nyhedsbrev|tlf|telefon|cvr|kontakt|"
    r"åbningstider|hjem|spring til|gå til|du er her|download|hent|læs|klik|siden|www|@)|[|>»/@]"
)
_ENTITLED = re.compile(
    r"(?i)\W*(?:medlem|formand|deltag|fravær|afbud|til ?stede|referent|ordstyrer|mødeleder)"
)
_PLACE_AFTER = re.compile(
    r"[\s,.–-]*(?:(?:i|på|ved|hos)\s+(?P<named>\S.{2,90})|(?P<place>[A-ZÆØÅ0-9].{2,90}))$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The meeting, the lines that were read for it, and which of its fields."""

    meeting: Meeting
    lines: tuple[Line, ...]
    read: tuple[str, ...]
    """Of "date", "committee", "start", "end", "place" those that the page says."""


def read_head(
    reading: Reading, first: int, source: Document, publishers: Collection[str], given: Given
) -> Head:
    """Return the meeting that the lines before the first item describe; `given` fills what they do not say.

    Raises:
        MinutesError: the page holds no date, and none is given.

    """
    last = next(iter(reading.places(Role.LIST_HEADING, Role.LISTED, last=first)), first)
    pieces = read_pieces(reading, last)
    found = _find(pieces, reading, first)
    date = found.date or given.date or _published(pieces)
    if date is None:
        raise MinutesError("no-date-of-meeting", file=source.name)
    used = [line for piece in pieces if piece.role in _HEAD_ROLES or piece.field for line in piece.lines]
    publisher, named = find_publisher([line for line in reading.lines[:last] if line not in used], publishers)
    meeting = Meeting(
        publisher=publisher or source.publisher,
        title=_title(pieces) or found.committee or given.committee,
        committee=found.committee or given.committee,
        date=date,
        start=found.start,
        end=found.end,
        place=found.place or given.place or None,
        published=_published(pieces),
    )
    return Head(meeting=meeting, lines=(*used, *named), read=found.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    date: dt.date | None
    committee: str
    start: dt.time | None
    end: dt.time | None
    place: str

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in ("date", "committee", "start", "end", "place") if getattr(self, name))


def _find(pieces: Sequence[Piece], reading: Reading, first: int) -> _Found:
    """Return what the page says: its head, and what headings of decisions and the last lines repeat."""
    shapes = reading.shapes[first:]
    decisions = [one.bare for one in shapes if one.section and one.section.form in (Form.TAIL, Form.DATED)]
    start, end = _times(pieces)
    texts = [line.plain for line in reading.lines[first:]]
    opening = (time for text in texts if (time := began_at(text)))
    closing = (time for text in texts if (time := ended_at(text)))
    return _Found(
        date=_date(pieces, decisions),
        committee=_committee(pieces, decisions) or most_named(one.bare for one in reading.shapes),
        start=start or next(opening, None),
        end=end or next(closing, None),
        place=_place(pieces),
    )


def _date(pieces: Sequence[Piece], decisions: Iterable[str]) -> dt.date | None:
    """Return the date of the meeting: of its field or line, else of the title, of decisions, of any line."""
    own = [
        piece for piece in pieces if piece.field is not Field.PUBLISHED and not _PUBLISHED.match(piece.text)
    ]
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
    return _first_date(piece.text for piece in own if len(piece.text) < _LONGEST)


_DATED = (
    Role.HEAD_DATE, Role.HEAD_TITLE, Role.HEAD_TIME, Role.HEAD_COMMITTEE, Role.HEAD_PLACE, Role.HEAD_OTHER
)  # fmt: skip


def _first_date(texts: Iterable[str]) -> dt.date | None:
    return next((date for text in texts if (date := find_date(text))), None)


def _published(pieces: Iterable[Piece]) -> dt.date | None:
    said = (piece.text for piece in pieces if piece.field is Field.PUBLISHED or _PUBLISHED.match(piece.text))
    return _first_date(said)


def _times(pieces: Sequence[Piece]) -> tuple[dt.time | None, dt.time | None]:
    """Return when the meeting begins and ends; the end may have a field of its own."""
    timed = [piece for piece in pieces if piece.field is Field.TIME]
    ending = [piece for piece in pieces if piece.field is Field.END]
    dated = [piece for piece in pieces if piece.field is Field.DATE]
    by_role = [
        p for role in (Role.HEAD_TIME, Role.HEAD_DATE, Role.HEAD_TITLE) for p in pieces if p.role is role
    ]
    start, end = None, None
    for piece in (*timed, *dated, *(piece for piece in by_role if piece.field is not Field.END)):
        start, end = read_times(piece.text, bare=piece.field is Field.TIME)
        if start:
            break
    closing = (time for piece in ending if (time := read_times(piece.text, bare=True)[0]))
    return start, next(closing, end)


def _place(pieces: Sequence[Piece]) -> str:
    """Return where the meeting was: of its field or line first, then what follows the time in a title."""
    labelled = [piece.text for piece in pieces if piece.field is Field.PLACE and piece.text]
    if labelled:
        return _bare_place(labelled[0])
    lines = _run([p for p in pieces if not (p.field or _MEETING_IN.match(p.text))], Role.HEAD_PLACE)
    if lines:
        return _bare_place(", ".join(piece.text for piece in lines))
    timed = [
        p
        for p in pieces
        if p.role in (Role.HEAD_TITLE, Role.HEAD_DATE, Role.HEAD_TIME) or p.field is Field.DATE
    ]
    said = (place for piece in timed if (place := _after_time(piece.text)))
    return next(said, "") or _below_time(pieces)


def _below_time(pieces: Sequence[Piece]) -> str:
    """Return the place in the line below the one with the time, where it goes on: "på Teams"."""
    for piece, following in pairwise(pieces):
        goes_on = _PREPOSITION.match(following.text) and len(following.text) < _LONGEST // 2
        if goes_on and piece.role in _HEAD_ROLES and time_span(piece.text):
            return _bare_place(following.text)
    return ""


def _run(pieces: Sequence[Piece], role: Role) -> list[Piece]:
    """Return the first pieces of a role that stand together, three at most: an address has so many lines."""
    start = next((n for n, piece in enumerate(pieces) if piece.role is role), len(pieces))
    end = next((n for n in range(start, len(pieces)) if pieces[n].role is not role), len(pieces))
    return list(pieces[start : min(end, start + 3)])


def _bare_place(text: str) -> str:
    return _PREPOSITION.sub("", text).strip(" |.,")


def _after_time(text: str) -> str:
    """Return the place that follows the time of day: "den 4. maj 2021 kl. 15.00 i Mødelokale 3"."""
    dated = date_span(text)
    rest = text[dated[2] :] if dated else text
    timed = time_span(rest)
    match = _PLACE_AFTER.match(rest[timed.end() :]) if timed else None
    return (match["named"] or match["place"]).strip(" .") if match and len(text) < 2 * _LONGEST else ""


def _committee(pieces: Sequence[Piece], decisions: Sequence[str]) -> str:
    """Return whose meeting it is: the candidate that most speaks for, empty where none is likely."""
    deciders = Counter(deciding(decisions))
    rated = [(_rating(piece, name, deciders), -at, name) for at, piece, name in _named(pieces)]
    rated += [(4.0, -len(pieces), name) for name, _ in deciders.most_common(1)]
    rating, _, name = max(rated, default=(0.0, 0, ""))
    return name if rating >= 2 else ""


def _named(pieces: Sequence[Piece]) -> Iterator[tuple[int, Piece, str]]:
    """Yield the pieces that may name the committee, with the name."""
    for at, piece in enumerate(pieces):
        if piece.field not in (None, Field.COMMITTEE) or len(piece.text) > _LONGEST:
            continue
        name = committee_in(piece.text)
        if len(name) > 2 and not re.fullmatch(rf"(?i)\W*{KIND}\W*", name) and find_date(name) is None:
            yield at, piece, name


def _rating(piece: Piece, name: str, deciders: Iterable[str]) -> float:
    """Return what speaks for a name: the label, the role of the line, words of committees, decisions."""
    rating = {Role.HEAD_COMMITTEE: 3.0, Role.HEAD_TITLE: 2.0}.get(piece.role, 0.0)
    rating += 3.0 * (piece.field is Field.COMMITTEE)
    rating += 2.0 * bool(BODY.search(name)) + 2.0 * bool(_MEETING_IN.match(piece.text))
    rating += 1.0 if len(name) < 60 else -1.0
    rating -= 3.0 * (_is_sentence(name) and not BODY.search(name))
    rating -= 5.0 * bool(_CHROME.search(piece.text)) + 3.0 * (not name[0].isupper() and name[0] != "§")
    rating -= 4.0 * bool(_ENTITLED.match(piece.text))
    folded = name.casefold()
    return rating + 2.0 * any(folded in other.casefold() or other.casefold() in folded for other in deciders)


def _is_sentence(name: str) -> bool:
    """Whether a line says something rather than naming a body: five words in lower case or more."""
    return sum(word[0].islower() for word in name.split()) >= 4


def _title(pieces: Iterable[Piece]) -> str:
    """Return the line that titles the meeting, empty where the head has fields alone."""
    titles = (p.text for p in pieces if p.role is Role.HEAD_TITLE and not p.field and p.text)
    return next(titles, "")
