"""`sagsspor models`: which versions there are and which one serves."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.config import home
from pipeline.themes.versions import Version, VersionStore


@pytest.fixture
def run(tmp_path):
    model = tmp_path / "themes"
    model.mkdir()
    shutil.copy(home() / "models" / "themes" / "themes.json", model)
    store = VersionStore(model)
    (tmp_path / "files").mkdir()
    version = Version(
        number=1, trained_on="abc", made="2026-05-04T10:30:00+00:00", position=7, corrected=3,
        figures={"macro_f1": 0.915}, outcome="promoted: no theme loses",
    )  # fmt: skip
    store.keep(version, tmp_path / "files")
    settings = tmp_path / "own.toml"
    settings.write_text('[themes]\nmodel = "themes"\n', encoding="utf-8")

    def run(*words):
        arguments = ["--config", str(settings), "--archive", str(tmp_path / "a.db"), *words]
        return CliRunner().invoke(app, arguments)

    run.store = store
    return run


def test_versions_are_listed_with_alias_day_figures_and_outcome(run):
    run.store.promote(1)
    line = run("models").output.splitlines()[1]
    told = ("* 1", "2026-05-04", "champion", "0.915", "3 rettede punkter", "taget i brug")
    assert all(part in line for part in told)


def test_the_model_of_the_program_serves_until_another_is_promoted(run):
    first, second = run("models").output.splitlines()
    assert (first[:3], second[:3]) == ("* 0", "  1")
    assert "challenger" in second


def test_the_list_is_json_on_request(run):
    shipped, row = json.loads(run("models", "--json").output)
    assert (row["number"], row["serves"], row["figures"]) == (1, False, {"macro_f1": 0.915})
    assert (shipped["number"], shipped["serves"], shipped["outcome"]) == (0, True, "came with the program")
    run.store.promote(1)
    assert [row["serves"] for row in json.loads(run("models", "--json").output)] == [False, True]


def test_an_unknown_version_is_refused(run):
    result = run("models", "promote", "9")
    assert result.exit_code == 1
    assert "no version 9" in str(result.exception)
