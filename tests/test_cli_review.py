"""`sagsspor review` as a person meets it: a question, a key, and never the same question again."""

import datetime as dt
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from pipeline.app.review import strongest_evidence, theme_questions
from pipeline.app.session import Session
from pipeline.cli.app import app
from pipeline.config import home, load_config
from pipeline.domain import Signature, Skipped, ThemeChange
from pipeline.files import seal
from pipeline.knowledge import load_themes_register
from pipeline.themes.words import ThemeWords

DRUGS = ("Stofbehandling", "Tilbuddet om anonym stofbehandling for misbrugere fortsætter.")
WORDS = ("Budget", "Stofmisbrug og alkoholmisbrug og misbrugsbehandling er nævnt.")


@pytest.fixture
def review(archive, put, minutes_of, tmp_path):
    """Review an archive whose model is undecided about two items, with these keys typed."""
    for year, items in ((2021, (DRUGS,)), (2023, (WORDS, DRUGS))):
        put(undecided(minutes_of(*items, themes=("misbrug",), date=dt.date(year, 1, 20))))

    settings = doubtful_model(tmp_path)

    def review(keys="", *args):
        given = ["--archive", str(tmp_path / "archive.db"), "--config", str(settings)]
        found = CliRunner().invoke(app, [*given, "review", "--by", "Lise", *args], input=keys)
        if found.exception and not isinstance(found.exception, SystemExit):
            raise found.exception
        return found.stdout

    return review


def doubtful_model(folder):
    """Return settings with the project's model, its thresholds and bands those of these tests."""
    shutil.copytree(home() / "models" / "themes", folder / "themes")
    path = folder / "themes" / "themes.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    card["thresholds"] = dict.fromkeys(card["thresholds"], 0.5)
    card["bands"] = dict.fromkeys(card["bands"], (0.3, 0.7))
    path.write_text(json.dumps(card), encoding="utf-8")
    seal(path)
    settings = folder / "own.toml"
    settings.write_text('[themes]\nmodel = "themes"\n', encoding="utf-8")
    return settings


def undecided(tagged):
    """Let the model be near its threshold about every item."""

    def near(item, probability):
        (score,) = item.themes
        return replace(item, themes=(replace(score, probability=probability, assigned=probability >= 0.5),))

    return replace(tagged, items=tuple(near(item, 0.47 - at / 100) for at, item in enumerate(tagged.items)))


def entries(archive):
    return [(entry.item_id, entry.change, entry.by) for entry in archive.corrections()]


def test_a_question_shows_the_title_why_it_is_asked_and_the_evidence(review):
    out = review("q")
    assert "Stofbehandling" in out
    assert "Handler punktet om misbrug?  Modellen siger nej (0,47)." in out
    assert "Spørges, fordi modellen er i tvivl (0,47, grænsen er" in out
    assert "│ misbrug\n" in out


def test_one_key_is_one_answer_kept_at_once(review, archive):
    out = review("jnq")
    (first, yes, by), (_, no, _) = entries(archive)
    assert (first, yes, by) == (
        "forum-aeroe/2021-01-20/1",
        ThemeChange(theme="misbrug", assigned=True),
        "Lise",
    )
    assert no == ThemeChange(theme="misbrug", assigned=False)
    assert "2 besvaret (1 ja, 1 nej), 0 sprunget over" in out
    assert archive.corrections()[0].why.startswith("gennemgang: modellen er i tvivl")
    assert {s.theme: s.assigned for s in archive.item(first).tagged.themes}["misbrug"]


def test_what_was_answered_confirmed_or_skipped_is_not_asked_again(review, archive):
    assert "1 af 3" in review("nq")
    assert "1 af 2" in review("sq")
    assert entries(archive)[1][1] == Skipped(theme="misbrug")
    assert "1 af 1" in review("j")
    assert "intet at spørge om" in review("j")


def test_what_is_undone_is_asked_again(review, archive):
    review("jjj")
    archive.undo(1, Signature(by="Lise", at=dt.datetime(2026, 5, 4, tzinfo=dt.UTC), why="fejl"))
    assert "1 af 1" in review("q")


def test_other_keys_are_passed_over_and_v_shows_the_whole_item(review, archive):
    out = review("xv\nJq")
    assert out.count("1. Stofbehandling") == 2
    assert len(entries(archive)) == 1


def test_input_that_ends_stops_the_review(review, archive):
    review("j")
    assert len(entries(archive)) == 1


def test_without_a_terminal_one_line_says_what_to_do_instead(review, tmp_path):
    given = ["--archive", tmp_path / "archive.db", "--config", tmp_path / "own.toml"]
    # In a session of its own a process has no terminal, whoever runs the tests.
    found = subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, given), "review"],
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False, start_new_session=True,
    )  # fmt: skip
    assert found.returncode == 1
    assert found.stderr.splitlines()[-1].startswith("sagsspor: review needs a terminal")
    assert "Traceback" not in found.stderr


def test_the_queue_is_listed_without_asking(review, archive):
    rows = json.loads(review("", "--json", "--limit", "2"))
    assert len(rows) == 2
    assert (rows[0]["item"], rows[0]["theme"]) == ("forum-aeroe/2021-01-20/1", "misbrug")
    assert (rows[0]["title"], rows[0]["probability"], rows[0]["assigned"]) == ("Stofbehandling", 0.47, False)
    assert (rows[0]["ground"], rows[0]["evidence"]) == ("undecided", "misbrug")
    assert {"threshold", "reason"} < rows[0].keys()
    assert entries(archive) == []


@pytest.mark.parametrize(
    ("bands", "asked"), [({}, 1), ({"misbrug": (0.49, 0.6)}, 0), ({"misbrug": (0.4, 0.6)}, 1)]
)
def test_the_band_is_that_of_the_models_card_where_it_has_one(
    archive, put, minutes_of, bands, asked, monkeypatch
):
    put(undecided(minutes_of(DRUGS, themes=("misbrug",))))
    card = SimpleNamespace(
        thresholds={"misbrug": 0.5}, zero_shot_threshold=0.5, bands=bands, zero_shot_band=(0.3, 0.7)
    )
    monkeypatch.setattr("pipeline.app.candidates.read_card", lambda _: card)
    grounds = [question.ground for question in theme_questions(Session(load_config(), archive), 9)]
    assert grounds.count("undecided") == asked


@pytest.mark.parametrize(
    ("paragraphs", "quoted"),
    [
        (
            ("Kort.", "Om misbrugsbehandling.", "Et meget længere afsnit om noget andet."),
            "Om misbrugsbehandling.",
        ),
        (("Kort.", "Et meget længere afsnit om noget andet."), "Et meget længere afsnit om noget andet."),
        ((), "Budget"),
    ],
)
def test_without_evidence_the_words_of_the_theme_are_quoted_or_what_is_longest(
    archive, put, minutes_of, paragraphs, quoted
):
    register = load_themes_register(home() / "data" / "knowledge")
    words = ThemeWords(next(theme for theme in register if theme.name == "misbrug"))
    put(minutes_of(("Budget", *paragraphs)))
    assert strongest_evidence(archive.item("forum-aeroe/2023-01-20/1"), "misbrug", words) == quoted
