"""A JSON value that knows where it stands, so that a complaint can name the place."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from pipeline.errors import SourceError

Name = TypeVar("Name", bound=StrEnum)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A value and its place: reading it as what it is not raises a SourceError that names the place."""

    value: object
    path: str

    def __getitem__(self, key: str) -> "Node":
        where = f"{self.path}.{key}" if self.path else key
        if not isinstance(self.value, dict):
            raise self.wrong("an object")
        if key not in self.value:
            raise SourceError(f"{where} is missing; a line of `sagsspor export` has it")
        return Node(value=self.value[key], path=where)

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def get(self, key: str, other: "Node") -> "Node":
        """Return the value under a key, or another where there is none."""
        return self[key] if key in self else other  # noqa: SIM401 - this is the `get` it asks for

    def __iter__(self) -> Iterator["Node"]:
        if not isinstance(self.value, list):
            raise self.wrong("a list")
        for at, value in enumerate(self.value):
            yield Node(value=value, path=f"{self.path}[{at}]")

    def text(self) -> str:
        """Return it as a text."""
        if not isinstance(self.value, str):
            raise self.wrong("a text")
        return self.value

    def flag(self) -> bool:
        """Return it as true or false."""
        if not isinstance(self.value, bool):
            raise self.wrong("true or false")
        return self.value

    def count(self) -> int:
        """Return it as a whole number, 0 or more."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or self.value < 0:
            raise self.wrong("a whole number, 0 or more")
        return self.value

    def number(self) -> float:
        """Return it as a number."""
        if not isinstance(self.value, int | float) or isinstance(self.value, bool):
            raise self.wrong("a number")
        return float(self.value)

    def texts(self) -> tuple[str, ...]:
        """Return it as a list of texts."""
        return tuple(node.text() for node in self)

    def parsed(self, parse: Callable[[str], Value], kind: str) -> Value:
        """Return what `parse` makes of it; `kind` says what it should have been."""
        try:
            return parse(self.text())
        except ValueError as error:
            raise self.wrong(kind) from error

    def day(self) -> dt.date:
        """Return it as a date."""
        return self.parsed(dt.date.fromisoformat, "a date such as 2023-01-20")

    def time(self) -> dt.time:
        """Return it as a clock time."""
        return self.parsed(dt.time.fromisoformat, "a time such as 08:30")

    def one_of(self, names: type[Name]) -> Name:
        """Return it as one of `names`."""
        return self.parsed(names, f"one of {', '.join(names)}")

    def maybe(self, read: Callable[["Node"], Value]) -> Value | None:
        """Return what `read` makes of it; None for null."""
        return None if self.value is None else read(self)

    def span(self, length: int | None = None) -> dict[str, int]:
        """Return start and end, inside a text of `length` characters if that is known."""
        start, end = self["start"].count(), self["end"].count()
        if start > end or (length is not None and end > length):
            raise SourceError(f"{self.path}: start {start}, end {end} is no stretch of the text")
        return {"start": start, "end": end}

    def wrong(self, kind: str) -> SourceError:
        """Return the complaint that it is not of a kind."""
        shown = repr(self.value)
        return SourceError(f"{self.path or 'the object'} must be {kind}, got {shown[:60]}")
