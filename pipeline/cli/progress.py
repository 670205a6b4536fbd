"""A bar on the terminal for work that takes long."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

Step = TypeVar("Step")
FEW = 10
"""Steps that are done before a bar would be seen."""


def watched(doing: str, steps: Sequence[Step]) -> Iterable[Step]:
    """Yield the steps, with a bar if a person watches and they are not few."""
    return steps if len(steps) < FEW else counted_off(doing, steps, len(steps))


def counted_off(doing: str, steps: Iterable[Step], total: int) -> Iterable[Step]:
    """Yield the steps, of which there are `total`, with a bar if a person watches."""
    from rich.console import Console
    from rich.progress import track

    # On stderr: stdout is for results alone.
    console = Console(stderr=True)
    hidden = not console.is_terminal
    return track(steps, doing, total=total, console=console, transient=True, disable=hidden)
