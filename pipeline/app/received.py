"""The files of a job that adds them, as a person watches them: how far each is, and what is asked of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.app.receiving import OVER, files_wait
from pipeline.app.session import Session
from pipeline.app.spool import KIND, Spool
from pipeline.domain import Job, JobLine

_OUTCOMES = frozenset({"kept", "failed", "doubtful"})
_RECENT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """One file of a job."""

    at: int
    name: str
    now: str
    """How far it is, in Danish; empty where that is told by its outcomes."""
    outcomes: tuple[JobLine, ...]
    """What became of each of its meetings, or of the whole file."""
    asks: bool
    """Whether a person may take it on other terms, or has to drop it."""
    again: int | None
    """The job that took it on other terms."""

    @property
    def look(self) -> Mapping[str, Any]:
        """What a person has to look at; empty where there is nothing."""
        return next((line.data for line in self.outcomes if line.step == "doubtful"), {})


def read_files(session: Session, job: Job, lines: Sequence[JobLine]) -> tuple[ReceivedFile, ...]:
    """Return the files of a job, each as far as it is."""
    spool, batch = Spool(session.archive), job.about["batch"]
    return tuple(
        _file(
            at,
            name,
            [line for line in lines if line.subject == str(at)],
            job,
            spool.path(batch, at) is not None,
        )
        for at, name in enumerate(job.about["files"])
    )


def _file(at: int, name: str, lines: Sequence[JobLine], job: Job, there: bool) -> ReceivedFile:
    # A file that was taken up after a stop tells all of it again.
    begun = max((place for place, line in enumerate(lines) if line.step == "reading"), default=0)
    outcomes = tuple(line for line in lines[begun:] if line.step in _OUTCOMES)
    last = lines[-1].text if lines else "Nåede ikke at komme med" if job.state.over else "Venter"
    return ReceivedFile(
        at=at,
        name=name,
        now="" if outcomes and lines[-1].step == OVER else last,
        outcomes=outcomes,
        asks=there and job.state.over,
        again=next((line.data["job"] for line in lines if line.step == "again"), None),
    )


def recent_batches(session: Session) -> tuple[tuple[Job, int], ...]:
    """Return the newest jobs that added files, newest first, and of how many a person has to say more."""
    jobs = [job for job in session.archive.jobs(most=5 * _RECENT) if job.kind == KIND]
    return tuple((job, files_wait(session, job) if job.state.over else 0) for job in jobs[:_RECENT])
