"""Where runs and their artifacts go."""

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.errors import ConfigError
from pipeline.training.tracking import artifact_location, store_uri


@pytest.fixture(autouse=True)
def _own_home(monkeypatch, tmp_path):
    monkeypatch.setenv("SAGSSPOR_HOME", str(tmp_path))
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)


def test_runs_and_artifacts_lie_together_under_experiments(tmp_path):
    assert store_uri() == f"sqlite:///{tmp_path}/experiments/mlflow.db"
    assert artifact_location() == f"file://{tmp_path}/experiments/artifacts"


def test_artifacts_lie_there_also_once_mlflow_has_put_the_store_into_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", store_uri())
    assert artifact_location() == f"file://{tmp_path}/experiments/artifacts"


@pytest.mark.parametrize("uri", ["sqlite:////proc/nope/runs.db", "nonsense://runs"])
def test_a_store_that_cannot_be_opened_is_named_before_anything_is_trained(monkeypatch, tmp_path, uri):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", uri)
    for command in ("retrain", "train themes", "train links", "train entities", "evaluate themes"):
        found = CliRunner().invoke(app, ["--archive", str(tmp_path / "a.db"), *command.split()])
        assert isinstance(found.exception, ConfigError)
        assert str(found.exception).startswith(f"runs cannot be recorded at {uri} (")
        assert "MLFLOW_TRACKING_URI" in str(found.exception)
        assert "\n" not in str(found.exception)


def test_a_store_of_ones_own_keeps_artifacts_its_own_way(monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://mlflow.example:5000")
    assert (store_uri(), artifact_location()) == ("http://mlflow.example:5000", None)
