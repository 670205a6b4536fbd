"""Entries of the log of corrections as plain JSON objects, and back."""

import datetime as dt
from dataclasses import Field, asdict, fields
from enum import StrEnum
from typing import Any

from pipeline.domain import (
    CaseChange,
    Change,
    Correction,
    EntityAction,
    EntityChange,
    Label,
    LinkChange,
    MergeChange,
    Skipped,
    SkippedLink,
    SplitChange,
    ThemeChange,
    Undo,
)
from pipeline.serialize.node import Node

KINDS: dict[str, type[Change]] = {
    "theme": ThemeChange,
    "entity": EntityChange,
    "link": LinkChange,
    "case": CaseChange,
    "split": SplitChange,
    "merge": MergeChange,
    "skip": Skipped,
    "skip-link": SkippedLink,
    "undo": Undo,
}
"""What a change is called in the log."""
_NAMES = {kind: name for name, kind in KINDS.items()}
_ENUMS: dict[str, type[StrEnum]] = {"action": EntityAction, "label": Label}


def change_to_json(change: Change) -> dict[str, Any]:
    """Return a change as an object whose "kind" is one of `KINDS`."""
    return {"kind": _NAMES[type(change)], **asdict(change)}


def change_from_json(obj: object) -> Change:
    """Return the change that `change_to_json` wrote.

    Raises:
        SourceError: a field is missing or not as it was written; the message names it.

    """
    return _change(Node(value=obj, path="change"))


def correction_to_json(correction: Correction) -> dict[str, Any]:
    """Return an entry of the log: number, who, when (UTC, ISO 8601), why, what, before and after."""
    return {
        "number": correction.number,
        "at": correction.at.isoformat(timespec="microseconds"),
        "by": correction.by,
        "why": correction.why,
        "item": correction.item_id,
        "change": change_to_json(correction.change),
        "before": correction.before,
        "after": correction.after,
        "model": correction.model,
        "text_hash": correction.text_hash,
        "other_hash": correction.other_hash,
    }


def corrections_from_json(obj: object) -> tuple[Correction, ...]:
    """Return the entries of the log in the object of an exported meeting; none where it has none.

    Raises:
        SourceError: a field is missing or not as it was written; the message names it.

    """
    node = Node(value=obj, path="")
    return tuple(_correction(entry) for entry in node["corrections"]) if "corrections" in node else ()


def _correction(node: Node) -> Correction:
    texts = {name: node[name].text() for name in ("by", "why", "before", "after", "model", "text_hash")}
    return Correction(
        number=node["number"].count(),
        at=node["at"].parsed(_moment, "a time such as 2026-01-20T08:30:00+00:00"),
        item_id=node["item"].text(),
        change=_change(node["change"]),
        # An export older than the field has none.
        other_hash=node["other_hash"].text() if "other_hash" in node else "",
        **texts,
    )


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _change(node: Node) -> Change:
    kind = node["kind"].parsed(_kind, f"one of {', '.join(KINDS)}")
    values: dict[str, Any] = {field.name: _value(node[field.name], field) for field in fields(kind)}
    return kind(**values)


def _kind(name: str) -> type[Change]:
    if name not in KINDS:
        raise ValueError(name)
    return KINDS[name]


def _value(node: Node, field: "Field[Any]") -> object:
    if field.type is bool:
        return node.flag()
    if field.type is int:
        return node.count()
    if field.type is str:
        return node.text()
    return node.one_of(_ENUMS[field.name])
