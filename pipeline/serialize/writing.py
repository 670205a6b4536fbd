"""The values of `domain` to plain JSON objects."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from pipeline.domain import (
    AgendaItem,
    Entity,
    Ledger,
    Link,
    Matter,
    Meeting,
    Opinion,
    Passage,
    TaggedItem,
    TaggedMinutes,
    ThemeScore,
)

Json = dict[str, Any]
TOLD = ("role", "organisation")
"""Of a mention, what few texts say: left out where it is empty."""
DECIDED = "decided_by"
"""Of a theme, who decided: left out where the model did."""
MATTERS = "matters"
"""Of an item, its sub-items: left out where it has none."""
UNDECIDED = "undecided"
"""Of a theme, that the model does not know: left out where it does."""


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
    """Return the object of `to_json` with "text" and passages, as `from_json` reads it back.

    Where they are known: "model", the version that tagged an item, and "cut", the items
    as the program cut them where a person cut them otherwise.
    """
    found = to_json(tagged)
    for item, target in zip(tagged.items, found["items"], strict=True):
        target["passages"] = [_passage_to_json(passage) for passage in item.passages]
        if item.model:
            target["model"] = item.model
    if tagged.minutes.cut:
        found["cut"] = [agenda_item_to_json(item) for item in tagged.minutes.cut]
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
    found = {
        **agenda_item_to_json(tagged.item),
        "entities": [_entity_to_json(entity) for entity in tagged.entities],
        "themes": [_theme_to_json(theme) for theme in tagged.themes],
    }
    return {**found, MATTERS: _matters_to_json(tagged.matters)} if tagged.matters else found


def agenda_item_to_json(item: AgendaItem) -> Json:
    """Return an item as it was cut, without its tags."""
    return {
        "id": item.id,
        "number": item.number,
        "title": item.title,
        "start": item.start,
        "end": item.end,
        "sections": [{"name": s.name.value, "start": s.start, "end": s.end} for s in item.sections],
        "attachments": [attachment.text for attachment in item.attachments],
        "attachment_spans": [{"start": a.start, "end": a.end} for a in item.attachments],
    }


def _entity_to_json(entity: Entity) -> Json:
    """Return a mention; role and organisation only where the text tells them."""
    row = {**asdict(entity), "label": entity.label.value}
    return {key: value for key, value in row.items() if value or key not in TOLD}


def _theme_to_json(score: ThemeScore) -> Json:
    row = {**asdict(score), "evidence": [asdict(evidence) for evidence in score.evidence]}
    return {key: value for key, value in row.items() if value or key not in (DECIDED, UNDECIDED)}


def _matters_to_json(matters: Iterable[Matter]) -> list[Json]:
    return [
        {
            "title": matter.title,
            "start": matter.start,
            "end": matter.end,
            "themes": [_without_evidence(_theme_to_json(score)) for score in matter.themes],
        }
        for matter in matters
    ]


def _without_evidence(row: Json) -> Json:
    return {key: value for key, value in row.items() if key != "evidence"}


def opinion_to_json(opinion: Opinion) -> Json:
    """Return what the models said of an item: the version of the theme model, entities, themes."""
    return {
        "model": opinion.model,
        "entities": [_entity_to_json(entity) for entity in opinion.entities],
        "themes": [_theme_to_json(theme) for theme in opinion.themes],
        MATTERS: _matters_to_json(opinion.matters),
    }


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
