"""The tables of what items point with: announced meetings, and printed case numbers."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.links.announcements import NEXT_MEETING, Announcement
from pipeline.links.tables import Array, Arrays, Column, Ints, Strings

LONGEST_WAIT = 366
"""Days after which the next meeting that the archive has is hardly the one that was meant by it."""
ALIKE = 4.0
"""Spreads of words above the usual from which on an item of the meeting is taken for the one announced.

If every matter of the corpus said that it comes up again at the next meeting, 0.95 of those that
do would be found by it, and 0.82 of what is found would be the same matter (`experiments/announced.py`).
"""


class Announced:
    """All announcements of a store, a row each: whose they are, of which matter, and for when."""

    def __init__(self) -> None:
        self._columns: dict[str, Column[np.int64]] = {
            name: Column(np.int64) for name in ("row", "matter", "first", "last", "start", "end")
        }
        self._texts = Strings()

    def add(self, row: int, found: Sequence[Announcement], matters: Sequence[int]) -> None:
        """Note what an item announces; `matters` has the matter of each."""
        for one, matter in zip(found, matters, strict=True):
            values = (row, matter, *one.days, one.start, one.end)
            for column, value in zip(self._columns.values(), values, strict=True):
                column.extend([value])
            self._texts.values.append(one.text)

    def __getitem__(self, name: str) -> Ints:
        return self._columns[name].values

    def text(self, place: int) -> str:
        """Return the sentence that announces it."""
        return self._texts.values[place]

    def pointing_to(self, day: dt.date, days: Ints, own: npt.NDArray[np.bool_]) -> Ints:
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


class CaseNumbers:
    """The rows that print a case number, by number."""

    def __init__(self) -> None:
        self._numbers, self._rows = Strings(), Column(np.int64)
        self._found: dict[str, list[int]] = {}
        self._printed: dict[int, list[str]] = {}

    def add(self, row: int, numbers: Iterable[str]) -> None:
        """Note the case numbers of a row."""
        for number in sorted(numbers):
            self._note(row, number)
            self._numbers.values.append(number)
            self._rows.extend([row])

    def remove(self, row: int) -> None:
        """Forget a row."""
        for number in self._printed.pop(row, []):
            self._found[number].remove(row)

    def rows(self, number: str) -> list[int]:
        """Return the rows that print a case number."""
        return self._found.get(number, [])

    def arrays(self) -> Arrays:
        """Return the numbers and their rows, those forgotten included."""
        return {**self._numbers.arrays(), "rows": self._rows.values}

    def restore(self, arrays: Mapping[str, Array]) -> None:
        """Hold these case numbers."""
        self._numbers.restore({"text": arrays["text"], "count": arrays["count"]})
        self._rows.restore({"values": arrays["rows"]})
        self._found, self._printed = {}, {}
        for number, row in zip(self._numbers.values, self._rows.values.tolist(), strict=True):
            self._note(row, number)

    def _note(self, row: int, number: str) -> None:
        self._found.setdefault(number, []).append(row)
        self._printed.setdefault(row, []).append(number)
