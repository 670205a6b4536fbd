"""What a page shows beside the text of an item: what it mentions, its themes, what persons decided."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.app.item_text import Mention
from pipeline.app.session import Session
from pipeline.archive import ItemSummary, StoredItem
from pipeline.corrections import ItemText, active, locate
from pipeline.domain import (
    CaseChange,
    Correction,
    EntityAction,
    EntityChange,
    Filters,
    Kind,
    LinkChange,
    Skipped,
    SkippedLink,
    ThemeChange,
    ThemeScore,
    labels,
)

_LIKELY = (
    (0.95, "næsten sikkert"),
    (0.8, "meget sandsynligt"),
    (0.6, "sandsynligt"),
    (0.4, "måske"),
    (0.15, "næppe"),
)
"""What a probability is called from this value on."""
_HARDLY = "meget usandsynligt"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLog:
    """The entries of the log that hold for an item."""

    last: int = 0
    """Number of the newest entry about the item, whether it holds or not; 0 where there is none."""
    themes: Mapping[str, Correction] = field(default_factory=dict)
    """Without those left open."""
    mentions: Mapping[Span, Correction] = field(default_factory=dict)
    """By where they stand in the source."""
    refused: tuple[Correction, ...] = ()
    """Those that took mentions out, in the order of the text."""
    links: Mapping[str, Correction] = field(default_factory=dict)
    """By the earlier item; also those left open."""
    cases: Mapping[str, Correction] = field(default_factory=dict)
    """By the other item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One thing that is mentioned, and its mentions in the order of the text."""

    name: str
    role: str
    """Of a person: role and organisation, as the text says them; else empty."""
    mentions: tuple[Mention, ...]

    @property
    def decided(self) -> bool:
        """Whether a person decided about any of its mentions."""
        return any(mention.entry for mention in self.mentions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Themes:
    """The themes of the register by how it stands with them in an item, the likeliest first."""

    shown: tuple[ThemeScore, ...]
    """Assigned, or in doubt."""
    refused: tuple[ThemeScore, ...]
    """A person said no."""
    others: tuple[ThemeScore, ...]


def neighbours(session: Session, stored: StoredItem) -> tuple[ItemSummary | None, ItemSummary | None]:
    """Return the items before and after one in its meeting."""
    items = session.archive.items(Filters(meeting=stored.meeting_id))
    at = next(place for place, item in enumerate(items) if item.id == stored.tagged.item.id)
    return (items[at - 1] if at else None), (items[at + 1] if at + 1 < len(items) else None)


def by_kind(mentions: Sequence[Mention]) -> Iterator[tuple[Kind, list[Named]]]:
    """Yield what is mentioned of each kind, the most often mentioned first."""
    named = dict[tuple[int, ...], list[Mention]]()
    for mention in mentions:
        named.setdefault(mention.group, []).append(mention)
    for label in labels():
        names = [_named(own) for own in named.values() if own[0].entity.label is label]
        if names:
            yield label.kind, sorted(names, key=lambda one: (-len(one.mentions), one.mentions[0].number))


def _named(mentions: Sequence[Mention]) -> Named:
    entity = mentions[0].entity
    posts = (", ".join(filter(None, (one.entity.role, one.entity.organisation))) for one in mentions)
    return Named(
        name=(entity.label.kind.shown_by_norm and mentions[0].goes_by) or " ".join(entity.text.split()),
        role=next(filter(None, posts), ""),
        mentions=tuple(mentions),
    )


def sort_themes(scores: Sequence[ThemeScore], register: Iterable[str]) -> Themes:
    """Return the themes of the register, by how it stands with them in an item with these scores."""
    known = {score.theme for score in scores}
    unscored = (
        ThemeScore(theme=name, probability=0.0, assigned=False) for name in register if name not in known
    )
    every = sorted((*scores, *unscored), key=lambda one: (not one.assigned, -one.probability, one.theme))
    doubted = [one for one in every if one.undecided and not one.decided_by]
    shown = tuple(one for one in every if one.assigned or one in doubted)
    refused = tuple(one for one in every if one.decided_by and not one.assigned)
    others = tuple(one for one in every if one not in shown and one not in refused)
    return Themes(shown=shown, refused=refused, others=others)


def likely(probability: float) -> str:
    """Return a probability in words.

    >>> likely(0.97), likely(0.5), likely(0.02)
    ('næsten sikkert', 'måske', 'meget usandsynligt')
    """
    return next((words for least, words in _LIKELY if probability >= least), _HARDLY)


# What persons decided, as it holds now: the last word on each theme, mention, link and case


def read_item_log(session: Session, stored: StoredItem) -> ItemLog:
    """Return what persons decided of an item of the archive."""
    item = stored.tagged.item
    entries = session.archive.corrections_of(item.id)
    holding = active(tuple(entries.values()))
    mentions = _mentions(holding, ItemText(id=item.id, start=item.start, text=stored.text))
    gone = {span: e for span, e in mentions.items() if _action(e) is EntityAction.REMOVE}
    themes = {e.change.theme: e for e in holding if isinstance(e.change, ThemeChange | Skipped)}
    return ItemLog(
        last=max(entries, default=0),
        themes={theme: e for theme, e in themes.items() if isinstance(e.change, ThemeChange)},
        mentions={span: e for span, e in mentions.items() if span not in gone},
        refused=tuple(entry for _, entry in sorted(gone.items())),
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
