"""`sagsspor evaluate`: models measured on what they have not seen."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.shared import DAY, AsJson, Corpus, parse_day, print_json, say, waiting
from pipeline.cli.training import Layouts, open_mlflow
from pipeline.config import Config
from pipeline.domain import danish_decimal

evaluate = typer.Typer(help="Measure a model on data it has not seen.", no_args_is_help=True)


Since = Annotated[
    dt.date | None,
    typer.Option(
        parser=parse_day, metavar=DAY, help="Hold out the minutes from this day on instead of committees."
    ),
]


@evaluate.command("themes")
def evaluate_themes(
    context: typer.Context,
    corpus: Corpus = None,
    since: Since = None,
    as_json: AsJson = False,
) -> None:
    """Print the scores of the theme classifier on held-out committees; record the run in MLflow."""
    from pipeline.training.corpus import corpus_folder
    from pipeline.training.theme_trainer import load_trainer
    from pipeline.training.themes import evaluate_themes

    open_mlflow()
    with waiting("Encoding the corpus once, then measuring: passages") as progress:
        report = evaluate_themes(
            corpus_folder(corpus), load_trainer(context.obj), since=since, progress=progress
        )
    print_json(report.metrics()) if as_json else say(report.table())


@evaluate.command("labels")
def evaluate_labels(context: typer.Context, corpus: Corpus = None, as_json: AsJson = False) -> None:
    """List labels of the corpus and of corrections that held-out models contradict."""
    from pipeline.archive import Archive
    from pipeline.training.archived import read_corrected
    from pipeline.training.corpus import corpus_folder
    from pipeline.training.held_out import find_suspects
    from pipeline.training.theme_trainer import load_trainer

    trainer = load_trainer(context.obj)
    with Archive.open(context.obj.archive.url) as archive:
        corrected = read_corrected(archive, trainer.encoder.name)
    with waiting("Encoding the corpus once, then judging it: passages") as progress:
        suspects = find_suspects(trainer, trainer.corpus(corpus_folder(corpus), progress), corrected)
    if as_json:
        print_json(suspects)
        return
    for one in suspects:
        says = "har" if one.labelled else "har ikke"
        who = f", siger {one.by}" if one.by else ""
        say(f"{one.item_id}  {one.title}")
        probability = danish_decimal(one.probability)
        say(f"  {says} temaet {one.theme}{who}; modellen giver {probability}: {one.reason}")
    say(f"{len(suspects)} tvivlsomme mærker")


@evaluate.command("structure")
def evaluate_structure(corpus: Corpus = None, layouts: Layouts = None, as_json: AsJson = False) -> None:
    """Print how well items are found in layouts whose forms were kept from training."""
    from pipeline.training.structure.trainer import Plan, evaluate_structure

    with waiting("Measuring how layouts are read") as progress:
        report = evaluate_structure(Plan.of(corpus, layouts), progress)
    print_json(report.metrics()) if as_json else say(report.table())


Stated = Annotated[
    bool, typer.Option("--earlier", help="Measure the archive's links on what its sources state.")
]


@evaluate.command("links")
def evaluate_links(
    context: typer.Context,
    corpus: Corpus = None,
    earlier: Stated = False,
    as_json: AsJson = False,
) -> None:
    """Print how well links rank on held-out committees; record the run in MLflow."""
    if earlier:
        _evaluate_stated(context.obj, as_json=as_json)
    else:
        _evaluate_held_out(context.obj, corpus, as_json=as_json)


def _evaluate_stated(config: Config, *, as_json: bool) -> None:
    from pipeline.archive import Archive
    from pipeline.links import load_link_model
    from pipeline.training.links.measure import OURS, table
    from pipeline.training.links.stated import stated_figures

    with waiting("Measuring links on what sources state"), Archive.open_existing(config.archive.url) as own:
        found = stated_figures(own, load_link_model(config.links.model))
    print_json(found) if as_json else say(table("stated earlier treatment", {OURS: found}))


def _evaluate_held_out(config: Config, corpus: Path | None, *, as_json: bool) -> None:
    from pipeline.encoder import load_encoder
    from pipeline.training.corpus import corpus_folder
    from pipeline.training.links.corpus import read_link_corpus
    from pipeline.training.links.measure import OURS, corpus_figures, table
    from pipeline.training.tracking import log_run

    open_mlflow()
    with waiting("Measuring links on committees held out"):
        links = read_link_corpus(corpus_folder(corpus), config.paths.knowledge)
        figures = corpus_figures(links, load_encoder(config.encoder))
    metrics = {f"{OURS}.{name}": figure for name, figure in figures.items()}
    print_json(metrics) if as_json else say(table("nDCG@10", {OURS: figures}))
    log_run("links", params={"encoder": config.encoder.model}, metrics=metrics, folder=config.links.model)
