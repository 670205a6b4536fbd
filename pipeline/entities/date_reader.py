"""Calendar expressions in a text, read into moments; years that were not written stay open."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Self

from pipeline.entities.date_forms import (
    COUNTED,
    GROUPS,
    MONTHS,
    NO_DAY,
    NUMBERED,
    OF_NO_CALENDAR,
    date_pattern,
)
from pipeline.entities.words import lowered

UNKNOWN_YEAR = "XXXX"
LEAP = 2024
# What is written once, with the last end of a range, and holds for the first too.
SHARED = ("days", "points_days", "numbers_days", "season", "season_of_year")
ORDINALS = {"første": 1, "andet": 2, "anden": 2, "tredje": 3, "fjerde": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day, month, quarter, half-year, week or year; what was not written is None or empty."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str = ""
    """"Q1", "H2" or "W46"."""
    about: bool = False

    @property
    def exists(self) -> bool:
        """Tell whether the calendar has such a day (29 February where the year is not known)."""
        if self.part.startswith("W") and not 1 <= int(self.part[1:]) <= 53:
            return False
        if self.day is None or self.month is None:
            return True
        return self.day <= calendar.monthrange(self.year or LEAP, self.month)[1]

    def edtf(self) -> str:
        """Return the moment in EDTF.

        >>> Moment(year=2023, month=1, about=True).edtf(), Moment(year=2024, part="Q1").edtf()
        ('2023-01~', '2024-Q1')
        >>> Moment(month=5, day=8).edtf()
        'XXXX-05-08'
        """
        parts = [UNKNOWN_YEAR if self.year is None else str(self.year)]
        if self.part:
            parts.append(self.part)
        elif self.month is not None:
            parts.append(f"{self.month:02}")
            parts += [f"{self.day:02}"] if self.day is not None else []
        return "-".join(parts) + ("~" if self.about else "")

    def of(self, year: int) -> Self:
        """Return the same moment of `year`."""
        return replace(self, year=year)

    def middle(self, year: int) -> dt.date:
        """Return a day about the middle of the moment, were it of `year`."""
        if self.part.startswith("W"):
            return dt.date(year, 1, 4) + dt.timedelta(weeks=int(self.part[1:]) - 1)
        month = {"Q": 3, "H": 6}.get(self.part[:1], 0) * int(self.part[1:] or 0) - {"Q": 1, "H": 3}.get(
            self.part[:1], 0
        )
        month = month if self.part else self.month or 7
        return dt.date(year, month, min(self.day or 15, 28))


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A calendar expression in a text; `first` only where one mention is a range."""

    start: int
    end: int
    form: str
    last: Moment
    first: Moment | None = None

    def of(self, year: int) -> Self:
        """Return the mention with its missing years set, the last end in `year`."""
        last = self.last if self.last.year is not None else self.last.of(year)
        first = self.first
        if first is not None and first.year is None:
            earlier = first.middle(2023) > last.middle(2023) and not first.part
            first = first.of((last.year or year) - earlier)
        return replace(self, first=first, last=last)

    def edtf(self) -> str:
        """Return the mention in EDTF, a range as `A/B`."""
        return self.last.edtf() if self.first is None else f"{self.first.edtf()}/{self.last.edtf()}"


def find_dates(text: str) -> list[DateMention]:
    """Return the calendar expressions in `text` that the calendar has, in its order.

    >>> [(mention.form, mention.edtf()) for mention in find_dates("9. - 10. marts 2023 og pr. 1/7-16")]
    [('days', '2023-03-09/2023-03-10'), ('numbers', '2016-07-01')]
    >>> find_dates("31. februar 2023")
    []
    """
    folded, date = lowered(text), date_pattern()
    found: list[DateMention] = []
    at = 0
    while match := date.search(folded, at):
        mention = None if _is_left_over(match) else _read(match)
        at = match.start() + 1 if mention is None and not _is_left_over(match) else match.end()
        if mention is not None:
            found.append(mention)
    return found


def _read(match: re.Match[str]) -> DateMention | None:
    form = match.lastgroup or ""
    if (form == "year" and _is_number(match)) or (form == "week" and _of_no_calendar(match)):
        return None
    got = {group: match[f"{form}__{group}"] for group in GROUPS[form] if match[f"{form}__{group}"]}
    first, last = _moments(form, got)
    if not last.exists or (first is not None and not (first.exists and _in_order(form, first, last))):
        return None
    return DateMention(start=match.start(), end=match.end(), form=form, first=first, last=last)


def _is_left_over(match: re.Match[str]) -> bool:
    """Tell whether a month is what is left of a day that the calendar has not."""
    if not (match.lastgroup or "").startswith("month"):
        return False
    return NO_DAY.search(match.string, max(0, match.start() - 4), match.start()) is not None


def _is_number(match: re.Match[str]) -> bool:
    text, start = match.string, match.start()
    return bool(NUMBERED.search(text, max(0, start - 12), start) or COUNTED.match(text, match.end()))


def _of_no_calendar(match: re.Match[str]) -> bool:
    text = match.string
    return OF_NO_CALENDAR.search(text, max(0, match.start() - 60), match.end() + 60) is not None


def _in_order(form: str, first: Moment, last: Moment) -> bool:
    """Tell whether a range runs forward: "30.-1. maj" and "2024-27" read backwards are no ranges."""
    if form.startswith(("years", "season")):
        return (first.year or 0) < (last.year or 0)
    if form in {"days", "points_days", "numbers_days"}:
        return (first.day or 0) < (last.day or 0)
    return not first.part or first.part < last.part


def _moments(form: str, got: dict[str, str]) -> tuple[Moment | None, Moment]:
    """Return the first end, where the mention is a range, and the last or only one."""
    year = _year(got)
    last = _moment(form, year, got)
    first = {key[:-1]: value for key, value in got.items() if key.endswith("1")}
    if not first:
        return None, last
    first_year = _int(first.get("y"))
    if "m" not in first and first_year is None:
        first_year = year
    shared = {key: got[key] for key in ("m", "about") if key in got and form in SHARED}
    return _moment(form, first_year, shared | first), last


def _moment(form: str, year: int | None, got: dict[str, str]) -> Moment:
    if "q" in got:
        return Moment(year=year, part=f"Q{_ordinal(got['q'], 4)}")
    if "h" in got:
        return Moment(year=year, part=f"H{_ordinal(got['h'], 2)}")
    if "w" in got:
        return Moment(year=year, part=f"W{int(got['w']):02}")
    month = _month(got["m"]) if "m" in got else None
    return Moment(year=year, month=month, day=_int(got.get("d")), about="about" in got)


def _year(got: dict[str, str]) -> int | None:
    """Return the year the mention ends in, or None where none was written."""
    if "yy" in got:
        return _full(got["yy"], 2000)
    if "z" in got:
        return _full(got["z"], int(got["y1"]))
    return _int(got.get("y"))


def _full(short: str, near: int) -> int:
    """Return the year that two digits mean in the century of `near`."""
    return int(short) if len(short) == 4 else near // 100 * 100 + int(short)


def _month(written: str) -> int:
    return int(written) if written.isdigit() else MONTHS[written[:3]]


def _ordinal(written: str, last: int) -> int:
    return last if written == "sidste" else ORDINALS.get(written) or int(written.rstrip("."))


def _int(written: str | None) -> int | None:
    return None if written is None else int(written)
