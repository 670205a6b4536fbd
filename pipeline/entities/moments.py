"""A date as far as it was written: its parts, and the EDTF text they make."""

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from typing import Self

UNKNOWN_YEAR = "XXXX"
LEAP = 2024


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

    @property
    def has_year(self) -> bool:
        """Tell whether a year was written."""
        return self.last.year is not None

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
