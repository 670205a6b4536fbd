"""For each term the items it stands in: how words find items without looking at all of them."""

from array import array
from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from pipeline.encoder.protocol import Numbers
from pipeline.links.tables import Arrays, Ints

Rows = npt.NDArray[np.int32]
Weights = npt.NDArray[np.float32]


class Postings:
    """For each key the rows it stands in, with its weight there.

    What was read from disk lies packed; what came later grows key by key. Packing it
    anew would make an addition dear now and then: that is done when the index is kept.
    """

    def __init__(self) -> None:
        self._ends = np.zeros(1, dtype=np.int64)
        self._rows: Rows = np.zeros(0, dtype=np.int32)
        self._weights: Weights = np.zeros(0, dtype=np.float32)
        self._later: dict[int, tuple[array[int], array[float]]] = {}

    def add(self, row: int, weights: Mapping[int, float]) -> None:
        """Note the keys of a row; rows come in ascending order."""
        for number, weight in weights.items():
            rows, values = self._later.setdefault(number, (array("i"), array("f")))
            rows.append(row)
            values.append(weight)

    def scores(self, query: Ints, weights: Numbers, size: int) -> Numbers:
        """Return for each of `size` rows the sum over the query's keys of weight times weight."""
        found, sums = [self._rows[:0]], [np.zeros(0)]
        for number, weight in zip(query.tolist(), weights.tolist(), strict=True):
            for rows, values in self._of(number):
                found.append(rows)
                sums.append(values * np.float64(weight))
        total: Numbers = np.bincount(np.concatenate(found), np.concatenate(sums), size).astype(np.float64)
        return total

    def rows(self, number: int) -> Rows:
        """Return the rows a key stands in, ascending."""
        found = [rows for rows, _ in self._of(number)]
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int32)

    def _of(self, number: int) -> Iterator[tuple[Rows, Weights]]:
        if number < len(self._ends) - 1:
            own = slice(int(self._ends[number]), int(self._ends[number + 1]))
            yield self._rows[own], self._weights[own]
        if number in self._later:
            rows, values = self._later[number]
            yield np.frombuffer(rows, dtype=np.int32), np.frombuffer(values, dtype=np.float32)

    def arrays(self) -> Arrays:
        """Return the postings packed: key after key."""
        count = max(len(self._ends) - 1, max(self._later, default=-1) + 1)
        parts = [list(self._of(number)) for number in range(count)]
        flat = [part for of_key in parts for part in of_key]
        lengths = [sum(len(rows) for rows, _ in of_key) for of_key in parts]
        return {
            "ends": np.cumsum([0, *lengths], dtype=np.int64),
            "rows": np.concatenate([self._rows[:0], *(rows for rows, _ in flat)]),
            "weights": np.concatenate([self._weights[:0], *(weights for _, weights in flat)]),
        }

    def restore(self, arrays: Arrays) -> None:
        """Hold these postings."""
        self._ends = arrays["ends"].astype(np.int64, copy=False)
        self._rows = arrays["rows"].astype(np.int32, copy=False)
        self._weights = arrays["weights"].astype(np.float32, copy=False)
        self._later = {}
