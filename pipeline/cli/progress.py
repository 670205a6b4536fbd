"""A bar on the terminal for work that takes long."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

Step = TypeVar("Step")
FEW = 10
"""Steps that are done before a bar would be seen."""


def watched(doing: str, steps: Sequence[Step]) -> Iterable[Step]:
    """Yield the steps, with a bar if a person watches."""
    if len(steps) < FEW:
        return steps
    from rich.console import Console
    from rich.progress import track

    # On stderr: stdout is for results alone.
    console = Console(stderr=True)
    return track(steps, description=doing, console=console, transient=True, disable=not console.is_terminal)
