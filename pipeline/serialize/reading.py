"""Plain JSON objects back to the values of `domain`; a bad one is told what it lacks."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.domain import (
    AgendaItem,
    Attachment,
    Entity,
    Evidence,
    Label,
    Ledger,
    Leftover,
    Listed,
    Matter,
    Meeting,
    Minutes,
    Opinion,
    Passage,
    Section,
    SectionName,
    TaggedItem,
    TaggedMinutes,
    ThemeScore,
)
from pipeline.errors import SourceError
from pipeline.serialize.node import Node
from pipeline.serialize.writing import DECIDED, MATTERS, TOLD, UNDECIDED


def from_json(obj: object) -> TaggedMinutes:
    """Return the minutes of an exported object, as the models alone tagged them.

    Raises:
        SourceError: a field is missing or not as `to_export` writes it; the message names it.

    """
    node = Node(value=obj, path="")
    text = node["text"].text()
    items = tuple(_item(item, len(text)) for item in node["items"])
    minutes = Minutes(
        source=node["source"].text(),
        text=text,
        meeting=_meeting(node["meeting"]),
        items=tuple(tagged.item for tagged in items),
        ledger=_ledger(node["ledger"]),
        cut=tuple(_agenda_item(item, len(text)) for item in node["cut"]) if "cut" in node else (),
    )
    return TaggedMinutes(minutes=minutes, items=items)


def ledger_from_json(obj: object) -> Ledger:
    """Return the ledger that `ledger_to_json` wrote.

    Raises:
        SourceError: a field is missing or not as it was written; the message names it.

    """
    return _ledger(Node(value=obj, path="ledger"))


def opinion_from_json(obj: object) -> Opinion:
    """Return the opinion that `opinion_to_json` wrote.

    Raises:
        SourceError: a field is missing or not as it was written; the message names it.

    """
    node = Node(value=obj, path="opinion")
    return Opinion(
        entities=tuple(_entity(entity) for entity in node["entities"]),
        themes=tuple(_theme(theme) for theme in node["themes"]),
        model=node["model"].text(),
        matters=_matters(node),
    )


def matters_from_json(obj: object) -> tuple[Matter, ...]:
    """Return the matters of an opinion that `opinion_to_json` wrote.

    Raises:
        SourceError: a field is missing or not as it was written; the message names it.

    """
    return _matters(Node(value={MATTERS: obj}, path="opinion"))


def _matters(node: Node, length: int | None = None) -> tuple[Matter, ...]:
    """Return the matters of an item or opinion; before there were any, none was written."""
    if MATTERS not in node:
        return ()
    return tuple(
        Matter(
            title=matter["title"].text(),
            **matter.span(length),
            themes=tuple(_score(score) for score in matter["themes"]),
        )
        for matter in node[MATTERS]
    )


def _meeting(node: Node) -> Meeting:
    return Meeting(
        title=node["title"].text(),
        committee=node["committee"].text(),
        date=node["date"].day(),
        start=node["start"].maybe(Node.time),
        end=node["end"].maybe(Node.time),
        place=node["place"].maybe(Node.text),
        published=node["published"].maybe(Node.day),
    )


def _ledger(node: Node) -> Ledger:
    tuples = ("unlisted", "gaps", "without_text", "without_decision", "notes")
    return Ledger(
        layout=node["layout"].text(),
        listed=node["listed"].count(),
        found=node["found"].count(),
        missing=tuple(_listed(entry) for entry in node["missing"]),
        leftovers=tuple(Leftover(**rest.span(), text=rest["text"].text()) for rest in node["leftovers"]),
        **{name: node[name].texts() for name in tuples},
    )


def _listed(node: Node) -> Listed:
    return Listed(number=node["number"].maybe(Node.text), title=node["title"].text())


def items_from_json(obj: object) -> tuple[AgendaItem, ...]:
    """Return the items that `agenda_item_to_json` wrote, one each.

    Raises:
        SourceError: a field is missing or not as it was written; the message names it.

    """
    return tuple(_agenda_item(item) for item in Node(value=obj, path="cut"))


def _agenda_item(node: Node, length: int | None = None) -> AgendaItem:
    return AgendaItem(
        id=node["id"].text(),
        number=node["number"].text(),
        title=node["title"].text(),
        **node.span(length),
        sections=tuple(_section(section, length) for section in node["sections"]),
        attachments=tuple(_attachments(node, length)),
    )


def _item(node: Node, length: int) -> TaggedItem:
    item = _agenda_item(node, length)
    said = node.get("opinion", node)
    return TaggedItem(
        item=item,
        passages=tuple(_passage(passage, item.id, length) for passage in node["passages"]),
        entities=tuple(_entity(entity, length) for entity in said["entities"]),
        themes=tuple(_theme(theme, length) for theme in said["themes"]),
        model=node["model"].text() if "model" in node else "",
        matters=_matters(said, length),
    )


def _section(node: Node, length: int | None) -> Section:
    return Section(name=node["name"].one_of(SectionName), **node.span(length))


def _attachments(node: Node, length: int | None) -> Iterator[Attachment]:
    texts, spans = node["attachments"].texts(), list(node["attachment_spans"])
    if len(texts) != len(spans):
        raise SourceError(f"{node.path}: {len(texts)} attachments, but {len(spans)} attachment_spans")
    for text, span in zip(texts, spans, strict=True):
        yield Attachment(text=text, **span.span(length))


def _passage(node: Node, item_id: str, length: int) -> Passage:
    section, path = node["section"].one_of(SectionName), node["path"].texts()
    return Passage(item_id=item_id, section=section, **node.span(length), text=node["text"].text(), path=path)


def _entity(node: Node, length: int | None = None) -> Entity:
    span = node.span(length)
    role, organisation = (node[key].text() if key in node else "" for key in TOLD)
    return Entity(
        start=span["start"],
        end=span["end"],
        label=node["label"].one_of(Label),
        text=node["text"].text(),
        norm=node["norm"].text(),
        role=role,
        organisation=organisation,
    )


def _theme(node: Node, length: int | None = None) -> ThemeScore:
    evidence = tuple(Evidence(**e.span(length), weight=e["weight"].number()) for e in node["evidence"])
    return replace(_score(node), evidence=evidence)


def _score(node: Node) -> ThemeScore:
    return ThemeScore(
        theme=node["theme"].text(),
        probability=node["probability"].number(),
        assigned=node["assigned"].flag(),
        decided_by=node[DECIDED].text() if DECIDED in node else "",
        undecided=node[UNDECIDED].flag() if UNDECIDED in node else False,
    )
