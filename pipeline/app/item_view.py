"""One item as a page shows it: its text with marks, what it mentions, its themes, what persons decided."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pipeline.app.item_text import Mention, Part, number_mentions, read_text
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
class KindGroup:
    """All that is mentioned of one kind, the most often mentioned first."""

    kind: Kind
    names: tuple[Named, ...]

    @property
    def count(self) -> int:
        """How many mentions there are."""
        return sum(len(one.mentions) for one in self.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeView:
    """One theme of the register, and how it stands with the item."""

    score: ThemeScore
    likely: str
    """The probability in words."""
    entry: Correction | None
    """What a person decided; None where the model did, or where nobody did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Themes:
    """The themes of an item by how it stands with them, the likeliest first."""

    shown: tuple[ThemeView, ...]
    """Assigned, or in doubt."""
    refused: tuple[ThemeView, ...]
    """A person said no."""
    others: tuple[ThemeView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """An item, and all that its page shows of it by itself."""

    stored: StoredItem
    subject: str
    """What its case number says that it is about."""
    log: ItemLog
    parts: tuple[Part, ...]
    mentions: tuple[Mention, ...]
    kinds: tuple[KindGroup, ...]
    themes: Themes
    before: ItemSummary | None
    """The item before it in the meeting."""
    after: ItemSummary | None


def read_item(session: Session, item_id: str) -> ItemView:
    """Return an item of the archive.

    Raises:
        ItemNotFoundError: there is no such item; the error names similar ones.

    """
    stored = session.archive.item(item_id)
    log = read_item_log(session, stored)
    mentions = number_mentions(stored, log.mentions, session.archive.joined())
    before, after = _neighbours(session, stored)
    return ItemView(
        stored=stored,
        subject=session.subject_of(stored.tagged.item.case_number),
        log=log,
        parts=read_text(stored, mentions),
        mentions=mentions,
        kinds=tuple(_groups(mentions)),
        themes=_themes(stored.tagged.themes, [theme.name for theme in session.register], log),
        before=before,
        after=after,
    )


def _neighbours(session: Session, stored: StoredItem) -> tuple[ItemSummary | None, ItemSummary | None]:
    items = session.archive.items(Filters(meeting=stored.meeting_id))
    at = next(place for place, item in enumerate(items) if item.id == stored.tagged.item.id)
    return (items[at - 1] if at else None), (items[at + 1] if at + 1 < len(items) else None)


def _groups(mentions: Sequence[Mention]) -> Iterator[KindGroup]:
    by_label = {label: [one for one in mentions if one.entity.label is label] for label in labels()}
    for label, own in by_label.items():
        by_group = sorted(own, key=lambda one: one.group)
        names = [_named(tuple(same)) for _, same in groupby(by_group, key=lambda one: one.group)]
        names.sort(key=lambda one: (-len(one.mentions), one.mentions[0].number))
        if names:
            yield KindGroup(kind=label.kind, names=tuple(names))


def _named(mentions: tuple[Mention, ...]) -> Named:
    entity = mentions[0].entity
    posts = (", ".join(filter(None, (one.entity.role, one.entity.organisation))) for one in mentions)
    return Named(
        name=(entity.label.kind.shown_by_norm and mentions[0].goes_by) or " ".join(entity.text.split()),
        role=next(filter(None, posts), ""),
        mentions=mentions,
    )


def _themes(scores: Sequence[ThemeScore], register: Sequence[str], log: ItemLog) -> Themes:
    known = {score.theme for score in scores}
    unscored = (
        ThemeScore(theme=name, probability=0.0, assigned=False) for name in register if name not in known
    )
    views = [_theme(score, log.themes) for score in (*scores, *unscored)]
    views.sort(key=lambda view: (not view.score.assigned, -view.score.probability, view.score.theme))
    shown = [
        view for view in views if view.score.assigned or (view.score.undecided and not view.score.decided_by)
    ]
    refused = [view for view in views if view.score.decided_by and not view.score.assigned]
    return Themes(
        shown=tuple(shown),
        refused=tuple(refused),
        others=tuple(view for view in views if view not in shown and view not in refused),
    )


def _theme(score: ThemeScore, decided: Mapping[str, Correction]) -> ThemeView:
    entry = decided.get(score.theme)
    return ThemeView(
        score=score,
        likely=likely(score.probability),
        entry=entry if entry and isinstance(entry.change, ThemeChange) else None,
    )


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
    return ItemLog(
        last=max(entries, default=0),
        themes={e.change.theme: e for e in holding if isinstance(e.change, ThemeChange | Skipped)},
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
