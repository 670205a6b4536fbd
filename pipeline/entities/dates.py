"""The component `danish_dates`: calendar expressions, in EDTF, and the years that were not written.

Such a year is told from the sentence, the item, the meeting.
"""

import datetime as dt
import re
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.domain import Label
from pipeline.entities.candidates import Candidate, Finder, text_of
from pipeline.entities.date_reader import DateMention, find_dates
from pipeline.entities.words import pattern

MEETING_DATE = "meeting_date"

# What may stand between the dates of one list: "27. februar (Struer), 22. maj og onsdag den 4. september".
LIST = re.compile(
    r"(?:[\s,;–-]|\([^()]{0,40}\)|\b(?:til og med|til|og|samt|eller|den|kl\.|(?:på|i|hos)\s[A-ZÆØÅ][\w-]+|"
    r"mandag|tirsdag|onsdag|torsdag|fredag)|\bd\.)*"
)
BULLET = re.compile(r"(?:^|\n)[^\S\n]*[-–•*·][^\S\n]*(?:den\s)?$")
LEAD = re.compile(r"[^.\n]{0,80}?(?::|\n|\bden\b|\d)[^.\w\n]*(?:den\s)?", re.IGNORECASE)

SENTENCE_END = re.compile(r"[.!?]\s[A-ZÆØÅ]")
A_MONTH = 31
# Days that a year on the other side of the meeting than the sentence speaks of must be nearer by.
DOUBT = (0, 120, 250)

CLAUSE = re.compile(r"[.!?:;]\s|\n|\s[–-]\s|,\s(?:som|der|hvor|mens|men|og)\b")
PAST = r"\b(?:%past%)\b"
AHEAD = r"\b(?:%ahead%)\b"
SINCE = re.compile(
    r"\b(?:siden|som aftalt i|referatet fra|(?:seneste|sidste|forrige) [\w-]+ (?:i|den)|fra starten i)"
    r"\s(?:den\s|d\.\s)?$",
    re.IGNORECASE,
)
UNTIL = re.compile(
    r"\b(?:senest|(?:næste|kommende) [\w-]+ (?:i|den)|til)\s(?:den\s|d\.\s)?$",
    re.IGNORECASE,
)
REACH = 160
NEAR = 22


@Language.factory("danish_dates", assigns=["doc.spans"])
def make_danish_dates(nlp: Language, name: str) -> "DanishDates":
    """Return the component."""
    return DanishDates()


class DanishDates(Finder):
    """Mark dates in `doc.spans["danish_dates"]`; `kb_id_` is the date in EDTF.

    A year that was not written is told from the meeting's date, if
    `doc.user_data["meeting_date"]` has it, and is XXXX where nothing tells it.
    """

    group = "danish_dates"

    def match(self, doc: Doc) -> list[Candidate]:
        """Return the dates in `doc`, in the order of the text."""
        meeting = doc.user_data.get(MEETING_DATE)
        known = meeting if isinstance(meeting, dt.date) else None
        return [
            Candidate(mention.start, mention.end, Label.DATE, mention.edtf(), mention.form)
            for mention in resolve_years(text_of(doc), find_dates(text_of(doc)), known)
        ]


def resolve_years(text: str, mentions: Sequence[DateMention], meeting: dt.date | None) -> list[DateMention]:
    """Return `mentions` with their years set, as far as anything tells them."""
    resolved: list[DateMention] = []
    for at, mention in enumerate(mentions):
        year = (
            mention.last.year
            or _from_following(text, mentions, at)
            or _from_previous(text, mention, resolved)
            or _from_lead(text, mention, resolved)
            or _from_sentence(text, mention, resolved)
            or _from_same_month(text, mentions, at, meeting)
            or _nearest(text, mention, meeting)
        )
        resolved.append(mention if year is None else mention.of(year))
    return [mention for mention in resolved if mention.last.exists]


def _from_following(text: str, mentions: Sequence[DateMention], at: int) -> int | None:
    """Return the year a list or range ends with: "12. april, 3. maj og 7. juni 2019"."""
    end = mentions[at].end
    for following in mentions[at + 1 : at + 14]:
        if LIST.fullmatch(text, end, following.start) is None or following.form.startswith("year"):
            return None
        if following.last.year is not None:
            later = mentions[at].last.middle(2023) > (following.first or following.last).middle(2023)
            return following.last.year - later
        end = following.end
    return None


