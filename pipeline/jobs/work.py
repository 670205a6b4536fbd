"""One kind of job, and one job at work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event
from typing import Any

from pipeline.archive import Archive
from pipeline.domain import Job, JobLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of job."""

    name: str
    """As it is kept in the archive: "retrain"."""
    title: str
    """For people, in Danish: "Lær af rettelserne"."""
    run: Callable[["Work"], Mapping[str, Any]]
    """Does the work, telling every step; returns what came of it, as plain JSON."""
    resumable: bool = False
    """Whether it may be done again from its beginning where the server was stopped."""
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
        line = JobLine(position=0, subject=subject, step=step, text=text, data=data or {})
        self._look(self._archive.tell_job(self.job.number, line))

    def check(self) -> None:
        """Go on, if that is still wanted; for what tells nothing.

        Raises:
            Stopped: the job is cancelled, or the server stops.

        """
        self._look(self._archive.job(self.job.number))

    def _look(self, now: Job) -> None:
        if now.stopping or self._stop.is_set():
            raise Stopped
