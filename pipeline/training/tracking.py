"""Runs in MLflow: what was run, on what, how it did, and what came out.

The record goes where `MLFLOW_TRACKING_URI` says, else into `experiments/mlflow.db` with
the artifacts beside it. Nothing is sent anywhere: MLflow's telemetry is switched off.
"""

import os
import subprocess
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pipeline import __version__
from pipeline.config import PACKAGE, places
from pipeline.errors import ConfigError

NOTHING: Mapping[str, Any] = MappingProxyType({})


def log_run(
    experiment: str,
    *,
    params: Mapping[str, object],
    metrics: Mapping[str, float],
    folder: Path,
    pictures: Mapping[str, Any] = NOTHING,
) -> None:
    """Record a finished run with the files in `folder`; pictures are figures of matplotlib by file name."""
    with recorded(experiment, experiment, params=params, metrics=metrics):
        mlflow = use_store()
        for name, figure in pictures.items():
            mlflow.log_figure(figure, name)
        mlflow.log_artifacts(str(folder), artifact_path="model")


@contextmanager
def recorded(
    experiment: str,
    name: str,
    *,
    params: Mapping[str, object],
    metrics: Mapping[str, float],
    tags: Mapping[str, str] = NOTHING,
) -> Iterator[str]:
    """Record a run, give its id, and keep it open for what else belongs to it."""
    mlflow = use_store()
    if mlflow.get_experiment_by_name(experiment) is None:
        mlflow.create_experiment(experiment, artifact_location=artifact_location())
    mlflow.set_experiment(experiment)
    with mlflow.start_run(run_name=name, tags={"code": code_version(), **tags}) as run:
        mlflow.log_params(dict(params))
        mlflow.log_metrics({_plain(metric): value for metric, value in metrics.items()})
        yield run.info.run_id


def use_store() -> Any:
    """Return MLflow, quiet and pointed to the store."""
    os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "WARNING")
    import mlflow
    import mlflow.pyfunc

    # Complaints of its own about SQLAlchemy and about examples it would rather have.
    warnings.filterwarnings("ignore", module=r"mlflow\..*")
    mlflow.set_tracking_uri(store_uri())
    return mlflow


def open_store() -> None:
    """Load MLflow and open the store, before there is a run that could be lost.

    Raises:
        ConfigError: it cannot be opened.

    """
    try:
        use_store().MlflowClient().search_experiments(max_results=1)
    except Exception as error:  # MLflow passes on whatever its store, a file or a server, raises
        first, *_ = str(error).splitlines() or [type(error).__name__]
        raise ConfigError("runs-not-recorded", store=store_uri(), reason=first) from error


def store_uri() -> str:
    """Return where runs are recorded; the default's folder is made."""
    if named := os.environ.get("MLFLOW_TRACKING_URI"):
        return named
    (places().own / "experiments").mkdir(parents=True, exist_ok=True)
    return _default_store()


def _default_store() -> str:
    return f"sqlite:///{places().own / 'experiments' / 'mlflow.db'}"


def artifact_location() -> str | None:
    """Return where the artifacts of a new experiment go; None leaves it to a store of one's own."""
    # MLflow puts the store it was pointed to into the environment: that one is set says nothing.
    if store_uri() != _default_store():
        return None
    return (places().own / "experiments" / "artifacts").as_uri()


def _plain(name: str) -> str:
    """Return a metric's name as MLflow takes it: Danish letters are none of its own."""
    return name.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


def code_version() -> str:
    """Return the commit the code is at, or the package's version where there is no checkout."""
    described = subprocess.run(  # noqa: S603 - every word is ours
        ["git", "-C", str(PACKAGE.parent), "describe", "--always", "--dirty"],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    return described.stdout.strip() if described.returncode == 0 else f"sagsspor {__version__}"
