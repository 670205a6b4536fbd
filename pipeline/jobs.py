"""Long work behind the pages: one job after the other, in a thread of this process, kept in the archive.

A kind of job is a `Kind`: a name, words for people, and a function that works. It is handed a
`Work`, tells it every step, and returns what came of it as plain JSON:

    def count_items(session: Session, work: Work) -> dict[str, Any]:
        meetings = session.archive.meetings()
        for at, one in enumerate(meetings, start=1):
            work.tell(f"{at} af {len(meetings)} møder talt")   # raises Stopped where it is cancelled
        return {"items": sum(one.items for one in meetings)}

    Kind(name="count", title="Tæl punkter", run=partial(count_items, session))

`open_jobs` of `pipeline/app/jobs.py` has the list of kinds; a page asks for a job with
`page.jobs.ask("count", {}, by=page.name)`, answers 303 to `/job/<number>`, and that page shows its
lines as they come and a button to cancel. Work is done again from its beginning after a stop of the
server: `work.before` has the lines that were told until then.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

from pipeline.archive import Archive
from pipeline.domain import Job, JobLine, JobState
from pipeline.errors import ArchiveError, SagssporError
from pipeline.files import locked

log = logging.getLogger(__name__)
PATIENCE = 5.0
"""Seconds between two looks at the archive for jobs that another process asked for."""
KEPT = dt.timedelta(days=90)
"""How long a job that is over is kept with what it told."""
FAULT = "En fejl i programmet stoppede arbejdet; serverens log har den."


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of job."""

    name: str
    """As it is kept in the archive: "retrain"."""
    title: str
    """For people, in Danish: "Lær af rettelserne"."""
    run: Callable[["Work"], Mapping[str, Any]]
    """Does the work, telling every step; returns what came of it, as plain JSON. It is done again from its
    beginning where the server was stopped."""
    needed: Callable[[Job], bool | int] = lambda job: False  # noqa: ARG005 - handed to every kind's
    """Whether a job that is over, long ago, still waits for a person; such a job is not forgotten."""
    prepare: Callable[[], None] = lambda: None
    """Done once before the first job, while no other process works on jobs: puts right what a stop left."""


class Stopped(Exception):  # noqa: N818 - no error: someone asked for it
    """Someone cancelled the job, or the server stops; what works lets it pass."""


class Work:
    """A job at work, as its kind sees it."""

    def __init__(self, archive: Archive, job: Job, stop: Event) -> None:
        self._archive, self._stop = archive, stop
        self.job = job
        self.before = archive.job_lines(job.number)
        """What was told before the server was stopped; nothing where the job begins."""

    def tell(
        self, text: str, *, subject: str = "", step: str = "", data: Mapping[str, Any] | None = None
    ) -> None:
        """Keep a line for those who watch.

        Raises:
            Stopped: the job is cancelled, or the server stops; the line is kept all the same.

        """
        line = JobLine(subject=subject, step=step, text=text, data=data or {})
        now = self._archive.tell_job(self.job.number, line)
        if now.stopping or self._stop.is_set():
            raise Stopped


class Jobs:
    """The jobs of an archive; one process at a time works on them, any may ask."""

    def __init__(self, archive: Archive, kinds: Iterable[Kind]) -> None:
        self._archive = archive
        self.kinds = {kind.name: kind for kind in kinds}
        self._asked, self._stop = Event(), Event()
        self._thread: Thread | None = None

    # What pages ask

    def ask(self, kind: str, about: Mapping[str, Any], *, by: str = "") -> Job:
        """Put a job into the queue, and return it.

        Raises:
            ArchiveError: it cannot be kept.

        """
        job = self._archive.ask_job(self.kinds[kind].name, about, by)
        self._asked.set()
        return job

    # The thread

    def start(self) -> None:
        """Begin to work on what waits, and on what was running when the server was stopped."""
        self._thread = Thread(target=self._work, name="jobs", daemon=True)
        self._thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        """Let the job that runs stop at its next step; it goes on when the server is started again."""
        self._stop.set()
        self._asked.set()
        if self._thread is not None:
            self._thread.join(seconds)

    def _work(self) -> None:
        try:
            with self._alone() as alone:
                if alone:
                    self._patiently(self.take_up)
                while alone and not self._stop.is_set():
                    self._patiently(self.run_waiting)
                    self._asked.wait(PATIENCE)
                    self._asked.clear()
        except OSError as error:  # an archive that may only be read has no jobs
            log.warning("no jobs are done: %s", error)

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Wait until no other process works on the jobs of this archive; yield whether none does.

        The lock is gone with its process, however that ends.
        """
        file, stopped = self._archive.file, self._stop
        while not stopped.is_set():
            with locked(file.with_name(f"{file.name}.jobs.lock")) if file else nullcontext(True) as held:
                if held:
                    yield True
                    return
            stopped.wait(1)
        yield False

    def _patiently(self, work: Callable[[], None]) -> None:
        """Do something with the archive; where it is locked or full, try again later."""
        try:
            work()
        except ArchiveError as error:
            log.warning("%s", error)

    def take_up(self) -> None:
        """Take up what was running when the server was stopped."""
        for known in self.kinds.values():
            known.prepare()
        for job in self._archive.jobs([JobState.RUNNING]):
            if job.stopping:
                self._archive.end_job(job.number, JobState.CANCELLED, {})
            else:
                self._run(job)
        self.forget(dt.datetime.now(dt.UTC) - KEPT)

    def forget(self, before: dt.datetime) -> None:
        """Forget the jobs that were over before a moment, but for those that wait for a person.

        The newest stays: the next one is numbered after it, and no number is given twice.
        """
        (*newest,) = (job.number for job in self._archive.jobs(most=1))
        for job in self._archive.jobs([state for state in JobState if state.over]):
            kind, is_old = self.kinds.get(job.kind), job.ended and job.ended < before
            if is_old and job.number not in newest and not (kind and kind.needed(job)):
                self._archive.forget_job(job.number)

    def run_waiting(self) -> None:
        """Do every job that waits, the oldest first."""
        while not self._stop.is_set() and (waiting := self._archive.jobs([JobState.WAITING])):
            self._run(waiting[-1])

    def _run(self, job: Job) -> None:
        if (kind := self.kinds.get(job.kind)) is None:
            self._archive.end_job(job.number, JobState.BROKEN_OFF, {})
            return
        if not self._archive.begin_job(job.number):  # cancelled at this moment
            return
        work = Work(self._archive, self._archive.job(job.number), self._stop)
        try:
            result = kind.run(work)
        except Stopped:
            if self._archive.job(job.number).stopping:
                self._archive.end_job(job.number, JobState.CANCELLED, {})
        except SagssporError as error:
            self._fail(job, error.message("da"))
        except Exception:
            log.exception("job %s, %s", job.number, job.kind)
            self._fail(job, FAULT)
        else:
            self._archive.end_job(job.number, JobState.DONE, result)

    def _fail(self, job: Job, line: str) -> None:
        self._archive.tell_job(job.number, JobLine(step="failed", text=line))
        self._archive.end_job(job.number, JobState.FAILED, {})
