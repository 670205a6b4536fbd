"""Many files, one after the other: progress, one line a failure, the rest still done."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import typer

from pipeline.cli.progress import counted_off
from pipeline.errors import MinutesError, NoTextError, SagssporError, SourceError
from pipeline.files import replacing
from pipeline.minutes import find_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """How a run over files ended."""

    done: int
    failed: int

    def close(self) -> None:
        """Leave with status 1 if a file failed, saying how many."""
        if self.failed:
            total = self.done + self.failed
            if total > 1:
                typer.echo(f"sagsspor: {self.failed} of {total} files failed, {self.done} done", err=True)
            raise typer.Exit(1)


def each_file(paths: Iterable[Path], action: Callable[[Path], None], *, doing: str) -> Batch:
    """Do `action` with every file of `paths`, folders opened; a bad file is reported and passed over.

    What is wrong with the program itself, a model or the archive, ends the run.

    Raises:
        NoTextError: there is no file to read at all.
    """
    files = find_files(paths)
    if not files:
        raise NoTextError(f"no minutes in {', '.join(map(str, paths))}: no txt, html, pdf or docx file")
    failed = 0
    for path in files if len(files) == 1 else counted_off(doing, files, len(files)):
        try:
            action(path)
        except (SourceError, MinutesError) as error:
            failed += 1
            typer.echo(f"sagsspor: {error}", err=True)
    return Batch(done=len(files) - failed, failed=failed)


def write_whole(path: Path, lines: Iterable[str]) -> None:
    """Write lines to a file, whole or not at all.

    Raises:
        SagssporError: the folder is not to be written to, or full.
    """
    try:
        with replacing(path) as part, part.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(lines)
    except OSError as error:
        raise SagssporError(f"{path}: cannot be written ({error.strerror}); name another file") from error
