"""What was said of an item before, by case, with reasons and passages side by side; and why nothing is."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.app.answers import Marked, in_pieces
from pipeline.app.item_view import ItemLog
from pipeline.app.session import Session
from pipeline.archive import ItemSummary, StoredItem
from pipeline.discussions import CaseLine, as_document, decision_of
from pipeline.domain import Correction, Link, LinkChange, Passage, ReasonKind, danish_date
from pipeline.errors import ItemNotFoundError
from pipeline.text import mask_cpr, stem

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another item that matters to one, and why."""

    link: Link
    item: ItemSummary
    decision: str
    """In one line; empty where the minutes have none."""
    why: tuple[str, ...]
    """The reasons in words, but what the passages side by side show."""
    beside: tuple[Marked, Marked] | None
    """Two passages side by side, that of the item asked about and its own, the words they share marked."""
    entry: Correction | None
    """What a person decided about the link; None where nobody did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseGroup:
    """Items of one case; without `case` the item alone, of a case of its own."""

    case: CaseLine | None
    own: bool
    """Whether the item asked about is of it."""
    links: tuple[Related, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussions:
    """The items that matter to one, by case, the best case first; where there are none, why."""

    groups: tuple[CaseGroup, ...]
    nothing: str = ""
    rejected: tuple[tuple[str, Correction], ...] = ()
    """What a person said does not belong to it: a line about each, and the entry that says so."""

    @property
    def count(self) -> int:
        """How many items are shown."""
        return sum(len(group.links) for group in self.groups)


def read_earlier(session: Session, stored: StoredItem, log: ItemLog) -> Discussions:
    """Return the earlier discussions of an item of the archive."""
    links = session.finder.to_document(as_document(session.archive, stored))
    rejected = _rejected(session, log)
    if not links:
        return Discussions(groups=(), nothing=_why_nothing(session, stored), rejected=rejected)
    return Discussions(groups=_grouped(session, stored, links, log.links), rejected=rejected)


def read_later(session: Session, stored: StoredItem) -> Discussions:
    """Return the later items that an item of the archive matters to; it takes a second or two."""
    links = session.finder.later(stored.tagged.item.id)
    nothing = "" if links else "Intet senere punkt i arkivet bygger på dette."
    return Discussions(groups=_grouped(session, stored, links, {}), nothing=nothing)


def _rejected(session: Session, log: ItemLog) -> tuple[tuple[str, Correction], ...]:
    entries = {
        key: e for key, e in log.links.items() if isinstance(e.change, LinkChange) and not e.change.kept
    }
    items = session.archive.summaries(list(entries)) if entries else {}
    titles = {key: f"{one.title}, {danish_date(one.date)}" for key, one in items.items()}
    return tuple((titles.get(key, key), entry) for key, entry in entries.items())


def _why_nothing(session: Session, stored: StoredItem) -> str:
    """Return why an item has no earlier discussions, in a Danish sentence."""
    day, stats = stored.meeting.date, session.archive.stats()
    if not stored.tagged.passages:
        return "Punktet har ingen tekst, der kan sammenlignes."
    if stats.first is None or stats.first >= day:
        return f"Arkivet har ingen møder før {danish_date(day)}. Tilføj ældre referater, hvis de findes."
    return (
        f"Arkivet har møder fra {danish_date(stats.first)}, men intet tidligere punkt ligner dette nok "
        "til, at programmet vil vise det. Søg selv, hvis du ved, at der er et."
    )


def _grouped(
    session: Session, stored: StoredItem, links: Sequence[Link], decided: Mapping[str, Correction]
) -> tuple[CaseGroup, ...]:
    ids = [link.item_id for link in links]
    own_id = stored.tagged.item.id
    names = session.finder.trails.names([*ids, own_id])
    own = {name.case_id for name in names[own_id]}
    groups = dict[CaseLine | str, list[Related]]()
    for related in _related(session, stored, links, decided):
        cases = [name for name in names[related.link.item_id] if name.stops > 1]
        shared = [name for name in cases if name.case_id in own]
        case = next(iter(shared or cases), related.link.item_id)
        groups.setdefault(case, []).append(related)
    return tuple(
        CaseGroup(
            case=case if isinstance(case, CaseLine) else None,
            own=isinstance(case, CaseLine) and case.case_id in own,
            links=tuple(found),
        )
        for case, found in groups.items()
    )


def _related(
    session: Session, stored: StoredItem, links: Sequence[Link], decided: Mapping[str, Correction]
) -> Iterator[Related]:
    ids = [link.item_id for link in links]
    items, decisions = session.archive.summaries(ids), session.archive.decisions(ids)
    for link in links:
        if link.item_id not in items:  # deleted since the links were found
            continue
        beside = _beside(session, stored, link)
        shown = {ReasonKind.MATCHING_PASSAGES} if beside else set()
        yield Related(
            link=link,
            item=items[link.item_id],
            decision=decision_of(decisions.get(link.item_id, ())),
            why=tuple(reason.text for reason in link.reasons if reason.kind not in shown),
            beside=beside,
            entry=decided.get(link.item_id),
        )


def _beside(session: Session, stored: StoredItem, link: Link) -> tuple[Marked, Marked] | None:
    """Return the two passages that match best; None where no reason has two, or they are gone."""
    for reason in link.reasons:
        if not (reason.here and reason.there):
            continue
        ours = next((p for p in stored.tagged.passages if (p.start, p.end) == reason.here), None)
        theirs = _passage(session, link.item_id, reason.there[0])
        if ours is not None and theirs is not None:
            stems = {stem(word.lower()) for term in reason.terms for word in _WORD.findall(term)}
            return _marked(ours, stems), _marked(theirs, stems)
    return None


def _passage(session: Session, item_id: str, start: int) -> Passage | None:
    try:
        return session.archive.passage_at(item_id, start)
    except ItemNotFoundError:
        return None


def _marked(passage: Passage, stems: Collection[str]) -> Marked:
    text = mask_cpr(passage.text)
    return in_pieces(text, {word for word in _WORD.findall(text) if stem(word.lower()) in stems})
