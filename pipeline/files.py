"""Files and folders written whole or not at all, what is no file written into, and checksums of models."""

import hashlib
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from pipeline.errors import ModelError, SagssporError

_OPEN_FILES = {"/dev/fd", "/proc/self/fd"}
_STANDARD = {"/dev/stdout": 1, "/dev/stderr": 2}
_SQLITE = b"SQLite format 3\0"
_NAME_PART = 60
"""Characters of a name that stand in the one beside it: of four bytes each they still fit into 255."""
SUMS = "SHA256SUMS"
"""The file beside those of a model that has their checksums; `sha256sum --check` reads it, too."""


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines to what a user names: a file whole or not at all, a device or a pipe as they come.

    Raises:
        SagssporError: it cannot be written, or is a database.

    """
    try:
        if _is_database(path):
            raise SagssporError("database-there", path=path)
        with _opened(path) as stream:
            stream.writelines(lines)
    except BrokenPipeError:
        raise  # whoever reads has seen enough
    except OSError as error:
        raise SagssporError("file-not-written", path=path, reason=error.strerror) from error


def _is_database(path: Path) -> bool:
    """Tell whether an archive is there: no list of what it holds may take its place."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(len(_SQLITE)) == _SQLITE


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    if (number := _open_already(path)) is not None:
        with os.fdopen(os.dup(number), "w", encoding="utf-8", newline="\n") as stream:
            yield stream
    elif _is_written_into(path):
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
    else:
        with replacing(path) as part, part.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream


def _open_already(path: Path) -> int | None:
    """Return the number of an open file that a path such as /dev/stdout or /dev/fd/63 stands for.

    What it leads to may be a file that others write to as well, which is not to be replaced.
    """
    if str(path.parent) in _OPEN_FILES and path.name.isdecimal():
        return int(path.name)
    return _STANDARD.get(str(path))


def _is_written_into(path: Path) -> bool:
    """Tell whether a device, a pipe or a socket is there, which no file may take the place of."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


@contextmanager
def locked(path: Path, *, wait: bool = False) -> Iterator[bool]:
    """Hold the lock at `path`, and give whether it is held; with `wait`, once no other process holds it.

    Windows has no such lock: there, every process is told that it holds it.
    """
    try:
        import fcntl
    except ImportError:
        yield True
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a place beside `path` to write a file or a folder to, which then replaces what stands at `path`.

    If the writing fails, what stood there stays, and nothing else is left behind. Of a
    symbolic link what it leads to is replaced; who may read a file stays as it was.
    """
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    # The end of the name last: some libraries choose the format by it. The process: two may write at once.
    part = target.with_name(f".{os.getpid()}.{target.name[-_NAME_PART:]}")
    try:
        yield part
        if part.is_dir():
            _remove(target)
        elif target.is_file():
            shutil.copymode(target, part)
        part.replace(target)
    finally:
        _remove(part)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def seal(*paths: Path) -> None:
    """Write down the checksums of files of a model, which was just written into one folder."""
    folder = paths[0].parent
    sums = _read_sums(folder) | {path.name: _sum(path) for path in paths}
    with replacing(folder / SUMS) as part:
        part.write_text("".join(f"{sums[name]}  {name}\n" for name in sorted(sums)), encoding="utf-8")


def intact(path: Path) -> Path:
    """Return the path of a model's file, which is as it was when it was sealed.

    Raises:
        ModelError: it is not.

    """
    if not is_intact(path):
        raise ModelError("model-file-damaged", path=path, sums=SUMS)
    return path


def is_intact(path: Path) -> bool:
    """Tell whether a file has the checksum that was written down; one without is taken as it is."""
    sums = _read_sums(path.parent)
    return path.name not in sums or not path.is_file() or sums[path.name] == _sum(path)


def _read_sums(folder: Path) -> dict[str, str]:
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return {}
    return {name: known for known, _, name in (line.partition("  ") for line in lines)}


def _sum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
