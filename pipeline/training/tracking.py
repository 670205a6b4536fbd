"""Training runs in MLflow: what was run, on what, how it did, and what came out."""

import os
from collections.abc import Mapping
from pathlib import Path

from pipeline.config import home


def log_run(
    experiment: str, *, params: Mapping[str, object], metrics: Mapping[str, float], folder: Path
) -> str:
    """Record a finished training run with the files in `folder`, and return its id.

    The record goes where `MLFLOW_TRACKING_URI` says, else into `experiments/mlflow.db`.
    """
    import mlflow

    _use_store(experiment)
    with mlflow.start_run() as run:
        mlflow.log_params(dict(params))
        mlflow.log_metrics(dict(metrics))
        mlflow.log_artifacts(str(folder), artifact_path="model")
        run_id: str = run.info.run_id
    return run_id


def _use_store(experiment: str) -> None:
    """Point MLflow to the store, and make the experiment if it is not there."""
    import mlflow

    if not os.environ.get("MLFLOW_TRACKING_URI"):
        folder = home() / "experiments"
        folder.mkdir(parents=True, exist_ok=True)
        mlflow.set_tracking_uri(f"sqlite:///{folder / 'mlflow.db'}")
        if mlflow.get_experiment_by_name(experiment) is None:
            mlflow.create_experiment(experiment, artifact_location=(folder / "artifacts").as_uri())
    mlflow.set_experiment(experiment)
