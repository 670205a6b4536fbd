"""Tagged minutes as plain JSON objects and back: the form of `tag --json` and of `export`.

`to_json` gives the contract of `sagsspor tag --json`. `to_export` adds what is needed
to read the object back: the source text and the passages. Dates are ISO 8601, times
HH:MM; every start and end counts characters of "text", end exclusive.

pydantic reads and writes the values of `domain` as they are declared there. Written out
below is only where the JSON differs: an item and its tags are one object, a list of
attachments is texts and spans.
"""

import json
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

from pipeline.domain import (
    AgendaItem,
    Attachment,
    Change,
    Entity,
    Ledger,
    Matter,
    Meeting,
    Minutes,
    Opinion,
    Passage,
    Section,
    Structure,
    TaggedItem,
    TaggedMinutes,
    ThemeScore,
)
from pipeline.errors import SourceError

if TYPE_CHECKING:  # pydantic takes a fifth of a second to load: commands without JSON go without
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

Json = dict[str, Any]
Value = TypeVar("Value")
Entities = tuple[Entity, ...]
Themes = tuple[ThemeScore, ...]
Matters = tuple[Matter, ...]
Passages = tuple[Passage, ...]
CHANGE = cast("type[Change]", Change)
"""Any kind of change, as `dump` and `load` take it."""


def dump(kind: type[Value], value: Value, *, lean: bool = False) -> Any:
    """Return a value of `domain` as plain JSON; `lean` leaves out the fields that are as by default."""
    form: Any = kind
    return _adapter(form).dump_python(value, mode="json", exclude_defaults=lean)


