"""`sagsspor train`, `prepare`, `sample`: models and sample minutes made."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.shared import Corpus, path, say, waiting
from pipeline.config import Config, home, places

train = typer.Typer(help="Train a model from the sample corpus.", no_args_is_help=True)


Layouts = Annotated[int | None, typer.Option(min=100, help="Random layouts to learn from; default: 10,000.")]


def open_mlflow() -> None:
    """Load MLflow before anything is made that could not be recorded."""
    from pipeline.training.tracking import open_store

    with waiting("Loading MLflow"):
        open_store()


@train.command("themes")
def train_themes(context: typer.Context, corpus: Corpus = None) -> None:
    """Train the theme classifier on the corpus; print its scores on committees it has not seen."""
    from pipeline.themes.versions import SHIPPED, VersionStore
    from pipeline.training.corpus import corpus_folder
    from pipeline.training.theme_trainer import load_trainer
    from pipeline.training.themes import train_themes

    open_mlflow()
    config: Config = context.obj
    with waiting("Encoding the corpus once, then learning: passages") as progress:
        target = places().to_write(config.themes.model)
        report = train_themes(corpus_folder(corpus), load_trainer(config), target, progress)
    say(report.table())
    champion = VersionStore(config.themes.model).champion
    if champion != SHIPPED:
        say(f"version {champion} still serves; `sagsspor models promote 0` lets the new one serve")


@train.command("vectors")
def train_vectors(context: typer.Context) -> None:
    """Encode what the program comes with to learn from; write models/passages, so that `retrain` need not."""
    from pipeline.training.passages import shipped_vectors
    from pipeline.training.theme_trainer import load_trainer, ship_vectors

    with waiting("Encoding what is learned from: passages") as progress:
        written = ship_vectors(load_trainer(context.obj), progress)
    say(f"{written:,} vectors: {shipped_vectors()}", err=True)


@train.command("links")
def train_links(context: typer.Context, corpus: Corpus = None) -> None:
    """Fit the link score on the corpus, on links users judged and on earlier treatment that sources state."""
    from pipeline.encoder import load_encoder
    from pipeline.links import save_link_model
    from pipeline.training.corpus import corpus_folder
    from pipeline.training.learned import learning_from
    from pipeline.training.links.corpus import read_link_corpus
    from pipeline.training.links.fit import fit_links, read_judged
    from pipeline.training.links.stated import stated_items
    from pipeline.training.tracking import log_run

    open_mlflow()
    config: Config = context.obj
    encoder, target = load_encoder(config.encoder), places().to_write(config.links.model)
    links = read_link_corpus(corpus_folder(corpus), config.paths.knowledge)
    with learning_from(config.archive.url, target) as archive, waiting("Fitting what makes a link"):
        judged, stated = read_judged(archive, encoder.name), stated_items(archive, encoder.name)
        model = fit_links(links, encoder, judged, stated)
        save_link_model(model, target)
    learned_from = {"items": model.items, "judged": len(judged.kept), "stated": len(stated)}
    params = {"encoder": encoder.name, **learned_from}
    log_run("links", params=params, metrics={"cutoff": model.fusion.cutoff}, folder=target)
    if judged.kept:
        say(f"learned from {len(judged.kept)} links that users judged, too")
    if stated:
        say(f"learned from {len(stated)} items whose earlier treatment is stated, too")
    say(f"cut-off {model.fusion.cutoff:.2f}, fitted on {model.items} items: {target}")


@train.command("structure")
def train_structure(context: typer.Context, corpus: Corpus = None, layouts: Layouts = None) -> None:
    """Learn to read any layout, from the corpus printed in random ones and corrections; print how well."""
    from pipeline.training.learned import learning_from
    from pipeline.training.structure.trainer import Plan, train_structure

    config: Config = context.obj
    folder = places().to_write(config.structure.model)
    with (
        learning_from(config.archive.url, folder) as archive,
        waiting("Learning to read layouts") as progress,
    ):
        plan = Plan.of(corpus, layouts).learning_from(archive.restructured(), config.structure.model)
        report = train_structure(plan, folder, progress)
    say(report.table())
    say(f"written: {folder}", err=True)


Ner = Annotated[
    Path | None,
    typer.Option(parser=path, help="Folder of UNER_Danish-DDT, news with names: further training data."),
]
HoldOut = Annotated[
    list[str] | None, typer.Option(help="A committee to hold out and measure on; repeatable.")
]
Target = Annotated[Path | None, typer.Option(parser=path, help="Where to write; default: models/entities.")]


@train.command("entities")
def train_entities(
    context: typer.Context,
    corpus: Corpus = None,
    ner: Ner = None,
    hold_out: HoldOut = None,
    target: Target = None,
) -> None:
    """Train the entity tagger on corpus and corrected mentions; print its scores on held-out minutes."""
    from pipeline.training.corpus import corpus_folder
    from pipeline.training.learned import learning_from
    from pipeline.training.tagger.examples import corrected_examples
    from pipeline.training.tagger.train import Plan, score_table, train_tagger

    open_mlflow()
    config: Config = context.obj
    target = target or places().to_write(config.entities.tagger)
    with learning_from(config.archive.url, target) as archive, waiting("Training the tagger") as progress:
        plan = Plan(
            corpus=corpus_folder(corpus),
            sentences=home() / "data" / "sentences",
            news=ner,
            corrected=tuple(corrected_examples(archive)),
            held_out=frozenset(hold_out or ()),
        )
        scores = train_tagger(plan, target, config, progress=progress)
    say(score_table(scores))


def prepare(context: typer.Context) -> None:
    """Convert the encoder now rather than when it is first used."""
    from pipeline.encoder import load_encoder

    say(f"encoder ready: {load_encoder(context.obj.encoder).name}", err=True)


def sample(
    folder: Annotated[
        Path, typer.Argument(parser=path, help="Where to write archive/ and, for the newest, new/.")
    ],
) -> None:
    """Write the invented corpus as published minutes: text, HTML, PDF, DOCX."""
    from pipeline.training.corpus import corpus_folder
    from pipeline.training.publish import publish_folder

    paths = publish_folder(corpus_folder(), folder / "archive")
    newest = max(paths, key=lambda path: (path.stem[-10:], path.name))
    (folder / "new").mkdir(parents=True, exist_ok=True)
    newest.replace(folder / "new" / newest.name)
    say(f"{len(paths)} invented minutes in {folder}, the newest in {folder / 'new'}", err=True)
