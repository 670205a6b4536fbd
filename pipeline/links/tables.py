"""Tables that grow at their end: adding to them costs the same however large they are.

Each gives its content as arrays, and takes them back, so that an index can be kept on disk.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from pipeline.encoder.protocol import Numbers

Ints = npt.NDArray[np.int64]
Array = npt.NDArray[np.generic]
Arrays = Mapping[str, Array]
Scalar = TypeVar("Scalar", bound=np.generic)
_NUL = "\0"
BEGINNING = 5
"""Letters by which keys are found that begin alike."""
SPARE = 8
"""One row of so many is left free behind those that are read, so that adding the next is not dear."""


class Table(Protocol):
    """What every table can do beside what it is for."""

    def arrays(self) -> Arrays:
        """Return all that the table holds, by name."""

    def restore(self, arrays: Arrays) -> None:
        """Hold what `arrays` of another table returned, and nothing else."""


class Column(Generic[Scalar]):
    """A numpy array that grows; `values` is a view of what has been added.

    >>> column = Column(np.int64)
    >>> column.extend([3, 4])
    >>> column.values.tolist()
    [3, 4]
    """

    def __init__(self, dtype: type[Scalar], width: int | None = None) -> None:
        self._room = np.zeros(16 if width is None else (16, width), dtype=dtype)
        self._length = 0

    @property
    def values(self) -> npt.NDArray[Scalar]:
        """What has been added so far."""
        return self._room[: self._length]

    def extend(self, rows: npt.ArrayLike) -> None:
        """Add rows; the room is doubled when it is full, so the cost a row stays the same."""
        new = np.asarray(rows, dtype=self._room.dtype)
        needed = self._length + len(new)
        if needed > len(self._room):
            larger = np.zeros((max(needed, 2 * len(self._room)), *self._room.shape[1:]), self._room.dtype)
            larger[: self._length] = self.values
            self._room = larger
        self._room[self._length : needed] = new
        self._length = needed

    def arrays(self) -> Arrays:
        """Return the values."""
        return {"values": self.values}

    def restore(self, arrays: Arrays) -> None:
        """Hold these values."""
        values = arrays["values"]
        self._length = len(values)
        # Room that is not written to costs no memory.
        self._room = np.empty(
            (self._length + self._length // SPARE + 16, *values.shape[1:]), self._room.dtype
        )
        self._room[: self._length] = values


class Vectors(Column[np.float32]):
    """Vectors that grow, at half precision as they are kept on disk, and whole to reckon with."""

    def __init__(self, width: int) -> None:
        super().__init__(np.float32, width)

    def extend(self, rows: npt.ArrayLike) -> None:
        """Add vectors, rounded as they will be when they are read back."""
        super().extend(np.asarray(rows, dtype=np.float16))

    def arrays(self) -> Arrays:
        """Return the vectors at half precision."""
        return {"values": self.values.astype(np.float16)}


class Strings:
    """A list of strings; none holds a NUL, which stands between them where they are kept."""

    def __init__(self) -> None:
        self.values: list[str] = []

    def arrays(self) -> Arrays:
        """Return the strings as bytes, and how many they are."""
        text = "".join(f"{value}{_NUL}" for value in self.values)
        count = np.array([len(self.values)])
        return {"text": np.frombuffer(text.encode(), dtype=np.uint8), "count": count}

    def restore(self, arrays: Arrays) -> None:
        """Hold these strings.

        Raises:
            ValueError: one of them held a NUL.

        """
        self.values = arrays["text"].tobytes().decode().split(_NUL)[:-1]
        if len(self.values) != int(arrays["count"][0]):
            raise ValueError("a string holds a NUL")


class Vocabulary:
    """Keys by number, in the order they first came, and in how many items each stands."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._keys: list[str] = []
        self._frequencies = array("q")
        self._beginnings: dict[str, list[str]] = {}
        self._sorted_in = 0

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
            self._keys.append(key)
            self._frequencies.append(0)
        return found

    def known(self, keys: Iterable[str]) -> dict[str, int]:
        """Return the numbers of those of `keys` that have one."""
        return {key: self._numbers[key] for key in keys if key in self._numbers}

    def keys(self) -> Iterator[str]:
        """Yield the keys in the order of their numbers."""
        return iter(self._keys)

    def keys_from(self, number: int) -> Sequence[str]:
        """Return the keys from a number on."""
        return self._keys[number:]

    def beginning(self, letters: str) -> Sequence[str]:
        """Return the keys that begin with `letters`, BEGINNING of them; only what is new is sorted in."""
        for key in self.keys_from(self._sorted_in):
            self._beginnings.setdefault(key[:BEGINNING], []).append(key)
        self._sorted_in = len(self._keys)
        return self._beginnings.get(letters, ())

    def count(self, numbers: Iterable[int], by: int = 1) -> None:
        """Note that one more item has these keys, or one fewer."""
        for number in numbers:
            self._frequencies[number] += by

    def arrays(self) -> Arrays:
        """Return the keys and how many items have each."""
        keys = Strings()
        keys.values = self._keys
        return {**keys.arrays(), "frequencies": self.frequencies}

    def restore(self, arrays: Arrays) -> None:
        """Hold these keys."""
        keys = Strings()
        keys.restore(arrays)
        self._keys = keys.values
        self._numbers = {key: number for number, key in enumerate(keys.values)}
        self._beginnings, self._sorted_in = {}, 0
        self._frequencies = array("q", arrays["frequencies"].astype(np.int64).tobytes())


