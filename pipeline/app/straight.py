"""Questions that name one item or meeting: by its id, a case number, or an item's number and a day."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.app.session import Session
from pipeline.archive import ItemSummary, StoredMeeting
from pipeline.domain import Filters, danish_date, is_item_id
from pipeline.entities.date_reader import Moment, find_dates
from pipeline.errors import ItemNotFoundError
from pipeline.links.references import NUMBER
from pipeline.text import LETTERS, fold, mask_cpr, one_line

_CALLED = r"(?:(?:ESDH-?)?(?:sag|journal)(?:en|s)?[ -]?(?:nr|nummer)?\b\.?|nr\.?)"
_CASE = re.compile(rf"{_CALLED}?\s*(?::\s*)?({'|'.join(NUMBER)})", re.IGNORECASE)
_ITEM = re.compile(
    r"\b(?:punkt|pkt|dagsordenspunkt|sag|nr)\b\.?\s*(?:nr\b\.?\s*)?(\d{1,4}[a-zæøå]?)(?![\w./-]*\d)",
    re.IGNORECASE,
)
_MEETING_ID = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)?/\d{4}-\d\d-\d\d(?:-\d+)?")
_FILLING = re.compile(r"den|det|d|på|til|fra|af|i|ved|mødets?|møder?|referat(?:et)?|kl")
MOST = 20
"""Items or meetings in a list of what may be meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Straight:
    """What a question names: nothing, one thing, or the few it may be."""

    named: str = ""
    """What was understood, in Danish; empty where the question names nothing, and is searched for."""
    items: tuple[ItemSummary, ...] = ()
    meetings: tuple[StoredMeeting, ...] = ()
    lacking: bool = False
    """Whether an item is named that is not there: the meetings are those of the day."""

    @property
    def only(self) -> ItemSummary | StoredMeeting | None:
        """The one thing that is meant; None where there is none, or several."""
        found: tuple[ItemSummary | StoredMeeting, ...] = (*self.items, *self.meetings)
        return found[0] if len(found) == 1 and not self.lacking else None


def straight(session: Session, text: str) -> Straight:
    """Return what a question names, if it names something."""
    text = one_line(mask_cpr(text, " "))
    if is_item_id(text) or _MEETING_ID.fullmatch(text):
        return _by_id(session, text)
    if match := _CASE.fullmatch(text):
        number = match[1].replace(" ", "").upper()
        return Straight(named=f"sagsnummer {number}", items=session.archive.with_case_number(number))
    return _by_day(session, text)


def _by_id(session: Session, any_id: str) -> Straight:
    try:
        if not is_item_id(any_id):
            return Straight(named="et møde", meetings=(session.archive.meeting(any_id),))
        stored = session.archive.item(any_id)
    except ItemNotFoundError:
        return Straight()
    own = session.archive.items(Filters(meeting=stored.meeting_id))
    return Straight(named="et punkt", items=tuple(one for one in own if one.id == any_id))


def _by_day(session: Session, text: str) -> Straight:
    """Return what "punkt 7 den 18. november 2022" names, or "Socialudvalget 18/11 2022"."""
    days = [mention for mention in find_dates(text) if mention.first is None and mention.last.day]
    if len(days) != 1:
        return Straight()
    day, other = days[0].last, f"{text[: days[0].start]} {text[days[0].end :]}"
    number = _ITEM.search(other)
    words = [
        fold(word)
        for word in re.findall(LETTERS, _ITEM.sub(" ", other))
        if not _FILLING.fullmatch(fold(word))
    ]
    if not number and re.search(r"\d", other):
        return Straight()
    meetings = tuple(one for one in _held(session, day) if _is_of(one, words))
    if words and not meetings:
        return Straight()  # words of another kind: they are searched for
    when = _said(day)
    if number is None:
        return Straight(named=f"møder den {when}", meetings=meetings[:MOST])
    wanted = number[1].casefold()
    named, items = f"punkt {wanted} den {when}", tuple(_numbered(session, meetings, wanted))
    if not items:
        return Straight(named=named, meetings=meetings[:MOST], lacking=True)
    return Straight(named=named, items=items[:MOST])


def _held(session: Session, day: Moment) -> tuple[StoredMeeting, ...]:
    return session.archive.meetings_on(day.month or 0, day.day or 0, day.year)


def _said(day: Moment) -> str:
    shown = danish_date(dt.date(day.year or 2000, day.month or 1, day.day or 1))
    return shown if day.year else shown.removesuffix(" 2000")


def _is_of(stored: StoredMeeting, words: list[str]) -> bool:
    """Whether all words begin words of the committee, its publisher, or the meeting's title."""
    about = stored.meeting
    own = re.findall(LETTERS, fold(f"{about.committee} {about.publisher} {about.title}"))
    return all(
        any(one.startswith(word) or (word.startswith(one) and len(one) > 3) for one in own) for word in words
    )


def _numbered(session: Session, meetings: tuple[StoredMeeting, ...], number: str) -> Iterator[ItemSummary]:
    for stored in meetings:
        for item in session.archive.items(Filters(meeting=stored.id)):
            if item.number.casefold().rstrip(".") == number:
                yield item
