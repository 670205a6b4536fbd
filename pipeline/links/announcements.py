"""Announcements: what a text says of where its matter comes up again, "genoptages på mødet i oktober"."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.domain import Entity, Label, Passage
from pipeline.encoder.protocol import Flags
from pipeline.links.references import OWN_BODY, Days, days_of
from pipeline.links.tables import Array, Arrays, Column, Ints, Strings

_AGAIN = (
    r"genoptag(?:es?|er)|genbehandl(?:es?|er)|dagsordensæt\w*|op igen|igen op|(?:tages?|taget) (?:\w+ )?op",
    r"(?:kommer|komme|bringes|bliver|blive|er) (?:\w+ ){0,3}på (?:igen|til|ved|(?:\w+ )?dagsorden\w*)",
    r"(?:sættes?|sat|optages?|optaget) (?:\w+ ){0,2}på (?:\w+ )?dagsorden\w*",
    r"(?:vende[rs]?|vendt) (?:\w+ ){0,2}tilbage|(?:udsæt\w*|udsat|udskyd\w*|udskudt) (?:\w+ ){0,2}til",
    r"(?:videre|fornyet|endelig|ny) (?:drøftelse|behandling|beslutning)|punkt(?:et)? (?:på|til)",
)
_BROUGHT = (
    r"(?:fore|frem)læg\w*|forelagt|fremlagt|(?:færdig)?behandl\w*|(?:videre)?drøft\w*|præsenter\w*|beslutte\w*",
    r"afgør\w*|vedtage\w*|evaluer\w*|regnes|gives|følges op|gøres status",
)
AGAIN = re.compile(rf"\b(?:{'|'.join(_AGAIN)})\b", re.IGNORECASE)
BROUGHT = re.compile(rf"\b(?:{'|'.join(_BROUGHT)})\b", re.IGNORECASE)
"""Said of much else too: it tells of another meeting only in one breath with the word."""
MEETING = re.compile(r"\b\w*(?:møde[rt]?|seminar(?:et)?)\b", re.IGNORECASE)
NEXT = re.compile(
    r"(?P<one>\b(?:et|en|de|alle|flere) )?(?P<whose>\b\w+(?<!e)s )?"
    r"\b(?:næste|kommende|førstkommende|nærmeste|følgende) (?:\w+ )?\w*møde(?:t)?\b",
    re.IGNORECASE,
)
"""The next meeting, but for "et kommende møde": that may be any, as "alle kommende møder" are."""
HELD_BY = re.compile(r"(?:møde|mødet|seminar|seminaret) (?:i|hos|med) (?:det |den )?([\w-]+)")
BODY = re.compile(
    r"[A-ZÆØÅ]{2}\w*|(?i:\w{0,60}(?:forum|kreds|udvalg|råd|gruppe|bestyrelse|styrelse|direktion|netværk)\w{0,60})"
)
"""What holds meetings; "mødet i Odense" is held there, not by it."""
THEIRS = re.compile(r"\b(?:deres|dets|sit|sine|hans|hendes) (?:\w+ )?møde", re.IGNORECASE)
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s+[A-ZÆØÅ]|\s*$)[^.!?\n]*)*[.!?]?", re.MULTILINE)
YEAR = re.compile(r"\d{4}|\d[/.-]\d{1,2}[/.-]\d\d")
MARKER = re.compile(r"\s*(?:[-–•*]\s+|\d{1,2}\.\s+|[a-z]\)\s+)?")
"""What stands before the sentence of a list."""
REACH = 50
"""Characters before a day in which a meeting must be spoken of for a matter to be brought there."""
NEXT_MEETING: Days = (0, 0)
"""The committee's next meeting, whenever that is."""
LONGEST_WAIT = 366
"""Days after which the next meeting that the archive has is hardly the one that was meant by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A sentence that says when a matter comes up again."""

    days: Days
    """The first and the last possible day of the meeting, or NEXT_MEETING."""
    text: str
    start: int
    end: int
    passage: int
    """The place of its passage among those of the item."""


