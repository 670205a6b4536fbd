"""Links looked at from their other end: an earlier item, and the later ones that go back to it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.domain import Passage, Reason, ReasonKind
from pipeline.links.reasons import said

LATER_LOOKED_AT = 30
"""Later items judged from their own side: the likest ones seen from the earlier item."""


def seen_from_before(found: Sequence[Reason], passages: Sequence[Passage]) -> tuple[Reason, ...]:
    """Return the reasons of a later item for an earlier one as the earlier one's reader sees them.

    `passages` are those of the later item.
    """
    return tuple(_turned(found, passages))


def _turned(found: Sequence[Reason], passages: Sequence[Passage]) -> Iterator[Reason]:
    for reason in found:
        turned = replace(reason, here=reason.there, there=reason.here)
        if reason.kind is ReasonKind.REFERS_TO_MEETING:
            yield replace(turned, text=f"Senere henvist til: mødet den {reason.terms[0]}")
        elif reason.kind is ReasonKind.ANNOUNCED:
            yield replace(turned, text=reason.text.replace("Varslet på", "Taget op som varslet på", 1))
        elif reason.kind is ReasonKind.MATCHING_PASSAGES and reason.here is not None:
            (quoted,) = (p.text for p in passages if (p.start, p.end) == reason.here)
            yield replace(turned, text=said("Senere", quoted, reason.terms))
        else:
            yield turned
