"""Tagged minutes as plain JSON objects and back: the form of `tag --json` and of `export`.

`to_json` gives the contract of `sagsspor tag --json`. `to_export` adds what is needed
to read the object back: the source text and the passages. Dates are ISO 8601, times
HH:MM; every start and end counts characters of "text", end exclusive.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, TypeVar

from pipeline.domain import (
    AgendaItem,
    Attachment,
    Entity,
    Evidence,
    Label,
    Ledger,
    Leftover,
    Link,
    Listed,
    Meeting,
    Minutes,
    Passage,
    Section,
    SectionName,
    TaggedItem,
    TaggedMinutes,
    ThemeScore,
)
from pipeline.errors import SourceError

Json = dict[str, Any]
Name = TypeVar("Name", bound=StrEnum)
Value = TypeVar("Value")


def to_json(tagged: TaggedMinutes) -> Json:
    """Return the object that `sagsspor tag --json` prints for one meeting."""
    minutes = tagged.minutes
    return {
        "source": minutes.source,
        "meeting": meeting_to_json(minutes.meeting),
        "ledger": ledger_to_json(minutes.ledger),
        "items": [item_to_json(item) for item in tagged.items],
    }


def to_export(tagged: TaggedMinutes) -> Json:
    """Return the object of `to_json` with "text" and passages, as `from_json` reads it back."""
    found = to_json(tagged)
    for item, target in zip(tagged.items, found["items"], strict=True):
        target["passages"] = [_passage_to_json(passage) for passage in item.passages]
    return {**found, "text": tagged.minutes.text}


def meeting_to_json(meeting: Meeting) -> Json:
    """Return the "meeting" part; what the source does not say is null."""
    return {
        "title": meeting.title,
        "committee": meeting.committee,
        "date": meeting.date.isoformat(),
        "start": meeting.start and meeting.start.isoformat("minutes"),
        "end": meeting.end and meeting.end.isoformat("minutes"),
        "place": meeting.place,
        "published": meeting.published and meeting.published.isoformat(),
    }


def ledger_to_json(ledger: Ledger) -> Json:
    """Return the "ledger" part, its tuples as lists."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(ledger).items()}


def item_to_json(tagged: TaggedItem) -> Json:
    """Return one entry of "items"."""
    item = tagged.item
    return {
        "id": item.id,
        "number": item.number,
        "title": item.title,
        "start": item.start,
        "end": item.end,
        "sections": [{"name": s.name.value, "start": s.start, "end": s.end} for s in item.sections],
        "attachments": [attachment.text for attachment in item.attachments],
        "attachment_spans": [{"start": a.start, "end": a.end} for a in item.attachments],
        "entities": [{**asdict(entity), "label": entity.label.value} for entity in tagged.entities],
        "themes": [_theme_to_json(theme) for theme in tagged.themes],
    }


def _theme_to_json(score: ThemeScore) -> Json:
    return {**asdict(score), "evidence": [asdict(evidence) for evidence in score.evidence]}


def link_to_json(link: Link) -> Json:
    """Return a link as `related --json` prints it: item, title, date, score, reasons."""
    return {
        "item": link.item_id,
        "title": link.title,
        "date": link.date.isoformat(),
        "score": round(link.score, 4),
        "reasons": [{**asdict(reason), "kind": reason.kind.value} for reason in link.reasons],
    }


def _passage_to_json(passage: Passage) -> Json:
    span = {"section": passage.section.value, "start": passage.start, "end": passage.end}
    return {**span, "text": passage.text, "path": list(passage.path)}


def from_json(obj: object) -> TaggedMinutes:
    """Return the tagged minutes of an exported object.

    Raises:
        SourceError: a field is missing or not as `to_export` writes it; the message names it.

    """
    node = _Node(value=obj, path="")
    text = node["text"].text()
    items = tuple(_item(item, len(text)) for item in node["items"])
    minutes = Minutes(
        source=node["source"].text(),
        text=text,
        meeting=_meeting(node["meeting"]),
        items=tuple(tagged.item for tagged in items),
        ledger=_ledger(node["ledger"]),
    )
    return TaggedMinutes(minutes=minutes, items=items)


