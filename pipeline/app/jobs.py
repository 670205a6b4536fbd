"""The jobs of a served archive: which kinds there are, those about the theme model, one as it is watched."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from pipeline.app import models
from pipeline.app.answers import number_of, to_json
from pipeline.app.danish import in_danish
from pipeline.app.receiving import adding
from pipeline.app.session import Session
from pipeline.domain import Job, JobLine, JobState
from pipeline.jobs import Jobs as Jobs  # noqa: PLC0414 - for the page, which imports no room below
from pipeline.jobs import Kind, Work
from pipeline.training.corpus import corpus_folder

STATES = {
    JobState.WAITING: "venter på at komme til",
    JobState.RUNNING: "i gang",
    JobState.DONE: "færdigt",
    JobState.FAILED: "gik ikke",
    JobState.CANCELLED: "afbrudt",
    JobState.BROKEN_OFF: "afbrudt, fordi serveren blev stoppet",
}
"""The states in Danish."""
ABOUT_MODELS = {
    "retrain": "Lær af rettelserne",
    "serve": "Tag en version i brug",
    "retag": "Opdatér temaerne i arkivet",
    "compare": "Hvad ville ændre sig",
}
"""The kinds of job about the theme model, and what each is called."""
STEPS = 20
"""Of a long row of meetings or passages, so many are told of."""
PASSAGES = 500
"""Passages between two lines while the corpus is encoded."""


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
    return Jobs(session.archive, (adding(session), *_model_kinds(session)))


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


# About the theme model


def _model_kinds(session: Session) -> Iterator[Kind]:
    """Yield the kinds of job about the theme model, over the session that they work with."""
    works = (_retrain, _serve, _retag, _compare)
    for (name, title), work in zip(ABOUT_MODELS.items(), works, strict=True):
        yield Kind(name=name, title=title, run=partial(work, session))


def ask(session: Session, jobs: Jobs, kind: str, about: Mapping[str, Any], *, by: str = "") -> Job:
    """Return the job that does this: one that waits or runs already, else a new one."""
    pending = session.archive.jobs([JobState.WAITING, JobState.RUNNING])
    same = (job for job in pending if (job.kind, job.about, job.stopping) == (kind, about, False))
    return next(same, None) or jobs.ask(kind, about, by=by)


def _retrain(session: Session, work: Work) -> Mapping[str, Any]:
    retrained = models.retrain(_watched(session, work), corpus_folder(), partial(_progress, work))
    version = retrained.version
    work.tell(f"Version {version.number} er lært af {number_of(version.corrected, 'punkt', 'punkter')}")
    return {
        "version": version.number,
        "promoted": retrained.promoted,
        "outcome": version.outcome,
        "corrected": version.corrected,
        "retagged": retrained.retagged,
        "contests": [
            asdict(one) | {"lost": one.lost, "enough": one.has_enough} for one in retrained.contests
        ],
    }


def _serve(session: Session, work: Work) -> Mapping[str, Any]:
    number = work.job.about.get("version")
    # A job that is done again after a stop has gone back already: it would go back twice.
    if number is None and not work.before:
        number = models.rollback(session.config)
        work.tell(f"Version {number} er i brug igen", data={"version": number})
    elif number is None:
        number = work.before[0].data["version"]
    else:
        models.promote(session.config, number)
        work.tell(f"Version {number} er i brug", data={"version": number})
    return {"version": number} | _retag(session, work)


def _retag(session: Session, work: Work) -> dict[str, Any]:
    meetings = models.retag_archive(_watched(session, work))
    work.tell(f"Temaerne i {number_of(meetings, 'møde', 'møder')} er opdateret")
    return {"retagged": meetings}


def _compare(session: Session, work: Work) -> Mapping[str, Any]:
    number = work.job.about["version"]
    work.tell(f"Sammenligner version {number} med den, der er i brug, punkt for punkt")
    changes = models.compare_versions(session, number)
    return {"version": number, "changes": to_json(changes)}


def _watched(session: Session, work: Work) -> Session:
    """Return a session on the same archive that tells the job how far it is."""

    def watch(doing: str, steps: Sequence[str]) -> Iterable[str]:
        every = max(-(-len(steps) // STEPS), 1)
        for at, step in enumerate(steps):
            if at % every == 0:
                work.tell(f"{in_danish(doing)}: {at} af {number_of(len(steps), 'møde', 'møder')}")
            yield step

    return Session(session.config, session.archive, watch)


@contextmanager
def _progress(work: Work, doing: str) -> Iterator[Callable[[int], None]]:
    work.tell(in_danish(doing))
    told = 0

    def done(passages: int) -> None:
        nonlocal told
        if passages >= told + PASSAGES:
            told = passages
            work.tell(f"{in_danish(doing)}: {number_of(passages, 'afsnit', 'afsnit')}")

    yield done
