"""Files that came by the page, kept beside the archive until they are in it, and how far each is."""

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from secrets import token_hex
from typing import Any, BinaryIO

from pipeline.app.session import Session
from pipeline.archive import Archive
from pipeline.config import Config, places
from pipeline.domain import Job, JobLine, Minutes
from pipeline.errors import MinutesError, SourceError
from pipeline.minutes.exports.joining import bare
from pipeline.minutes.readers import FORMATS
from pipeline.process import Processor
from pipeline.text import caseless, one_line

Upload = tuple[str, BinaryIO]
"""A file as a browser sends it: its name, and what it holds."""
KIND = "add"
"""The kind of the jobs that add what is kept here."""
OVER = "over"
"""The step of the last line about a file."""
_OUTCOMES = frozenset({"kept", "failed", "doubtful"})
_RECENT = 10
_PROCESS = token_hex(4)
"""Folders of a name that begins so are of this process, and may be half full still."""
_LONGEST_NAME = 200
"""In bytes, as file systems count."""
_EXPORTS = (".xml", ".json", ".zip")
"""What case systems export is called so; it is known by what it holds."""


def check_suffix(path: Path) -> None:
    """Refuse a file whose name says that it is of no format that is read.

    Raises:
        SourceError: it does.

    """
    if path.suffix.lower() not in (known := suffixes()):
        raise SourceError("unknown-suffix", file=path.name, known=known)


def suffixes() -> tuple[str, ...]:
    """Return the endings of the names of files that can be added."""
    return tuple(dict.fromkeys((*(suffix for row in FORMATS for suffix in row.suffixes), *_EXPORTS)))


def file_name(given: str) -> str:
    r"""Return the bare name of a file that a browser names, fit for a folder of ours.

    >>> len(file_name("😀" * 300 + ".txt").encode())
    204
    >>> file_name("C:\\Møder\\referat 1.pdf"), file_name("../../x\n.txt"), file_name("..")
    ('referat 1.pdf', 'x.txt', 'uden navn')
    """
    name = PurePosixPath(PureWindowsPath(given).name).name
    shown = "".join(sign for sign in name if sign.isprintable()).strip(". ")
    stem, dot, ending = shown.rpartition(".")
    kept = f"{_cut(stem, _LONGEST_NAME)}{dot}{_cut(ending, 20)}"
    return kept.strip() or "uden navn"


def _cut(text: str, most: int) -> str:
    return text.encode(errors="ignore")[:most].decode(errors="ignore")


class Spool:
    """The folder of such files: one folder a batch in it, one folder a file in that."""

    def __init__(self, archive: Archive) -> None:
        file = archive.file
        self.folder = file.with_name(f"{file.name}.spool") if file else places().own / "data" / "spool"

    def receive(self, uploads: Sequence[Upload], config: Config) -> str:
        """Keep files that a browser sends; return the name of their batch.

        Raises:
            SourceError: they are too many, or the disk is full; none is kept.

        """
        if len(uploads) > (most := config.web.max_files):
            raise SourceError("too-many-files", files=len(uploads), most=most)
        batch = f"{_PROCESS}-{token_hex(8)}"
        try:
            for at, (name, stream) in enumerate(uploads):
                path = self.folder / batch / str(at) / file_name(name)
                path.parent.mkdir(parents=True)
                with path.open("wb") as kept:
                    shutil.copyfileobj(stream, kept)
        except OSError as error:
            self.drop(batch)
            raise SourceError("upload-not-kept", folder=self.folder, reason=error.strerror) from error
        return batch

    def path(self, batch: str, at: int) -> Path | None:
        """Return where a file of a batch lies; None where it is done with."""
        folder = self.folder / batch / str(at)
        return next(iter(sorted(folder.iterdir())), None) if batch and folder.is_dir() else None

    def move(self, batch: str, at: int) -> str:
        """Put a file into a batch of its own; return its name."""
        alone = f"{_PROCESS}-{token_hex(8)}"
        (self.folder / alone).mkdir(parents=True)
        (self.folder / batch / str(at)).rename(self.folder / alone / "0")
        self._tidy(batch)
        return alone

    def drop(self, batch: str, at: int | None = None) -> None:
        """Remove a file that is done with, or all of a batch."""
        folder = self.folder / batch
        shutil.rmtree(folder if at is None else folder / str(at), ignore_errors=True)
        self._tidy(batch)

    def _tidy(self, batch: str) -> None:
        folder = self.folder / batch
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()

    def half_received(self, known: Collection[str]) -> Iterable[str]:
        """Yield the batches that no job knows: the server was stopped while they came."""
        if self.folder.is_dir():
            for folder in sorted(self.folder.iterdir()):
                if folder.name not in known and not folder.name.startswith(_PROCESS):
                    yield folder.name


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


def files_wait(session: Session, job: Job) -> int:
    """Return how many files of a job wait for a person."""
    spool, about = Spool(session.archive), job.about
    return sum(spool.path(about["batch"], at) is not None for at in range(len(about["files"])))


def recent_batches(session: Session) -> tuple[tuple[Job, int], ...]:
    """Return the newest jobs that added files, newest first, and of how many a person has to say more."""
    jobs = [job for job in session.archive.jobs(most=5 * _RECENT) if job.kind == KIND]
    return tuple((job, files_wait(session, job) if job.state.over else 0) for job in jobs[:_RECENT])


def drop_closed(archive: Archive, processor: Processor) -> None:
    """Remove files that wait for a person and may hold what is closed, now that something was, and tell so.

    Those are the files of the day of what was closed just now, whose doubts the archive has
    forgotten, and those of no known day that may hold anything closed.
    """
    spool, said = Spool(archive), "Taget ud: et punkt er lukket nu, og filen kan rumme det. Intet er tilføjet"
    for job, line, path in _waiting(archive, spool):
        if not line.data or (line.step == "failed" and may_hold_closed(archive, processor, path)):
            spool.drop(job.about["batch"], int(line.subject))
            told = JobLine(subject=line.subject, step="dropped", text=said)
            archive.tell_job(job.number, told)


def _waiting(archive: Archive, spool: Spool) -> Iterator[tuple[Job, JobLine, Path]]:
    """Yield each line that asks a person about a file, and the file."""
    for job in archive.jobs():
        batch = job.about.get("batch", "")
        if job.kind == KIND and batch and (spool.folder / batch).is_dir():
            for line in archive.job_lines(job.number):
                asks = line.step == "doubtful" or line.data.get("asks")
                if asks and (path := spool.path(batch, int(line.subject))):
                    yield job, line, path


def may_hold_closed(
    archive: Archive, processor: Processor, path: Path, minutes: Minutes | None = None
) -> bool:
    """Return whether a file may hold what is closed in the archive; `minutes` is what it was read as.

    It may if it is of the day of a closed item, and names its committee, case or title. Of a file whose day
    is not known it is enough that it names the committee or the case of any. One that cannot be read may.
    """
    closed = archive.closed_items(minutes.meeting.date if minutes else None)
    names = {name for one in closed for name in (one.committee, one.case_number)}
    said = [minutes.meeting.committee] if minutes else []  # a person may have said whose it is
    try:
        said += [one.text for one in processor.read_meetings(path)] if closed else []
    except (SourceError, MinutesError):
        return True
    names |= {bare(one.title) for one in closed if minutes}
    whole = caseless(one_line(" ".join(said)))
    return any(caseless(one_line(name)) in whole for name in names if name)