def load(kind: type[Value], obj: object, path: str = "") -> Value:
    """Return the value that `dump` wrote; `path` is where the object stands, for complaints.

    Raises:
        SourceError: a field is missing or not as it was written; the message names it.

    """
    from pydantic import ValidationError

    form: Any = kind
    try:
        # As JSON text, since pydantic is strict about numbers and yet reads dates only there.
        value: Value = _adapter(form).validate_json(json.dumps(obj), strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        # The kind of a change is a step of pydantic's, and none of the object.
        steps = first["loc"][1:] if kind == CHANGE else first["loc"]
        where = path + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
        raise SourceError(
            "misread-value", place=where.lstrip(".") or "the object", problem=_complaint(first)
        ) from error
    return value


@cache
def _adapter(kind: Any) -> "TypeAdapter[Any]":
    from pydantic import Discriminator, TypeAdapter

    form: Any = Annotated[kind, Discriminator("kind")] if kind == CHANGE else kind
    return TypeAdapter(form)


def _complaint(error: "ErrorDetails") -> str:
    if error["type"] == "missing":
        return " is missing; a line of `sagsspor export` has it"
    return f": {error['msg'][0].lower()}{error['msg'][1:]}, got {error['input']!r:.60}"


# Out


def to_json(tagged: TaggedMinutes) -> Json:
    """Return the object that `sagsspor tag --json` prints for one meeting.

    What a case system exported has "system", and the "text" that was made of its data: no file holds it.
    """
    minutes = tagged.minutes
    text = {"system": minutes.system, "text": minutes.text} if minutes.system else {}
    return {
        "source": minutes.source,
        "meeting": meeting_to_json(minutes.meeting),
        "status": minutes.status.value,
        "not_released": list(minutes.not_released),
        "structure": structure_to_json(minutes.structure),
        "ledger": dump(Ledger, minutes.ledger),
        "items": [item_to_json(item) for item in tagged.items],
        **text,
    }


def to_export(tagged: TaggedMinutes) -> Json:
    """Return the object of `to_json` with "text" and passages, as `from_json` reads it back.

    Where they are known: "model", the version that tagged an item; "cut" and "uncorrected",
    items and meeting as the program read them where a person corrected them.
    """
    exported = to_json(tagged)
    for item, row in zip(tagged.items, exported["items"], strict=True):
        row["passages"] = dump(Passages, item.passages)
        for passage in row["passages"]:
            del passage["item_id"]
        if item.model:
            row["model"] = item.model
    if tagged.minutes.cut:
        exported["cut"] = [_agenda_item_to_json(item) for item in tagged.minutes.cut]
    if tagged.minutes.uncorrected:
        exported["uncorrected"] = meeting_to_json(tagged.minutes.uncorrected)
    if tagged.minutes.stamp:
        exported["stamp"] = tagged.minutes.stamp
    if tagged.minutes.sha256:
        exported["sha256"] = tagged.minutes.sha256
    return {**exported, "text": tagged.minutes.text}


def meeting_to_json(meeting: Meeting) -> Json:
    """Return the "meeting" part; what the source does not say is null."""
    row = dump(Meeting, meeting)
    return {**row, **{name: row[name] and row[name][: len("HH:MM")] for name in ("start", "end")}}


def structure_to_json(structure: Structure) -> Json:
    """Return the "structure" part; "doubts" are there where there are any."""
    row: Json = dump(Structure, structure)
    if not structure.doubts:
        del row["doubts"]
    return row


def item_to_json(tagged: TaggedItem) -> Json:
    """Return one entry of "items"."""
    row = {**_agenda_item_to_json(tagged.item), **_tags_to_json(tagged)}
    if not tagged.matters:
        del row["matters"]
    return row


def _agenda_item_to_json(item: AgendaItem) -> Json:
    """Return an item as it was cut, without its tags; "made" is there where the program made anything."""
    row = dump(AgendaItem, item)
    if not item.made:
        del row["made"]
    spans = [{"start": one.start, "end": one.end} for one in item.attachments]
    return {**row, "attachments": [one.text for one in item.attachments], "attachment_spans": spans}


def _tags_to_json(tagged: TaggedItem | Opinion) -> Json:
    """Return what was found in an item: "entities", "themes" and "matters".

    What few have is left out: role and organisation of a person, who decided about a
    theme, that the model does not know, the evidence for a theme of a matter.
    """
    themes = dump(Themes, tagged.themes, lean=True)
    return {
        "entities": dump(Entities, tagged.entities, lean=True),
        "themes": [{"evidence": [], **theme} for theme in themes],
        "matters": dump(Matters, tagged.matters, lean=True),
    }


def opinion_to_json(opinion: Opinion) -> Json:
    """Return what the models said of an item: the version of the theme model, and its tags."""
    return {"model": opinion.model, **_tags_to_json(opinion)}


# In


def from_json(obj: object) -> TaggedMinutes:
    """Return the minutes of an exported object, as the models alone tagged them.

    Raises:
        SourceError: a field is missing or not as `to_export` writes it; the message names it.

    """
    row = load(_Minutes, obj)
    _check_spans(obj, len(row.text))
    items = tuple(_tagged(item, f"items[{at}]") for at, item in enumerate(row.items))
    own = {
        **{field.name: getattr(row, field.name) for field in fields(Minutes)},
        "items": tuple(tagged.item for tagged in items),
        "cut": tuple(_agenda_item(item, f"cut[{at}]") for at, item in enumerate(row.cut)),
    }
    minutes = Minutes(**own)
    return TaggedMinutes(minutes=minutes, items=items)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item(AgendaItem):
    """An item as JSON has it: the list of attachments is two, of texts and of spans."""

    sections: tuple[Section, ...]
    attachments: tuple[str, ...]  # type: ignore[assignment]
    attachment_spans: tuple[_Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tagged(_Item):
    """An item with its tags; `opinion` is what the models said where a person corrected them."""

    passages: tuple[Json, ...]
    entities: Entities
    themes: Themes
    matters: Matters = ()
    model: str = ""
    opinion: Opinion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Minutes(Minutes):
    """Minutes as JSON has them."""

    items: tuple[_Tagged, ...]
    cut: tuple[_Item, ...] = ()


def _tagged(row: _Tagged, path: str) -> TaggedItem:
    models = row.opinion or row
    passages = [{**passage, "item_id": row.id} for passage in row.passages]
    return TaggedItem(
        item=_agenda_item(row, path),
        passages=load(Passages, passages, f"{path}.passages"),
        entities=models.entities,
        themes=models.themes,
        matters=models.matters,
        model=row.model,
    )


def _agenda_item(row: _Item, path: str) -> AgendaItem:
    texts, spans = row.attachments, row.attachment_spans
    if len(texts) != len(spans):
        raise SourceError("attachments-without-spans", place=path, attachments=len(texts), spans=len(spans))
    attachments = tuple(
        Attachment(text=text, start=span.start, end=span.end) for text, span in zip(texts, spans, strict=True)
    )
    same = {field.name: getattr(row, field.name) for field in fields(AgendaItem)}
    return AgendaItem(**{**same, "attachments": attachments})


def _check_spans(obj: object, length: int, path: str = "") -> None:
    """Refuse a start and end, at any depth, that are no stretch of a text of this length."""
    if isinstance(obj, list):
        for at, value in enumerate(obj):
            _check_spans(value, length, f"{path}[{at}]")
    elif isinstance(obj, dict):
        start, end = obj.get("start"), obj.get("end")
        if isinstance(start, int) and isinstance(end, int) and not 0 <= start <= end <= length:
            raise SourceError("no-stretch-of-text", place=path, start=start, end=end)
        for name, value in obj.items():
            if name != "corrections":  # theirs count from the start of an item
                _check_spans(value, length, f"{path}.{name}".lstrip("."))
