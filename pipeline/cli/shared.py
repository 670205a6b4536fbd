"""What several commands share: options, the archive, what is printed, progress, warnings."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from pipeline.app.door import printable, printable_line, to_line
from pipeline.config import Config
from pipeline.domain import DANISH_MONTHS
from pipeline.errors import SagssporError

if TYPE_CHECKING:  # numpy comes with it, which `sagsspor --help` goes without
    from pipeline.app.session import Session

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
By = Annotated[str, typer.Option(help="Who decides; default: [corrections] by, or the login name.")]
Corpus = Annotated[Path | None, typer.Option(help="Folder of annotated minutes; default: data/corpus.")]
Step = TypeVar("Step")
DAY = "DAY"
_DAYS = ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y")
FEW = 9
"""Steps that are done before anybody would see a bar."""


@contextmanager
def open_session(config: Config, *, make: bool = False) -> Iterator["Session"]:
    """Open the archive that the settings name, with a bar for long work; `make` it if missing."""
    from pipeline.app.session import Session

    with Session.open(config, partial(bar, few=FEW), make=make) as session:
        yield session


def say(text: str = "", *, unmasked: bool = False, err: bool = False, **style: Any) -> None:
    """Print a text as it may be shown; all that is printed goes through here."""
    typer.secho(printable(text, unmasked=unmasked), err=err, **style)


def say_styled(text: str) -> None:
    """Print a text whose parts went through `printable` and were given styles of their own."""
    typer.echo(text)


def tell(error: SagssporError | str) -> None:
    """Print an error, in one line."""
    say(f"sagsspor: {printable_line(str(error))}", err=True)


def print_json(answer: Any, *, unmasked: bool = False) -> None:
    """Print an answer as one line of JSON."""
    from pipeline.app.answers import to_json

    typer.echo(to_line(to_json(answer), unmasked=unmasked))


def bar(doing: str, steps: Sequence[Step], *, few: int = 1) -> Iterable[Step]:
    """Yield the steps, with a bar at a terminal if there are more than a few."""
    if len(steps) <= few:
        return steps
    from rich.console import Console
    from rich.progress import track

    # On stderr: stdout is for results alone.
    console = Console(stderr=True)
    return track(steps, doing, console=console, transient=True, disable=not console.is_terminal)


@contextmanager
def waiting(doing: str) -> Iterator[Callable[[int], None]]:
    """Show at a terminal what is being done; yield what is called with how much of it is done."""
    from rich.console import Console

    with Console(stderr=True).status(doing) as status:
        yield lambda done: status.update(f"{doing}: {done:,}")


def warn_stale(items: int) -> None:
    """Warn that items have tags of another model or other themes than now, and say how to renew them."""
    if items:
        which = "1 punkt" if items == 1 else f"{items} punkter"
        advice = "med en anden model eller andre temaer end nu; `sagsspor models retag` tagger igen."
        # On stderr: stdout is for results alone.
        say(f"! {which} er tagget {advice}", fg="yellow", err=True)


def parse_day(written: str) -> dt.date:
    """Return a day as ISO 8601 or Danes write it.

    >>> parse_day("2019-01-31"), parse_day("31. januar 2019")
    (datetime.date(2019, 1, 31), datetime.date(2019, 1, 31))

    Raises:
        BadParameter: it is none of these forms, or there is no such day.

    """
    months = {name: f"{number}." for number, name in enumerate(DANISH_MONTHS, start=1)}
    words = [months.get(word, word) for word in written.lower().split()]
    for form in _DAYS:
        with suppress(ValueError):
            return dt.datetime.strptime("".join(words), form).date()
    raise typer.BadParameter(f"{written!r} is no day; write it as 2019-01-31, 31-01-2019 or 31.1.2019")


def counted(number: int, noun: str) -> str:
    """Return a number and its noun.

    >>> counted(1, "new version"), counted(0, "item")
    ('1 new version', '0 items')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
