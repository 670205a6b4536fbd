"""The jobs of a served archive: which kinds there are, and one as a person watches it."""

from dataclasses import dataclass

from pipeline.app.model_jobs import model_kinds
from pipeline.app.receiving import adding
from pipeline.app.session import Session
from pipeline.domain import Job, JobLine, JobState
from pipeline.jobs import Jobs as Jobs  # noqa: PLC0414 - for the page, which imports no room below

STATES = {
    JobState.WAITING: "venter på at komme til",
    JobState.RUNNING: "i gang",
    JobState.DONE: "færdigt",
    JobState.FAILED: "gik ikke",
    JobState.CANCELLED: "afbrudt",
    JobState.BROKEN_OFF: "afbrudt, fordi serveren blev stoppet",
}
"""The states in Danish."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """A job, and what it told so far."""

    job: Job
    title: str
    lines: tuple[JobLine, ...]

    @property
    def state(self) -> str:
        """Where it is on its way, in Danish."""
        return "stopper" if self.job.stopping else STATES[self.job.state]


def open_jobs(session: Session) -> Jobs:
    """Return the queue of an archive; nothing is done before it is started."""
    return Jobs(session.archive, (adding(session), *model_kinds(session)))


def read_job(session: Session, jobs: Jobs, number: int, after: int = 0) -> JobView:
    """Return a job, with the lines that it told after a position.

    Raises:
        ItemNotFoundError: there is none of this number.

    """
    job = session.archive.job(number)
    kind = jobs.kinds.get(job.kind)
    return JobView(
        job=job, title=kind.title if kind else job.kind, lines=session.archive.job_lines(number, after)
    )
