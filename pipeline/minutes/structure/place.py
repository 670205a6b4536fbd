"""Where a meeting was, as its head says: in a field, in a line of its own, after the time of day."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.minutes.dates import began_at, date_span, time_span
from pipeline.minutes.structure.fields import ADDRESS, HEAD_ROLES, LONGEST, Piece
from pipeline.minutes.structure.roles import Role
from pipeline.minutes.structure.words import Field

_PREPOSITION = re.compile(r"^(?i:i|på(?: adressen)?|ved)\s+")
_TIMED = re.compile(r"(?i)(?:(?:man|tirs|ons|tors|fre|lør|søn)dag|kl\b|d\.|den\b|\d{1,2}[.:/-]\s?\d)")
_CLOSING_TIME = re.compile(
    r"(?i)[\s,–-]+(?:fra\s+)?kl(?:okken)?\.?\s*\d{1,2}\b[\d.:\s–-]*(?:til\s+(?:kl\.\s*)?[\d.:]+)?$"
)
_MEETING_IN = re.compile(r"(?i)(?:til\s+)?møde(?:t)?(?:\s+nr\.?\s*\d+)?\s+i\s")
_PLACE_AFTER = re.compile(
    r"[\s,.|(·•–-]*(?:(?:i|på(?: adressen)?|ved|hos)\s+(?P<named>\S.{2,90})|"
    r"(?P<place>(?:[A-ZÆØÅ0-9]|(?:møde)?lokale\b).{2,90}|(?i:online|virtuelt|teams|zoom)\b.{0,90}))$"
)
_ROOM = re.compile(
    r"(?i)\b(?:møde)?(?:lokale|rum)\b|\broom\s\w+\b|"
    r"\b\w*(?:salen|rådhus(?:et)?|kantinen?|aula(?:en)?|værelset?)\b|"
    r"^(?:(?:microsoft |ms )?teams|skype|zoom|online|virtuelt(?: møde)?|fjernmøde|videomøde|telefonmøde)\b"
)
_HOUSE = re.compile(
    r"\b(?:[A-ZÆØÅ]\w* \d+, )?[A-ZÆØÅ]\w+(?:huset|rådhus|gården|salen|hallen|skolen|centret)\b"
)
_OF_MAIL = re.compile(r"(?i)(?:fra|til|cc|bcc|kopi)\s*:")
"""Who sent the minutes, and to whom."""
_ENDS = re.compile(r"(?<=[a-zæøå]{4})\.\s+[A-ZÆØÅ].*$")
"""Where the sentence of a place ends; "Sct. Olai Skole" goes on."""
HELD = re.compile(
    r"(?i)mødet (?:(?:blev |er )?(?:af)?hold(?:es|t)|fandt sted|finder sted|foregik) "
    r"(?:i|på|hos|ved|over|via) "
)
_WHO = re.compile(r"(?i)\b(?:ledet|ledes|deltog|deltager|dirigent|ordstyrer|referent|formand|borgmester)\b")
"""What a line about a person says, and none about a place."""
_LABEL = re.compile(
    r"(?i)(?:mødeafholdelse|mødet (?:(?:blev |er )?(?:af)?hold(?:es|t)|fandt sted|finder sted|"
    r"foregik(?: over| via)?)|(?:af)?holdes|hos(?=\s*:)|hvor(?=\s+[A-ZÆØÅ]))\b\s*:?\s*"
)


def place_of(pieces: Sequence[Piece]) -> str:
    """Return where the meeting was: of its field or line first, then what follows the time in a title."""
    labelled = [piece.text for piece in pieces if piece.field is Field.PLACE and piece.text]
    if labelled:
        return _bare_place(labelled[0])
    free = [p for p in pieces if not (p.field or _says_no_place(p.text))]
    lines = _run(free, Role.HEAD_PLACE)
    if lines:
        return _bare_place(", ".join(_untimed(piece.text) for piece in lines))
    timed = [
        p
        for p in pieces
        if p.role in (Role.HEAD_TITLE, Role.HEAD_DATE, Role.HEAD_TIME)
        or p.field is Field.DATE
        or began_at(p.text)
    ]
    said = (place for piece in timed if (place := _after_time(piece.text)))
    return next(said, "") or _below_time(pieces) or _unnamed(pieces)


def _says_no_place(text: str) -> bool:
    return bool(_MEETING_IN.match(text) or _WHO.search(text) or _OF_MAIL.match(text))


def is_place(text: str) -> bool:
    """Whether a line is of a room, a house or an address by its words."""
    return bool(_ROOM.search(text) or ADDRESS.search(text))


def _unnamed(pieces: Sequence[Piece]) -> str:
    """Return the line that is a place by its words alone; that of an empty label may stand anywhere."""
    own = [piece for piece in pieces if piece.field is None and len(piece.text) < LONGEST]
    lines = (p.text for p in own if HELD.match(p.text) or (p.role in HEAD_ROLES and _names_room(p.text)))
    empty = any(piece.field is Field.PLACE and not piece.text for piece in pieces)
    houses = (match[0] for piece in pieces if empty for match in _HOUSE.finditer(piece.text))
    return _bare_place(next(lines, "") or next(houses, ""))


def _names_room(text: str) -> bool:
    return len(text) < LONGEST // 2 and bool(_ROOM.search(text))


def _below_time(pieces: Sequence[Piece]) -> str:
    """Return the place in the line below the one with the time, where it goes on: "på Teams"."""
    for piece, following in pairwise(pieces):
        says = _PREPOSITION.match(following.text) or _HOUSE.fullmatch(following.text)
        goes_on = says and following.field is None and len(following.text) < LONGEST // 2
        if goes_on and piece.role in HEAD_ROLES and time_span(piece.text):
            return _bare_place(following.text)
    return ""


def _run(pieces: Sequence[Piece], role: Role) -> list[Piece]:
    """Return the first pieces of a role that stand together, three at most: an address has so many lines."""
    start = next((n for n, piece in enumerate(pieces) if piece.role is role), len(pieces))
    end = next((n for n in range(start, len(pieces)) if pieces[n].role is not role), len(pieces))
    return list(pieces[start : min(end, start + 3)])


def _untimed(text: str) -> str:
    """Return what a line says of the place, without the time of day that it begins with."""
    return _after_time(text) if _TIMED.match(text) and time_span(text) else text


def _bare_place(text: str) -> str:
    return _PREPOSITION.sub("", _CLOSING_TIME.sub("", _LABEL.sub("", text))).strip(" |.,-–")


def _after_time(text: str) -> str:
    """Return the place that follows the time of day: "den 4. maj 2021 kl. 15.00 i Mødelokale 3"."""
    dated = date_span(text)
    rest = text[dated[2] :] if dated else text
    timed = time_span(rest)
    match = _PLACE_AFTER.match(rest[timed.end() :]) if timed else None
    if match is None or len(text) >= 2 * LONGEST:
        return ""
    return _ENDS.sub("", _LABEL.sub("", match["named"] or match["place"])).strip(" .)")
