"""Options that several commands have."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of text.")]
Publisher = Annotated[str, typer.Option(help='Only minutes of this one; "Kommune" may be left out.')]
Committee = Annotated[str, typer.Option(help="Only this committee: its name, or as in item ids.")]
Theme = Annotated[str, typer.Option(help="Only items of this theme.")]
Municipality = Annotated[str, typer.Option(help='Only items that name it; "Kommune" may be left out.')]
Person = Annotated[str, typer.Option(help="Only items that name them; the last name is enough.")]
Institution = Annotated[str, typer.Option(help="Only items that name it; the last words are enough.")]
Mention = Annotated[
    list[str] | None,
    typer.Option(help="Only items that name it: KIND:NAME, such as Person:Holm; repeatable."),
]
After = Annotated[dt.datetime | None, typer.Option(help="Only later than this day.", formats=["%Y-%m-%d"])]
Before = Annotated[dt.datetime | None, typer.Option(help="Only earlier than this day.", formats=["%Y-%m-%d"])]
Corpus = Annotated[Path | None, typer.Option(help="Annotated minutes; default: data/corpus.")]
