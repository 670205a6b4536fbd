"""`sagsspor retrain`, `models`, `experiments`: the loop from corrections to the model that serves."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.counted import counted
from pipeline.cli.progress import counted_off
from pipeline.cli.training import Corpus, corpus_folder, workshop
from pipeline.cli.waiting import Clock, waiting
from pipeline.config import Config

if TYPE_CHECKING:  # not to hide a cycle: to keep the heavy rooms out of `sagsspor --help`
    from pipeline.archive import Archive
    from pipeline.themes import ThemeTagger
    from pipeline.themes.versions import VersionStore
    from pipeline.training.workshop import Workshop

app = typer.Typer(help="Versions of the theme model: which there are, and which one serves.")

AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of text.")]
Number = Annotated[int, typer.Argument(help="A version; 0 is the one that came with the program.", min=0)]


def retrain(context: typer.Context, corpus: Corpus = None, as_json: AsJson = False) -> None:
    """Learn from corpus and corrections; serve the new model only if no theme loses."""
    from pipeline.archive import Archive
    from pipeline.themes.versions import VersionStore
    from pipeline.training.archived import read_corrected
    from pipeline.training.retrain import challenge, settle
    from pipeline.training.tracking import open_store

    config: Config = context.obj
    store, clock = VersionStore(config.themes.model), Clock()
    with clock.stage("open MLflow"), waiting("Loading MLflow"):
        open_store()
    shop = workshop(config)
    with Archive.open(config.archive.url) as archive:
        with clock.stage("read corpus"), waiting("Encoding the corpus, once: passages") as told:
            examples = shop.corpus(corpus_folder(corpus), told)
        with clock.stage("read corrections"), waiting("Reading corrections"):
            corrected = read_corrected(archive, shop.encoder.name)
        with (
            clock.stage("learn and compare"),
            waiting(f"Learning from {len(corrected.examples):,} corrected items"),
        ):
            challenger = challenge(shop, examples, corrected, store)
        with clock.stage("record and keep"), waiting("Recording the run"):
            version = settle(challenger, store)
        if not as_json:
            typer.echo(challenger.verdict.table())
            typer.echo(f"version {version.number}, learned from {version.corrected} corrected items; {clock}")
        retagged = _retag(archive, shop, store, silent=as_json) if challenger.verdict.promoted else 0
    if as_json:
        row = challenger.to_json(version) | {"retagged": retagged, "seconds": clock.seconds}
        typer.echo(json.dumps(row, ensure_ascii=False))
    if not challenger.verdict.promoted:
        raise typer.Exit(1)


@app.callback(invoke_without_command=True)
def models(context: typer.Context, as_json: AsJson = False) -> None:
    """List the versions, the one that serves marked, with how each did on the frozen test."""
    from pipeline.themes.store import all_versions
    from pipeline.themes.versions import VersionStore

    if context.invoked_subcommand is not None:
        return
    config: Config = context.obj
    store = VersionStore(config.themes.model)
    champion = store.champion
    if as_json:
        rows = [{**asdict(one), "serves": one.number == champion} for one in all_versions(store)]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    versions = store.versions()
    typer.echo(f"{'*' if champion == 0 else ' '} 0  {store.model}, came with the program")
    newest = versions[-1].number if versions else 0
    for one in versions:
        mark = "*" if one.number == champion else " "
        alias = "champion" if one.number == champion else "challenger" if one.number == newest else ""
        typer.echo(
            f"{mark} {one.number}  {one.made}  {alias:<10}  macro F1 {one.figures.get('macro_f1', 0):.3f}  "
            f"{one.corrected} corrected items, log {one.position}  {one.outcome}"
        )


@app.command("promote")
def promote(context: typer.Context, version: Number) -> None:
    """Serve a version from now on, whatever the comparison said, and tag the archive again."""
    from pipeline.archive import Archive
    from pipeline.themes.versions import VersionStore

    config: Config = context.obj
    store = VersionStore(config.themes.model)
    store.promote(version)
    typer.echo(f"version {version} serves")
    _follow(store)
    with Archive.open(config.archive.url) as archive:
        _retag(archive, workshop(config), store)


@app.command("rollback")
def rollback(context: typer.Context) -> None:
    """Serve what was served before, at once, and tag the archive again."""
    from pipeline.archive import Archive
    from pipeline.themes.versions import VersionStore

    config: Config = context.obj
    store = VersionStore(config.themes.model)
    typer.echo(f"version {store.rollback()} serves again")
    _follow(store)
    with Archive.open(config.archive.url) as archive:
        _retag(archive, workshop(config), store)


@app.command("retag")
def retag(context: typer.Context) -> None:
    """Tag again what another version tagged: goes on where an earlier run was broken off."""
    from pipeline.archive import Archive
    from pipeline.themes.versions import VersionStore

    config: Config = context.obj
    with Archive.open(config.archive.url) as archive:
        _retag(archive, workshop(config), VersionStore(config.themes.model))


@app.command("diff")
def diff(
    context: typer.Context,
    version: Number,
    other: Annotated[int, typer.Argument(help="Compared with; default: the one that serves.")] = -1,
    as_json: AsJson = False,
) -> None:
    """List the items of the archive whose themes VERSION decides otherwise."""
    from pipeline.archive import Archive
    from pipeline.themes.versions import VersionStore
    from pipeline.training.retag import changes

    config: Config = context.obj
    store, shop = VersionStore(config.themes.model), workshop(config)
    before = _tagger(shop, store, store.champion if other < 0 else other)
    after = _tagger(shop, store, version)
    with Archive.open(config.archive.url) as archive:
        found = list(changes(archive, before, after, shop.encoder.name))
    if as_json:
        typer.echo(json.dumps([asdict(change) for change in found], ensure_ascii=False))
        return
    for change in found:
        signs = [f"+{theme}" for theme in change.gained] + [f"-{theme}" for theme in change.lost]
        typer.echo(f"{change.item_id}  {change.title}  {' '.join(signs)}")
    typer.echo(f"{counted(len(found), 'item')} with other tags")


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


def _tagger(shop: "Workshop", store: "VersionStore", number: int) -> "ThemeTagger":
    from pipeline.themes.store import read_model

    return shop.tagger(read_model(store.path(number)))


def _retag(archive: "Archive", shop: "Workshop", store: "VersionStore", *, silent: bool = False) -> int:
    """Tag again what another version tagged; return how many meetings that were."""
    from pipeline.training.retag import retag as tag_again
    from pipeline.training.retag import stale_meetings

    tagger = _tagger(shop, store, store.champion)
    meetings = stale_meetings(archive, tagger.version)
    tagged = tag_again(archive, tagger, shop.encoder.name, meetings)
    done = sum(1 for _ in counted_off("Tagging again", tagged, len(meetings)))
    if not silent:
        typer.echo(f"{done} meetings of the archive tagged again")
    return done


def _follow(store: "VersionStore") -> None:
    from pipeline.training.theme_runs import follow

    follow(store)
