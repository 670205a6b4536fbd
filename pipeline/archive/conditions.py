"""Filters as conditions on items and their meetings."""

from sqlalchemy import ColumnElement, exists, or_

from pipeline.archive.schema import entities, items, meetings, themes
from pipeline.archive.values import Filters
from pipeline.domain import Label


def conditions(filters: Filters) -> tuple[ColumnElement[bool], ...]:
    """Return what must hold of a row of items joined to meetings."""
    found: list[ColumnElement[bool]] = []
    if filters.committee is not None:
        found.append(or_(meetings.c.committee == filters.committee, meetings.c.slug == filters.committee))
    if filters.meeting is not None:
        found.append(meetings.c.key == filters.meeting)
    if filters.theme is not None:
        found.append(_has_theme(filters.theme))
    if filters.municipality is not None:
        found.append(_names_municipality(filters.municipality))
    if filters.person is not None:
        found.append(_ends_in(Label.PERSON, filters.person))
    if filters.institution is not None:
        found.append(_ends_in(Label.INSTITUTION, filters.institution))
    if filters.before is not None:
        found.append(meetings.c.date < filters.before)
    if filters.after is not None:
        found.append(meetings.c.date > filters.after)
    return tuple(found)


def _has_theme(theme: str) -> ColumnElement[bool]:
    return exists().where(themes.c.item == items.c.id, themes.c.theme == theme, themes.c.assigned)


def _names_municipality(name: str) -> ColumnElement[bool]:
    return _mentions(Label.MUNICIPALITY, entities.c.norm.in_((name, f"{name} Kommune")))


def _ends_in(label: Label, name: str) -> ColumnElement[bool]:
    last = entities.c.norm.endswith(f" {name}", autoescape=True)
    return _mentions(label, or_(entities.c.norm == name, last))


def _mentions(label: Label, norm: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(entities.c.item == items.c.id, entities.c.label == label.value, norm)
