"""`sagsspor retrain`, `models`, `experiments`: the loop from corrections to the model that serves."""

import os
import subprocess
import sys
from typing import Annotated

import typer

from pipeline.cli.options import AsJson, Corpus
from pipeline.cli.output import counted, open_session, print_json, waiting
from pipeline.config import Config

app = typer.Typer(help="Versions of the theme model: which there are, and which one serves.")

Number = Annotated[int, typer.Argument(help="A version; 0 is the one that came with the program.", min=0)]


def retrain(context: typer.Context, corpus: Corpus = None, as_json: AsJson = False) -> None:
    """Learn from corpus and corrections; serve the new model only if no theme loses."""
    from pipeline.app import models
    from pipeline.training.corpus import corpus_folder

    with open_session(context.obj, make=True) as session:
        retrained = models.retrain(session, corpus_folder(corpus), waiting)
    if as_json:
        print_json(retrained)
    else:
        version = retrained.version
        typer.echo(retrained.challenger.verdict.table())
        took = ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in retrained.seconds.items())
        typer.echo(f"version {version.number}, learned from {version.corrected} corrected items; {took}")
        if retrained.promoted:
            _print_retagged(retrained.retagged)
    if not retrained.promoted:
        raise typer.Exit(1)


def _print_retagged(meetings: int) -> None:
    typer.echo(f"{meetings} meetings of the archive tagged again")


@app.callback(invoke_without_command=True)
def list_models(context: typer.Context, as_json: AsJson = False) -> None:
    """List the versions, the one that serves marked, with how each did on the frozen test."""
    from pipeline.app.models import list_versions

    if context.invoked_subcommand is not None:
        return
    config: Config = context.obj
    shipped, *versions = listed = list_versions(config)
    if as_json:
        print_json(listed)
        return
    typer.echo(f"{'*' if shipped.serves else ' '} 0  {config.themes.model}, came with the program")
    for one in versions:
        version, mark = one.version, "*" if one.serves else " "
        typer.echo(
            f"{mark} {version.number}  {version.made}  {one.alias or '':<10}  "
            f"macro F1 {version.figures.get('macro_f1', 0):.3f}  "
            f"{version.corrected} corrected items, log {version.position}  {version.outcome}"
        )


@app.command("promote")
def promote(context: typer.Context, version: Number) -> None:
    """Serve a version from now on, whatever the comparison said, and tag the archive again."""
    from pipeline.app import models

    models.promote(context.obj, version)
    typer.echo(f"version {version} serves")
    _retag(context.obj)


@app.command("rollback")
def rollback(context: typer.Context) -> None:
    """Serve what was served before, at once, and tag the archive again."""
    from pipeline.app import models

    typer.echo(f"version {models.rollback(context.obj)} serves again")
    _retag(context.obj)


@app.command("retag")
def retag(context: typer.Context) -> None:
    """Tag again what another version tagged: goes on where an earlier run was broken off."""
    _retag(context.obj)


def _retag(config: Config) -> None:
    from pipeline.app.models import retag_archive

    with open_session(config, make=True) as session:
        _print_retagged(retag_archive(session))


@app.command("diff")
def diff(
    context: typer.Context,
    version: Number,
    other: Annotated[int, typer.Argument(help="Compared with; default: the one that serves.")] = -1,
    as_json: AsJson = False,
) -> None:
    """List the items of the archive whose themes VERSION decides otherwise."""
    from pipeline.app.models import compare_versions

    with open_session(context.obj, make=True) as session:
        changes = compare_versions(session, version, None if other < 0 else other)
    if as_json:
        print_json(changes)
        return
    for change in changes:
        signs = [f"+{theme}" for theme in change.gained] + [f"-{theme}" for theme in change.lost]
        typer.echo(f"{change.item_id}  {change.title}  {' '.join(signs)}")
    typer.echo(f"{counted(len(changes), 'item')} with other tags")


def experiments(
    context: typer.Context,  # noqa: ARG001 - every command has it
    port: Annotated[int, typer.Option(help="Where the page is served on this machine.")] = 5000,
) -> None:
    """Open MLflow's pages on this machine: every training and evaluation, with its figures."""
    from pipeline.training.tracking import artifact_location, store_uri

    settings = {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true", **os.environ}
    command = [sys.executable, "-m", "mlflow", "ui", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--backend-store-uri", store_uri()]
    if location := artifact_location():
        command += ["--default-artifact-root", location]
    typer.echo(f"http://127.0.0.1:{port}  (Ctrl-C ends it)")
    done = subprocess.run(command, env=settings, check=False)  # noqa: S603 - every word is ours
    raise typer.Exit(done.returncode)
