"""The figures of an evaluation of links, as people and MLflow read them."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.config import home
from pipeline.training.links.measure import GoldScore, LinkReport, RankingScore

CORPUS = (RankingScore(name="Vectors, centred", within=0.9, among=0.8),)
GOLD = (GoldScore(name="sagsspor", ndcg=0.85, recall=1.0, precision=0.75, silent=0.9),)


def test_each_figure_has_a_name_of_its_own():
    assert LinkReport(corpus=CORPUS, gold=GOLD).metrics() == {
        "vectors_centred.within": 0.9,
        "vectors_centred.among": 0.8,
        "sagsspor.gold.ndcg": 0.85,
        "sagsspor.gold.recall": 1.0,
        "sagsspor.gold.precision": 0.75,
        "sagsspor.gold.silent": 0.9,
    }


@pytest.mark.usefixtures("runs")
def test_the_figures_are_json_on_request(monkeypatch, tmp_path, encoder):
    (tmp_path / "corpus").mkdir()
    sample = home() / "data" / "corpus" / "spudvalg-hjoerneby-2018-05-15.md"
    shutil.copy(sample, tmp_path / "corpus")
    monkeypatch.setattr("pipeline.encoder.load_encoder", lambda _: encoder)
    monkeypatch.setattr("pipeline.training.links.measure.compare_rankings", lambda *_: CORPUS)
    result = CliRunner().invoke(app, ["evaluate", "links", "--corpus", str(tmp_path / "corpus"), "--json"])
    assert json.loads(result.stdout) == LinkReport(corpus=CORPUS).metrics()


def test_the_table_shows_the_gold_only_where_there_is_one():
    both = LinkReport(corpus=CORPUS, gold=GOLD).table()
    assert [line.split() for line in both.splitlines()] == [
        ["nDCG@10", "within", "among"],
        ["Vectors,", "centred", "0.900", "0.800"],
        [],
        ["gold", "ndcg", "recall", "precision", "silent"],
        ["sagsspor", "0.850", "1.000", "0.750", "0.900"],
    ]
    assert LinkReport(corpus=CORPUS).table() == both.split("\n\n")[0]
