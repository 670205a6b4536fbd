"""The story of a review of links: those shown with the least certainty, asked once, answered into the log."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.archive import Archive
from pipeline.discussions import read_meeting
from pipeline.domain import Correction, Link, LinkChange, Signature, SkippedLink
from pipeline.process import Finder, Question

NEWEST = 20
"""Meetings whose links are asked about: the newest ones, which people still read."""
SURE = 0.9
"""Links of this score are right nearly always; nobody is asked."""

Progress = Callable[[Sequence[str]], Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkQuestion:
    """An item, and an earlier one that is shown for it."""

    item_id: str
    link: Link


class LinkReviewer:
    """Asks whether earlier items belong to later ones; every answer is kept at once."""

    def __init__(self, archive: Archive, finder: Finder) -> None:
        self._archive = archive
        self._finder = finder

    def questions(
        self, limit: int, progress: Progress = lambda meetings: meetings
    ) -> tuple[LinkQuestion, ...]:
        """Return the least certain links of the newest meetings; none that was answered or left open."""
        settled = self._settled()
        newest = [stored.id for stored in self._archive.meetings()][-NEWEST:]
        found = [
            LinkQuestion(item_id=document.item_id, link=link)
            for meeting in progress(newest)
            for document in read_meeting(self._archive, meeting)
            for link in self._finder.to_document(document, Question())
            if link.score < SURE and (document.item_id, link.item_id) not in settled
        ]
        return tuple(sorted(found, key=lambda one: (one.link.score, one.item_id, one.link.item_id))[:limit])

    def answer(self, question: LinkQuestion, *, yes: bool, signature: Signature) -> Correction:
        """Write into the log whether the earlier item is always to be shown, or never."""
        change = LinkChange(earlier=question.link.item_id, kept=yes)
        (entry,) = self._archive.correct(question.item_id, [change], signature)
        return entry

    def skip(self, question: LinkQuestion, signature: Signature) -> Correction:
        """Write into the log that a person left it open: it is not asked again."""
        change = SkippedLink(earlier=question.link.item_id)
        (entry,) = self._archive.correct(question.item_id, [change], signature)
        return entry

    def _settled(self) -> set[tuple[str, str]]:
        return {
            (item_id, entry.change.earlier)
            for item_id, entry in self._archive.in_force()
            if isinstance(entry.change, LinkChange | SkippedLink)
        }
