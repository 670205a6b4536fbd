"""`sagsspor retrain`, `models`, `experiments`: the loop from corrections to the model that serves."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.shared import AsJson, Corpus, open_session, print_json, say, waiting
from pipeline.config import Config

if TYPE_CHECKING:  # scikit-learn comes with it
    from pipeline.training.gate import Contest

app = typer.Typer(help="List the versions of the theme model, compare them, and choose the one that serves.")

Number = Annotated[int, typer.Argument(help="Number of a version; 0 came with the program.", min=0)]

FINISHED = "Den sidste læring blev afbrudt; nu er den gjort færdig, og der er intet nyt at lære."


def retrain(context: typer.Context, corpus: Corpus = None, as_json: AsJson = False) -> None:
    """Learn from corpus and corrected themes; the new model serves only if it is worse on no theme.

    Corrected mentions, links and cuts are learned by `train entities`, `train links` and `train structure`.
    """
    from pipeline.app import models
    from pipeline.app.danish import outcome
    from pipeline.training.corpus import corpus_folder
    from pipeline.training.learned import unlearned

    with open_session(context.obj, make=True) as session:
        _print_unlearned(unlearned(session.archive, context.obj))
        retrained = models.retrain(session, corpus_folder(corpus), waiting)
    if as_json:
        print_json(retrained)
    else:
        version = retrained.version
        show_contests(retrained.contests) if retrained.contests else say(FINISHED)
        say(outcome(version.outcome))
        took = ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in retrained.seconds.items())
        say(f"version {version.number}, lært af {_items(version.corrected)}; {took}")
        if retrained.promoted:
            _print_retagged(retrained.retagged)
    if not retrained.promoted:
        raise typer.Exit(1)


def _print_unlearned(counts: Mapping[str, int]) -> None:
    """Name the commands that corrections of something else than themes wait for."""
    from pipeline.app.answers import number_of
    from pipeline.app.danish import OTHERS

    for name, number in counts.items():
        waits = f"{number_of(number, *OTHERS[name])} venter på `sagsspor train {name}`"
        # On stderr: stdout is for results alone.
        say(f"{waits}: `retrain` lærer kun temaer", err=True)


def show_contests(contests: "Sequence[Contest]") -> None:
    """Print how a new model did against the one in use: a line for each theme on each part of the items."""
    from pipeline.app.danish import COMPARED

    columns = f"{'i brug':>24} {'ny':>24} {'forskel':>26} {'log loss vokser':>26}"
    say(f"{'punkter':<34} {'tema':<12} {columns}")
    for one in contests:
        where = f"{COMPARED[one.where]} ({one.items})"
        figures = f"{one.champion!s:>24} {one.challenger!s:>24} {one.difference!s:>26} {one.loss!s:>26}"
        say(f"{where:<34} {one.theme:<12} {figures}{'  taber' if one.lost else ''}")


def _print_retagged(meetings: int) -> None:
    from pipeline.app.answers import number_of

    say(f"{number_of(meetings, 'møde', 'møder')} i arkivet tagget igen")


def _items(corrected: int) -> str:
    from pipeline.app.answers import number_of

    return number_of(corrected, "rettet punkt", "rettede punkter")


@app.callback(invoke_without_command=True)
def list_models(context: typer.Context, as_json: AsJson = False) -> None:
    """List the versions, the one that serves marked, with their scores on the frozen test."""
    from pipeline.app.danish import outcome
    from pipeline.app.models import list_versions

    if context.invoked_subcommand is not None:
        return
    config: Config = context.obj
    shipped, *versions = listed = list_versions(config)
    if as_json:
        print_json(listed)
        return
    say(f"{'*' if shipped.serves else ' '} 0  {config.themes.model}, kom med programmet")
    for one in versions:
        version, mark = one.version, "*" if one.serves else " "
        say(
            f"{mark} {version.number}  {version.made}  {one.alias or '':<10}  "
            f"macro F1 {version.figures.get('macro_f1', 0):.3f}  "
            f"{_items(version.corrected)}, log {version.position}  {outcome(version.outcome)}"
        )


@app.command("promote")
def promote(context: typer.Context, version: Number) -> None:
    """Let a version serve, whatever the comparison says, and tag the archive again with it."""
    from pipeline.app import models

    models.promote(context.obj, version)
    say(f"version {version} er i brug")
    _retag(context.obj)


@app.command("rollback")
def rollback(context: typer.Context) -> None:
    """Let the version that served before serve again, and tag the archive again with it."""
    from pipeline.app import models

    say(f"version {models.rollback(context.obj)} er i brug igen")
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
    from pipeline.app.answers import number_of_items
    from pipeline.app.models import compare_versions

    with open_session(context.obj, make=True) as session, waiting("Comparing"):
        changes = compare_versions(session, version, other)
    if as_json:
        print_json(changes)
        return
    for change in changes:
        signs = [f"+{theme}" for theme in change.gained] + [f"-{theme}" for theme in change.lost]
        say(f"{change.item_id}  {change.title}  {' '.join(signs)}")
    say(f"{number_of_items(len(changes))} med andre temaer")


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
