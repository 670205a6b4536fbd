"""`retrain` learns themes alone: corrections of other kinds are counted for the commands that learn them."""

import datetime as dt
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from pipeline.archive import Rebuilt
from pipeline.cli.app import app
from pipeline.config import load_config
from pipeline.domain import (
    EntityAction,
    EntityChange,
    Label,
    LinkChange,
    RenameChange,
    Signature,
    ThemeChange,
)
from pipeline.errors import ModelError
from pipeline.training.learned import learning_from, unlearned

SIGNED = Signature(by="Åse", at=dt.datetime(2026, 5, 4, tzinfo=dt.UTC), why="læst efter")
FIRST, SECOND = "forum-aeroe/2024-01-20/1", "forum-aeroe/2024-02-20/1"


@pytest.fixture
def config(tmp_path):
    """Settings with models that learned from no archive yet."""
    found = load_config()
    return replace(
        found,
        entities=replace(found.entities, tagger=tmp_path / "entities"),
        links=replace(found.links, model=tmp_path / "links"),
        structure=replace(found.structure, model=tmp_path / "structure"),
    )


@pytest.fixture
def corrected(archive, put, minutes_of):
    """Two meetings; of the second a theme, a mention and a link are corrected."""
    for month in (1, 2):
        put(minutes_of(("Besøg", "Åse Holm kommer."), date=dt.date(2024, month, 20)))
    start = archive.item(SECOND).text.index("Åse Holm")
    mention = {
        "start": start,
        "end": start + 8,
        "text": "Åse Holm",
        "label": Label.PERSON,
        "norm": "Åse Holm",
    }
    for change in (
        ThemeChange(theme="tilsyn", assigned=True),
        EntityChange(action=EntityAction.ADD, **mention),
        LinkChange(earlier=FIRST, kept=True),
    ):
        archive.correct(SECOND, [change], SIGNED)
    return archive


@pytest.fixture
def renamed(corrected):
    """The same meetings; an item is shown under another title, too."""
    meeting = corrected.minutes(SECOND.rpartition("/")[0])
    rebuilt = Rebuilt(
        meeting_id=SECOND.rpartition("/")[0],
        tagged=meeting,
        vectors=corrected.vectors(SECOND.rpartition("/")[0]),
        generation=corrected.generation(),
    )
    corrected.correct_structure(SECOND, RenameChange(title="Besøgsvenner"), SIGNED, rebuilt)
    return corrected


def test_corrections_are_counted_for_the_command_that_learns_them(renamed, config):
    assert unlearned(renamed, config) == {"entities": 1, "links": 1, "structure": 1}


def test_what_was_learned_or_undone_waits_no_longer(renamed, config):
    with learning_from(str(renamed.file), config.structure.model):
        pass
    renamed.undo(2, SIGNED)
    assert unlearned(renamed, config) == {"links": 1}
    renamed.correct(SECOND, [LinkChange(earlier=FIRST, kept=False)], SIGNED)
    assert unlearned(renamed, config) == {"links": 2}
    renamed.undo(5, SIGNED)
    assert unlearned(renamed, config) == {"entities": 1, "links": 2}


def test_a_damaged_note_is_named(corrected, config):
    config.links.model.mkdir()
    (config.links.model / "learned.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match=r"learned\.json is damaged .* delete the file"):
        unlearned(corrected, config)


def test_retrain_names_them_before_it_learns(corrected, tmp_path, monkeypatch):
    def stop(*_):
        raise ModelError("nothing-new-to-learn", number=0)

    monkeypatch.setattr("pipeline.app.models.retrain", stop)
    told = CliRunner().invoke(app, ["--archive", str(tmp_path / "archive.db"), "retrain"])
    assert told.stderr.splitlines() == [
        "1 rettet omtale venter på `sagsspor train entities`: `retrain` lærer kun temaer",
        "1 bedømt henvisning venter på `sagsspor train links`: `retrain` lærer kun temaer",
    ]
