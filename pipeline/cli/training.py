"""`sagsspor train`, `evaluate`, `prepare`, `sample`: models and sample minutes made, and models measured."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.shared import DAY, AsJson, Corpus, parse_day, path, print_json, say, waiting
from pipeline.config import Config, home
from pipeline.domain import danish_decimal
from pipeline.places import places

if TYPE_CHECKING:  # numpy comes with it, which `sagsspor --help` goes without
    from pipeline.training.links.measure import Figures

train = typer.Typer(help="Train a model from the sample corpus.", no_args_is_help=True)
evaluate = typer.Typer(help="Measure a model on data it has not seen.", no_args_is_help=True)


Layouts = Annotated[int | None, typer.Option(min=100, help="Random layouts to learn from; default: 10,000.")]


def _open_mlflow() -> None:
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

    _open_mlflow()
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

    _open_mlflow()
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

    _open_mlflow()
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


Since = Annotated[
    dt.date | None,
    typer.Option(
        parser=parse_day, metavar=DAY, help="Hold out the minutes from this day on instead of committees."
    ),
]
Shared = Annotated[
    bool,
    typer.Option("--shared-cases", help="Hold out committees, but learn the cases they share."),
]


@evaluate.command("themes")
def evaluate_themes(
    context: typer.Context,
    corpus: Corpus = None,
    since: Since = None,
    shared: Shared = False,
    as_json: AsJson = False,
) -> None:
    """Print the scores of the theme classifier on held-out committees; record the run in MLflow."""
    from pipeline.training.corpus import corpus_folder
    from pipeline.training.theme_trainer import load_trainer
    from pipeline.training.themes import evaluate_themes

    _open_mlflow()
    with waiting("Encoding the corpus once, then measuring: passages") as progress:
        report = evaluate_themes(
            corpus_folder(corpus), load_trainer(context.obj), since=since, shared=shared, progress=progress
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


Gold = Annotated[
    Path | None, typer.Option(parser=path, help="Annotated links: JSON with item, earlier and grade.")
]
GoldMinutes = Annotated[
    list[Path] | None,
    typer.Option("--minutes", parser=path, help="Minutes that the gold links belong to; repeatable."),
]


Stated = Annotated[
    bool, typer.Option("--earlier", help="Measure the archive's links on what its sources state.")
]


@evaluate.command("links")
def evaluate_links(
    context: typer.Context,
    corpus: Corpus = None,
    gold: Gold = None,
    minutes: GoldMinutes = None,
    earlier: Stated = False,
    as_json: AsJson = False,
) -> None:
    """Print how well links rank on held-out committees; record the run in MLflow."""
    from pipeline.training.links.measure import OURS, table
    from pipeline.training.links.stated import archive_figures
    from pipeline.training.tracking import log_run

    config: Config = context.obj
    if earlier:
        with waiting("Measuring links on what sources state"):
            found = archive_figures(config)
        print_json(found) if as_json else say(table("stated earlier treatment", {OURS: found}))
        return
    if bool(gold) != bool(minutes):
        raise typer.BadParameter("give --gold and --minutes together: the links and their minutes")
    _open_mlflow()
    with waiting("Measuring links on committees held out"):
        figures = _on_corpus(config, corpus) | (_on_gold(config, gold, minutes) if gold and minutes else {})
    prefixes = {"nDCG@10": OURS, "gold": f"{OURS}.gold"}
    metrics = {f"{prefixes[title]}.{name}": n for title, own in figures.items() for name, n in own.items()}
    tables = "\n\n".join(table(title, {OURS: values}) for title, values in figures.items())
    print_json(metrics) if as_json else say(tables)
    params = {"encoder": config.encoder.model, "gold": gold.name if gold else ""}
    log_run("links", params=params, metrics=metrics, folder=config.links.model)


def _on_corpus(config: Config, corpus: Path | None) -> "dict[str, Figures]":
    from pipeline.encoder import load_encoder
    from pipeline.training.corpus import corpus_folder
    from pipeline.training.links.corpus import read_link_corpus
    from pipeline.training.links.measure import corpus_figures

    links = read_link_corpus(corpus_folder(corpus), config.paths.knowledge)
    return {"nDCG@10": corpus_figures(links, load_encoder(config.encoder))}


def _on_gold(config: Config, gold: Path, minutes: list[Path]) -> "dict[str, Figures]":
    from pipeline.discussions import link_documents
    from pipeline.process import Processor
    from pipeline.training.links.measure import gold_figures, read_gold

    processor = Processor(config)
    processed = [processor.process(processor.read(path)) for path in sorted(minutes)]
    documents = [one for read in processed for one in link_documents(read.tagged, read.encoded)]
    return {"gold": gold_figures(documents, read_gold(gold), processor.links)}


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
