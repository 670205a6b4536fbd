"""What a person sees first: newest meetings, what waits for somebody, what came since the last visit."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.app.answers import number_of
from pipeline.app.session import Session
from pipeline.archive import News, Stats, WatchedMeetings
from pipeline.domain import Ledger

NEWEST = 8
"""Meetings in the list of the newest."""
WATCHED = 5
"""Meetings in a list of those to look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The first page."""

    stats: Stats
    newest: WatchedMeetings
    doubtful: WatchedMeetings
    """Whose structure a person has to look at."""
    warned: WatchedMeetings
    """Whose ledger says that something may be lost."""
    waiting: int
    """Corrections whose text is not in the archive as it was."""
    stale: int
    """Items tagged by another model, or for other themes, than now."""
    news: News | None
    """Since the last visit; None on the first one."""


def read_front(session: Session, since: dt.datetime | None) -> Front:
    """Return the first page, with the news since the last visit."""
    archive = session.archive
    return Front(
        stats=archive.stats(),
        newest=archive.newest(NEWEST),
        doubtful=archive.doubtful(WATCHED),
        warned=archive.warned(WATCHED),
        waiting=len(session.archive.waiting()),
        stale=session.stale(),
        news=archive.news_since(since) if since else None,
    )


def warnings(ledger: Ledger) -> Iterator[str]:
    """Yield what may be lost of a meeting, in a few Danish words each.

    >>> list(warnings(Ledger(layout="web", listed=3, found=2, gaps=("3", "4"))))
    ['nummer 3, 4 sprunget over']
    """
    if ledger.missing:
        yield f"{number_of(len(ledger.missing), 'punkt', 'punkter')} på dagsordenen mangler i referatet"
    if ledger.gaps:
        yield f"nummer {', '.join(ledger.gaps)} sprunget over"
    if ledger.leftovers:
        yield f"{number_of(len(ledger.leftovers), 'stykke', 'stykker')} tekst ikke placeret"
