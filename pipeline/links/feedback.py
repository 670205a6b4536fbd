"""Links as persons decided them: the rejected are never shown, the confirmed always, and first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.domain import Link, Reason, ReasonKind, Ruling

CONFIRMED = 1.0
"""Score of a confirmed link: a person's word needs no estimate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFeedback:
    """What was decided about the links of one item, by the id of the item at their other end."""

    rulings: Mapping[str, Ruling]

    @classmethod
    def of(cls, item_id: str, rulings: Iterable[Ruling]) -> "LinkFeedback":
        """Return those of one item to earlier ones."""
        return cls(rulings={ruling.other: ruling for ruling in rulings if ruling.item_id == item_id})

    @classmethod
    def to(cls, item_id: str, rulings: Iterable[Ruling]) -> "LinkFeedback":
        """Return those of later items to one item."""
        return cls(rulings={ruling.item_id: ruling for ruling in rulings if ruling.other == item_id})

    @property
    def confirmed(self) -> frozenset[str]:
        """The items that are always shown."""
        return frozenset(other for other, ruling in self.rulings.items() if ruling.holds)

    @property
    def rejected(self) -> frozenset[str]:
        """The items that are never shown."""
        return frozenset(self.rulings) - self.confirmed

    def signed(self, links: Sequence[Link]) -> tuple[Link, ...]:
        """Return links found with these rulings; the confirmed are certain, and say by whose word."""
        return tuple(self._signed(link) for link in links)

    def _signed(self, link: Link) -> Link:
        ruling = self.rulings.get(link.item_id)
        if ruling is None:
            return link
        reason = Reason(kind=ReasonKind.CONFIRMED, text=f"Bekræftet af {ruling.by}")
        return replace(link, score=CONFIRMED, reasons=(reason, *link.reasons))


UNDECIDED = LinkFeedback(rulings={})
