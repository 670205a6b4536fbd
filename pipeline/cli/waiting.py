"""What a person at a terminal is told while something takes its time."""

import time
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


class Clock:
    """Measures the seconds of stages; as text, one after the other.

    >>> clock = Clock()
    >>> clock.seconds["train"] = 1.25
    >>> print(clock)
    train 1.2 s
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure what is done within."""
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start

    def __str__(self) -> str:
        return ", ".join(f"{name} {seconds:.1f} s" for name, seconds in self.seconds.items())
