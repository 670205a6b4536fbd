"""What goes to the terminal beside the answers themselves: JSON, progress, files, counts."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from pipeline.config import Config
from pipeline.errors import SagssporError
from pipeline.files import replacing

if TYPE_CHECKING:  # numpy comes with it, which `sagsspor --help` goes without
    from pipeline.app.session import Session

Step = TypeVar("Step")
FEW = 10
"""Steps that are done before a bar would be seen."""


@contextmanager
def open_session(config: Config, *, make: bool = False) -> Iterator["Session"]:
    """Open the archive of the settings, long work on it with a bar; where there is none, make one if told."""
    from pipeline.app.session import Session

    with Session.open(config, watched, make=make) as session:
        yield session


def print_json(answer: Any) -> None:
    """Print an answer as one line of JSON."""
    from pipeline.app.answers import to_json

    typer.echo(json.dumps(to_json(answer), ensure_ascii=False))


def write_whole(path: Path, lines: Iterable[str]) -> None:
    """Write lines to a file, whole or not at all.

    Raises:
        SagssporError: the folder is not to be written to, or full.
    """
    try:
        with replacing(path) as part, part.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(lines)
    except OSError as error:
        raise SagssporError("file-not-written", path=path, reason=error.strerror) from error


def watched(doing: str, steps: Sequence[Step]) -> Iterable[Step]:
    """Yield the steps, with a bar if a person watches and they are not few."""
    return steps if len(steps) < FEW else bar(doing, steps)


def bar(doing: str, steps: Sequence[Step]) -> Iterable[Step]:
    """Yield the steps, with a bar if a person watches and there are several."""
    from rich.console import Console
    from rich.progress import track

    # On stderr: stdout is for results alone.
    console = Console(stderr=True)
    hidden = not console.is_terminal or len(steps) == 1
    return track(steps, doing, console=console, transient=True, disable=hidden)


@contextmanager
def waiting(doing: str) -> Iterator[Callable[[int], None]]:
    """Say what is being done until it is; give what may be told how much is done.

    Where nobody sits at a terminal nothing is said.
    """
    from rich.console import Console

    with Console(stderr=True).status(doing) as status:
        yield lambda done: status.update(f"{doing}: {done:,}")


def print_stale(session: "Session") -> None:
    """Say how many items have tags of another model or other themes than now, and how to renew them."""
    if count := session.stale():
        print_stale_tags("1 punkt er tagget" if count == 1 else f"{count} punkter er tagget")


def print_stale_tags(which: str) -> None:
    """Say that some items have tags of another model or other themes than now, and how to renew them."""
    # On stderr: stdout is for results alone.
    advice = "med en anden model eller andre temaer end nu; `sagsspor models retag` tagger igen."
    typer.secho(f"! {which} {advice}", fg="yellow", err=True)


def counted(number: int, noun: str) -> str:
    """Return a number and its noun.

    >>> counted(1, "new version"), counted(0, "item")
    ('1 new version', '0 items')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
