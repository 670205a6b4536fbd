"""A folder watched: a round is due at first, when something in it changes, and every so often."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from pipeline.errors import SourceNotFoundError

QUIET = 2.0
"""Seconds in which a file that is whole does not change."""
_PATIENCE = 30
"""Times that a folder is looked at before files that still change are left for the next round."""
Sleep = Callable[[float], None]


def watch_folder(folder: Path, every: timedelta, sleep: Sleep = time.sleep) -> Iterator[tuple[str, ...]]:
    """Yield when a round is due, with the files that are not whole yet: then it is better put off.

    Raises:
        SourceNotFoundError: there is no such folder.

    """
    if not folder.is_dir():
        raise SourceNotFoundError("no-such-folder", folder=folder)
    from watchfiles import watch

    seen = None
    while seen != (now := _sizes(folder)):  # what came during a round, before anything is watched
        seen = now
        yield still_written(folder, sleep)
    milliseconds = round(every.total_seconds() * 1000)
    for _ in watch(folder, rust_timeout=milliseconds, yield_on_timeout=True):
        yield still_written(folder, sleep)


def still_written(folder: Path, sleep: Sleep = time.sleep) -> tuple[str, ...]:
    """Return the names of files that somebody is still writing, after waiting for them for a while."""
    before = _sizes(folder)
    for _ in range(_PATIENCE):
        sleep(QUIET)
        now = _sizes(folder)
        if not (changing := sorted(name for name, size in now.items() if before.get(name) != size)):
            return ()
        before = now
    return tuple(changing)


def _sizes(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of every file in a folder; one that is gone meanwhile is none."""
    found = {}
    for place, _, names in os.walk(folder):
        for path in (Path(place, name) for name in names if not name.startswith(".")):
            try:
                told = path.stat()
            except OSError:
                continue
            found[path.relative_to(folder).as_posix()] = (told.st_size, told.st_mtime_ns)
    return found