def ledger_from_json(obj: object) -> Ledger:
    """Return the ledger that `ledger_to_json` wrote.

    Raises:
        SourceError: a field is missing or not as it was written; the message names it.

    """
    return _ledger(_Node(value=obj, path="ledger"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    """A JSON value that knows where it stands, so that a complaint can name the place."""

    value: object
    path: str

    def __getitem__(self, key: str) -> "_Node":
        where = f"{self.path}.{key}" if self.path else key
        if not isinstance(self.value, dict):
            raise self.wrong("an object")
        if key not in self.value:
            raise SourceError(f"{where} is missing; a line of `sagsspor export` has it")
        return _Node(value=self.value[key], path=where)

    def __iter__(self) -> Iterator["_Node"]:
        if not isinstance(self.value, list):
            raise self.wrong("a list")
        for at, value in enumerate(self.value):
            yield _Node(value=value, path=f"{self.path}[{at}]")

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self.wrong("a text")
        return self.value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.wrong("true or false")
        return self.value

    def count(self) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool) or self.value < 0:
            raise self.wrong("a whole number, 0 or more")
        return self.value

    def number(self) -> float:
        if not isinstance(self.value, int | float) or isinstance(self.value, bool):
            raise self.wrong("a number")
        return float(self.value)

    def texts(self) -> tuple[str, ...]:
        return tuple(node.text() for node in self)

    def parsed(self, parse: Callable[[str], Value], kind: str) -> Value:
        try:
            return parse(self.text())
        except ValueError as error:
            raise self.wrong(kind) from error

    def day(self) -> dt.date:
        return self.parsed(dt.date.fromisoformat, "a date such as 2023-01-20")

    def time(self) -> dt.time:
        return self.parsed(dt.time.fromisoformat, "a time such as 08:30")

    def one_of(self, names: type[Name]) -> Name:
        return self.parsed(names, f"one of {', '.join(names)}")

    def maybe(self, read: Callable[["_Node"], Value]) -> Value | None:
        return None if self.value is None else read(self)

    def span(self, length: int | None = None) -> dict[str, int]:
        """Return start and end, inside a text of `length` characters if that is known."""
        start, end = self["start"].count(), self["end"].count()
        if start > end or (length is not None and end > length):
            raise SourceError(f"{self.path}: start {start}, end {end} is no stretch of the text")
        return {"start": start, "end": end}

    def wrong(self, kind: str) -> SourceError:
        shown = repr(self.value)
        return SourceError(f"{self.path or 'the object'} must be {kind}, got {shown[:60]}")


def _meeting(node: _Node) -> Meeting:
    return Meeting(
        title=node["title"].text(),
        committee=node["committee"].text(),
        date=node["date"].day(),
        start=node["start"].maybe(_Node.time),
        end=node["end"].maybe(_Node.time),
        place=node["place"].maybe(_Node.text),
        published=node["published"].maybe(_Node.day),
    )


def _ledger(node: _Node) -> Ledger:
    tuples = ("unlisted", "gaps", "without_text", "without_decision", "notes")
    return Ledger(
        layout=node["layout"].text(),
        listed=node["listed"].count(),
        found=node["found"].count(),
        missing=tuple(_listed(entry) for entry in node["missing"]),
        leftovers=tuple(Leftover(**rest.span(), text=rest["text"].text()) for rest in node["leftovers"]),
        **{name: node[name].texts() for name in tuples},
    )


def _listed(node: _Node) -> Listed:
    return Listed(number=node["number"].maybe(_Node.text), title=node["title"].text())


def _item(node: _Node, length: int) -> TaggedItem:
    item = AgendaItem(
        id=node["id"].text(),
        number=node["number"].text(),
        title=node["title"].text(),
        **node.span(length),
        sections=tuple(_section(section, length) for section in node["sections"]),
        attachments=tuple(_attachments(node, length)),
    )
    return TaggedItem(
        item=item,
        passages=tuple(_passage(passage, item.id, length) for passage in node["passages"]),
        entities=tuple(_entity(entity, length) for entity in node["entities"]),
        themes=tuple(_theme(theme, length) for theme in node["themes"]),
    )


def _section(node: _Node, length: int) -> Section:
    return Section(name=node["name"].one_of(SectionName), **node.span(length))


def _attachments(node: _Node, length: int) -> Iterator[Attachment]:
    texts, spans = node["attachments"].texts(), list(node["attachment_spans"])
    if len(texts) != len(spans):
        raise SourceError(f"{node.path}: {len(texts)} attachments, but {len(spans)} attachment_spans")
    for text, span in zip(texts, spans, strict=True):
        yield Attachment(text=text, **span.span(length))


def _passage(node: _Node, item_id: str, length: int) -> Passage:
    section, path = node["section"].one_of(SectionName), node["path"].texts()
    return Passage(item_id=item_id, section=section, **node.span(length), text=node["text"].text(), path=path)


def _entity(node: _Node, length: int) -> Entity:
    label, norm = node["label"].one_of(Label), node["norm"].text()
    return Entity(**node.span(length), label=label, text=node["text"].text(), norm=norm)


def _theme(node: _Node, length: int) -> ThemeScore:
    return ThemeScore(
        theme=node["theme"].text(),
        probability=node["probability"].number(),
        assigned=node["assigned"].flag(),
        evidence=tuple(Evidence(**e.span(length), weight=e["weight"].number()) for e in node["evidence"]),
    )
