"""Adding files behind the page: a job that tells each step of each file, and what a person decides after."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.app.adding import Step, add_file
from pipeline.app.answers import how_read, number_of, number_of_items, percent, shorten, when_and_where
from pipeline.app.corrections import Corrector
from pipeline.app.danish import in_danish
from pipeline.app.files import AS_THEY_ARE, FileError, Kept, Terms, each, files_in
from pipeline.app.session import Session
from pipeline.app.spool import KIND, OVER, Spool, Upload, check_suffix, files_wait, may_hold_closed
from pipeline.archive import Outcome
from pipeline.domain import Job, JobLine, JobState, Minutes
from pipeline.errors import DoubtfulError, MinutesError, SourceError
from pipeline.jobs import Jobs, Kind, Work
from pipeline.minutes import Exported
from pipeline.serialize import dump, load

_QUOTE = 120
_MAY_HOLD_CLOSED = (
    "Kan ikke læses sikkert og venter ikke her: et punkt, som filen kan rumme, er lukket. Intet er tilføjet. "
    "Send den igen med dato, udvalg og sted, eller tag det lukkede ud og brug »sagsspor add --accept«"
)
_OUTCOMES = {
    Outcome.ADDED: "Tilføjet",
    Outcome.NEW_VERSION: "Ny udgave af et møde, der var der",
    Outcome.WITHDRAWN: "Trukket tilbage, taget ud af arkivet",
    Outcome.OLDER: "Ældre end den udgave, arkivet har",
    Outcome.UNCHANGED: "Fandtes i forvejen, ord for ord",
}


def adding(session: Session) -> Kind:
    """Return the kind of job that adds files to the archive."""
    run, prepare = partial(_add_all, session), partial(report_half_received, session)
    needed = partial(files_wait, session)
    return Kind(name=KIND, title="Tilføj referater", run=run, needed=needed, prepare=prepare)


def receive(
    session: Session, jobs: Jobs, uploads: Sequence[Upload], *, terms: Terms = AS_THEY_ARE, by: str = ""
) -> Job:
    """Keep files until they are added, and return the job that adds them.

    Raises:
        SourceError: they are too many, or cannot be kept.

    """
    spool = Spool(session.archive)
    batch = spool.receive(uploads, session.config)
    names = [path.name if (path := spool.path(batch, at)) else "" for at in range(len(uploads))]
    return jobs.ask(KIND, _about(batch, names, terms), by=by)


def take_again(session: Session, jobs: Jobs, number: int, at: int, terms: Terms, *, by: str = "") -> Job:
    """Add a file that a person was asked about on other terms; return the new job.

    Raises:
        ItemNotFoundError: there is no such job.
        SourceError: the file is done with.

    """
    job, spool = session.archive.job(number), Spool(session.archive)
    path = _waiting(session, job, at)
    new = jobs.ask(KIND, _about(spool.move(job.about["batch"], at), [path.name], terms), by=by)
    told = JobLine(subject=str(at), step="again", text="Tages med igen", data={"job": new.number})
    session.archive.tell_job(number, told)
    return new


def drop(session: Session, number: int, at: int) -> None:
    """Remove a file that a person was asked about.

    Raises:
        ItemNotFoundError: there is no such job.
        SourceError: the file is done with.

    """
    job = session.archive.job(number)
    _waiting(session, job, at)
    Spool(session.archive).drop(job.about["batch"], at)
    session.archive.tell_job(
        number, JobLine(subject=str(at), step="dropped", text="Taget ud; intet er tilføjet")
    )


def report_half_received(session: Session) -> None:
    """Remove what the server was stopped over while it came, and report it as a job that was broken off."""
    spool, archive = Spool(session.archive), session.archive
    known = {job.about.get("batch", "") for job in archive.jobs() if job.kind == KIND}
    for batch in tuple(spool.half_received(known)):
        spool.drop(batch)
        job = archive.ask_job(KIND, _about("", [], AS_THEY_ARE), "")
        said = "Serveren blev stoppet, mens filerne blev modtaget. Intet af dem er tilføjet; vælg dem igen."
        archive.tell_job(job.number, JobLine(step="failed", text=said))
        archive.end_job(job.number, JobState.BROKEN_OFF, {})


def _waiting(session: Session, job: Job, at: int) -> Path:
    path = Spool(session.archive).path(job.about.get("batch", ""), at)
    if path is None or not job.state.over:
        raise SourceError("no-file-waits")
    return path


def _about(batch: str, names: Sequence[str], terms: Terms) -> dict[str, Any]:
    return {"batch": batch, "files": list(names), "terms": dump(Terms, terms)}


# The job


def _add_all(session: Session, work: Work) -> Mapping[str, Any]:
    about, spool = work.job.about, Spool(session.archive)
    terms = load(Terms, about["terms"])
    done = {line.subject for line in work.before if line.step == OVER}
    for at, _ in enumerate(about["files"]):
        path = spool.path(about["batch"], at)
        if str(at) not in done and path is not None:
            asks = _File(session, work, str(at), path).add(terms)
            work.tell("Færdig", subject=str(at), step=OVER)
            if not asks:
                spool.drop(about["batch"], at)
    Corrector(session.processor, session.archive).recut()
    return {}


class _File:
    """One file on its way into the archive."""

    def __init__(self, session: Session, work: Work, subject: str, path: Path) -> None:
        self._session, self._work, self._subject, self._path = session, work, subject, path
        # What was added just before a stop is no duplicate of itself.
        self._again = any(line.subject == subject for line in work.before)
        self._minutes: Minutes | None = None
        # Of an export nobody can say more, and what is closed may stand in it: it does not wait for them.
        self._is_export = self._may_hold_closed = False

    def add(self, terms: Terms) -> bool:
        """Add it, telling every step; return whether a person has to say more of it."""
        self._tell("reading", "Læses", {})
        asks, kept = False, False
        for answer in self._answers(terms):
            if isinstance(answer, Kept):
                kept = True
                self._tell("kept", *_said_of(answer, self._outcome(answer)))
            else:
                asks = asks or self._asks(answer)
                self._tell(*self._refusal(answer))
        if kept:
            self._tell("linking", "Forbindes med tidligere drøftelser", {})
            with self._session.finder.lock:
                self._session.finder.fresh.index()
            self._tell("linked", "Forbundet med tidligere drøftelser", {})
        return asks and not self._may_hold_closed

    def _answers(self, terms: Terms) -> Iterator[Kept | FileError]:
        session = self._session
        add = partial(add_file, session.processor, session.archive, terms=terms, reached=self._reached)
        try:
            check_suffix(self._path)
            inputs = files_in([self._path], session.config, join=True)
            self._is_export = any(isinstance(one, Exported) for one in inputs)
        except SourceError as error:
            yield error
            return
        yield from each(inputs, add)

    def _reached(self, step: Step, minutes: Minutes | None) -> None:
        self._minutes = minutes
        found = number_of_items(len(minutes.items)) if minutes else ""
        said = {
            "read": "Læst, skæres i punkter",
            "cut": f"Skåret i {found}, tagges",
            "tagged": f"{found} tagget, gemmes",
        }
        self._tell(step, said[step], {})

    def _outcome(self, kept: Kept) -> Outcome:
        if self._again and kept.outcome is Outcome.UNCHANGED:
            *earlier, current = self._session.archive.versions(kept.meeting_id)
            if current.added >= self._work.job.asked:
                return Outcome.NEW_VERSION if earlier else Outcome.ADDED
        return kept.outcome

    def _refusal(self, error: FileError) -> tuple[str, str, Mapping[str, Any]]:
        minutes = self._minutes if isinstance(error, DoubtfulError) else None
        session, said = self._session, error.message("da").removeprefix(f"{self._path.name}: ")
        if self._asks(error) and may_hold_closed(session.archive, session.processor, self._path, minutes):
            self._may_hold_closed = True
            return "failed", _MAY_HOLD_CLOSED, {}  # the error quotes what is doubted
        if minutes:
            return "doubtful", "Se efter, om den er læst rigtigt", _doubts(minutes)
        return "failed", said[:1].upper() + said[1:], {"asks": self._asks(error)}

    def _asks(self, error: FileError) -> bool:
        """Whether a person may take the file on other terms."""
        return isinstance(error, MinutesError) and not self._is_export

    def _tell(self, step: str, text: str, data: Mapping[str, Any]) -> None:
        self._work.tell(text, subject=self._subject, step=step, data=data)


def _said_of(kept: Kept, outcome: Outcome) -> tuple[str, Mapping[str, Any]]:
    said = [_OUTCOMES[outcome], how_read(kept.structure)]
    if kept.cpr:
        said.append(f"{number_of(len(kept.cpr), 'CPR-nummer', 'CPR-numre')} i teksten, vises med prikker")
    data = {"meeting": kept.meeting_id, "outcome": outcome.value}
    return "; ".join(filter(None, said)), data


def _doubts(minutes: Minutes) -> Mapping[str, Any]:
    """Return what a person has to look at: the items as they are cut, and each doubt with its line."""
    return {
        "percent": percent(minutes.structure),
        "meeting": when_and_where(minutes.meeting),
        "date": minutes.meeting.date.isoformat(),
        "committee": minutes.meeting.committee,
        "items": [[item.number, item.title] for item in minutes.items],
        "doubts": [
            [shorten(minutes.text[one.start : one.end], _QUOTE), in_danish(one.reason)]
            for one in minutes.structure.doubts
        ],
    }
