"""The figures of an evaluation of links, as people and MLflow read them."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.config import home
from pipeline.training.links.measure import table

CORPUS = {"within": 0.9, "among": 0.8}


@pytest.fixture
def evaluate(runs, monkeypatch, tmp_path, encoder):
    """Return what `evaluate links` prints of these figures."""
    del runs
    (tmp_path / "corpus").mkdir()
    for name in ("socialforum-hovedstaden-202*", "ssforum-vestjylland-201[56]*"):
        for minutes in (home() / "data" / "corpus").glob(f"{name}.md"):
            shutil.copy(minutes, tmp_path / "corpus")
    monkeypatch.setattr("pipeline.encoder.load_encoder", lambda _: encoder)
    monkeypatch.setattr("pipeline.training.links.measure.corpus_figures", lambda *_: CORPUS)

    def printed(*options):
        corpus = str(tmp_path / "corpus")
        return CliRunner().invoke(app, ["evaluate", "links", "--corpus", corpus, *options]).stdout

    return printed


def test_the_figures_are_json_on_request_each_under_a_name_of_its_own(evaluate):
    assert json.loads(evaluate("--json")) == {"sagsspor.within": 0.9, "sagsspor.among": 0.8}


def test_without_that_they_are_a_table(evaluate):
    assert evaluate() == table("nDCG@10", {"sagsspor": CORPUS}) + "\n"


def test_a_table_has_a_line_a_way_of_ranking():
    rows = {"BM25": CORPUS, "TF-IDF, stems": {"within": 1.0, "among": 0.5}}
    assert [line.split() for line in table("nDCG@10", rows).splitlines()] == [
        ["nDCG@10", "within", "among"],
        ["BM25", "0.900", "0.800"],
        ["TF-IDF,", "stems", "1.000", "0.500"],
    ]
