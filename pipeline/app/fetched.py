"""What of a publication site is wanted, and what a round over it brought, as values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.app.files import FileError, Kept
from pipeline.errors import FetchError
from pipeline.text import caseless

Told = Kept | FileError | FetchError
"""What became of a meeting that was fetched, or why it could not be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of a site is wanted."""

    committee: str = ""
    """Empty for all of them."""
    since: date | None = None
    """Meetings on this day and later."""

    def has(self, committee: str, day: str) -> bool:
        """Whether meetings of this committee on this day are wanted."""
        named = not self.committee or caseless(committee) == caseless(self.committee)
        return named and (self.since is None or day >= self.since.isoformat())


class News(StrEnum):
    """What is new of a meeting on a site."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    """Published anew, and reads as before."""
    WITHDRAWN = "withdrawn"
    UNLISTED = "unlisted"
    """Not in the list any more, but still there: it is kept."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedMeeting:
    """One line of the report."""

    news: News
    committee: str
    date: str
    names: tuple[str, ...]
    """What was published: "Referat", "Tillægsdagsorden"."""
    meeting_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchReport:
    """What a round over a site brought."""

    site: str
    listed: int
    """Meetings that the site lists, of those that are wanted."""
    meetings: tuple[FetchedMeeting, ...]

    def count(self, news: News) -> int:
        """Return of how many meetings this is the news."""
        return sum(one.news is news for one in self.meetings)
