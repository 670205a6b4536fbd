"""Modeller: how the theme model does, and the loop from corrections to another model, on the page."""

import csv
import datetime as dt
import io
import re
import shutil
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from themed import LEARNED, SAID
from web_client import client_of

from pipeline.app import models
from pipeline.app.session import Session
from pipeline.config import home, load_config
from pipeline.domain import JobLine, JobState, Signature, ThemeChange, ThemeScore
from pipeline.knowledge.themes import load_themes_register
from pipeline.themes.store import read_model
from pipeline.themes.versions import VersionStore
from pipeline.training import themes
from pipeline.training.archived import Difference, decided_by
from pipeline.training.gate import Verdict, compare
from pipeline.training.theme_scores import Judgements
from pipeline.training.theme_trainer import ThemeTrainer

WRONG = Judgements.of(LEARNED, ((ThemeScore(theme="tilsyn", probability=0.9, assigned=True),),) * 2)


@pytest.fixture
def session(archive, encoder, put, minutes_of, tmp_path, monkeypatch) -> Session:
    """A session over three meetings, with the program's model in a folder of its own."""
    encoder.dimension = 384
    for day in (1, 2, 3):
        put(minutes_of(("Botilbud på Ærø", "Kapaciteten øges."), date=dt.date(2024, 1, day)))
    shutil.copytree(home() / "models" / "themes", tmp_path / "models" / "themes")
    config = load_config()
    config = replace(config, themes=replace(config.themes, model=tmp_path / "models" / "themes"))
    register = load_themes_register(home() / "data" / "knowledge")
    trainer = ThemeTrainer(register=register, encoder=encoder, cache=tmp_path / "vectors", data=tmp_path)
    monkeypatch.setattr(models, "load_trainer", lambda _: trainer)
    monkeypatch.setattr(models, "follow", lambda _: None)
    monkeypatch.setattr(models, "open_store", lambda: None)
    monkeypatch.setattr(themes, "record_themes", lambda _: ("run-æ", "7"))
    monkeypatch.setattr(themes, "follow", lambda _: None)
    monkeypatch.setattr(themes, "set_alias", lambda *_: None)
    monkeypatch.setattr(ThemeTrainer, "corpus", lambda *_: ())
    return Session(config, archive)


@pytest.fixture
def store(session) -> VersionStore:
    return VersionStore(session.config.themes.model)


@pytest.fixture
def challenger(store, session, monkeypatch):
    """Let the next retrain make a challenger that loses nothing, or one that loses."""

    def make(*, loses: bool = False) -> None:
        model = read_model(store.model)
        judged = (SAID.judgements, WRONG if loses else SAID.judgements)
        made = themes.Challenger(
            model=replace(model, card=replace(model.card, trained_on="something new")),
            examples=LEARNED,
            corrected=decided_by(LEARNED, "Åse"),
            held_out=SAID,
            verdict=Verdict(contests=compare("frozen", LEARNED * 10, *judged)),
            data_sets=store.folder,
        )
        monkeypatch.setattr(models, "challenge", lambda *_: made)

    return make


@pytest.fixture
def client(session) -> TestClient:
    return client_of(session)


@pytest.fixture
def press(client):
    """Press a button of the page, let the job be done, and return its page."""

    def press(address: str) -> str:
        token = re.search(r'name="csrf" value="(\w+)"', client.get("/modeller").text)[1]
        asked = client.post(address, data={"csrf": token}, follow_redirects=False)
        assert asked.status_code == 303
        client.app.state.site.jobs.run_waiting()
        return client.get(asked.headers["location"]).text

    return press


def test_the_page_has_the_figures_of_the_model_in_use_with_intervals(client):
    page = client.get("/modeller").text
    assert "Version 0 er i brug: den, der fulgte med programmet" in page
    assert re.search(r'0,\d\d <span class="soft">0,\d\d–0,\d\d</span>', page)
    assert page.count("<figcaption>") == 4
    assert "sagsspor experiments" in page


def test_what_waits_to_be_learned_is_counted(client, archive):
    signed = Signature(by="Åse", at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), why="nej")
    archive.correct("forum-aeroe/2024-01-01/1", [ThemeChange(theme="tilsyn", assigned=True)], signed)
    assert "1 afgørelse om temaer venter på at blive lært" in client.get("/modeller").text


