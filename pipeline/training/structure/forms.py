"""Random choices out of the tables of forms.toml, of which some forms can be kept for testing alone."""

import datetime as dt
import random
import re
import string
import tomllib
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TypeVar

from pipeline.domain import DANISH_MONTHS

T = TypeVar("T")

_WEIGHT = re.compile(r"(?:(\d+)x(?: |$))?(.*)", re.S)
_COMMA = re.compile(r"(?<!\\),\s*")
_COMMON = 4
"""A form drawn so often is never kept for testing: minutes without it would be odd ones."""
_KEPT = 6
"""One form in so many is kept for testing."""


class Pool(Enum):
    """Which forms are drawn."""

    ALL = "all"
    LEARNED = "learned"
    """Without those kept for testing."""
    TESTED = "tested"
    """Those kept for testing wherever a table has some, else the others."""


@dataclass(frozen=True, slots=True)
class Table:
    """The forms of one table and how often each is drawn."""

    forms: tuple[str, ...]
    weights: tuple[int, ...]

    def only(self, pool: Pool) -> "Table":
        """Return the table with the forms of a pool; with all where none would be left."""
        wanted = pool is Pool.TESTED
        kept = [
            (form, weight)
            for form, weight in zip(self.forms, self.weights, strict=True)
            if pool is Pool.ALL or _is_kept(form, weight) is wanted
        ]
        return Table(*map(tuple, zip(*kept, strict=True))) if kept else self


def _is_kept(form: str, weight: int) -> bool:
    return weight < _COMMON and zlib.crc32(form.encode()) % _KEPT == 0


@cache
def read_tables() -> Mapping[str, Table]:
    """Return every table of forms.toml by its name: "items.headings"."""
    groups = tomllib.loads(Path(__file__).with_name("forms.toml").read_text(encoding="utf-8"))
    return {
        f"{group}.{name}": _table(text.strip("\n").split("\n") if "\n" in text else _COMMA.split(text))
        for group, tables in groups.items()
        for name, text in tables.items()
    }


def _table(rows: Sequence[str]) -> Table:
    parsed = [match for row in rows if (match := _WEIGHT.fullmatch(row))]
    forms = tuple(match[2].replace("\\,", ",") for match in parsed)
    return Table(forms, tuple(int(match[1] or 1) for match in parsed))


@cache
def _pooled(name: str, pool: Pool) -> Table:
    # Words that fill a form are no forms.
    return read_tables()[name] if name.startswith("words.") else read_tables()[name].only(pool)


class Draw:
    """Random choices of one print: the same seed gives the same print."""

    def __init__(self, seed: str, pool: Pool = Pool.ALL) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.pool = pool

    def chance(self, share: float) -> bool:
        """Return yes in that share of all draws."""
        return self.random.random() < share

    def one(self, *options: T) -> T:
        """Return one of some options, each as often as the others."""
        return self.random.choice(options)

    def weighted(self, options: Mapping[T, float]) -> T:
        """Return one of some options, as often as its weight says."""
        return self.random.choices(tuple(options), tuple(options.values()))[0]

    def number(self, low: int, high: int) -> int:
        """Return a number from `low` to `high`, both included."""
        return self.random.randint(low, high)

    def day(self) -> dt.date:
        """Return a day of the last twenty years."""
        return dt.date(self.number(2004, 2026), self.number(1, 12), self.number(1, 28))

    def form(self, name: str) -> str:
        """Return a form of a table: "items.headings"."""
        pool = Pool.LEARNED if self.pool is Pool.TESTED and self.chance(0.3) else self.pool
        table = _pooled(name, pool)
        return self.random.choices(table.forms, table.weights)[0]

    def fill(self, form: str, **values: object) -> str:
        """Return a form with its places filled: with `values`, else with words drawn for them."""
        # In the order of the form: each name draws.
        names = dict.fromkeys(name for _, name, _, _ in string.Formatter().parse(form) if name)
        return form.format_map({name: values[name] if name in values else self._word(name) for name in names})

    def filled(self, name: str, **values: object) -> str:
        """Return a form of a table with its places filled."""
        return self.fill(self.form(name), **values)

    def _word(self, name: str) -> str:
        return _WORDS[name](self) if name in _WORDS else self.form(f"words.{name}")


def _kle(draw: Draw) -> str:
    numbers = ".".join(f"{draw.number(0, 99):02d}" for _ in range(3))
    facet = f"{draw.one(*'AGPKS')}{draw.number(0, 39):02d}"
    return f"{numbers}-{facet}-{draw.number(1, 98)}-{draw.number(5, 24):02d}"


def _person(draw: Draw) -> str:
    middle = f" {draw.one(*'ABEHKLMS')}." if draw.chance(0.15) else ""
    return f"{draw.form('words.given')}{middle} {draw.form('words.family')}"


_WORDS: Mapping[str, Callable[[Draw], str]] = {
    "kle": _kle,
    "short_kle": lambda draw: f"{draw.number(10, 99)}.{draw.number(10, 99)}{draw.one('A', 'G', 'P', 'K')}01",
    "person": _person,
    "figure": lambda draw: str(draw.one(draw.number(1, 400), draw.number(100, 400_000))),
    "small": lambda draw: str(draw.number(1, 40)),
    "page": lambda draw: str(draw.number(2, 30)),
    "pages": lambda draw: str(draw.number(30, 60)),
    "code": lambda draw: str(draw.number(1000, 9990)),
    "letter": lambda draw: draw.one(*"ABCD"),
    "minutes": lambda draw: str(draw.one(5, 10, 15, 20, 30)),
    "year": lambda draw: str(draw.number(2004, 2026)),
    "later": lambda draw: str(draw.number(2027, 2030)),
    "yy": lambda draw: f"{draw.number(4, 26):02d}",
    "month": lambda draw: draw.one("januar", "marts", "maj", "juni", "oktober"),
    "time": lambda draw: f"{draw.number(8, 20)}.{draw.one('00', '15', '30')}",
    "place": lambda draw: draw.filled("places.forms"),
    "d": lambda draw: print_date(draw, draw.day()),
    "c": lambda draw: draw.filled("committees.forms"),
    "field": lambda draw: draw.form("words.area").lower(),
}  # fmt: skip


def date_forms() -> tuple[str, ...]:
    """Return the forms of dates; dates in the running text are written as the first."""
    return read_tables()["dates.forms"].forms


def print_date(draw: Draw, day: dt.date, form: str = "") -> str:
    """Return a date in one of the forms that minutes print, or in the form given."""
    weekday = read_tables()["dates.weekdays"].forms[day.weekday()]
    return (form or draw.one(*date_forms())).format(
        day=day.day,
        m=day.month,
        month=DANISH_MONTHS[day.month - 1],
        English=read_tables()["dates.english"].forms[day.month - 1],
        year=day.year,
        yy=day.year % 100,
        wd=weekday,
        Wd=weekday.capitalize(),
    )
