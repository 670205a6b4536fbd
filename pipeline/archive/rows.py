"""Tagged minutes as rows of the tables below a meeting."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from sqlalchemy import Table

from pipeline.archive import schema
from pipeline.archive.search_index import IndexRow
from pipeline.archive.words import index_text
from pipeline.domain import (
    Attachment,
    Entity,
    Opinion,
    Passage,
    Section,
    SectionName,
    TaggedItem,
    TaggedMinutes,
    ThemeScore,
)
from pipeline.serialize import opinion_to_json

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the rows go: the meeting's row, the items' public ids, the first free row ids."""

    meeting: int
    keys: Sequence[str]
    first_item: int
    first_passage: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of each table, in an order that keeps foreign keys satisfied, and of the index."""

    tables: tuple[tuple[Table, Sequence[Row]], ...]
    index: tuple[IndexRow, ...]
    first_passage: int


def rows_of(tagged: TaggedMinutes, place: Place) -> Rows:
    """Return every row that the items of one meeting make."""
    items = list(_items(tagged.items, place))
    found = [(row["id"], item) for row, item in zip(items, tagged.items, strict=True)]
    firsts = [row["first_passage"] for row in items]
    tables = (
        (schema.items, items),
        (schema.sections, _numbered((row, map(_section, item.item.sections)) for row, item in found)),
        (
            schema.attachments,
            _numbered((row, map(_attachment, item.item.attachments)) for row, item in found),
        ),
        *tag_rows((row, item.entities, item.themes) for row, item in found),
        (schema.opinions, [opinion_row(row, _opinion(item)) for row, item in found]),
        (
            schema.passages,
            _numbered(
                (row, _passages(item, first, tagged.minutes.text))
                for (row, item), first in zip(found, firsts, strict=True)
            ),
        ),
    )
    index = (
        line
        for (row, item), first in zip(found, firsts, strict=True)
        for line in index_rows(row, item, first)
    )
    return Rows(tables=tables, index=tuple(index), first_passage=place.first_passage)


def tag_rows(
    items: Iterable[tuple[int, Sequence[Entity], Sequence[ThemeScore]]],
) -> tuple[tuple[Table, list[Row]], ...]:
    """Return the rows of what is in force of items, each given by its row id."""
    kept = list(items)
    return (
        (schema.entities, _numbered((row, map(_entity, entities)) for row, entities, _ in kept)),
        (schema.themes, _numbered((row, map(_theme, themes)) for row, _, themes in kept)),
    )


def opinion_row(row: int, opinion: Opinion) -> Row:
    """Return the row of what the models alone said of one item."""
    return {"item": row, **opinion_to_json(opinion)}


def _opinion(tagged: TaggedItem) -> Opinion:
    return Opinion(entities=tagged.entities, themes=tagged.themes, model=tagged.model, matters=tagged.matters)


def index_rows(row: int, tagged: TaggedItem, first_passage: int) -> Iterator[IndexRow]:
    """Yield what the full-text index keeps of an item."""
    title = tagged.item.title
    kept = [at for at, passage in enumerate(tagged.passages) if not _only_repeats(passage, tagged)]
    attached = " ".join(attachment.text for attachment in tagged.item.attachments)
    if attached or not kept:
        yield IndexRow(item=row, passage=None, title=title, body=attached)
    for at in kept:
        passage = tagged.passages[at]
        above = " ".join(dict.fromkeys((title, *passage.path)))
        yield IndexRow(item=row, passage=first_passage + at, title=above, body=passage.text)


def _only_repeats(passage: Passage, tagged: TaggedItem) -> bool:
    """Tell whether a heading says nothing that does not stand above a paragraph anyway.

    Such a heading would be the best match of its own words, and show a reader what the
    title has told already.
    """
    if passage.section is not SectionName.TITEL:
        return False
    above = {part for other in tagged.passages if other.section is not passage.section for part in other.path}
    told = index_text(" ".join((tagged.item.title, *above))).split()
    return not any(stem.isalpha() and stem not in told for stem in index_text(passage.text).split())


def _items(tagged: Sequence[TaggedItem], place: Place) -> Iterator[Row]:
    firsts = accumulate((len(item.passages) for item in tagged), initial=place.first_passage)
    for at, (one, key, first) in enumerate(zip(tagged, place.keys, firsts, strict=False)):
        yield {
            "id": place.first_item + at,
            "meeting": place.meeting,
            "position": at,
            "key": key,
            "number": one.item.number,
            "title": one.item.title,
            "start": one.item.start,
            "end": one.item.end,
            "first_passage": first,
            "passages": len(one.passages),
        }


def _numbered(parts: Iterable[tuple[int, Iterable[Row]]]) -> list[Row]:
    return [{"item": item, "position": at, **row} for item, rows in parts for at, row in enumerate(rows)]


def _section(section: Section) -> Row:
    return {"name": section.name.value, "start": section.start, "end": section.end}


def _attachment(attachment: Attachment) -> Row:
    return {"text": attachment.text, "start": attachment.start, "end": attachment.end}


def _entity(entity: Entity) -> Row:
    span = {"start": entity.start, "end": entity.end}
    told = {"role": entity.role, "organisation": entity.organisation}
    return {"label": entity.label, "text": entity.text, "norm": entity.norm, **span, **told}


def _theme(score: ThemeScore) -> Row:
    return {
        "theme": score.theme,
        "probability": score.probability,
        "assigned": score.assigned,
        "evidence": [[evidence.start, evidence.end, evidence.weight] for evidence in score.evidence],
        "decided_by": score.decided_by,
    }


def _passages(tagged: TaggedItem, first: int, text: str) -> Iterator[Row]:
    for at, passage in enumerate(tagged.passages):
        same = passage.text == text[passage.start : passage.end]
        yield {
            "id": first + at,
            "section": passage.section.value,
            "start": passage.start,
            "end": passage.end,
            "path": list(passage.path),
            "text": None if same else passage.text,
        }
