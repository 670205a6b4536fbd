"""`sagsspor prepare`, `sample`: what is made once, before daily work."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.config import Config, home


def prepare(context: typer.Context) -> None:
    """Convert the encoder now instead of at its first use."""
    from pipeline.encoder import load_encoder

    config: Config = context.obj
    typer.echo(f"encoder ready: {load_encoder(config.encoder).name}", err=True)


def sample(
    folder: Annotated[Path, typer.Argument(help="Where to write: its archive/, and new/ for the newest.")],
) -> None:
    """Publish the invented corpus as minutes are published: text, HTML, PDF, DOCX."""
    from pipeline.training.publish import publish_folder

    paths = publish_folder(home() / "data" / "corpus", folder / "archive")
    newest = max(paths, key=lambda path: (path.stem[-10:], path.name))
    (folder / "new").mkdir(parents=True, exist_ok=True)
    newest.replace(folder / "new" / newest.name)
    typer.echo(f"{len(paths)} invented minutes in {folder}, the newest in {folder / 'new'}", err=True)
