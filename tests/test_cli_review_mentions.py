"""`sagsspor review --mentions`: the words around a mention, a key, and never the same question again."""

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.domain import EntityAction, EntityChange, Label, SkippedMention

TEXT = "Egely på Ærø fik besøg af Socialtilsyn Øst."
ITEM = "forum-aeroe/2023-01-20/1"


@pytest.fixture
def review(archive, put, minutes_of):
    """Review an archive in which the tagger doubts one mention, with these keys typed."""
    tagged = minutes_of(("Tilsyn", TEXT), names={"Egely": Label.INSTITUTION})
    (item,) = tagged.items
    doubted = tuple(replace(one, doubt=0.97) for one in item.entities)
    put(replace(tagged, items=(replace(item, entities=doubted),)))

    def review(keys="", *args, code=0):
        given = ["--archive", str(archive.file), "review", "--mentions", "--by", "Åse", *args]
        result = CliRunner().invoke(app, given, input=keys)
        assert result.exit_code == code, result.output
        return result.output

    return review


@pytest.fixture
def changes(archive):
    return lambda: [entry.change for entry in archive.corrections()]


def test_a_question_shows_what_stands_around_the_mention_and_why_it_is_asked(review):
    out = review("q")
    assert "Egely på Ærø fik besøg" in out
    assert "Er »Egely« rigtigt mærket som institution?" in out
    assert "Spørges, fordi reglerne fandt den" in out


@pytest.mark.parametrize(("key", "action"), [("j", EntityAction.RELABEL), ("n", EntityAction.REMOVE)])
def test_one_key_keeps_the_mention_or_takes_it_out(review, changes, archive, key, action):
    at = archive.item(ITEM).text.index("Egely")
    review(key)
    label = {"label": Label.INSTITUTION, "norm": "Egely", "text": "Egely"}
    assert changes() == [EntityChange(action=action, start=at, end=at + 5, **label)]
    named = [one.text for one in archive.item(ITEM).tagged.entities]
    assert named == (["Egely"] if key == "j" else [])
    assert "intet at spørge om" in review()


def test_what_was_left_open_is_not_asked_again(review, changes):
    review("s")
    assert [type(one) for one in changes()] == [SkippedMention]
    assert "intet at spørge om" in review()


def test_the_questions_are_json_on_request(review, changes):
    (question,) = json.loads(review("", "--json"))
    assert (question["item"], question["text"], question["label"]) == (ITEM, "Egely", "INSTITUTION")
    assert not changes()


def test_links_and_mentions_are_two_reviews(review):
    assert "one at a time" in review("", "--links", code=2)
