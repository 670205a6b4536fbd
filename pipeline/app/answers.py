"""The one JSON form of every answer; an item is named by its id wherever it is spoken of."""

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from pipeline.archive import StoredItem, StoredMeeting
from pipeline.domain import Link
from pipeline.serialize import dump, item_to_json, link_to_json, meeting_to_json


@singledispatch
def to_json(answer: Any) -> Any:
    """Return an answer, or answers in a tuple or by item id, as plain JSON.

    A frozen dataclass has the form its fields say; those that have another one register it.
    """
    return dump(type(answer), answer)


@to_json.register(tuple)
def _many(answers: tuple[Any, ...]) -> list[Any]:
    return [to_json(one) for one in answers]


@to_json.register(Mapping)
def _by_id(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {item_id: to_json(answer) for item_id, answer in answers.items()}


@to_json.register
def _item(stored: StoredItem) -> dict[str, Any]:
    own = {"text": stored.text, "meeting": meeting_to_json(stored.meeting)}
    return {**item_to_json(stored.tagged), **own}


@to_json.register
def _meeting(stored: StoredMeeting) -> dict[str, Any]:
    return {"id": stored.id, "items": stored.items, **meeting_to_json(stored.meeting)}


to_json.register(Link, link_to_json)
