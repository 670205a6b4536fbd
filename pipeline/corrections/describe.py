"""The state of what a change is about, in a few Danish words, for the log."""

from pipeline.corrections.placing import ItemText
from pipeline.corrections.replay import ItemState, locate
from pipeline.domain import (
    CaseChange,
    Change,
    EntityChange,
    LinkChange,
    Skipped,
    SkippedLink,
    ThemeChange,
    danish_decimal,
)

OPEN = "uafgjort"
NOTHING = "–"


def describe(change: Change, state: ItemState, item: ItemText) -> str:
    """Return how it stands with what `change` is about."""
    match change:
        case ThemeChange() | Skipped():
            return _theme(change.theme, state)
        case EntityChange():
            return _entities(change, state, item)
        case LinkChange() | SkippedLink():
            rulings = {ruling.other: ruling.holds for ruling in state.links}
            return {True: "bekræftet", False: "afvist", None: OPEN}[rulings.get(change.earlier)]
        case CaseChange():
            rulings = {ruling.other: ruling.holds for ruling in state.cases}
            return {True: "samme sag", False: "ikke samme sag", None: OPEN}[rulings.get(change.other)]
        case _:
            return NOTHING


def _theme(theme: str, state: ItemState) -> str:
    for score in state.themes:
        if score.theme == theme:
            said = f"afgjort af {score.decided_by}" if score.decided_by else danish_decimal(score.probability)
            return f"{theme}: {'ja' if score.assigned else 'nej'} ({said})"
    return f"{theme}: {NOTHING}"


def _entities(change: EntityChange, state: ItemState, item: ItemText) -> str:
    span = locate(change, item.text)
    if span is None:
        return NOTHING
    start, end = item.start + span[0], item.start + span[1]
    touched = [entity for entity in state.entities if entity.start < end and start < entity.end]
    said = (f'{entity.label.kind.name} "{entity.text}" = {entity.norm}' for entity in touched)
    return "; ".join(said) or NOTHING
