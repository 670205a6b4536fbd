"""Trainings and evaluations of themes as runs in MLflow, and the models made as versions of its registry.

Nothing is read back from here: which version serves is decided by the folder of versions alone.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from pipeline import __version__
from pipeline.config import load_config
from pipeline.domain import Passage
from pipeline.encoder import EncodedItem, load_encoder
from pipeline.encoder.protocol import Encoder
from pipeline.files import replacing
from pipeline.knowledge.themes import load_themes_register
from pipeline.themes import ThemeTagger
from pipeline.themes.card import ThemeCard
from pipeline.themes.examples import LabelledItem, fingerprint
from pipeline.themes.features import under_title
from pipeline.themes.recipe import RECIPE
from pipeline.themes.store import read_card, read_model
from pipeline.themes.versions import VersionStore
from pipeline.training.held_out import HeldOutScores
from pipeline.training.intervals import f1_interval
from pipeline.training.theme_scores import Judgements, labels
from pipeline.training.tracking import recorded, use_store

LOG = logging.getLogger(__name__)
MODEL, CHAMPION, CHALLENGER = "sagsspor-themes", "champion", "challenger"
SPLIT = "each committee of the corpus held out in turn, with the cases it shares"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThemeRun:
    """What was done with which examples, and how it did held out."""

    name: str
    examples: Sequence[LabelledItem]
    held_out: HeldOutScores
    """Its figures are those of the run; of the corpus alone there are pictures and a table."""
    data_sets: Path
    """Where the training sets are kept."""
    folder: Path | None = None
    """Of the model that was made, if one was."""
    gains: Mapping[str, float] = field(default_factory=dict)
    """By what a model does better than the one that serves."""
    tags: Mapping[str, str] = field(default_factory=dict)


def record_themes(run: ThemeRun) -> tuple[str, str]:
    """Record a run, and register the model if one was made.

    Return the ids of the run and of the version in the registry; the latter empty where no model was made.
    """
    from pipeline.training.pictures import draw_pictures

    digest, card = fingerprint(run.examples), read_card(run.folder) if run.folder else None
    frozen = run.held_out.frozen
    judgements, tested = frozen.judgements, frozen.examples
    with recorded(
        "themes",
        run.name,
        params=_params(card, run.examples, digest),
        metrics={**run.held_out.report.metrics(), **_intervals(tested, judgements), **run.gains},
        tags=run.tags,
    ) as run_id:
        mlflow = use_store()
        mlflow.log_table(_table(tested, judgements), "held_out.json")
        for name, figure in draw_pictures(tested, judgements).items():
            mlflow.log_figure(figure, name)
        _log_training_set(run.examples, digest, run.data_sets)
        registered = _register(run.folder, card.themes, dict(run.tags)) if run.folder and card else ""
    return run_id, registered


def follow(store: VersionStore) -> None:
    """Let the registry's aliases name the version that serves, and as its challenger the newest other one."""
    numbers = {version.number: version.registered for version in store.versions()}
    newest = max(numbers, default=store.champion)
    set_alias(CHAMPION, numbers.get(store.champion, ""))
    set_alias(CHALLENGER, numbers[newest] if newest != store.champion else "")


def set_alias(alias: str, registered: str) -> None:
    """Point an alias to a version of the registry, or to none.

    A registry that does not know the version is left as it is: it only records.
    """
    from mlflow.exceptions import MlflowException

    client = use_store().MlflowClient()
    try:
        if registered:
            client.set_registered_model_alias(MODEL, alias, registered)
        else:
            client.delete_registered_model_alias(MODEL, alias)
    except MlflowException as error:
        LOG.info("the alias %s was not moved: %s", alias, error)


def _register(folder: Path, themes: Sequence[str], tags: dict[str, str]) -> str:
    """Keep a model folder with the open run, and return the number of its version in the registry."""
    from mlflow.models import ModelSignature
    from mlflow.types.schema import ColSpec, Schema

    mlflow = use_store()
    info = mlflow.pyfunc.log_model(
        name="themes",
        loader_module="pipeline.training.theme_runs",
        data_path=str(folder),
        signature=ModelSignature(
            inputs=Schema([ColSpec("string", "title"), ColSpec("string", "text")]),
            outputs=Schema([ColSpec("double", theme) for theme in themes]),
        ),
        pip_requirements=[f"sagsspor=={__version__}"],
    )
    client = mlflow.MlflowClient()
    if not client.search_registered_models(f"name = '{MODEL}'"):
        client.create_registered_model(MODEL)
    made = client.create_model_version(
        MODEL, info.model_uri, run_id=info.run_id, tags=tags, model_id=info.model_id
    )
    return str(made.version)


