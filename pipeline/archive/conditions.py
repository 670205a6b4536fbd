"""Filters as conditions on items and their meetings."""

from sqlalchemy import ColumnElement, Function, exists, func, or_

from pipeline.archive.schema import entities, items, meetings, themes
from pipeline.domain import Filters, Label


def conditions(filters: Filters) -> tuple[ColumnElement[bool], ...]:
    """Return what must hold of a row of items joined to meetings."""
    found: list[ColumnElement[bool]] = []
    if filters.committee is not None:
        committee = filters.committee.casefold()
        found.append(or_(_folded(meetings.c.committee) == committee, meetings.c.slug == committee))
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
    return exists().where(
        themes.c.item == items.c.id, _folded(themes.c.theme) == theme.casefold(), themes.c.assigned
    )


def _names_municipality(name: str) -> ColumnElement[bool]:
    return _mentions(
        Label.MUNICIPALITY, _folded(entities.c.norm).in_((name.casefold(), f"{name} Kommune".casefold()))
    )


def _ends_in(label: Label, name: str) -> ColumnElement[bool]:
    norm, last = _folded(entities.c.norm), name.casefold()
    return _mentions(label, or_(norm == last, norm.endswith(f" {last}", autoescape=True)))


def _mentions(label: Label, norm: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(entities.c.item == items.c.id, entities.c.label == label, norm)


def _folded(name: ColumnElement[str]) -> Function[str]:
    """Return a name in small letters; `database` teaches SQLite those beyond a-z."""
    return func.lower(name)
