"""`sagsspor review`: one question after the other, one key an answer."""

import json
from typing import Annotated

import typer

from pipeline.config import Config

By = Annotated[str, typer.Option(help="Who answers; default: [corrections] by, or the login name.")]
Limit = Annotated[int, typer.Option(help="Most questions to ask.", min=1)]
AsJson = Annotated[bool, typer.Option("--json", help="List the questions as JSON, and ask nothing.")]


def review(context: typer.Context, by: By = "", limit: Limit = 20, as_json: AsJson = False) -> None:
    """Ask about the items worth a person's minute; answers are kept one by one, so stop when you like."""
    from pipeline.archive import Archive
    from pipeline.cli.asking import Session, ask, progress, tell
    from pipeline.knowledge import load_themes_register
    from pipeline.reviewing import Reviewer
    from pipeline.themes.store import read_model
    from pipeline.themes.versions import served_folder

    config: Config = context.obj
    register = load_themes_register(config.paths.knowledge)
    with Archive.open_existing(config.archive.url) as archive:
        reviewer = Reviewer(archive, register, read_model(served_folder(config.themes.model)).card)
        questions = reviewer.questions(limit, progress)
        session = Session(archive=archive, reviewer=reviewer, register=register)
        if as_json:
            typer.echo(json.dumps([session.to_json(one) for one in questions], ensure_ascii=False))
        elif not questions:
            typer.echo("Der er intet at spørge om: alt er sikkert, besvaret eller sprunget over.")
        else:
            tell(ask(session, questions, config, by))