class Ranges:
    """For each item, which rows of another table are its own."""

    def __init__(self) -> None:
        self._ends: Column[np.int64] = Column(np.int64)
        self._ends.extend([0])

    @property
    def ends(self) -> Ints:
        """Where each item's rows begin, and at last where they end."""
        return self._ends.values

    def add(self, length: int) -> None:
        """Give the next item the next `length` rows."""
        self._ends.extend([int(self._ends.values[-1]) + length])

    def of(self, items: Ints) -> tuple[Ints, Ints]:
        """Return the rows of `items`, and for each row the place of its item in `items`."""
        ends = self._ends.values
        lengths = ends[items + 1] - ends[items]
        return spread(ends[items], lengths), np.repeat(np.arange(len(items)), lengths)

    def greatest(self, values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return (texts, items) of (texts, rows): the greatest value of each item, 0 where it has no row."""
        starts, lengths = self.ends[:-1], np.diff(self.ends)
        best = np.zeros((len(values), len(starts)), dtype=np.float32)
        if values.shape[1]:
            best[:, lengths > 0] = np.maximum.reduceat(values, starts[lengths > 0], axis=1)
        return best

    def arrays(self) -> Arrays:
        """Return the ends."""
        return self._ends.arrays()

    def restore(self, arrays: Arrays) -> None:
        """Hold these ends."""
        self._ends.restore(arrays)


class SparseRows:
    """Rows of weighted keys, added at the end, read many at a time."""

    def __init__(self) -> None:
        self._ends: Column[np.int64] = Column(np.int64)
        self._ends.extend([0])
        self._numbers: Column[np.int32] = Column(np.int32)
        self._weights: Column[np.float32] = Column(np.float32)

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

    def arrays(self) -> Arrays:
        """Return the rows, one after the other, and where each ends."""
        return {
            "ends": self._ends.values,
            "numbers": self._numbers.values,
            "weights": self._weights.values,
        }

    def restore(self, arrays: Arrays) -> None:
        """Hold these rows."""
        self._ends.restore({"values": arrays["ends"]})
        self._numbers.restore({"values": arrays["numbers"]})
        self._weights.restore({"values": arrays["weights"]})


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


def spread(starts: Ints, lengths: Ints) -> Ints:
    """Return the places of several stretches, one after the other.

    >>> spread(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    offsets = np.cumsum(lengths) - lengths
    return np.repeat(starts - offsets, lengths) + np.arange(int(lengths.sum()))
