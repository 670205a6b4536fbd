"""Long work that a server does behind its pages: what was asked for, how far it is, what came of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class JobState(StrEnum):
    """Where a job is on its way."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    BROKEN_OFF = "broken-off"
    """The server was stopped while its files came, or knows no such work any more."""

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it."""
        return self not in (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLine:
    """One line that a job told of its progress."""

    position: int = 0
    """1, 2, 3 ... within the job, once it is kept."""
    subject: str = ""
    """What of the job it is about, such as one of its files; empty where it is about all of it."""
    step: str = ""
    """What was reached, in a word of its kind for programs."""
    text: str
    """For people, in Danish."""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job."""

    number: int
    kind: str
    about: Mapping[str, Any]
    """What it works on, as its kind takes it."""
    by: str
    """Who asked for it."""
    state: JobState
    stopping: bool
    """Whether someone asked that it be cancelled, and it runs still."""
    asked: dt.datetime
    """In UTC, as the two that follow."""
    begun: dt.datetime | None = None
    ended: dt.datetime | None = None
    result: Mapping[str, Any] = field(default_factory=dict)
