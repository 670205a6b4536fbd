"""The labelled items of a training as a Hugging Face data set: versioned, in Parquet, known to MLflow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.files import replacing
from pipeline.themes.item import LabelledItem


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSet:
    """A data set on disk; `fingerprint` is that of what it holds."""

    name: str
    path: Path
    fingerprint: str
    rows: int

    def log(self) -> None:
        """Tell MLflow what the open run learned from."""
        import mlflow
        from mlflow.data.huggingface_dataset import from_huggingface

        data = from_huggingface(
            self.read(), path="parquet", data_files=str(self.path), name=self.name, digest=self.fingerprint
        )
        mlflow.log_input(data, context="training")

    def read(self) -> Any:
        """Return the Hugging Face data set."""
        import datasets

        datasets.disable_progress_bars()
        found = datasets.Dataset.from_parquet(str(self.path), cache_dir=str(self.path.parent / ".cache"))
        found.info.version = datasets.Version("1.0.0")
        return found


def keep_training_set(examples: Sequence[LabelledItem], fingerprint: str, folder: Path) -> TrainingSet:
    """Write the examples, one row an item, into `folder` under their fingerprint; once is enough."""
    path = folder / f"themes-{fingerprint}.parquet"
    if not path.is_file():
        import datasets

        datasets.disable_progress_bars()
        rows = datasets.Dataset.from_list(list(_rows(examples)))
        rows.info.version = datasets.Version("1.0.0")
        rows.info.description = "Agenda items with their themes, passages, and what each passage is about."
        with replacing(path) as part:
            rows.to_parquet(str(part))
    return TrainingSet(name="themes", path=path, fingerprint=fingerprint, rows=len(examples))


def _rows(examples: Sequence[LabelledItem]) -> Iterator[dict[str, object]]:
    for one in examples:
        about = one.about or ((),) * len(one.item.passages)
        yield {
            "id": one.id,
            "group": one.group,
            "cases": ",".join(sorted(one.cases)),
            "title": one.item.title,
            "themes": ",".join(sorted(one.themes)),
            "judged": "all" if one.known is None else ",".join(sorted(one.known)),
            "whole": one.whole,
            "marked": one.about is not None,
            # A paragraph a passage, a line of themes a passage: MLflow's schemas know no nested rows.
            "text": "\n\n".join(passage.text for passage in one.item.passages),
            "about": "\n".join(",".join(sorted(themes)) for themes in about),
        }
