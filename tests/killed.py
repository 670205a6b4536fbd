"""A server's work, killed in the middle: `killed.py ARCHIVE STEP` adds a file, or learns, and dies at a step.

Run by tests/test_jobs_killed.py in a process of its own.
"""

import io
import os
import signal
import sys
from pathlib import Path

from conftest import TinyEncoder
from served import MINUTES, tiny_session

from pipeline.app import models, receiving
from pipeline.app.jobs import open_jobs
from pipeline.archive import Archive
from pipeline.jobs import Work


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Half(io.BytesIO):
    """A file of which half comes."""

    def read(self, size: int | None = -1) -> bytes:
        del size
        if self.tell():
            die()
        return super().read(10)


def main(path: Path, step: str) -> None:
    tell = Work.tell

    def tell_or_die(work: Work, text: str, **about: object) -> None:
        tell(work, text, **about)
        if about.get("step") == step:
            die()

    Work.tell = tell_or_die
    with Archive.open(str(path)) as archive:
        session = tiny_session(archive, TinyEncoder(), None, path.parent)
        jobs = open_jobs(session)
        if step == "learn":
            models.retrain = lambda *_: die()
            jobs.ask("retrain", {}, by="Åse")
            jobs.run_waiting()
        stream = Half(MINUTES.encode()) if step == "receive" else io.BytesIO(MINUTES.encode())
        receiving.receive(session, jobs, [("møde æøå.txt", stream)], by="Åse")
        jobs.run_waiting()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
