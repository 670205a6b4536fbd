"""Entries of the log of corrections as plain JSON objects and back, as `export` has them."""

import datetime as dt
from dataclasses import dataclass, fields

from pipeline.domain import Correction
from pipeline.errors import SourceError
from pipeline.serialize import CHANGE, Json, dump, load


def correction_to_json(correction: Correction) -> Json:
    """Return an entry of the log: number, who, when (UTC, ISO 8601), why, what, before and after."""
    row = dump(Correction, correction)
    item, at = row.pop("item_id"), correction.at.isoformat(timespec="microseconds")
    return {**row, "item": item, "at": at}


def corrections_from_json(obj: Json) -> tuple[Correction, ...]:
    """Return the entries of the log in the object of an exported meeting; none where it has none.

    Raises:
        SourceError: a field is missing or not as it was written; the message names it.

    """
    entries = load(tuple[Json, ...], obj.get("corrections", []), "corrections")
    return tuple(_correction(entry, f"corrections[{at}]") for at, entry in enumerate(entries))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry(Correction):
    """An entry of the log as JSON has it: `item` for `item_id`."""

    item: str
    item_id: str = ""


def _correction(obj: Json, path: str) -> Correction:
    # Before the whole entry, so that a complaint is about the kind of change it is.
    load(CHANGE, obj.get("change"), f"{path}.change")
    entry = load(_Entry, obj, path)
    if entry.at.tzinfo is None:
        raise SourceError("no-time-with-zone", place=path)
    at = entry.at.astimezone(dt.UTC)
    same = {field.name: getattr(entry, field.name) for field in fields(Correction)}
    return Correction(**{**same, "item_id": entry.item, "at": at})
