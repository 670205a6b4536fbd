"""Links as persons decided them: the rejected are never shown, the confirmed always, and first."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.domain import Label, Link, Reason, ReasonKind, Ruling
from pipeline.links.document import LinkDocument, LinkFilters

CERTAIN = 1.0
"""Score of a confirmed link: a person's word needs no estimate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRulings:
    """What was decided about the links of one item, by the id of the earlier item."""

    rulings: Mapping[str, Ruling]

    @classmethod
    def of(cls, item_id: str, rulings: Iterable[Ruling]) -> "LinkRulings":
        """Return those of one item."""
        return cls(rulings={ruling.other: ruling for ruling in rulings if ruling.item_id == item_id})

    def narrowed(self, filters: LinkFilters) -> LinkFilters:
        """Return filters that let no rejected item through."""
        rejected = frozenset(other for other, ruling in self.rulings.items() if not ruling.holds)
        return replace(filters, never=filters.never | rejected)

    def confirmed(
        self, links: Sequence[Link], documents: Mapping[str, LinkDocument], limit: int
    ) -> tuple[Link, ...]:
        """Return the confirmed among `documents` first, then other links as far as there is room."""
        found = {link.item_id: link for link in links}
        first = [
            _confirmed(found.get(other), documents[other], ruling)
            for other, ruling in self.rulings.items()
            if ruling.holds and other in documents
        ]
        first.sort(key=lambda link: (-link.date.toordinal(), link.item_id))
        known = {link.item_id for link in first}
        rest = [link for link in links if link.item_id not in known]
        return (*first, *rest[: max(limit - len(first), 0)])


def _confirmed(link: Link | None, document: LinkDocument, ruling: Ruling) -> Link:
    reason = Reason(kind=ReasonKind.CONFIRMED, text=f"Bekræftet af {ruling.by}")
    found = link or Link(item_id=document.item_id, title=document.title, date=document.date, score=CERTAIN)
    return replace(found, score=CERTAIN, reasons=(reason, *found.reasons))


def passes(document: LinkDocument, before: dt.date, filters: LinkFilters) -> bool:
    """Tell whether an item is from before the day and meets what is asked of it."""
    named = {(entity.label, entity.norm) for entity in document.entities}
    return (
        document.date < before
        and filters.committee in (None, document.committee)
        and (filters.municipality is None or (Label.MUNICIPALITY, filters.municipality) in named)
        and (filters.person is None or (Label.PERSON, filters.person) in named)
        and (filters.since is None or document.date >= filters.since)
        and (filters.among is None or document.item_id in filters.among)
        and document.item_id not in filters.never
    )
