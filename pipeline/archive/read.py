"""Reading: rows back into the words of `domain`."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, select

from pipeline.archive import schema
from pipeline.archive.values import ItemSummary
from pipeline.domain import (
    AgendaItem,
    Attachment,
    Entity,
    Evidence,
    Label,
    Ledger,
    Matter,
    Meeting,
    Minutes,
    Passage,
    Section,
    SectionName,
    TaggedItem,
    TaggedMinutes,
    ThemeScore,
)
from pipeline.serialize import Matters, items_from_json, load

Part = TypeVar("Part")
Found = Row[Any]
ITEMS = schema.items.join(schema.meetings, schema.meetings.c.id == schema.items.c.meeting)
"""What every condition of `conditions` can be asked of."""


def read_meeting(row: Found) -> Meeting:
    """Return the meeting in a row of the table of meetings."""
    return Meeting(
        title=row.title,
        committee=row.committee,
        date=row.date,
        start=row.start,
        end=row.end,
        place=row.place,
        published=row.published,
    )


def read_document(connection: Connection, meeting: int) -> Found:
    """Return the current document of a meeting."""
    documents = schema.documents
    current = (documents.c.meeting == meeting, documents.c.superseded_by.is_(None))
    return connection.execute(select(documents).where(*current)).one()


def read_minutes(connection: Connection, meeting: Found) -> TaggedMinutes:
    """Return all of a meeting, as it was added."""
    document = read_document(connection, meeting.id)
    items = read_items(connection, schema.items.c.meeting == meeting.id, document.text)
    minutes = Minutes(
        source=document.source,
        text=document.text,
        meeting=read_meeting(meeting),
        items=tuple(tagged.item for tagged in items),
        ledger=load(Ledger, document.ledger, "ledger"),
        cut=items_from_json(document.cut or []),
    )
    return TaggedMinutes(minutes=minutes, items=items)


def read_items(connection: Connection, which: ColumnElement[bool], text: str) -> tuple[TaggedItem, ...]:
    """Return the items of one meeting that `which` names, with their tags; `text` is its document's."""
    order = schema.items.c.position
    rows = connection.execute(select(schema.items).where(which).order_by(order)).all()
    ids = select(schema.items.c.id).where(which)

    def parts(table: Table, read: Callable[[Found], Part]) -> dict[int, list[Part]]:
        found: dict[int, list[Part]] = defaultdict(list)
        for row in connection.execute(select(table).where(table.c.item.in_(ids)).order_by(table.c.position)):
            found[row.item].append(read(row))
        return found

    sections = parts(schema.sections, _section)
    attachments = parts(schema.attachments, _attachment)
    entities = parts(schema.entities, _entity)
    themes = parts(schema.themes, _theme)
    passages = parts(schema.passages, lambda row: row)
    said = _said(connection, ids)
    return tuple(
        TaggedItem(
            item=AgendaItem(
                id=row.key,
                number=row.number,
                title=row.title,
                start=row.start,
                end=row.end,
                sections=tuple(sections[row.id]),
                attachments=tuple(attachments[row.id]),
            ),
            passages=tuple(read_passage(passage, row.key, text) for passage in passages[row.id]),
            entities=tuple(entities[row.id]),
            themes=tuple(_doubted(score, said[row.id]) for score in themes[row.id]),
            model=said[row.id].model,
            matters=tuple(_matters(said[row.id], themes[row.id])),
        )
        for row in rows
    )


def _said(connection: Connection, ids: Select[tuple[int]]) -> dict[int, Found]:
    """Return what the models alone said of items, their mentions left out."""
    opinions = schema.opinions.c
    columns: list[ColumnElement[Any]] = [opinions.item, opinions.model, opinions.themes, opinions.matters]
    return {row.item: row for row in connection.execute(select(*columns).where(opinions.item.in_(ids)))}


def _doubted(score: ThemeScore, said: Found) -> ThemeScore:
    """Return a theme with the models' doubt; where a person decided there is none."""
    doubts = {one["theme"] for one in said.themes if one.get("undecided")}
    return replace(score, undecided=not score.decided_by and score.theme in doubts)


def _matters(said: Found, themes: Sequence[ThemeScore]) -> Iterator[Matter]:
    """Yield the matters of an item; what a person denied of all of it, none of them is about."""
    denied = {score.theme for score in themes if score.decided_by and not score.assigned}
    for matter in load(Matters, said.matters, "matters"):
        kept = tuple(
            replace(score, assigned=False, undecided=False) if score.theme in denied else score
            for score in matter.themes
        )
        yield replace(matter, themes=kept)


def read_passage(row: Found, item_id: str, text: str) -> Passage:
    """Return the passage in a row of the table of passages."""
    return Passage(
        item_id=item_id,
        section=SectionName(row.section),
        start=row.start,
        end=row.end,
        text=text[row.start : row.end] if row.text is None else row.text,
        path=tuple(row.path),
    )


def summaries(connection: Connection, where: Sequence[ColumnElement[bool]]) -> dict[int, ItemSummary]:
    """Return a line about each item that meets the conditions, by its row id; oldest meeting first."""
    items, meetings = schema.items.c, schema.meetings.c
    columns = (items.id, items.key, items.number, items.title, meetings.key.label("meeting_id"))
    rows = connection.execute(
        select(*columns, meetings.committee, meetings.date)
        .select_from(ITEMS)
        .where(*where)
        .order_by(meetings.date, meetings.key, items.position)
    )
    assigned = _assigned_themes(connection, where)
    return {
        row.id: ItemSummary(
            id=row.key,
            number=row.number,
            title=row.title,
            meeting_id=row.meeting_id,
            committee=row.committee,
            date=row.date,
            themes=tuple(assigned.get(row.id, ())),
        )
        for row in rows
    }


def _assigned_themes(connection: Connection, where: Sequence[ColumnElement[bool]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    # Under another name: a filter by theme asks the same table about the same item.
    themes = schema.themes.alias("own_themes")
    joined = ITEMS.join(themes, themes.c.item == schema.items.c.id)
    rows = select(themes.c.item, themes.c.theme).select_from(joined).where(themes.c.assigned, *where)
    for item, theme in connection.execute(rows.order_by(themes.c.item, themes.c.position)):
        found[item].append(theme)
    return found


def _section(row: Found) -> Section:
    return Section(name=SectionName(row.name), start=row.start, end=row.end)


def _attachment(row: Found) -> Attachment:
    return Attachment(text=row.text, start=row.start, end=row.end)


def _entity(row: Found) -> Entity:
    return Entity(
        start=row.start,
        end=row.end,
        label=Label(row.label),
        text=row.text,
        norm=row.norm,
        role=row.role,
        organisation=row.organisation,
    )


def _theme(row: Found) -> ThemeScore:
    return ThemeScore(
        theme=row.theme,
        probability=row.probability,
        assigned=row.assigned,
        evidence=tuple(Evidence(start=s, end=e, weight=w) for s, e, w in row.evidence),
        decided_by=row.decided_by,
    )
