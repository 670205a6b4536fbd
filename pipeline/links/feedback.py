"""Links as persons and sources have them: the rejected are never shown, the others always, and first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.domain import Earlier, Link, Reason, ReasonKind, Ruling, danish_date
from pipeline.links.pointers import CERTAIN

CONFIRMED = 1.0
"""Score of a confirmed link: a person's word needs no estimate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFeedback:
    """What was decided about the links of one item, by the id of the item at their other end."""

    rulings: Mapping[str, Ruling]
    stated: Mapping[str, Earlier] = field(default_factory=dict)
    """What a source states itself: committee and day of the item at the other end, by its id."""

    @classmethod
    def of(
        cls, item_id: str, rulings: Iterable[Ruling], stated: Mapping[str, Earlier] | None = None
    ) -> "LinkFeedback":
        """Return those of one item, to earlier items as to later ones."""
        ends = ((one, one.item_id, one.other) for one in rulings)
        own = {
            there if here == item_id else here: one for one, here, there in ends if item_id in (here, there)
        }
        return cls(rulings=own, stated=stated or {})

    @property
    def confirmed(self) -> frozenset[str]:
        """The items that are always shown."""
        held = (other for other, ruling in self.rulings.items() if ruling.holds)
        return frozenset((*held, *(self.stated.keys() - self.rulings.keys())))

    @property
    def rejected(self) -> frozenset[str]:
        """The items that are never shown."""
        return frozenset(self.rulings) - self.confirmed

    def signed(self, links: Sequence[Link]) -> tuple[Link, ...]:
        """Return links found with these rulings; the confirmed are certain, and say by whose word."""
        return tuple(self._signed(link) for link in links)

    def _signed(self, link: Link) -> Link:
        if treated := self.stated.get(link.item_id):
            link = _with_reason(link, max(link.score, CERTAIN), _statement(treated))
        if ruling := self.rulings.get(link.item_id):
            by = Reason(kind=ReasonKind.CONFIRMED, text=f"Bekræftet af {ruling.by}")
            link = _with_reason(link, CONFIRMED, by)
        return link


def _with_reason(link: Link, score: float, reason: Reason) -> Link:
    return replace(link, score=score, reasons=(reason, *link.reasons))


def _statement(treated: Earlier) -> Reason:
    day = danish_date(treated.date)
    return Reason(
        kind=ReasonKind.STATED, text=f"Sagssystemet: behandlet i {treated.committee} den {day}", terms=(day,)
    )


UNDECIDED = LinkFeedback(rulings={})
