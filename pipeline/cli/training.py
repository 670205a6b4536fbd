"""`sagsspor train`: each model from the sample corpus, the run recorded in MLflow."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.config import Config, home

app = typer.Typer(help="Train a model from the sample corpus.", no_args_is_help=True)

Corpus = Annotated[Path | None, typer.Option(help="Annotated minutes; default: data/corpus.")]


def corpus_folder(named: Path | None) -> Path:
    """Return the folder of annotated minutes: the one named, else the project's own."""
    return named or home() / "data" / "corpus"


@app.command("themes")
def train_themes(context: typer.Context, corpus: Corpus = None) -> None:
    """Train the theme classifier; print how it does on committees it has not seen."""
    from pipeline.encoder import load_encoder
    from pipeline.knowledge.themes import load_themes_register
    from pipeline.training import themes

    config: Config = context.obj
    register = load_themes_register(config.paths.knowledge)
    trained = themes.train_themes(
        corpus_folder(corpus), load_encoder(config.encoder), config.themes.model, register=register
    )
    typer.echo(trained.report.table())


@app.command("links")
def train_links(context: typer.Context, corpus: Corpus = None) -> None:
    """Fit the link score; print how it does on committees it has not seen."""
    from pipeline.training import links

    config: Config = context.obj
    trained = links.train_links(corpus_folder(corpus), config)
    typer.echo(trained)
