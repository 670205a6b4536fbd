"""`sagsspor evaluate`: how good the models are, on what they have not seen."""

import datetime as dt
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.training import Corpus, corpus_folder, workshop
from pipeline.cli.waiting import waiting
from pipeline.config import Config
from pipeline.domain import danish_decimal

app = typer.Typer(help="Measure a model on what it has not seen.", no_args_is_help=True)

Since = Annotated[
    dt.datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Hold out what was from this day on, not committees."),
]
Shared = Annotated[
    bool, typer.Option("--shared-cases", help="Hold out committees alone, and learn the cases they share.")
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of text.")]


@app.command("themes")
def evaluate_themes(
    context: typer.Context,
    corpus: Corpus = None,
    since: Since = None,
    shared: Shared = False,
    as_json: AsJson = False,
) -> None:
    """Print how the theme classifier does on committees held out; the run is recorded in MLflow."""
    from pipeline.training.themes import evaluate_themes
    from pipeline.training.tracking import open_store

    open_store()
    day = since.date() if since else None
    with waiting("Encoding the corpus once, then measuring: passages") as told:
        report = evaluate_themes(
            corpus_folder(corpus), workshop(context.obj), since=day, shared=shared, told=told
        )
    typer.echo(json.dumps(report.metrics()) if as_json else report.table())


@app.command("labels")
def evaluate_labels(context: typer.Context, corpus: Corpus = None, as_json: AsJson = False) -> None:
    """List labels that models which did not see them contradict, of the corpus and of corrections."""
    from pipeline.archive import Archive
    from pipeline.training.archived import read_corrected
    from pipeline.training.suspects import find_suspects

    config: Config = context.obj
    shop = workshop(config)
    with Archive.open(config.archive.url) as archive:
        corrected = read_corrected(archive, shop.encoder.name)
    with waiting("Encoding the corpus once, then judging it: passages") as told:
        suspects = find_suspects(shop, shop.corpus(corpus_folder(corpus), told), corrected)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in suspects], ensure_ascii=False))
        return
    for one in suspects:
        says = "har" if one.labelled else "har ikke"
        who = f", siger {one.by}" if one.by else ""
        typer.echo(f"{one.item_id}  {one.title}")
        given = danish_decimal(one.probability)
        typer.echo(f"  {says} temaet {one.theme}{who}; modellen giver {given}: {one.reason}")
    typer.echo(f"{len(suspects)} tvivlsomme mærker")


Gold = Annotated[Path | None, typer.Option(help="Annotated links: JSON with item, earlier and grade.")]
GoldMinutes = Annotated[
    list[Path] | None, typer.Option("--minutes", help="A file of minutes the gold links are of; repeat it.")
]


@app.command("links")
def evaluate_links(
    context: typer.Context,
    corpus: Corpus = None,
    gold: Gold = None,
    minutes: GoldMinutes = None,
    as_json: AsJson = False,
) -> None:
    """Print how links rank beside plain methods, committees held out; the run is recorded in MLflow."""
    from pipeline.encoder import load_encoder
    from pipeline.process import Processor, link_documents
    from pipeline.training.link_gold import measure_gold, read_gold
    from pipeline.training.link_report import LinkReport
    from pipeline.training.link_scores import compare_rankings
    from pipeline.training.links import read_link_corpus
    from pipeline.training.tracking import log_run, open_store

    config: Config = context.obj
    if bool(gold) != bool(minutes):
        raise typer.BadParameter("--gold and --minutes go together: the links, and the files they are of")
    open_store()
    links = read_link_corpus(corpus_folder(corpus), config.paths.knowledge)
    report = LinkReport(corpus=compare_rankings(links.archived(load_encoder(config.encoder))))
    if gold and minutes:
        processor = Processor(config)
        read = [link_documents(processor.process(processor.read(path))) for path in sorted(minutes)]
        documents = [document for some in read for document in some]
        report = replace(report, gold=measure_gold(documents, read_gold(gold), processor.links))
    typer.echo(json.dumps(report.metrics()) if as_json else report.table())
    params = {"encoder": config.encoder.model, "gold": gold.name if gold else ""}
    log_run("links", params=params, metrics=report.metrics(), folder=config.links.model)
