"""`sagsspor review`: one question after the other, one key an answer."""

import json
from functools import partial
from typing import Annotated

import typer

from pipeline.cli.progress import watched
from pipeline.cli.stale import tell_stale
from pipeline.config import Config

By = Annotated[str, typer.Option(help="Who answers; default: [corrections] by, or the login name.")]
Limit = Annotated[int, typer.Option(help="Most questions to ask.", min=1)]
Links = Annotated[
    bool, typer.Option("--links", help="Ask about links shown with little certainty, not themes.")
]
AsJson = Annotated[bool, typer.Option("--json", help="List the questions as JSON, and ask nothing.")]

NOTHING = "Der er intet at spørge om: alt er sikkert, besvaret eller sprunget over."


def review(
    context: typer.Context, by: By = "", limit: Limit = 20, links: Links = False, as_json: AsJson = False
) -> None:
    """Ask about the items worth a person's minute; answers are kept one by one, so stop when you like."""
    if links:
        _review_links(context.obj, by, limit, as_json=as_json)
    else:
        _review_themes(context.obj, by, limit, as_json=as_json)


def _review_themes(config: Config, by: str, limit: int, *, as_json: bool) -> None:
    from pipeline.archive import Archive
    from pipeline.cli.asking import Session, ask, tell
    from pipeline.knowledge import load_themes_register
    from pipeline.reviewing import Reviewer
    from pipeline.themes.store import read_model
    from pipeline.themes.versions import served_folder

    register = load_themes_register(config.paths.knowledge)
    with Archive.open_existing(config.archive.url) as archive:
        tell_stale(archive, config)
        reviewer = Reviewer(archive, register, read_model(served_folder(config.themes.model)).card)
        questions = reviewer.questions(limit, partial(watched, "Læser"))
        session = Session(archive=archive, reviewer=reviewer, register=register)
        if as_json:
            typer.echo(json.dumps([session.to_json(one) for one in questions], ensure_ascii=False))
        elif not questions:
            typer.echo(NOTHING)
        else:
            tell(ask(session, questions, config, by))


def _review_links(config: Config, by: str, limit: int, *, as_json: bool) -> None:
    from pipeline.archive import Archive
    from pipeline.cli.asking import tell
    from pipeline.cli.asking_links import ask_links, link_question_to_json
    from pipeline.process import Finder, Processor
    from pipeline.reviewing_links import LinkReviewer

    with Archive.open_existing(config.archive.url) as archive:
        reviewer = LinkReviewer(archive, Finder(Processor(config), archive))
        questions = reviewer.questions(limit, partial(watched, "Læser"))
        if as_json:
            typer.echo(json.dumps([link_question_to_json(one) for one in questions], ensure_ascii=False))
        elif not questions:
            typer.echo(NOTHING)
        else:
            tell(ask_links(archive, reviewer, questions, config, by))
