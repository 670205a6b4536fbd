"""What persons decided of one item, as it holds now: the last word on each theme, mention, link and case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.app.session import Session
from pipeline.archive import StoredItem
from pipeline.corrections import ItemText, active, locate
from pipeline.domain import (
    CaseChange,
    Correction,
    EntityAction,
    EntityChange,
    LinkChange,
    Skipped,
    SkippedLink,
    ThemeChange,
)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A mention that a person took out, and the entry that did it."""

    text: str
    kind: str
    entry: Correction


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLog:
    """The entries of the log that hold for an item."""

    last: int = 0
    """Number of the newest entry about the item, whether it holds or not; 0 where there is none."""
    themes: Mapping[str, Correction] = field(default_factory=dict)
    mentions: Mapping[Span, Correction] = field(default_factory=dict)
    """By where they stand in the source."""
    refused: tuple[Refused, ...] = ()
    """Mentions that were taken out."""
    links: Mapping[str, Correction] = field(default_factory=dict)
    """By the earlier item; also those left open."""
    cases: Mapping[str, Correction] = field(default_factory=dict)
    """By the other item."""


def read_item_log(session: Session, stored: StoredItem) -> ItemLog:
    """Return what persons decided of an item of the archive."""
    item = stored.tagged.item
    entries = session.archive.corrections_of(item.id)
    holding = active(tuple(entries.values()))
    mentions = _mentions(holding, ItemText(id=item.id, start=item.start, text=stored.text))
    gone = {span: e for span, e in mentions.items() if _action(e) is EntityAction.REMOVE}
    return ItemLog(
        last=max(entries, default=0),
        themes={e.change.theme: e for e in holding if isinstance(e.change, ThemeChange | Skipped)},
        mentions={span: e for span, e in mentions.items() if span not in gone},
        refused=tuple(_refused(entry) for _, entry in sorted(gone.items())),
        links={e.change.earlier: e for e in holding if isinstance(e.change, LinkChange | SkippedLink)},
        cases={e.change.other: e for e in holding if isinstance(e.change, CaseChange)},
    )


def _mentions(holding: Iterable[Correction], item: ItemText) -> dict[Span, Correction]:
    """Return the last entry about each stretch of the source."""
    found = dict[Span, Correction]()
    for entry in holding:
        if isinstance(entry.change, EntityChange) and (span := locate(entry.change, item.text)):
            found[item.start + span[0], item.start + span[1]] = entry
    return found


def _action(entry: Correction) -> EntityAction | None:
    return entry.change.action if isinstance(entry.change, EntityChange) else None


def _refused(entry: Correction) -> Refused:
    change = entry.change
    assert isinstance(change, EntityChange)  # noqa: S101 - `_mentions` takes no other
    return Refused(text=change.text, kind=change.label.kind.name, entry=entry)
