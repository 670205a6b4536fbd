"""Work of the program, kept with the record: the jobs of a server, and what was fetched from sites."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, literal, select, update

from pipeline.archive.columns import columns_of, made, now
from pipeline.archive.schema import fetched, job_lines, jobs
from pipeline.archive.values import Fetched
from pipeline.domain import Job, JobLine, JobState
from pipeline.errors import ItemNotFoundError


def ask_job(connection: Connection, kind: str, about: Mapping[str, Any], by: str) -> Job:
    """Return a new job, which waits."""
    values = {"kind": kind, "about": dict(about), "by": by, "state": JobState.WAITING, "asked": now()}
    (number,) = connection.execute(insert(jobs).values(values)).inserted_primary_key or (0,)
    return find_job(connection, number)


def find_job(connection: Connection, number: int) -> Job:
    """Return one job.

    Raises:
        ItemNotFoundError: there is none of this number.

    """
    row = connection.execute(select(jobs).where(jobs.c.number == number)).one_or_none()
    if row is None:
        raise ItemNotFoundError("no-such-job", number=number)
    return _job(row)


def list_jobs(
    connection: Connection, states: Collection[JobState] = tuple(JobState), most: int | None = None
) -> tuple[Job, ...]:
    """Return the jobs in these states, the newest first."""
    rows = select(jobs).where(jobs.c.state.in_(states)).order_by(jobs.c.number.desc()).limit(most)
    return tuple(_job(row) for row in connection.execute(rows))


def begin_job(connection: Connection, number: int) -> bool:
    """Note that a job runs; return whether it does: False if it is over."""
    own = (jobs.c.number == number, jobs.c.state.in_((JobState.WAITING, JobState.RUNNING)))
    begun = func.coalesce(jobs.c.begun, literal(now(), jobs.c.begun.type))
    done = connection.execute(update(jobs).where(*own).values(state=JobState.RUNNING, begun=begun))
    return bool(done.rowcount)


def end_job(connection: Connection, number: int, state: JobState, result: Mapping[str, Any]) -> None:
    """Note that a job is over, and what came of it."""
    values = {"state": state, "result": dict(result), "ended": now(), "stopping": False}
    connection.execute(update(jobs).where(jobs.c.number == number).values(values))


def forget_job(connection: Connection, number: int) -> None:
    """Remove a job and what it told."""
    connection.execute(delete(jobs).where(jobs.c.number == number))


def cancel_job(connection: Connection, number: int) -> Job:
    """Cancel a job that waits; ask one that runs to stop at its next step.

    Raises:
        ItemNotFoundError: there is none of this number.

    """
    job = find_job(connection, number)
    if job.state is JobState.WAITING:
        end_job(connection, number, JobState.CANCELLED, {})
    elif job.state is JobState.RUNNING:
        connection.execute(update(jobs).where(jobs.c.number == number).values(stopping=True))
    return find_job(connection, number)


def tell_job(connection: Connection, number: int, line: JobLine) -> Job:
    """Keep a line of a job, numbered after those it told before; return the job as it is now."""
    last = select(func.max(job_lines.c.position)).where(job_lines.c.job == number)
    own = {"job": number, "position": (connection.scalar(last) or 0) + 1, "data": dict(line.data)}
    connection.execute(insert(job_lines).values({**columns_of(line), **own}))
    return find_job(connection, number)


def read_job_lines(connection: Connection, number: int, after: int = 0) -> tuple[JobLine, ...]:
    """Return the lines of a job in order, those after a position alone."""
    own = (job_lines.c.job == number, job_lines.c.position > after)
    rows = connection.execute(select(job_lines).where(*own).order_by(job_lines.c.position))
    return tuple(made(JobLine, row) for row in rows)


def _job(row: Row[Any]) -> Job:
    return made(Job, row, result=row.result or {})


# What was fetched from publication sites, so that only what is new is asked for


def read_fetched(connection: Connection, site: str) -> tuple[Fetched, ...]:
    """Return what was fetched of a site, oldest meeting first."""
    rows = select(fetched).where(fetched.c.site == site).order_by(fetched.c.date, fetched.c.agenda)
    return tuple(made(Fetched, row) for row in connection.execute(rows))


def note_fetched(connection: Connection, site: str, agendas: Sequence[Fetched]) -> None:
    """Keep what was fetched of a site, in place of what was known of the same agendas."""
    forget_fetched(connection, site, [one.agenda for one in agendas])
    if agendas:
        connection.execute(
            insert(fetched), [{**columns_of(one), "site": site, "at": now()} for one in agendas]
        )


def forget_fetched(connection: Connection, site: str, agendas: Collection[str]) -> None:
    """Forget agendas of a site; they are new if they are listed again."""
    connection.execute(delete(fetched).where(fetched.c.site == site, fetched.c.agenda.in_(list(agendas))))
