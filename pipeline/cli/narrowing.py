"""What items may be asked for by: the same options for `related` and `search`."""

import datetime as dt
from typing import Annotated

import typer

Committee = Annotated[str, typer.Option(help="Only this committee: its name, or as in item ids.")]
Theme = Annotated[str, typer.Option(help="Only items of this theme.")]
Municipality = Annotated[str, typer.Option(help='Only items that name it; "Kommune" may be left out.')]
Person = Annotated[str, typer.Option(help="Only items that name them; the last name is enough.")]
Institution = Annotated[str, typer.Option(help="Only items that name it; the last words are enough.")]
After = Annotated[dt.datetime | None, typer.Option(help="Only later than this day.", formats=["%Y-%m-%d"])]
Before = Annotated[dt.datetime | None, typer.Option(help="Only earlier than this day.", formats=["%Y-%m-%d"])]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of text.")]


def day(given: dt.datetime | None) -> dt.date | None:
    """Return the day of an option, None where it was not given."""
    return given.date() if given else None
