"""Replay: an opinion of the models and the log give the state of an item, always the same, and its words."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from pipeline.corrections.texts import ItemText
from pipeline.domain import (
    CaseChange,
    Change,
    Correction,
    Entity,
    EntityAction,
    EntityChange,
    Label,
    LinkChange,
    Matter,
    Opinion,
    Ruling,
    Skipped,
    SkippedLink,
    ThemeChange,
    ThemeScore,
    Undo,
    Withheld,
    danish_decimal,
)

OPEN = "uafgjort"
NOTHING = "–"
WITHHELD = "taget ud, fordi punktet er lukket"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemState:
    """What holds of an item: its tags, and what persons decided about its links and its case."""

    entities: tuple[Entity, ...]
    themes: tuple[ThemeScore, ...]
    pairs: Mapping[tuple[type[LinkChange | CaseChange], str], bool] = field(default_factory=dict)
    """Whether a link to another item holds, or being of one case with it: the last word on each."""


def undone(log: Sequence[Correction]) -> frozenset[int]:
    """Return the numbers of the entries that an active later entry undoes; an undo may be undone too."""
    found: set[int] = set()
    for entry in sorted(log, key=lambda entry: -entry.number):
        if (
            isinstance(entry.change, Undo)
            and entry.number not in found
            and entry.change.number < entry.number
        ):
            found.add(entry.change.number)
    return frozenset(found)


def active(log: Sequence[Correction]) -> tuple[Correction, ...]:
    """Return the entries that hold, oldest first; undos have done their work, what is withheld does none."""
    gone = undone(log)
    holding = (e for e in log if e.number not in gone and not isinstance(e.change, Undo | Withheld))
    return tuple(sorted(holding, key=by_time))


def by_time(entry: Correction) -> tuple[dt.datetime, int]:
    """Return what orders entries, also those of two archives: when they were made, then their number."""
    return entry.at, entry.number


def origin(log: Sequence[Correction], entry: Correction) -> Correction:
    """Return the entry an entry is about: itself, or what its undo, or the undo of an undo, is about."""
    by_number = {other.number: other for other in log}
    while isinstance(entry.change, Undo):
        entry = by_number[entry.change.number]
    return entry


def replay(opinion: Opinion, corrections: Iterable[Correction], item: ItemText) -> ItemState:
    """Return the state of an item: its opinion, then every correction in turn."""
    state = ItemState(entities=opinion.entities, themes=opinion.themes)
    for correction in corrections:
        state = apply(state, correction.change, correction.by, item)
    return state


def effective_tags(opinion: Opinion, corrections: Iterable[Correction], item: ItemText) -> Opinion:
    """Return the tags of an item with its corrections in effect."""
    state = replay(opinion, corrections, item)
    # What a person denied of all of an item, none of its matters is about.
    denied = {score.theme for score in state.themes if score.decided_by and not score.assigned}
    matters = tuple(_without(matter, denied) for matter in opinion.matters)
    return replace(opinion, entities=state.entities, themes=state.themes, matters=matters)


def _without(matter: Matter, denied: Set[str]) -> Matter:
    themes = (
        replace(score, assigned=False, undecided=False) if score.theme in denied else score
        for score in matter.themes
    )
    return replace(matter, themes=tuple(themes))


def apply(state: ItemState, change: Change, by: str, item: ItemText) -> ItemState:
    """Return the state after one change; what it names and does not find, it leaves alone."""
    match change:
        case ThemeChange():
            return replace(state, themes=_with_theme(state.themes, change, by))
        case EntityChange():
            span = locate(change, item.text)
            return state if span is None else replace(state, entities=_with_entity(state, change, span, item))
        case LinkChange(earlier=other, kept=holds) | CaseChange(other=other, same=holds):
            return replace(state, pairs={**state.pairs, (type(change), other): holds})
        case _:  # boundaries are cut before tagging; a question left open changes nothing
            return state


def ruling_of(item_id: str, change: LinkChange | CaseChange, by: str) -> Ruling:
    """Return what a person decided of an item and another one."""
    if isinstance(change, LinkChange):
        return Ruling(item_id=item_id, other=change.earlier, holds=change.kept, by=by)
    return Ruling(item_id=item_id, other=change.other, holds=change.same, by=by)


def locate(change: EntityChange, text: str) -> tuple[int, int] | None:
    """Return where in the item's text the mention stands: in its place, else the nearest such words.

    Lines may be broken otherwise than they were.
    """
    words = r"\s+".join(map(re.escape, change.text.split()))
    # Looked for ahead, so that places may overlap.
    found = (match.span(1) for match in re.finditer(f"(?=({words}))", text) if words)
    return min(found, key=lambda span: (abs(span[0] - change.start), span[0]), default=None)


def fitting(opinion: Opinion, corrections: Iterable[Correction], item: ItemText) -> tuple[Correction, ...]:
    """Return the corrections that find in the item what they are about, each after those before it."""
    state, found = ItemState(entities=opinion.entities, themes=opinion.themes), list[Correction]()
    for correction in corrections:
        if _fits(correction.change, state, item):
            found.append(correction)
        state = apply(state, correction.change, correction.by, item)
    return tuple(found)


def _fits(change: Change, state: ItemState, item: ItemText) -> bool:
    if not isinstance(change, EntityChange):
        return True
    span = locate(change, item.text)
    if span is None:
        return False
    start, end = item.start + span[0], item.start + span[1]
    there = {(one.start, one.end) for one in state.entities if one.start < end and start < one.end}
    match change.action:
        case EntityAction.ADD:
            return True
        case EntityAction.REMOVE:  # nothing there is as wanted, another stretch is not
            return there <= {(start, end)}
        case _:
            return (start, end) in there


def _with_theme(themes: Sequence[ThemeScore], change: ThemeChange, by: str) -> tuple[ThemeScore, ...]:
    if change.theme not in {score.theme for score in themes}:
        new = ThemeScore(theme=change.theme, probability=0.0, assigned=change.assigned, decided_by=by)
        return (*themes, new)
    return tuple(
        replace(score, assigned=change.assigned, decided_by=by, undecided=False)
        if score.theme == change.theme
        else score
        for score in themes
    )


def _with_entity(
    state: ItemState, change: EntityChange, span: tuple[int, int], item: ItemText
) -> tuple[Entity, ...]:
    start, end = item.start + span[0], item.start + span[1]
    if change.action is EntityAction.ADD:
        text = item.text[span[0] : span[1]]
        new = Entity(start=start, end=end, label=change.label, text=text, norm=change.norm)
        # Two mentions of one stretch would contradict each other: the person's stands.
        apart = [entity for entity in state.entities if entity.end <= start or end <= entity.start]
        return tuple(sorted([*apart, new], key=lambda entity: (entity.start, entity.end)))
    return tuple(
        changed
        for entity in state.entities
        for changed in (_changed(entity, change) if (entity.start, entity.end) == (start, end) else (entity,))
    )


def _changed(entity: Entity, change: EntityChange) -> tuple[Entity, ...]:
    if change.action is EntityAction.REMOVE:
        return ()
    person = change.label is Label.PERSON
    return (
        replace(
            entity,
            label=change.label,
            norm=change.norm,
            role=entity.role if person else "",
            organisation=entity.organisation if person else "",
            doubt=0.0,
        ),
    )


# What stands in the log


def withheld(entry: Correction) -> Correction:
    """Return an entry without what it tells of its item: who, when and what kind of change stay."""
    change = Withheld(was=entry.change.kind)
    said = replace(entry, change=change, why=NOTHING, before=WITHHELD, after=WITHHELD)
    return replace(said, text_hash="", other_hash="")


def describe(change: Change, state: ItemState, item: ItemText) -> str:
    """Return how it stands with what `change` is about."""
    match change:
        case ThemeChange() | Skipped():
            return _theme_words(change.theme, state)
        case EntityChange():
            return _entity_words(change, state, item)
        case LinkChange(earlier=other) | SkippedLink(earlier=other):
            holds = state.pairs.get((LinkChange, other))
            return {True: "bekræftet", False: "afvist", None: OPEN}[holds]
        case CaseChange(other=other):
            return {True: "samme sag", False: "ikke samme sag", None: OPEN}[
                state.pairs.get((CaseChange, other))
            ]
        case _:
            return NOTHING


def _theme_words(theme: str, state: ItemState) -> str:
    for score in state.themes:
        if score.theme == theme:
            word = f"afgjort af {score.decided_by}" if score.decided_by else danish_decimal(score.probability)
            return f"{theme}: {'ja' if score.assigned else 'nej'} ({word})"
    return f"{theme}: {NOTHING}"


def _entity_words(change: EntityChange, state: ItemState, item: ItemText) -> str:
    span = locate(change, item.text)
    if span is None:
        return NOTHING
    start, end = item.start + span[0], item.start + span[1]
    touched = [entity for entity in state.entities if entity.start < end and start < entity.end]
    words = (f'{entity.label.kind.name} "{entity.text}" = {entity.norm}' for entity in touched)
    return "; ".join(words) or NOTHING