def _from_previous(text: str, mention: DateMention, resolved: Sequence[DateMention]) -> int | None:
    """Return the year of the date before in a list, or the next year where the months start again."""
    if not resolved or resolved[-1].last.year is None or resolved[-1].form.startswith("year"):
        return None
    before = resolved[-1]
    bullets = all(BULLET.search(text, max(0, one.start - 8), one.start) for one in (before, mention))
    if not bullets and LIST.fullmatch(text, before.end, mention.start) is None:
        return None
    year = before.last.year or 0
    return year + (mention.last.middle(year) < before.last.middle(year))


def _from_lead(text: str, mention: DateMention, resolved: Sequence[DateMention]) -> int | None:
    """Return the year that leads a list in: "Møder i 2017: 3. marts", "i 2021 holdes møde den 4. maj"."""
    if not resolved or resolved[-1].form != "year":
        return None
    between = text[resolved[-1].end : mention.start]
    return resolved[-1].last.year if LEAD.fullmatch(between) else None


def _from_sentence(text: str, mention: DateMention, resolved: Sequence[DateMention]) -> int | None:
    """Return the year of a part of a year told in the same sentence: "1. kvartal 2021 ..., 2. halvår ..."."""
    if not mention.last.part or not resolved or not resolved[-1].last.part:
        return None
    between = text[resolved[-1].end : mention.start]
    same = "\n" not in between and SENTENCE_END.search(between) is None
    later = resolved[-1].last.middle(2023) < mention.last.middle(2023)
    return resolved[-1].last.year if same and later else None


def _from_same_month(
    text: str, mentions: Sequence[DateMention], at: int, meeting: dt.date | None
) -> int | None:
    """Return the year of the same month (and day) elsewhere in the item, if it is one year only."""
    mine = mentions[at].last
    if mine.month is None:
        return None
    same = {
        other.last.year
        for other in mentions
        if other.last.year and other.last.month == mine.month and mine.day in {None, other.last.day}
    }
    if len(same) != 1:
        return None
    year = same.pop()
    return None if meeting and _is_against(text, mentions[at], year, meeting) else year


def _nearest(text: str, mention: DateMention, meeting: dt.date | None) -> int | None:
    """Return the year that brings the date nearest the meeting, on the side its sentence speaks of."""
    if meeting is None:
        return None
    doubt = DOUBT[abs(lean(text, mention.start, mention.end))]

    def distance(year: int) -> int:
        against = doubt if _is_against(text, mention, year, meeting) else 0
        return abs((mention.last.middle(year) - meeting).days) + against

    return min((meeting.year, meeting.year - 1, meeting.year + 1), key=distance)


def _is_against(text: str, mention: DateMention, year: int, meeting: dt.date) -> bool:
    """Tell whether the date, were it of `year`, lies on the other side of the meeting than its sentence."""
    days = (mention.last.middle(year) - meeting).days
    return abs(days) > A_MONTH and days * lean(text, mention.start, mention.end) < 0


def lean(text: str, start: int, end: int) -> int:
    """Return how the clause around `text[start:end]` leans: past below zero, future above.

    2 where the word next to it says so, 1 where another word of the clause does, 0 where none does.

    >>> lean("Punktet kommer på igen til december.", 27, 35)
    2
    >>> lean("I marts bestilte kommunerne en analyse.", 2, 7)
    -2
    """
    near = text[max(0, start - 28) : start]
    if SINCE.search(near):
        return -2
    if UNTIL.search(near):
        return 2
    clause, first, last = _clause(text, start, end)
    past, ahead = _nearest_word(PAST, clause, first, last), _nearest_word(AHEAD, clause, first, last)
    if past == ahead:
        return 0
    strength = 2 if min(past, ahead) <= NEAR else 1
    return strength if ahead < past else -strength


def _clause(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Return the clause around a mention, and where in it the mention begins and ends."""
    low = max(0, start - REACH)
    begin = max((cut.end() for cut in CLAUSE.finditer(text, low, start)), default=low)
    stop = CLAUSE.search(text, end, end + REACH)
    return text[begin : stop.start() if stop else end + REACH], start - begin, end - begin


def _nearest_word(words: str, clause: str, first: int, last: int) -> int:
    """Return how far from the mention the nearest word of a pattern is."""
    gaps = (
        max(first - word.end(), word.start() - last)
        for word in pattern(words, re.IGNORECASE).finditer(clause)
    )
    return min(gaps, default=REACH * 9)
