"""Sub-items of information items: kept with what the models say, shown with their themes."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from pipeline.archive import Archive
from pipeline.cli.app import app
from pipeline.domain import Matter, Signature, ThemeChange, ThemeScore
from pipeline.serialize import from_json

ITEM = "forum-aeroe/2023-01-20/1"
SIGNED = Signature(by="Lise", at=dt.datetime(2026, 5, 4, tzinfo=dt.UTC), why="kun omtalt")


@pytest.fixture
def tagged(minutes_of):
    """An item of two matters; the second is about a theme that the whole has too."""
    minutes = minutes_of(("Orienteringer", "Seminar i maj.", "Nyt om tilsyn."), themes=("tilsyn",))
    (item,) = minutes.items
    first, second = item.passages
    matters = (
        Matter(title="Seminar", start=first.start, end=first.end, themes=(score(0.1),)),
        Matter(title="Egely", start=second.start, end=second.end, themes=(score(0.8),)),
    )
    return replace(minutes, items=(replace(item, matters=matters),))


def score(probability):
    return ThemeScore(theme="tilsyn", probability=probability, assigned=probability > 0.5)


def test_matters_are_kept_and_exported(archive, put, tagged, tmp_path):
    put(tagged)
    assert archive.item(ITEM).tagged == tagged.items[0]
    (line,) = archive.export()
    assert from_json(json.loads(json.dumps(line))) == tagged


def test_what_a_person_denied_of_the_item_no_matter_is_about(archive, put, tagged, encoder, tmp_path):
    put(tagged)
    archive.correct(ITEM, [ThemeChange(theme="tilsyn", assigned=False)], SIGNED)
    assert [s.assigned for m in archive.item(ITEM).tagged.matters for s in m.themes] == [False, False]
    # The models' opinion is as it was, here and in another archive.
    (line,) = archive.export()
    with Archive.open(str(tmp_path / "copy.db")) as copy:
        read = from_json(json.loads(json.dumps(line)))
        copy.add(read, encoder.encode(read.items[0].passages).vectors, encoder=encoder.name)
        assert archive.opinion(ITEM) == copy.opinion(ITEM)
    archive.undo(1, SIGNED)
    assert archive.item(ITEM).tagged == tagged.items[0]


def test_an_archive_from_before_there_were_matters_has_none(archive, put, tagged, minutes_of):
    line = json.loads(json.dumps(_exported(archive, put, tagged)))
    del line["items"][0]["matters"]
    assert from_json(line).items[0].matters == ()


def _exported(archive, put, tagged):
    put(tagged)
    (line,) = archive.export()
    return line


@pytest.fixture
def shown(archive, put, tagged, tmp_path):
    put(tagged)

    def shown(*args):
        return (
            CliRunner().invoke(app, ["--archive", str(tmp_path / "archive.db"), "show", ITEM, *args]).stdout
        )

    return shown


def test_an_item_is_shown_with_the_matters_that_have_a_theme(shown):
    lines = shown().splitlines()
    assert lines[2:4] == ["Temaer       tilsyn 0,90", "  heraf      Egely: tilsyn 0,80"]


def test_evidence_is_shown_under_its_sub_heading(shown):
    assert "tilsyn       fordi (under »Egely«): tilsyn" in shown()


def test_matters_are_json_beside_what_the_contract_names(shown):
    found = json.loads(shown("--json"))
    start, end = found["matters"][1]["start"], found["matters"][1]["end"]
    assert found["text"][start - found["start"] : end - found["start"]] == "Nyt om tilsyn."
    assert found["matters"][1]["themes"] == [{"theme": "tilsyn", "probability": 0.8, "assigned": True}]
