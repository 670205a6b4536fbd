"""Files and folders that are written whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a place beside `path` to write a file or a folder to, which then replaces what stands at `path`.

    If the writing fails, what stood there stays, and nothing else is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # The suffix last: some libraries choose the format by it. The process, for two that write at once.
    part = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        yield part
        if part.is_dir():
            _remove(path)
        part.replace(path)
    finally:
        _remove(part)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
