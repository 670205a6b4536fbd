"""What a file may cost to read: depth, elements, time and memory; what costs more is refused.

Minutes come nowhere near these limits; a file that does is damaged, or made to stop the program.
All of them are settings: `[minutes]` of config.toml.
"""

import re
import sys
import traceback
from collections.abc import Callable
from itertools import accumulate
from multiprocessing import current_process, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import SourceTooLargeError
from pipeline.minutes.document import File

Answer = TypeVar("Answer")
_LONG, _TANGLED = 100_000, 10_000
"""Characters of HTML that may be made to stop the program, and how deep its elements stand then."""
_SINGLE = r"(?:br|hr|img|input|col|wbr|p|li|td|th|tr|dd|dt|meta|link)\b"
_NESTED = re.compile(rf"<(/?)(?!{_SINGLE})[a-zA-Z]", re.IGNORECASE)


def check_elements(file: File, elements: int) -> None:
    """Refuse a file of more elements than minutes have.

    Raises:
        SourceTooLargeError: it has.
    """
    if elements > file.config.max_elements:
        raise SourceTooLargeError(
            "too-many-elements", file=file.name, elements=elements, most=file.config.max_elements
        )


def is_tangled(source: str) -> bool:
    """Whether elements of HTML stand so deep in one another, or are never closed, that it takes minutes."""
    if len(source) < _LONG:
        return False
    return max(accumulate(-1 if slash else 1 for slash in _NESTED.findall(source)), default=0) > _TANGLED


def too_deep(file: File) -> SourceTooLargeError:
    """Return the refusal of a file whose elements stand in one another deeper than those of minutes."""
    return SourceTooLargeError("too-deep", file=file.name, depth=file.config.max_depth)


def read_apart(read: Callable[[File], Answer], file: File) -> Answer:
    """Return what a function makes of a file, in a process of its own that has so much time and memory.

    A library in C takes what it wants for a file of a few bytes, or ends the whole program. Where
    processes cannot be forked it is only limited by what can be counted before.

    Raises:
        SourceTooLargeError: the process took more, or ended before it had read the file.
        SourceError: as the function.
    """
    if sys.platform != "linux" or current_process().daemon:  # which may have no process of its own
        return read(file)
    context = get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(read, file, there), daemon=True)
    process.start()
    there.close()
    try:
        answer: Answer | Exception = _receive(here, file)
    finally:
        process.kill()
        process.join()
        here.close()
    if isinstance(answer, Exception):
        raise answer
    return answer


def _receive(here: Connection, file: File) -> Any:
    seconds, memory = file.config.max_seconds, file.config.max_memory
    if not here.poll(seconds):
        raise SourceTooLargeError("takes-too-long", file=file.name, seconds=seconds)
    try:
        return here.recv()
    except EOFError as error:  # it was ended, by the system or by a library
        raise SourceTooLargeError(
            "takes-too-much-memory", file=file.name, megabytes=memory / 1000000.0
        ) from error


def _answer(read: Callable[[File], object], file: File, there: Connection) -> None:
    _limit_memory(file.config.max_memory)
    there.send(_attempt(lambda: read(file)))


def _attempt(work: Callable[[], object]) -> object:
    try:
        return work()
    except MemoryError as error:
        raise SystemExit(1) from error
    except Exception as error:  # of the reader, or of a fault in it: told where it is read
        error.add_note(traceback.format_exc())
        return error


def _limit_memory(more: int) -> None:
    """Let this process have so many bytes more than it has."""
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
