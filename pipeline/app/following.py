"""What is followed: feeds of what was picked or asked, of a case, of what comes of an item; and the week."""

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from pipeline.app.session import Session
from pipeline.archive import ItemSummary, RankedItem
from pipeline.discussions import Stop
from pipeline.domain import EVERYTHING, Filters, Link, danish_date
from pipeline.text import one_line

LONGEST = 50
"""Entries of a feed: those that came last."""
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""When a feed without entries was last changed."""
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item in a feed, when it came into the archive, and why it is there."""

    item: ItemSummary
    added: dt.datetime
    why: str
    text: str = ""
    """The words that were found, or what was decided; empty where there is nothing to quote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The items that came last of what is followed."""

    title: str
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> dt.datetime:
        """When something last came."""
        return max((entry.added for entry in self.entries), default=NEVER)


def follow_search(session: Session, question: str, by: Filters) -> Feed:
    """Return the items with all words of a question, of those that were picked; without one, all picked.

    Words alone are looked for: what is alike in sense differs with every item that is added.
    """
    question, archive = one_line(question), session.archive
    among = archive.matching(question) if question else None
    found = archive.newly_added(by, LONGEST, among)
    ranked = [RankedItem(item_id=one.item.id, score=0.0) for one in found]
    quoted = {hit.item.id: hit.snippet.text for hit in archive.hits(question, ranked)} if question else {}
    grounds = tuple(_grounds(question, by)) or (("", "er nyt i arkivet"),)
    why = "; ".join(ground for _, ground in grounds)
    return Feed(
        title=", ".join(name for name, _ in grounds if name) or "Alle punkter",
        entries=tuple(
            Entry(item=one.item, added=one.added, why=why, text=quoted.get(one.item.id, "")) for one in found
        ),
    )


def _grounds(question: str, by: Filters) -> Iterable[tuple[str, str]]:
    """Yield what a search asks for, each as a title has it, if it does, and as the reason of an entry."""
    if question:
        yield f"»{question}«", f"har ordene »{question}«"
    yield from ((theme, f"har temaet {theme}") for theme in by.themes)
    yield from ((name, f"nævner {name}") for _, names in by.names for name in sorted(names))
    if by.kle:
        yield f"KLE {by.kle}", f"har et sagsnummer i {by.kle} (KLE)"
    yield from ((name, f"er fra {name}") for name in by.committees)
    if by.after:
        yield "", f"er fra {danish_date(by.after + _DAY)} eller senere"
    if by.before:
        yield "", f"er fra {danish_date(by.before - _DAY)} eller tidligere"


def follow_case(session: Session, case_id: str) -> Feed:
    """Return the times a case came up.

    Raises:
        ItemNotFoundError: there is no such case.

    """
    trail, *_ = session.finder.trails.of(case_id)
    stops = {stop.item_id: (place, stop) for place, stop in enumerate(trail.stops, start=1)}
    entries = [
        Entry(item=one.item, added=one.added, why=_time(trail.title, *stops[one.item.id]), text=text)
        for one in session.archive.newly_added(EVERYTHING, LONGEST, list(stops))
        for text in [stops[one.item.id][1].decision]
    ]
    return Feed(title=f"Sagen {trail.title}", entries=tuple(entries))


def _time(title: str, place: int, stop: Stop) -> str:
    if place == 1:
        return f"sagen begynder her: {stop.title}"
    return f"sagen »{title}« kom op for {place}. gang"


def follow_item(session: Session, item_id: str) -> Feed:
    """Return the later items that go back to an item.

    Raises:
        ItemNotFoundError: the archive has no such item.

    """
    own = session.archive.item(item_id)
    said = f"går tilbage til »{own.tagged.item.title}« den {danish_date(own.meeting.date)}"
    links = {link.item_id: link for link in session.finder.later(item_id, limit=LONGEST)}
    entries = (
        Entry(item=one.item, added=one.added, why="; ".join((said, *_reasons(links[one.item.id]))))
        for one in session.archive.newly_added(EVERYTHING, LONGEST, list(links))
    )
    return Feed(title=f"Når den kommer igen: {own.tagged.item.title}", entries=tuple(entries))


def _reasons(link: Link) -> Iterable[str]:
    return (one_line(reason.text) for reason in link.reasons)


def known_themes(session: Session) -> Sequence[str]:
    """Return the themes that can be followed: those of the register, and those that items have."""
    known = [theme.name for theme in session.register]
    had = dict.fromkeys(cell.row for cell in session.archive.themes_by_year() if cell.row)
    return tuple(dict.fromkeys([*known, *had]))


# The week


def monday_of(week: str, today: dt.date) -> dt.date:
    """Return the Monday of a week such as "2026-W49"; of what is none, that of the week of a day.

    >>> monday_of("2026-W49", dt.date(2026, 1, 1)), monday_of("x", dt.date(2026, 1, 1))
    (datetime.date(2026, 11, 30), datetime.date(2025, 12, 29))
    """
    with suppress(ValueError):
        monday = dt.datetime.strptime(f"{week}-1", "%G-W%V-%u").date()
        if dt.MINYEAR < monday.year < dt.MAXYEAR:  # the weeks before and after can be told
            return monday
    return today - dt.timedelta(days=today.weekday())


def week_of(monday: dt.date, weeks: int = 0) -> str:
    """Return a week as an address has it, or one so many weeks later.

    >>> week_of(dt.date(2026, 11, 30)), week_of(dt.date(2026, 11, 30), -48)
    ('2026-W49', '2026-W01')
    """
    return (monday + dt.timedelta(weeks=weeks)).strftime("%G-W%V")
