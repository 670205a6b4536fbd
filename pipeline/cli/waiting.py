"""What a person at a terminal is told while something takes its time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def waiting(doing: str) -> Iterator[Callable[[int], None]]:
    """Say what is being done until it is; give what may be told how much is done.

    Where nobody sits at a terminal nothing is said.
    """
    from rich.console import Console

    with Console(stderr=True).status(doing) as status:
        yield lambda done: status.update(f"{doing}: {done:,}")
