"""How values of `domain` are kept in the columns of rows, and read from them."""

import datetime as dt
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import DateTime, Dialect, Text, TypeDecorator

from pipeline.errors import ArchiveError

Value = TypeVar("Value")


class Checked(TypeDecorator[Value]):
    """Values of one type, kept as JSON that is checked when it is read."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind
        self._adapter: TypeAdapter[Value] = TypeAdapter(kind)

    def process_bind_param(self, value: Value | None, dialect: Dialect) -> str | None:
        """Return a value as JSON, without what every value of its type has."""
        del dialect
        return None if value is None else self._adapter.dump_json(value, exclude_defaults=True).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Value | None:
        """Return the value that was kept."""
        del dialect
        try:
            return None if value is None else self._adapter.validate_json(value)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise ArchiveError(
                "archive-value-damaged", place=place or "a value", kind=self.kind, reason=first["msg"]
            ) from error


class UtcMoment(TypeDecorator[dt.datetime]):
    """Moments, kept and given back in UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Return a moment as databases without time zones keep it."""
        del dialect
        return value and value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Return the moment that was kept."""
        del dialect
        return value and value.replace(tzinfo=dt.UTC)


def now() -> dt.datetime:
    """Return this moment."""
    return dt.datetime.now(dt.UTC)


def made(kind: type[Value], row: Any, **own: Any) -> Value:
    """Return a value whose fields are the columns of the same names, but for those that are given."""
    of_kind: Any = kind
    return kind(**{name: getattr(row, name) for name in _names(of_kind) if name not in own}, **own)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def columns_of(value: Any, *but: str) -> dict[str, Any]:
    """Return the fields of a value as columns of the same names, without some."""
    return {field.name: getattr(value, field.name) for field in fields(value) if field.name not in but}
