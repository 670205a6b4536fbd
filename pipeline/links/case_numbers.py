"""Which items print which case number."""

from collections.abc import Iterable, Mapping

import numpy as np

from pipeline.links.tables import Array, Arrays, Column, Strings


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