def test_a_retrain_tells_its_steps_shows_the_gate_and_puts_the_better_model_in_use(
    press, challenger, store, client, archive
):
    challenger()
    page = press("/modeller/laer")
    assert "Version 1: taget i brug: intet tema taber. Temaerne i 3 møder er opdateret." in page
    assert "<td>det annoterede korpus</td>" in page
    assert "Lærer af 0 rettede punkter" in page
    assert store.champion == 1
    assert len({*archive.models().values()}) == 1
    shown = client.get("/modeller").text
    assert "Version 1 er i brug: lært af 2 rettede punkter, senest" in shown
    assert "kørsel run-æ" in shown


def test_a_model_that_loses_is_refused_and_may_be_put_in_use_all_the_same(press, challenger, store):
    challenger(loses=True)
    page = press("/modeller/laer")
    assert "afvist: tilsyn (det annoterede korpus) ville tabe" in page
    assert "<strong>taber</strong>" in page
    assert store.champion == 0
    assert "Version 1 er i brug" in press("/modeller/1/brug")
    assert store.champion == 1


def test_going_back_puts_the_version_before_in_use_and_tags_again(press, challenger, store, archive):
    challenger()
    press("/modeller/laer")
    page = press("/modeller/tilbage")
    assert "Version 0 er i brug igen" in page
    assert store.champion == 0
    assert "Temaerne i 3 møder er opdateret" in page


def test_going_back_that_was_stopped_halfway_does_not_go_back_twice(
    press, challenger, store, archive, client, session
):
    challenger()
    press("/modeller/laer")
    press("/modeller/0/brug")
    assert store.served() == [0, 1, 0]
    job = archive.ask_job("serve", {"version": None}, "Åse")
    archive.begin_job(job.number)
    models.rollback(session.config)
    archive.tell_job(job.number, JobLine(text="Version 1 er i brug igen", data={"version": 1}))
    client.app.state.site.jobs.take_up()
    assert archive.job(job.number).state is JobState.DONE
    assert store.served() == [0, 1]


def test_where_nothing_was_in_use_before_the_job_says_so(press, archive):
    assert "ingen version var i brug før version 0" in press("/modeller/tilbage")
    assert archive.jobs()[0].state is JobState.FAILED


def test_what_a_version_would_change_is_shown_item_by_item_and_is_a_file(
    press, challenger, client, monkeypatch
):
    challenger(loses=True)
    press("/modeller/laer")
    changed = Difference(item_id="f/2024-01-01/1", title="<Botilbud>", gained=("tilsyn",), lost=())
    monkeypatch.setattr(models, "differences", lambda *_: iter([changed]))
    page = press("/modeller/1/forskel")
    assert "Version 1 ville give 1 punkt andre temaer" in page
    assert '<a href="/punkt/f/2024-01-01/1">&lt;Botilbud&gt;</a>' in page
    file = re.search(r"/modeller/sammenligning/\d+\.csv", page)[0]
    rows = list(csv.reader(io.StringIO(client.get(file).content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["f/2024-01-01/1", "<Botilbud>", "tilsyn", ""]


def test_one_who_presses_twice_asks_once(client, archive):
    token = re.search(r'name="csrf" value="(\w+)"', client.get("/modeller").text)[1]
    first, second = (
        client.post("/modeller/laer", data={"csrf": token}, follow_redirects=False) for _ in "12"
    )
    assert first.headers["location"] == second.headers["location"]
    assert len(archive.jobs()) == 1


def test_versions_and_figures_are_files_too(client):
    answer = client.get("/modeller.json").json()
    assert answer["versions"][0]["serves"] is True
    assert next(one["theme"] for one in answer["figures"]["0"]["themes"]) == "psykiatri"
    rows = client.get("/modeller.csv").content.decode("utf-8-sig").splitlines()
    assert [row.split(";")[4] for row in rows[1:]] == ["psykiatri", "kapacitet", "misbrug", "tilsyn"]


def test_what_is_added_next_is_tagged_by_the_version_now_in_use(press, challenger, session, monkeypatch):
    monkeypatch.setattr("pipeline.process.load_themes", lambda *_: object())
    session.processor.encoder = None
    before = session.processor.themes
    assert session.processor.themes is before
    challenger()
    press("/modeller/laer")
    assert session.processor.themes is not before
