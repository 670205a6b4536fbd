"""`sagsspor train`: each model from the sample corpus, the run recorded in MLflow."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.waiting import waiting
from pipeline.config import Config, home

if TYPE_CHECKING:  # not to hide a cycle: to keep the heavy rooms out of `sagsspor --help`
    from pipeline.training.workshop import Workshop

app = typer.Typer(help="Train a model from the sample corpus.", no_args_is_help=True)

Corpus = Annotated[Path | None, typer.Option(help="Annotated minutes; default: data/corpus.")]


def corpus_folder(named: Path | None) -> Path:
    """Return the folder of annotated minutes: the one named, else the project's own."""
    return named or home() / "data" / "corpus"


def workshop(config: Config) -> "Workshop":
    """Return what theme models are made with, as the settings name it."""
    from pipeline.encoder import load_encoder
    from pipeline.knowledge.themes import load_themes_register
    from pipeline.training.workshop import Workshop

    register = load_themes_register(config.paths.knowledge)
    return Workshop(register=register, encoder=load_encoder(config.encoder))


@app.command("themes")
def train_themes(context: typer.Context, corpus: Corpus = None) -> None:
    """Train the theme classifier on the corpus; print how it does on committees it has not seen."""
    from pipeline.themes.versions import SHIPPED, VersionStore
    from pipeline.training.themes import train_themes
    from pipeline.training.tracking import open_store

    open_store()
    config: Config = context.obj
    with waiting("Encoding the corpus once, then learning: passages") as told:
        trained = train_themes(corpus_folder(corpus), workshop(config), config.themes.model, told)
    typer.echo(trained.report.table())
    champion = VersionStore(config.themes.model).champion
    if champion != SHIPPED:
        typer.echo(f"version {champion} serves; `sagsspor models promote 0` lets this one serve")


@app.command("links")
def train_links(context: typer.Context, corpus: Corpus = None) -> None:
    """Fit the link score on the cases of the corpus, and on links that users kept or rejected."""
    from pipeline.archive import Archive
    from pipeline.encoder import load_encoder
    from pipeline.links import save_link_model
    from pipeline.training.link_archive import read_judged
    from pipeline.training.links import fit_links, read_link_corpus
    from pipeline.training.tracking import log_run, open_store

    open_store()
    config: Config = context.obj
    encoder = load_encoder(config.encoder)
    with Archive.open(config.archive.url) as archive:
        judged = read_judged(archive, encoder.name)
    model = fit_links(read_link_corpus(corpus_folder(corpus), config.paths.knowledge), encoder, judged)
    save_link_model(model, config.links.model)
    params = {"encoder": encoder.name, "items": model.items, "judged": len(judged.pairs)}
    log_run("links", params=params, metrics={"cutoff": model.fusion.cutoff}, folder=config.links.model)
    if judged.pairs:
        typer.echo(f"{len(judged.pairs)} links that users judged were learned from")
    typer.echo(f"cut-off {model.fusion.cutoff:.2f}, fitted on {model.items} items: {config.links.model}")


Ner = Annotated[
    Path | None, typer.Option(help="Folder of UNER_Danish-DDT: news with names, to learn from too.")
]
HoldOut = Annotated[list[str] | None, typer.Option(help="A committee to leave out and measure on.")]
Target = Annotated[Path | None, typer.Option(help="Where to write; default: models/entities.")]


@app.command("entities")
def train_entities(
    context: typer.Context,
    corpus: Corpus = None,
    ner: Ner = None,
    hold_out: HoldOut = None,
    target: Target = None,
) -> None:
    """Train the entity tagger on corpus and corrected mentions; print its scores on what is held out."""
    from rich.console import Console
    from rich.progress import Progress

    from pipeline.archive import Archive
    from pipeline.training.tagger.corrected import corrected_examples
    from pipeline.training.tagger.train import Plan, train_tagger
    from pipeline.training.tracking import open_store

    open_store()
    config: Config = context.obj
    with Archive.open(config.archive.url) as archive:
        corrected = tuple(corrected_examples(archive))
    plan = Plan(
        corpus=corpus_folder(corpus),
        sentences=home() / "data" / "sentences",
        news=ner,
        corrected=corrected,
        held_out=frozenset(hold_out or ()),
    )
    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("Training the tagger:", total=1)
        trained = train_tagger(
            plan,
            target or config.entities.tagger,
            config,
            progress=lambda share: bar.update(task, completed=share),
        )
    typer.echo(trained.table())
