"""A retrain that is killed at any step: the next one finishes what serves, and undoes what never did."""

import datetime as dt
import shutil
from dataclasses import replace

import pytest
from themed import LEARNED, SAID

from pipeline.app import models
from pipeline.app.session import Session
from pipeline.cli.shared import waiting
from pipeline.config import home, load_config
from pipeline.errors import ModelError
from pipeline.knowledge.themes import load_themes_register
from pipeline.themes.store import read_model
from pipeline.themes.versions import BROKEN_OFF, VersionStore
from pipeline.training import themes
from pipeline.training.archived import decided_by, stale_meetings
from pipeline.training.gate import PROMOTED, Verdict, compare
from pipeline.training.theme_trainer import PASSAGES, ThemeTrainer

STEPS = (
    (themes, "record_themes"), (VersionStore, "keep"), (VersionStore, "promote"), (themes, "follow"),
    (models, "retag"), (VersionStore, "note"),
)  # fmt: skip


@pytest.fixture
def store(tmp_path):
    """The model that comes with the program."""
    shutil.copytree(home() / "models" / "themes", tmp_path / "models" / "themes")
    return VersionStore(tmp_path / "models" / "themes")


@pytest.fixture
def run(store, archive, encoder, put, minutes_of, tmp_path, monkeypatch):  # noqa: PLR0917 - fixtures
    """Learn from corrections, with a challenger made beforehand and no MLflow."""
    encoder.dimension = 384
    for day in (1, 2, 3):
        put(minutes_of(("Botilbud på Ærø", "Kapaciteten øges."), date=dt.date(2024, 1, day)))
    (tmp_path / "data" / PASSAGES).parent.mkdir(parents=True)
    (tmp_path / "data" / PASSAGES).write_text("themes\ttitle\ttext\n", encoding="utf-8")
    register = load_themes_register(home() / "data" / "knowledge")
    trainer = ThemeTrainer(
        register=register, encoder=encoder, cache=tmp_path / "vectors", data=tmp_path / "data"
    )
    model = read_model(store.model)
    challenger = themes.Challenger(
        model=replace(model, card=replace(model.card, trained_on="something new")),
        examples=LEARNED,
        corrected=decided_by(LEARNED, "Åse"),
        held_out=SAID,
        verdict=Verdict(contests=compare("frozen", LEARNED * 10, SAID.judgements, SAID.judgements)),
        data_sets=tmp_path / "datasets",
    )

    def challenge(*_):
        themes._check_new("something new", store)
        return challenger

    monkeypatch.setattr(models, "load_trainer", lambda _: trainer)
    monkeypatch.setattr(models, "challenge", challenge)
    monkeypatch.setattr(models, "open_store", lambda: None)
    monkeypatch.setattr(themes, "record_themes", lambda _: ("run", "7"))
    monkeypatch.setattr(themes, "follow", lambda _: None)
    (tmp_path / "corpus").mkdir()
    shutil.copy(next((home() / "data" / "corpus").glob("*-2018-*.md")), tmp_path / "corpus")
    config = load_config()
    session = Session(replace(config, themes=replace(config.themes, model=store.model)), archive)
    return lambda: models.retrain(session, tmp_path / "corpus", waiting)


def stopping(step, *, after):
    """Return the step, which is broken off the first time: before anything is done, or when all is."""
    calls = []

    def stopped(*args):
        calls.append(args)
        if len(calls) == 1 and not after:
            raise KeyboardInterrupt
        # What is done one by one is begun at least.
        result = step(*args)
        if len(calls) == 1:
            next(iter(result), None) if hasattr(result, "__next__") else None
            raise KeyboardInterrupt
        return result

    return stopped


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("owner", "step"), STEPS, ids=[step for _, step in STEPS])
def test_whatever_it_was_broken_off_at_the_next_run_ends_well(  # noqa: PLR0917 - fixtures
    owner, step, after, run, store, archive, monkeypatch
):
    monkeypatch.setattr(owner, step, stopping(getattr(owner, step), after=after))
    with pytest.raises(KeyboardInterrupt):
        run()
    served = store.champion
    outcomes = [version.outcome for version in store.versions()]
    assert outcomes in ([], [BROKEN_OFF]) or (step, after, outcomes) == ("note", True, [PROMOTED])

    if outcomes == [PROMOTED]:
        with pytest.raises(ModelError, match="version 1, which serves, has learned from every decision"):
            run()
    else:
        retrained = run()
        assert retrained.promoted
        assert bool(retrained.contests) == (served == 0), "what served was finished, else it was made anew"
    assert (store.served(), [one.outcome for one in store.versions()]) == ([0, 1], [PROMOTED])
    assert store.version(1).registered == "7"
    assert {path.name for path in store.folder.iterdir()} == {".lock", "1", "serving.json"}
    assert len(set(archive.models().values())) == 1
    assert stale_meetings(archive, next(iter(archive.models().values()))) == []


def test_two_at_once_do_not_make_the_same_version(run, store):
    with store.alone(), pytest.raises(ModelError, match="another retrain is at work"):
        run()
    assert run().promoted


def test_what_another_version_took_the_place_of_is_done(run, store, monkeypatch):
    monkeypatch.setattr(models, "retag", stopping(models.retag, after=False))
    with pytest.raises(KeyboardInterrupt):
        run()
    store.promote(0)
    with pytest.raises(ModelError, match="version 1 has learned exactly this already"):
        run()
    assert [one.outcome for one in store.versions()] == [PROMOTED]
