"""The archive as the rest of the program sees it: functions of this room, each in its own transaction."""

from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Self, TypeVar

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.archive import (
        contents,
        correct,
        exchange,
        failures,
        identity,
        jobs,
        listing,
        log,
        lookup,
        meetings,
        names,
        overview,
        search,
        tags,
        write,
    )
    from pipeline.archive.database import Database
    from pipeline.archive.failures import Unread

_ROOM = (
    "contents", "correct", "exchange", "failures", "identity", "jobs", "listing", "log",
    "lookup", "meetings", "names", "overview", "search", "tags", "write",
)  # fmt: skip
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
_Function = Callable[Concatenate["Connection", Asked], Answer]
_Method = Callable[Concatenate["Archive", Asked], Answer]


def _load_room() -> None:
    """Load what asks the database: most runs of `tag` open no archive, and need not wait for SQLAlchemy."""
    globals().update((name, import_module(f"pipeline.archive.{name}")) for name in _ROOM)


def _reads(named: Callable[[], _Function[Asked, Answer]]) -> _Method[Asked, Answer]:
    """Return a method that asks a function about one state of the archive."""

    def method(archive: "Archive", /, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        with archive._database.reading() as connection:
            return named()(connection, *args, **kwargs)

    return method


def by_generation(read: Callable[["Archive"], Answer]) -> Callable[["Archive"], Answer]:
    """Return a function that reads an archive, anew only where it has changed since."""

    @lru_cache(maxsize=2)
    def kept(archive: "Archive", generation: int) -> Answer:
        del generation  # what the answer is kept under
        return read(archive)

    @wraps(read)
    def asked(archive: "Archive") -> Answer:
        return kept(archive, archive.generation())

    return asked


def _writes(named: Callable[[], _Function[Asked, Answer]]) -> _Method[Asked, Answer]:
    """Return a method that lets a function change the archive: all it does is kept, or nothing."""

    def method(archive: "Archive", /, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        with archive._database.writing() as connection:
            return named()(connection, *args, **kwargs)

    return method


class Archive:
    """Every meeting ever added, its texts, tags, passages and vectors, and what persons corrected.

    Every method sees all that was added and deleted before it was called, by whichever
    process, and raises an ArchiveError of one line when the database is locked, damaged,
    read-only or full; an ItemNotFoundError where it is asked for an item or a meeting that
    is not there. A change is made whole or not at all.
    """

    def __init__(self, database: "Database") -> None:
        self._database = database

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the archive at a path or SQLAlchemy URL; make it, and its folder, if there is none.

        Raises:
            ArchiveError: it cannot be opened, is something else, or was made by another version.

        """
        from pipeline.archive.database import Database

        _load_room()
        return cls(Database(url))

    @classmethod
    def open_existing(cls, url: str) -> Self:
        """Open an archive that is there; where there is none, none is made.

        Raises:
            ArchiveError: there is none, or it cannot be opened.

        """
        from pipeline.archive.database import check_is_there

        check_is_there(url)
        return cls.open(url)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def file(self) -> Path | None:
        """The file the archive is in; None on a server or in memory."""
        return self._database.file

    @property
    def in_memory(self) -> bool:
        """Whether all that is kept is gone at the end."""
        return self._database.in_memory

    # What goes in and out

    add = _writes(lambda: write.add_minutes)
    withdraw = _writes(lambda: write.withdraw_minutes)
    delete = _writes(lambda: write.delete_meeting)
    restate = _writes(lambda: identity.restate_meeting)
    rebuild = _writes(lambda: write.rebuild_meeting)
    retag = _writes(lambda: write.retag_items)
    add_corrections = _writes(lambda: exchange.add_entries)

    def export(self, unread: "Unread | None" = None) -> Iterator[dict[str, Any]]:
        """Yield each meeting as an object that `serialize.from_json` and `add` read back, oldest first.

        Its corrections go with it: `corrections_from_json` and `add_corrections` read them back.
        One that cannot be read is left out and given to `unread`, or logged.
        """
        with self._database.reading() as connection:
            yield from exchange.export_meetings(connection, unread or failures.tell)

    def back_up(self, path: Path) -> None:
        """Write a copy of the archive as it is now, whoever writes to it meanwhile.

        Raises:
            ArchiveError: it is on a server, which has means of its own.

        """
        self._database.back_up(path)

    # What is in it, and when it changed

    meetings = _reads(lambda: meetings.list_meetings)
    meeting = _reads(lambda: meetings.find_meeting)
    meetings_on = _reads(lambda: meetings.list_meetings_on)
    meeting_with = _reads(lambda: write.meeting_with)
    minutes = _reads(lambda: lookup.find_minutes)
    meeting_page = _reads(lambda: meetings.meeting_page)
    restructured = _reads(lambda: meetings.list_restructured)
    versions = _reads(lambda: meetings.list_versions)
    item = _reads(lambda: lookup.find_item)
    passage_at = _reads(lambda: lookup.find_passage)
    decisions = _reads(lambda: lookup.find_decisions)
    stats = _reads(lambda: meetings.count_contents)
    vectors = _reads(lambda: contents.vectors_of_meeting)
    item_vectors = _reads(lambda: contents.vectors_of_item)
    opinion = _reads(lambda: tags.opinion_of)
    models = _reads(lambda: tags.read_models)
    stale = _reads(lambda: tags.count_stale)
    generation = _reads(lambda: lookup.generation_now)
    generations = _reads(lambda: meetings.read_generations)
    meeting_count = _reads(lambda: meetings.count_meetings)

    # What is new, and what a person should look at

    newest = _reads(lambda: meetings.newest_meetings)
    doubtful = _reads(lambda: meetings.doubtful_meetings)
    warned = _reads(lambda: meetings.warned_meetings)
    news_since = _reads(lambda: meetings.count_news)

    # Lists and search

    items = _reads(lambda: listing.list_items)
    with_case_number = _reads(lambda: listing.with_case_number)
    stating = _reads(lambda: listing.list_stating)
    treated_on = _reads(lambda: listing.list_treated_on)
    closed_items = _reads(lambda: listing.list_closed)
    summaries = _reads(lambda: listing.summaries_of)
    facets = _reads(lambda: listing.read_facets)
    norms = _reads(lambda: listing.norms_of)
    narrowed = _reads(lambda: listing.narrow)
    committees_called = _reads(lambda: listing.committees_called)
    newest_of = _reads(lambda: listing.newest_items)
    search = _reads(lambda: search.search_items)
    matching = _reads(lambda: search.matching_items)
    hits = _reads(lambda: search.show_items)

    # The whole of it in numbers

    themes_by_year = _reads(lambda: overview.count_themes)
    municipalities_by_theme = _reads(lambda: overview.count_municipalities)
    largest_amounts = _reads(lambda: overview.largest_amounts)
    in_cases = _reads(lambda: overview.count_in_cases)
    rising_names = _reads(lambda: overview.rising_names)
    names = _reads(lambda: names.list_names)
    find_name = _reads(lambda: names.find_name)
    meant_names = _reads(lambda: names.meant_names)
    count_name = _reads(lambda: names.count_name)
    items_with_name = _reads(lambda: names.items_with_name)
    found_with_name = _reads(lambda: names.found_with_name)
    cases_with_name = _reads(lambda: names.cases_with_name)

    # What came when

    newly_added = _reads(lambda: listing.newly_added)
    meetings_added = _reads(lambda: meetings.meetings_added)
    last_added = _reads(lambda: meetings.last_added)
    themes_of_meetings = _reads(lambda: overview.themes_of_meetings)
    cases_come_again = _reads(lambda: overview.cases_come_again)

    # Corrections, and the trail

    correct = _writes(lambda: correct.correct_item)
    correct_structure = _writes(lambda: correct.correct_structure)
    undo = _writes(lambda: correct.undo_entry)
    join_names = _writes(lambda: names.join_names)
    joins = _reads(lambda: log.read_joins)
    joined = _reads(lambda: log.read_joined)
    corrections = _reads(lambda: log.read_log)
    to_recut = _reads(lambda: log.meetings_to_recut)
    corrections_of = _reads(lambda: log.entries_about)
    last_corrections = _reads(lambda: log.last_numbers)
    entries = _reads(lambda: log.read_entries)
    log_page = _reads(lambda: log.read_page)
    undos = _reads(lambda: log.read_undos)
    correctors = _reads(lambda: log.read_names)
    in_force = _reads(lambda: log.entries_in_force)
    count_active = _reads(lambda: log.count_active)
    last_number = _reads(lambda: log.last_number)
    waiting = _reads(lambda: log.waiting_numbers)
    link_rulings = _reads(lambda: log.read_link_rulings)
    case_rulings = _reads(lambda: log.read_case_rulings)
    cases = _reads(lambda: log.read_cases)
    keep_cases = _writes(lambda: log.write_cases)

    # What publication sites were asked for

    fetched = _reads(lambda: jobs.read_fetched)
    note_fetched = _writes(lambda: jobs.note_fetched)
    forget_fetched = _writes(lambda: jobs.forget_fetched)

    # Long work of the server

    ask_job = _writes(lambda: jobs.ask_job)
    job = _reads(lambda: jobs.find_job)
    jobs = _reads(lambda: jobs.list_jobs)
    begin_job = _writes(lambda: jobs.begin_job)
    end_job = _writes(lambda: jobs.end_job)
    cancel_job = _writes(lambda: jobs.cancel_job)
    forget_job = _writes(lambda: jobs.forget_job)
    tell_job = _writes(lambda: jobs.tell_job)
    job_lines = _reads(lambda: jobs.read_job_lines)
