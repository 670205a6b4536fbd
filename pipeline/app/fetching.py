"""What a publication site has that the archive has not: fetched, added as files are, and told."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from pipeline.app.adding import add_file, keep_each
from pipeline.app.corrections import Corrector
from pipeline.app.files import FileError, Kept
from pipeline.app.session import Session
from pipeline.archive import Fetched
from pipeline.config import Config
from pipeline.errors import FetchError, GoneError, ItemNotFoundError, NoAnswerError
from pipeline.fetching import LIST, Answers, ListedMeeting, agenda_path, read_list, without_closed
from pipeline.fetching import Site as Site  # noqa: PLC0414 - for the command line, which imports no room below
from pipeline.minutes.exports.package import Package
from pipeline.text import caseless

MeetingWatch = Callable[[Sequence[ListedMeeting]], Iterable[ListedMeeting]]
"""Yields meetings while it shows a person how far they are."""
_IN_A_ROW = 3
"""Meetings that fail one after the other before the site is left alone."""
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


def open_site(config: Config, url: str) -> Site:
    """Return a site that is asked as the settings say, any number of times; a context that lets go of it.

    Raises:
        FetchError: this is no address of a site.

    """
    return Site(url, config.fetch, config.minutes.max_bytes)


def fetch_site(
    site: Site, session: Session, wanted: Wanted, watch: MeetingWatch, tell: Callable[[Told], None]
) -> FetchReport:
    """Add what a site published since it was last asked, a meeting at a time; return the report.

    `tell` is called at once with each meeting kept, and for each that cannot be. What is fetched is
    kept, whatever happens then: the next round goes on behind it.

    Raises:
        FetchError: there is no list of that committee, or the site does not answer.
        ArchiveError: it cannot be written to.

    """
    everything = read_list(site.read_json(LIST))
    listed = _wanted(everything, wanted)
    visit = _Visit(session, site, tell)
    news = [visit.fetch(meeting) for meeting in watch([one for one in listed if visit.is_news(one)])]
    if everything:
        news += visit.withdraw(visit.unlisted(everything, wanted))
    Corrector(session.processor, session.archive).recut()
    return FetchReport(site=site.address, listed=len(listed), meetings=tuple(news))


def _wanted(listed: Sequence[ListedMeeting], wanted: Wanted) -> list[ListedMeeting]:
    committees = {one.committee for one in listed}
    if wanted.committee and caseless(wanted.committee) not in map(caseless, committees):
        raise FetchError("unknown-committee", committee=wanted.committee, known=sorted(committees))
    return [one for one in listed if wanted.has(one.committee, one.date)]


class _Visit:
    """One round over a site."""

    def __init__(self, session: Session, site: Site, tell: Callable[[Told], None]) -> None:
        self._session, self._site, self._tell = session, site, tell
        self._archive = session.archive
        self._known = {one.agenda: one for one in session.archive.fetched(site.address)}
        self._failures = 0

    def is_news(self, meeting: ListedMeeting) -> bool:
        """Return whether something of a meeting is new, changed, or not listed any more."""
        return not self._is_known(meeting) or bool(self._lost(meeting))

    def _is_known(self, meeting: ListedMeeting) -> bool:
        known = (self._known.get(agenda.key) for agenda in meeting.agendas)
        return all(
            one is not None and (one.stamp, one.date) == (agenda.stamp, meeting.date)
            for one, agenda in zip(known, meeting.agendas, strict=True)
        )

    def _lost(self, meeting: ListedMeeting) -> list[Fetched]:
        """Return what was fetched of a meeting, and is not listed with it any more."""
        keys, day = {agenda.key for agenda in meeting.agendas}, (meeting.committee, meeting.date)
        return [
            one for one in self._known.values() if (one.committee, one.date) == day and one.agenda not in keys
        ]

    # What is listed

    def fetch(self, meeting: ListedMeeting) -> FetchedMeeting:
        """Return what came of a meeting: all that is published of it goes into the archive as one.

        Raises:
            NoAnswerError: the site wants to be left alone.
            FetchError: several meetings failed, one after the other.

        """
        try:
            news, meeting_id = self._fetch(meeting)
            self._failures = 0
        except FetchError as error:
            self._failures += 1
            if isinstance(error, NoAnswerError) or self._failures >= _IN_A_ROW:
                raise
            self._tell(error)
            news, meeting_id = News.FAILED, ""
        names = tuple(agenda.name for agenda in meeting.agendas)
        return FetchedMeeting(
            news=news, committee=meeting.committee, date=meeting.date, names=names, meeting_id=meeting_id
        )

    def _fetch(self, meeting: ListedMeeting) -> tuple[News, str]:
        before = [self._known[agenda.key] for agenda in meeting.agendas if agenda.key in self._known]
        lost = self._lost(meeting)
        gone = [one for one in lost if self._is_gone(one)]
        if not gone and self._is_known(meeting):
            return News.UNLISTED, before[0].meeting
        files = dict(self._answers(meeting))
        sums = {key: hashlib.sha256(data).hexdigest() for key, data in files.items()}
        if not gone and sums and sums == {one.agenda: one.sha256 for one in before}:
            news, meeting_id = News.SAME, before[0].meeting
        else:
            had = {one.meeting for one in (*before, *lost)} - {""}
            if gone and files.keys() <= {one.agenda for one in before}:  # nothing takes its place
                self._delete(had)
            news, meeting_id = News.CHANGED if had else News.NEW, self._add(meeting, files)
            if files and not meeting_id:
                return News.FAILED, ""
            self._delete(had - {meeting_id})  # it was put off to another day
        self._note(meeting, sums, meeting_id)
        self._archive.forget_fetched(self._site.address, [one.agenda for one in gone])
        return (news, meeting_id) if files else (News.FAILED, "")

    def _answers(self, meeting: ListedMeeting) -> Iterator[tuple[str, bytes]]:
        """Yield what the site publishes of a meeting, nothing closed in it; what is gone is told."""
        for agenda in meeting.agendas:
            path = agenda_path(agenda.key)
            try:
                answer = self._site.read_json(path)
            except GoneError as error:
                self._tell(error)
                continue
            if not (isinstance(answer, dict) and "Dagsordenpunkter" in answer):
                raise FetchError("answer-no-agenda", address=f"{self._site.address}{path}")
            yield agenda.key, json.dumps(without_closed(answer), ensure_ascii=False).encode()

    def _add(self, meeting: ListedMeeting, files: Mapping[str, bytes]) -> str:
        """Add a meeting as a folder of its files is added; return its id, or nothing if it cannot be."""
        named = {f"{key}.json": data for key, data in files.items()}
        holder = Answers({**named, "udvalgsliste.json": json.dumps(meeting.entry).encode()})
        package = Package(holder=holder, config=self._session.config.minutes)
        add = partial(add_file, self._session.processor, self._archive)
        told = keep_each(package.meetings(), add, self._tell)
        return next((one.meeting_id for one in told if isinstance(one, Kept)), "")

    def _note(self, meeting: ListedMeeting, sums: Mapping[str, str], meeting_id: str) -> None:
        """Keep what was fetched; what is listed and gone, too, lest it is asked for every time."""
        rows = [
            Fetched(
                agenda=agenda.key,
                committee=meeting.committee,
                date=meeting.date,
                name=agenda.name,
                stamp=agenda.stamp,
                sha256=sums.get(agenda.key, ""),
                meeting=meeting_id if agenda.key in sums else "",
            )
            for agenda in meeting.agendas
        ]
        self._archive.note_fetched(self._site.address, rows)

    # What is not listed any more

    def unlisted(self, listed: Iterable[ListedMeeting], wanted: Wanted) -> dict[str, list[Fetched]]:
        """Return the meetings of the archive that left the list, each with what was fetched of it."""
        days, keys = set[tuple[str, str]](), set[str]()
        for meeting in listed:
            days.add((meeting.committee, meeting.date))
            keys.update(agenda.key for agenda in meeting.agendas)
        lost: dict[str, list[Fetched]] = {}
        for one in self._known.values():
            day = (one.committee, one.date)
            if one.meeting and one.agenda not in keys and day not in days and wanted.has(*day):
                lost.setdefault(one.meeting, []).append(one)
        return lost

    def withdraw(self, lost: Mapping[str, Sequence[Fetched]]) -> Iterator[FetchedMeeting]:
        """Yield what became of meetings that left the list; those that are gone leave the archive."""
        for meeting_id, agendas in lost.items():
            gone = all(self._is_gone(one) for one in agendas)
            if gone:
                self._delete([meeting_id])
                self._archive.forget_fetched(self._site.address, [one.agenda for one in agendas])
            yield FetchedMeeting(
                news=News.WITHDRAWN if gone else News.UNLISTED,
                committee=agendas[0].committee,
                date=agendas[0].date,
                names=tuple(one.name for one in agendas),
                meeting_id=meeting_id,
            )

    def _is_gone(self, one: Fetched) -> bool:
        try:
            self._site.read_json(agenda_path(one.agenda))
        except GoneError:
            return True
        return False

    def _delete(self, meetings: Iterable[str]) -> None:
        for meeting in sorted(meetings):
            with suppress(ItemNotFoundError):  # a person deleted it
                self._archive.delete(meeting)