def _params(card: ThemeCard | None, examples: Sequence[LabelledItem], digest: str) -> dict[str, object]:
    whole = [one for one in examples if one.whole]
    params = {
        "split": SPLIT,
        "trained_on": digest,
        "items": len(whole),
        "corrected_items": sum(one.about is None for one in whole),
        "passages": sum(len(one.item.passages) for one in examples),
        **RECIPE,
    }
    if card:
        params |= {"encoder": card.encoder, "themes": ",".join(card.themes)}
        params |= {f"threshold_{theme}": value for theme, value in card.thresholds.items()}
        params |= {f"band_{theme}": f"{low}-{high}" for theme, (low, high) in card.bands.items()}
    return params


def _intervals(examples: Sequence[LabelledItem], judgements: Judgements) -> dict[str, float]:
    themes = [t for t in judgements.themes if all(one.known is None or t in one.known for one in examples)]
    gold = np.column_stack([labels(examples, theme) for theme in themes])
    assigned = np.column_stack([judgements.assigned[:, judgements.themes.index(theme)] for theme in themes])
    ranges = {theme: f1_interval(gold[:, at], assigned[:, at]) for at, theme in enumerate(themes)}
    ranges["macro"] = f1_interval(gold, assigned)
    return {
        f"{name}_f1_{end}": getattr(interval, end)
        for name, interval in ranges.items()
        for end in ("low", "high")
    }


def _table(examples: Sequence[LabelledItem], judgements: Judgements) -> dict[str, list[object]]:
    columns: dict[str, list[object]] = {
        "id": list(judgements.ids),
        "group": [one.group for one in examples],
        "title": [one.title for one in examples],
    }
    for at, theme in enumerate(judgements.themes):
        columns[theme] = [theme in one.themes for one in examples]
        columns[f"{theme}_probability"] = judgements.probabilities[:, at].round(4).tolist()
        columns[f"{theme}_assigned"] = judgements.assigned[:, at].tolist()
    return columns


def _log_training_set(examples: Sequence[LabelledItem], digest: str, folder: Path) -> None:
    """Keep the examples under their fingerprint as a Hugging Face data set; tell the open run of it."""
    import datasets
    import mlflow
    from mlflow.data.huggingface_dataset import from_huggingface

    datasets.disable_progress_bars()
    path = folder / f"themes-{digest}.parquet"
    if not path.is_file():
        with replacing(path) as new:
            datasets.Dataset.from_list(list(_rows(examples))).to_parquet(str(new))
    rows = datasets.Dataset.from_parquet(str(path), cache_dir=str(folder / ".cache"))
    data = from_huggingface(rows, path="parquet", data_files=str(path), name="themes", digest=digest)
    mlflow.log_input(data, context="training")


def _rows(examples: Sequence[LabelledItem]) -> Iterator[dict[str, object]]:
    """Yield a row an item, with its themes, its passages, and what each passage is about."""
    for one in examples:
        about = one.about or ((),) * len(one.item.passages)
        yield {
            "id": one.id,
            "group": one.group,
            "cases": ",".join(sorted(one.cases)),
            "title": one.title,
            "themes": ",".join(sorted(one.themes)),
            "judged": "all" if one.known is None else ",".join(sorted(one.known)),
            "whole": one.whole,
            "marked": one.about is not None,
            # A paragraph a passage, a line of themes a passage: MLflow's schemas know no nested rows.
            "text": "\n\n".join(passage.text for passage in one.item.passages),
            "about": "\n".join(",".join(sorted(themes)) for themes in about),
        }


class ServedThemes:
    """A theme model as MLflow serves it: a table with title and text in, paragraphs apart by blank lines."""

    def __init__(self, tagger: ThemeTagger, encoder: Encoder) -> None:
        self._tagger = tagger
        self._encoder = encoder

    def predict(self, model_input: Any, params: object = None) -> Any:  # noqa: ARG002 - MLflow's signature
        """Return one column a theme, a row an item: the probability of having it."""
        import pandas as pd

        items = [self._item(row.title, row.text) for row in model_input.itertuples()]
        rows = [[score.probability for score in scores] for scores in self._tagger.score(items)]
        return pd.DataFrame(rows, columns=list(self._tagger.themes))

    def _item(self, title: str, text: str) -> EncodedItem:
        parts = (part for part in text.split("\n\n") if part.strip())
        passages = tuple(Passage.of_text(part, path=(title,)) for part in parts)
        empty = np.zeros((0, self._encoder.dimension), dtype=np.float32)
        vectors = self._encoder.encode(passages).vectors if passages else empty
        return under_title(title, passages, vectors)


def _load_pyfunc(path: str) -> ServedThemes:
    """Load a model folder; MLflow calls it by this name."""
    config = load_config()
    encoder = load_encoder(config.encoder)
    register = load_themes_register(config.paths.knowledge)
    return ServedThemes(ThemeTagger(read_model(Path(path)), register, encoder), encoder)
