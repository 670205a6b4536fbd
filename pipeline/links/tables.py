"""Tables that grow at their end: adding to them costs the same however large they are."""

from array import array
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]
Scalar = TypeVar("Scalar", bound=np.generic)


class Column(Generic[Scalar]):
    """A numpy array that grows; `values` is a view of what has been added.

    >>> column = Column(np.int64)
    >>> column.extend([3, 4])
    >>> column.values.tolist()
    [3, 4]
    """

    def __init__(self, dtype: type[Scalar], width: int | None = None) -> None:
        self._room = np.zeros((16, width) if width else 16, dtype=dtype)
        self._length = 0

    @property
    def values(self) -> npt.NDArray[Scalar]:
        """What has been added so far."""
        return self._room[: self._length]

    def extend(self, rows: npt.ArrayLike) -> None:
        """Add rows; the room is doubled when it is full, so the cost a row stays the same."""
        new = np.asarray(rows, dtype=self._room.dtype).reshape(-1, *self._room.shape[1:])
        needed = self._length + len(new)
        if needed > len(self._room):
            larger = np.zeros((max(needed, 2 * len(self._room)), *self._room.shape[1:]), self._room.dtype)
            larger[: self._length] = self.values
            self._room = larger
        self._room[self._length : needed] = new
        self._length = needed


class Vocabulary:
    """Keys by number, in the order they first came, and in how many items each stands."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._frequencies = array("l")

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def frequencies(self) -> Ints:
        """In how many items each key stands."""
        return np.array(self._frequencies, dtype=np.int64)

    def number(self, key: str) -> int:
        """Return the number of `key`, a new one if it has none."""
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self._numbers)
            self._frequencies.append(0)
        return found

    def known(self, keys: Iterable[str]) -> dict[str, int]:
        """Return the numbers of those of `keys` that have one."""
        return {key: self._numbers[key] for key in keys if key in self._numbers}

    def count(self, numbers: Iterable[int]) -> None:
        """Note that one more item has these keys."""
        for number in numbers:
            self._frequencies[number] += 1


class Ranges:
    """For each item, which rows of another table are its own."""

    def __init__(self) -> None:
        self._ends = Column(np.int64)
        self._ends.extend([0])

    def add(self, length: int) -> None:
        """Give the next item the next `length` rows."""
        self._ends.extend([int(self._ends.values[-1]) + length])

    def of(self, items: Ints) -> tuple[Ints, Ints]:
        """Return the rows of `items`, and for each row the place of its item in `items`."""
        ends = self._ends.values
        lengths = ends[items + 1] - ends[items]
        return spread(ends[items], lengths), np.repeat(np.arange(len(items)), lengths)

    @property
    def owners(self) -> Ints:
        """For each row of the other table, its item."""
        ends = self._ends.values
        return np.repeat(np.arange(len(ends) - 1), ends[1:] - ends[:-1])


class SparseRows:
    """Rows of weighted keys, added at the end, read many at a time."""

    def __init__(self) -> None:
        self._ends = Column(np.int64)
        self._ends.extend([0])
        self._numbers = Column(np.int32)
        self._weights = Column(np.float32)

    def __len__(self) -> int:
        return len(self._ends.values) - 1

    def add(self, row: Mapping[int, float]) -> None:
        """Add one row of weights by key number."""
        self._numbers.extend(np.fromiter(row.keys(), dtype=np.int32, count=len(row)))
        self._weights.extend(np.fromiter(row.values(), dtype=np.float32, count=len(row)))
        self._ends.extend([len(self._numbers.values)])

    def take(self, rows: Ints) -> "SparseBatch":
        """Return these rows, one after the other."""
        ends = self._ends.values
        lengths = ends[rows + 1] - ends[rows]
        places = spread(ends[rows], lengths)
        return SparseBatch(
            owners=np.repeat(np.arange(len(rows)), lengths),
            numbers=self._numbers.values[places].astype(np.int64),
            weights=self._weights.values[places].astype(np.float64),
            size=len(rows),
        )


class SparseBatch:
    """Some sparse rows, flat: entry k belongs to row `owners[k]`."""

    def __init__(self, *, owners: Ints, numbers: Ints, weights: Numbers, size: int) -> None:
        self.owners = owners
        self.numbers = numbers
        self.weights = weights
        self.size = size

    def sums(self, values: Numbers) -> Numbers:
        """Return the sum of `values` (one an entry) of each row."""
        sums: Numbers = np.bincount(self.owners, weights=values, minlength=self.size).astype(np.float64)
        return sums


class Postings:
    """For each key the rows it stands in, with its weight there."""

    def __init__(self) -> None:
        self._rows: list[array[int]] = []
        self._weights: list[array[float]] = []

    def add(self, row: int, weights: Mapping[int, float]) -> None:
        """Note the keys of a row; rows come in ascending order."""
        for number, weight in weights.items():
            while number >= len(self._rows):
                self._rows.append(array("l"))
                self._weights.append(array("f"))
            self._rows[number].append(row)
            self._weights[number].append(weight)

    def scores(self, query: Mapping[int, float], size: int) -> Numbers:
        """Return for each of `size` rows the sum over the query's keys of weight times weight."""
        total = np.zeros(size)
        for number, weight in query.items():
            if number < len(self._rows):
                rows = np.array(self._rows[number], dtype=np.int64)
                total[rows] += weight * np.array(self._weights[number], dtype=np.float64)
        return total


def spread(starts: Ints, lengths: Ints) -> Ints:
    """Return the places of several stretches, one after the other.

    >>> spread(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    offsets = np.cumsum(lengths) - lengths
    return np.repeat(starts - offsets, lengths) + np.arange(int(lengths.sum()))