def find_announcements(
    passages: Sequence[Passage], entities: Sequence[Entity], held: dt.date, own: tuple[str, ...] = ()
) -> Iterator[Announcement]:
    """Yield the sentences that bring a matter to a meeting later than `held`.

    `own` is how the names of the committee itself begin: what goes to another body's
    meeting does not come back here.
    """
    dates = [entity for entity in entities if entity.label is Label.DATE]
    for place, passage in enumerate(passages):
        # Most passages name neither a day nor a meeting: their sentences need not be found.
        dated = any(passage.start <= date.start < passage.end for date in dates)
        if not (dated or MEETING.search(passage.text)):
            continue
        for match in SENTENCE.finditer(passage.text):
            start, end = (passage.start + at for at in match.span())
            inside = [(d.start - start, d) for d in dates if start <= d.start and d.end <= end]
            days = _days_announced(match.group(), inside, held, own)
            if days is not None:
                lead = MARKER.match(match.group())
                at = start + (lead.end() if lead else 0)
                text = passage.text[at - passage.start : match.end()].rstrip()
                yield Announcement(days=days, text=text, start=at, end=at + len(text), passage=place)


def _days_announced(
    sentence: str, dates: Sequence[tuple[int, Entity]], held: dt.date, own: tuple[str, ...]
) -> Days | None:
    """Return the days a sentence brings a matter to; None if it brings it nowhere."""
    if not dates and not MEETING.search(sentence):
        return None
    again = AGAIN.search(sentence) is not None
    if not (again or BROUGHT.search(sentence)) or _names_another_body(sentence, own):
        return None
    for at, date in dates:
        days = _days_ahead(date, held)
        if days is not None and (again or MEETING.search(sentence[max(0, at - REACH) : at])):
            return days
    match = NEXT.search(sentence)
    if match is None or match["one"] or (match["whose"] and not _is_own_body(match["whose"], own)):
        return None
    return NEXT_MEETING


def _days_ahead(date: Entity, held: dt.date) -> Days | None:
    """Return the days of a date if they lie ahead; "i oktober" is then the first October that does."""
    year = date.norm[:4]
    if not year.isdigit():
        return None
    first = int(year) if YEAR.search(date.text) else held.year
    years = (days_of(date.norm.replace(year, str(one))) for one in range(first, int(year) + 1))
    return next((days for days in years if days is not None and days[1] > held.toordinal()), None)


def _names_another_body(sentence: str, own: tuple[str, ...]) -> bool:
    """Whether the meeting is named as another body's."""
    bodies = [name for name in HELD_BY.findall(sentence) if BODY.fullmatch(name)]
    return THEIRS.search(sentence) is not None or any(not _is_own_body(name, own) for name in bodies)


def _is_own_body(name: str, own: tuple[str, ...]) -> bool:
    return OWN_BODY.fullmatch(name.strip()) is not None or (bool(own) and name.lower().startswith(own))


class Announced:
    """All announcements of a store, a row each: whose they are, of which matter, and for when."""

    def __init__(self) -> None:
        self._columns: dict[str, Column[np.int64]] = {
            name: Column(np.int64) for name in ("row", "matter", "first", "last", "start", "end")
        }
        self._texts = Strings()

    def add(self, row: int, announcements: Iterable[tuple[Announcement, int]]) -> None:
        """Note what an item announces, each with the matter that it is of."""
        for one, matter in announcements:
            values = (row, matter, *one.days, one.start, one.end)
            for column, value in zip(self._columns.values(), values, strict=True):
                column.extend([value])
            self._texts.values.append(one.text)

    def __getitem__(self, name: str) -> Ints:
        return self._columns[name].values

    def text(self, place: int) -> str:
        """Return the sentence that announces it."""
        return self._texts.values[place]

    def pointing_to(self, day: dt.date, days: Ints, own: Flags) -> Ints:
        """Return the places of the announcements of a committee that mean its meeting on `day`.

        `days` has the day of every row of the store, `own` which rows are the committee's.
        """
        rows, at = self["row"], day.toordinal()
        if not len(rows):
            return rows
        before = own & (days < at)
        latest = int(days[before].max(initial=0))
        following = (self["last"] == NEXT_MEETING[1]) & (days[rows] == latest) & (at - latest <= LONGEST_WAIT)
        named = (self["first"] <= at) & (at <= self["last"])
        return np.flatnonzero(before[rows] & (following | named))

    def arrays(self) -> Arrays:
        """Return all of it, by name."""
        columns: dict[str, Array] = {name: column.values for name, column in self._columns.items()}
        return {**columns, **self._texts.arrays()}

    def restore(self, arrays: Mapping[str, Array]) -> None:
        """Hold these announcements."""
        for name, column in self._columns.items():
            column.restore({"values": arrays[name]})
        self._texts.restore({"text": arrays["text"], "count": arrays["count"]})
