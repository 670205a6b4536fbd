"""`sagsspor review --links`: both items and the reasons, a key, and never the same question again."""

import datetime as dt
import json

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.domain import LinkChange, SkippedLink
from pipeline.process import Processor

DRUGS = ("Anonym stofbehandling", "Der er ventetid på anonym stofbehandling på øen.")
STATUS = ("Status", "Anonym stofbehandling er nævnt, og resten handler om havnen og færgen.")
OLD, NEW = "forum-aeroe/2020-01-20/1", "forum-aeroe/2021-01-20/1"


@pytest.fixture
def review(archive, put, minutes_of, encoder, word_links, monkeypatch):
    """Review the links of two meetings, with these keys typed."""
    put(minutes_of(DRUGS, date=dt.date(2020, 1, 20)))
    put(minutes_of(STATUS, date=dt.date(2021, 1, 20)))
    monkeypatch.setattr(Processor, "links", word_links)
    monkeypatch.setattr(Processor, "encoder", encoder)
    monkeypatch.setattr("pipeline.app.review.SURE", 1.0)

    def review(keys="", *args):
        given = ["--archive", str(archive.file), "review", "--links", "--by", "Lise", *args]
        result = CliRunner().invoke(app, given, input=keys)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.stdout

    return review


def changes(archive):
    return [(entry.item_id, entry.change, entry.by) for entry in archive.corrections()]


def test_a_question_shows_both_items_and_why_they_were_linked(review):
    out = review("q")
    assert "1. Status" in out
    assert "Vises som tidligere drøftet: 1. Anonym stofbehandling" in out
    assert "  · " in out
    assert "Hører det tidligere punkt til her?" in out


@pytest.mark.parametrize(("key", "kept"), [("j", True), ("n", False)])
def test_one_key_confirms_or_rejects_the_link(review, archive, key, kept):
    review(key)
    assert changes(archive) == [(NEW, LinkChange(earlier=OLD, kept=kept), "Lise")]
    assert "intet at spørge om" in review()


def test_what_was_left_open_is_kept_and_not_asked_again(review, archive):
    review("s")
    assert changes(archive) == [(NEW, SkippedLink(earlier=OLD), "Lise")]
    assert archive.link_rulings() == ()
    assert "intet at spørge om" in review()


def test_the_questions_are_json_on_request(review, archive):
    (row,) = json.loads(review("", "--json"))
    assert (row["item"], row["earlier"]) == (NEW, OLD)
    assert row["reasons"]
    assert changes(archive) == []


def test_nobody_is_asked_about_what_is_nearly_always_right(review, monkeypatch):
    monkeypatch.setattr("pipeline.app.review.SURE", 0.0)
    assert "intet at spørge om" in review()
