"""`sagsspor evaluate`: how good the models are, on what they have not seen."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.training import Corpus, corpus_folder
from pipeline.config import Config

app = typer.Typer(help="Measure a model on what it has not seen.", no_args_is_help=True)

Gold = Annotated[Path | None, typer.Option(help="Annotated links: JSON with item, earlier and grade.")]
GoldMinutes = Annotated[
    list[Path] | None, typer.Option("--minutes", help="A file of minutes the gold links are of; repeat it.")
]


@app.command("links")
def evaluate_links(
    context: typer.Context, corpus: Corpus = None, gold: Gold = None, minutes: GoldMinutes = None
) -> None:
    """Print how links rank beside plain methods, committees held out; the run is recorded in MLflow."""
    from pipeline.encoder import load_encoder
    from pipeline.process import Processor, link_documents
    from pipeline.training.link_gold import measure_gold, read_gold
    from pipeline.training.link_scores import compare_rankings
    from pipeline.training.links import read_link_corpus
    from pipeline.training.tracking import log_run

    config: Config = context.obj
    if bool(gold) != bool(minutes):
        raise typer.BadParameter("--gold and --minutes go together: the links, and the files they are of")
    links = read_link_corpus(corpus_folder(corpus), config.paths.knowledge)
    ranked = compare_rankings(links.archived(load_encoder(config.encoder)))
    typer.echo(f"{'nDCG@10':<28}{'within':>8}{'among':>8}")
    for one in ranked:
        typer.echo(f"{one.name:<28}{one.within:>8.3f}{one.among:>8.3f}")
    metrics = {f"{_slug(one.name)}.{key}": value for one in ranked for key, value in _figures(one).items()}
    if gold and minutes:
        processor = Processor(config)
        read = (link_documents(processor.process(processor.read(path))) for path in sorted(minutes))
        found = measure_gold(
            [document for some in read for document in some], read_gold(gold), processor.links
        )
        typer.echo(f"\n{gold.name:<28}{'nDCG@5':>8}{'recall':>8}{'right':>8}{'silent':>8}")
        for row in found:
            typer.echo(
                f"{row.name:<28}{row.ndcg:>8.3f}{row.recall:>8.3f}{row.precision:>8.3f}{row.silent:>8.3f}"
            )
        metrics |= {
            f"{_slug(row.name)}.gold.{key}": value for row in found for key, value in _figures(row).items()
        }
    params = {"items": len(ranked), "encoder": config.encoder.model, "gold": gold.name if gold else ""}
    log_run("links", params=params, metrics=metrics, folder=config.links.model)


def _slug(name: str) -> str:
    return name.lower().replace(",", "").replace(" ", "_")


def _figures(score: object) -> dict[str, float]:
    return {key: value for key, value in asdict(score).items() if isinstance(value, float)}  # type: ignore[call-overload]
