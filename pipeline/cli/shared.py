"""What several commands share: options, the archive, what is printed, progress, warnings."""

import datetime as dt
import inspect
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial, wraps
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from pipeline.app.door import printable, printable_line, to_line
from pipeline.config import Config
from pipeline.domain import DANISH_MONTHS
from pipeline.errors import SagssporError

if TYPE_CHECKING:  # numpy comes with it, which `sagsspor --help` goes without
    from pipeline.app.session import Session


def path(given: str) -> Path:
    """Return the path that was given; an empty one, which would be the folder one stands in, is refused."""
    if not given:
        raise typer.BadParameter("the path is empty")
    return Path(given)


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
By = Annotated[str, typer.Option(help="Who decides; default: [corrections] by, or the login name.")]
Corpus = Annotated[
    Path | None, typer.Option(parser=path, help="Folder of annotated minutes; default: data/corpus.")
]
Step = TypeVar("Step")
Command = Callable[..., None]
DAY = "DAY"
_DAYS = ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y")
Done = int | float | str
"""How much is done: a number of things, a share, or, of a new stage, what is being done."""
FEW = 9
"""Steps that are done before anybody would see a bar."""
EVERY = 10.0
"""Seconds between two lines where no terminal shows what moves."""


def with_options(**groups: Callable[..., Any]) -> Callable[[Command], Command]:
    """Give a command the options of functions; its parameter of a function's name is what that returns."""

    def give(command: Command) -> Command:
        options = {name: inspect.signature(group).parameters for name, group in groups.items()}
        parameters: dict[str, inspect.Parameter] = {}
        for name, own in inspect.signature(command).parameters.items():
            parameters |= options.get(name, {name: own})

        @wraps(command)
        def with_groups(**values: Any) -> None:
            made = {
                name: group(**{one: values.pop(one) for one in options[name]})
                for name, group in groups.items()
            }
            command(**values, **made)

        # typer reads both.
        with_groups.__annotations__ = {name: one.annotation for name, one in parameters.items()}
        vars(with_groups)["__signature__"] = inspect.Signature(
            [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters.values()]
        )
        return with_groups

    return give


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


def bar(doing: str, steps: Sequence[Step], *, few: int = 0) -> Iterable[Step]:
    """Yield the steps; say how many are done, at a terminal if there are more than a few."""
    if not sys.stderr.isatty():
        return _counted(doing, steps)
    if len(steps) <= few:
        return steps
    from rich.console import Console
    from rich.progress import track

    # On stderr: stdout is for results alone.
    return track(steps, doing, console=Console(stderr=True), transient=True)


def _counted(doing: str, steps: Sequence[Step]) -> Iterator[Step]:
    with lines(doing) as told:
        for at, step in enumerate(steps):
            told(f"{doing}: {at:,} of {len(steps):,}")
            yield step


@contextmanager
def waiting(doing: str) -> Iterator[Callable[[Done], None]]:
    """Say what is being done until it is; yield what is called with how much of it is."""
    if not sys.stderr.isatty():
        with lines(doing) as told:
            yield lambda done: told(_worded(doing, done))
        return
    from rich.console import Console

    with Console(stderr=True).status(doing) as status:
        yield lambda done: status.update(_worded(doing, done))


@contextmanager
def lines(
    doing: str, *, every: float = EVERY, line: Callable[[str], None] = lambda text: say(text, err=True)
) -> Iterator[Callable[[str], None]]:
    """Print every so many seconds what is being done and for how long; yield what changes its words."""
    words, over, start = [doing], Event(), time.monotonic()

    def tell() -> None:
        while not over.wait(every):
            line(f"{words[0]} ({time.monotonic() - start:.0f} s)")

    thread = Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield lambda text: words.__setitem__(0, text)
    finally:
        over.set()
        thread.join()


def _worded(doing: str, done: Done) -> str:
    """Return what is done in words.

    >>> _worded("Learning", 1200), _worded("Learning", 0.25), _worded("Learning", "fitting the gate")
    ('Learning: 1,200', 'Learning: 25 %', 'fitting the gate')
    """
    if isinstance(done, str):
        return done
    return f"{doing}: {done:,}" if isinstance(done, int) else f"{doing}: {done:.0%}".replace("%", " %")


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


def parse_clock(written: str) -> dt.time:
    """Return a time of day.

    >>> parse_clock("9.30"), parse_clock("15:00")
    (datetime.time(9, 30), datetime.time(15, 0))

    Raises:
        BadParameter: it is none.

    """
    try:
        return dt.datetime.strptime(written.replace(".", ":"), "%H:%M").time()
    except ValueError:
        raise typer.BadParameter(f"{written!r} is no time of day; write it as 15:00 or 15.00") from None


def counted(number: int, noun: str) -> str:
    """Return a number and its noun.

    >>> counted(1, "new version"), counted(0, "item")
    ('1 new version', '0 items')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
