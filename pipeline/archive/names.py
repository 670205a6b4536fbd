"""Names over the whole archive: how often each is mentioned, when, beside what, and in which cases."""

import datetime as dt
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from pipeline.archive.columns import made
from pipeline.archive.counts import Count, NamedCase
from pipeline.archive.listing import summaries
from pipeline.archive.log import append, next_number, read_joined
from pipeline.archive.lookup import ITEMS
from pipeline.archive.overview import YEAR, counted
from pipeline.archive.schema import cases, item_entities, item_themes, items, meetings, tags
from pipeline.archive.tags import apply_log
from pipeline.archive.values import ItemSummary
from pipeline.corrections import Joined, names_meant
from pipeline.domain import NAMES, Correction, Label, NameChange, Opinion, Signature, names_id
from pipeline.errors import CorrectionError

_NAMED = ITEMS.join(item_entities, item_entities.c.item == items.c.id)


def list_names(
    connection: Connection, label: Label, begins: str, *, limit: int, offset: int
) -> tuple[tuple[Count, ...], int]:
    """Return some names of a kind, those in most items first, and how many names there are.

    Of `begins`, a name or a word of it begins with these letters; upper and lower case are one.
    """
    norm, number = item_entities.c.norm, func.count()
    counts = select(norm, number.label("number")).where(item_entities.c.label == label)
    grouped = counts.group_by(norm).subquery()
    found = select(grouped).where(*_beginning(grouped.c.norm, begins))
    ordered = found.order_by(grouped.c.number.desc(), grouped.c.norm).limit(limit).offset(offset)
    some = counted(connection, ordered)
    return some, connection.scalar(select(func.count()).select_from(found.subquery())) or 0


def _beginning(norm: ColumnElement[str], begins: str) -> list[ColumnElement[bool]]:
    letters, folded = begins.strip().casefold(), func.lower(norm)
    if not letters:
        return []
    return [or_(folded.startswith(letters, autoescape=True), folded.contains(f" {letters}", autoescape=True))]


def find_name(connection: Connection, label: Label, name: str) -> str | None:
    """Return what a name goes by, whatever its case; None where no item mentions it."""
    of_kind = select(item_entities.c.norm).where(item_entities.c.label == label)
    exact = connection.scalar(of_kind.where(item_entities.c.norm == name).limit(1))
    joined = read_joined(connection)
    exact = exact or joined.get((label, name)) or _whatever_case(joined, label, name)
    folded = of_kind.where(func.lower(item_entities.c.norm) == name.casefold()).limit(1)
    return exact or connection.scalar(folded)


def meant_names(connection: Connection, label: Label, wanted: str) -> frozenset[str]:
    """Return the names of a kind that somebody may mean who types this, and others of the same things."""
    known = select(item_entities.c.norm).where(item_entities.c.label == label).distinct()
    return names_meant(read_joined(connection), label, wanted, connection.scalars(known))


def _whatever_case(joined: Joined, label: Label, name: str) -> str | None:
    folded = name.casefold()
    found = (goes_by for (kind, one), goes_by in joined.items() if kind is label and one.casefold() == folded)
    return next(found, None)


def join_names(connection: Connection, change: NameChange, signature: Signature) -> Correction:
    """Write into the log that two names are of one thing, and let items be found so; return the entry.

    It says what each name goes by already, where it was joined before.

    Raises:
        CorrectionError: no item mentions one of them, or they are one already.

    """
    name, canonical = (_found(connection, change.label, one) for one in (change.name, change.canonical))
    if name == canonical:
        raise CorrectionError("names-are-one", name=change.name, other=change.canonical)
    entry = Correction(
        number=next_number(connection),
        **asdict(signature),
        item_id=names_id(change.label),
        change=replace(change, name=name, canonical=canonical),
        before="to navne",
        after="ét navn",
        model="",
        text_hash="",
    )
    append(connection, entry, NAMES)
    apply_log(connection, NAMES)
    return entry


def _found(connection: Connection, label: Label, name: str) -> str:
    found = find_name(connection, label, name.strip())
    if found is None:
        raise CorrectionError("no-such-name", name=name, kind=label.kind.plural.lower())
    return found


def count_name(
    connection: Connection, label: Label, name: str
) -> tuple[tuple[Count, ...], tuple[Count, ...]]:
    """Return in how many items a name is, by year, and beside each theme, the most frequent first."""
    by_year = select(YEAR, func.count()).select_from(_NAMED).where(*_is(label, name))
    joined = item_entities.join(item_themes, item_themes.c.item == item_entities.c.item)
    by_theme = select(item_themes.c.theme, func.count()).select_from(joined).where(*_is(label, name))
    number = func.count().desc()
    years = counted(connection, by_year.group_by(YEAR).order_by(YEAR))
    return years, counted(connection, by_theme.group_by(item_themes.c.theme).order_by(number, "theme"))


def items_with_name(connection: Connection, label: Label, name: str, limit: int) -> tuple[ItemSummary, ...]:
    """Return the newest items that mention a name, newest first."""
    newest = connection.scalars(_newest(select(items.c.id), _NAMED, label, name).limit(limit)).all()
    return tuple(reversed(summaries(connection, [items.c.id.in_(newest)]).values()))


def found_with_name(
    connection: Connection, label: Label, name: str, limit: int
) -> tuple[tuple[dt.date, Opinion], ...]:
    """Return the days of the newest items that mention a name, and what was found in each; newest first."""
    columns = select(meetings.c.date, tags.c.opinion, tags.c.effective)
    joined = _NAMED.join(tags, tags.c.item == items.c.id)
    rows = connection.execute(_newest(columns, joined, label, name).limit(limit))
    return tuple((row.date, row.effective or row.opinion) for row in rows)


def cases_with_name(connection: Connection, label: Label, name: str, limit: int) -> tuple[NamedCase, ...]:
    """Return the cases with several items that mention a name, the one that came up last first.

    Only cases that were followed before: none is made here.
    """
    last, number, first = func.max(meetings.c.date), func.count(), items.alias("first")
    # A case is called after its first item, where that is still there.
    title = func.coalesce(first.c.title, func.min(items.c.title))
    columns = (cases.c.case_id, title.label("title"), last.label("last"), number.label("number"))
    joined = _NAMED.join(cases, cases.c.item == items.c.key).outerjoin(first, first.c.key == cases.c.case_id)
    rows = select(*columns).select_from(joined).where(*_is(label, name))
    several = rows.group_by(cases.c.case_id, first.c.title).having(number > 1)
    ordered = several.order_by(last.desc(), cases.c.case_id).limit(limit)
    return tuple(made(NamedCase, row, items=row.number) for row in connection.execute(ordered))


def _is(label: Label, name: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return item_entities.c.label == label, item_entities.c.norm == name


def _newest(columns: Select[Any], joined: Any, label: Label, name: str) -> Select[Any]:
    rows = columns.select_from(joined).where(*_is(label, name))
    return rows.order_by(meetings.c.date.desc(), meetings.c.key.desc(), items.c.position.desc())
