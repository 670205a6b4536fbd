"""Seconds by stage, to be told to whoever waited."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Clock:
    """Measures stages; as text, one after the other.

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
