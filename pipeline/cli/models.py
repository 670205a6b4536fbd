"""`sagsspor retrain`, `models`, `experiments`: the loop from corrections to the model that serves."""

import subprocess
import sys
from collections.abc import Mapping
from typing import Annotated

import typer

from pipeline.cli.shared import AsJson, Corpus, counted, open_session, print_json, say, waiting
from pipeline.config import Config

app = typer.Typer(help="List the versions of the theme model, compare them, and choose the one that serves.")

Number = Annotated[int, typer.Argument(help="Number of a version; 0 came with the program.", min=0)]

NOUNS = {"entities": "corrected mention", "links": "judged link", "structure": "corrected cut or title"}
FINISHED = "the last retrain was broken off; now it is finished, and there is nothing new to learn"


def retrain(context: typer.Context, corpus: Corpus = None, as_json: AsJson = False) -> None:
    """Learn from corpus and corrected themes; the new model serves only if it is worse on no theme.

    Corrected mentions, links and cuts are learned by `train entities`, `train links` and `train structure`.
    """
    from pipeline.app import models
    from pipeline.training.corpus import corpus_folder
    from pipeline.training.gate import Verdict
    from pipeline.training.learned import unlearned

    with open_session(context.obj, make=True) as session:
        _print_unlearned(unlearned(session.archive.corrections(), context.obj))
        retrained = models.retrain(session, corpus_folder(corpus), waiting)
    if as_json:
        print_json(retrained)
    else:
        version = retrained.version
        say(Verdict(contests=retrained.contests).table() if retrained.contests else FINISHED)
        took = ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in retrained.seconds.items())
        say(f"version {version.number}, learned from {version.corrected} corrected items; {took}")
        if retrained.promoted:
            _print_retagged(retrained.retagged)
    if not retrained.promoted:
        raise typer.Exit(1)


def _print_unlearned(counts: Mapping[str, int]) -> None:
    """Name the commands that corrections of something else than themes wait for."""
    for name, number in counts.items():
        waits = f"{counted(number, NOUNS[name])} {'waits' if number == 1 else 'wait'}"
        # On stderr: stdout is for results alone.
        say(f"{waits} for `sagsspor train {name}`: `retrain` learns themes alone", err=True)


def _print_retagged(meetings: int) -> None:
    say(f"{counted(meetings, 'meeting')} of the archive tagged again")


@app.callback(invoke_without_command=True)
def list_models(context: typer.Context, as_json: AsJson = False) -> None:
    """List the versions, the one that serves marked, with their scores on the frozen test."""
    from pipeline.app.models import list_versions

    if context.invoked_subcommand is not None:
        return
    config: Config = context.obj
    shipped, *versions = listed = list_versions(config)
    if as_json:
        print_json(listed)
        return
    say(f"{'*' if shipped.serves else ' '} 0  {config.themes.model}, came with the program")
    for one in versions:
        version, mark = one.version, "*" if one.serves else " "
        say(
            f"{mark} {version.number}  {version.made}  {one.alias or '':<10}  "
            f"macro F1 {version.figures.get('macro_f1', 0):.3f}  "
            f"{version.corrected} corrected items, log {version.position}  {version.outcome}"
        )


@app.command("promote")
def promote(context: typer.Context, version: Number) -> None:
    """Let a version serve, whatever the comparison says, and tag the archive again with it."""
    from pipeline.app import models

    models.promote(context.obj, version)
    say(f"version {version} serves")
    _retag(context.obj)


@app.command("rollback")
def rollback(context: typer.Context) -> None:
    """Let the version that served before serve again, and tag the archive again with it."""
    from pipeline.app import models

    say(f"version {models.rollback(context.obj)} serves again")
    _retag(context.obj)


@app.command("retag")
def retag(context: typer.Context) -> None:
    """Tag again what another version tagged; an interrupted run goes on where it stopped."""
    _retag(context.obj)


def _retag(config: Config) -> None:
    from pipeline.app.models import retag_archive

    with open_session(config, make=True) as session:
        _print_retagged(retag_archive(session))


@app.command("diff")
def diff(
    context: typer.Context,
    version: Number,
    other: Annotated[
        int | None, typer.Argument(help="Compared with it; default: the one that serves.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the items of the archive to which VERSION gives other themes."""
    from pipeline.app.models import compare_versions

    with open_session(context.obj, make=True) as session, waiting("Comparing"):
        changes = compare_versions(session, version, other)
    if as_json:
        print_json(changes)
        return
    for change in changes:
        signs = [f"+{theme}" for theme in change.gained] + [f"-{theme}" for theme in change.lost]
        say(f"{change.item_id}  {change.title}  {' '.join(signs)}")
    say(f"{counted(len(changes), 'item')} with other themes")


def experiments(
    context: typer.Context,  # noqa: ARG001 - every command has it
    port: Annotated[int, typer.Option(help="Port of the page on this machine.")] = 5000,
) -> None:
    """Open MLflow's pages on this machine: every training and evaluation, with its figures."""
    from pipeline.training.tracking import artifact_location, store_uri

    command = [sys.executable, "-m", "mlflow", "ui", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--backend-store-uri", store_uri()]
    if location := artifact_location():
        command += ["--default-artifact-root", location]
    say(f"http://127.0.0.1:{port}  (Ctrl-C stops it)")
    done = subprocess.run(command, check=False)  # noqa: S603 - every word is ours
    raise typer.Exit(done.returncode)
