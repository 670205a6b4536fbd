"""The loop from a correction to another tag: what is learned, what is refused, what is kept of it."""

import datetime as dt
import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.domain import Signature, ThemeChange
from pipeline.errors import ModelError
from pipeline.knowledge.themes import ThemeDefinition, load_themes_register
from pipeline.themes import load_themes
from pipeline.themes.examples import fingerprint
from pipeline.themes.versions import Version, VersionStore
from pipeline.training.archived import ThemeDecision, decided_by, differences, retag, stale_meetings
from pipeline.training.held_out import find_suspects
from pipeline.training.theme_runs import follow
from pipeline.training.theme_trainer import ThemeTrainer
from pipeline.training.themes import challenge, settle, train_themes

ROOT = Path(__file__).parent.parent
SIGNED = Signature(by="Lise", at=dt.datetime(2026, 5, 4, tzinfo=dt.UTC), why="handler om besøgsvenner")
FRIVILLIG = ThemeDefinition(
    name="frivillighed", label="Frivillighed", definition="Frivilligt arbejde", terms=("frivillig*",)
)
VISIT = "Besøgsvennerne kommer hver tirsdag og læser højt, og en besøgsven følger med til lægen."
OTHER = ("Regnskabet udviser et mindreforbrug.", "Vejen asfalteres til foråret.", "Nøgletal for biblioteket.")


def part_of_corpus(folder, pattern):
    for path in (ROOT / "data" / "corpus").glob(pattern):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return part_of_corpus(tmp_path_factory.mktemp("corpus"), "*-2018-*.md")


@pytest.fixture(scope="module")
def unseen(tmp_path_factory):
    """Minutes that no model of these tests was trained on."""
    return part_of_corpus(tmp_path_factory.mktemp("unseen"), "spudvalg-hjoerneby-2019-*.md")


@pytest.fixture(scope="module")
def lessons(tmp_path_factory):
    """The project's single passages; its minutes would teach the same, and take longer."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "themes").mkdir()
    (folder / "themes" / "passages.tsv").write_bytes((ROOT / "data" / "themes" / "passages.tsv").read_bytes())
    return folder


@pytest.fixture
def trainer(encoder, tmp_path_factory, lessons):
    register = (*load_themes_register(ROOT / "data" / "knowledge"), FRIVILLIG)
    cache = tmp_path_factory.getbasetemp() / "kept" / "v"
    return ThemeTrainer(register=register, encoder=encoder, cache=cache, data=lessons)


@pytest.fixture
def examples(trainer, corpus):
    return trainer.corpus(corpus)


@pytest.fixture
def store(corpus, trainer, runs, tmp_path):
    """A model as it comes with the program."""
    target = tmp_path / "models" / "themes"
    target.mkdir(parents=True)
    train_themes(corpus, trainer, target)
    return VersionStore(target)


@pytest.fixture
def meetings(put, minutes_of):
    """Seven meetings of one forum, in each an item with a passage about visiting friends, and one without."""
    for year in range(2014, 2021):
        put(minutes_of((f"Nyt {year}", VISIT, *OTHER), (f"Sag {year}", *OTHER), date=dt.date(year, 1, 20)))


@pytest.fixture
def tagger(store, trainer):
    return tagger_of(store, trainer)


def tagger_of(store, trainer):
    return load_themes(store.model, trainer.register, trainer.encoder)


def assigned(archive, item_id):
    return {score.theme for score in archive.item(item_id).tagged.themes if score.assigned}


@pytest.fixture
def run_retrain(store, trainer, monkeypatch, tmp_path):
    """Call `sagsspor retrain` with the tests' encoder, on the tests' archive and model."""
    monkeypatch.setattr("pipeline.app.models.load_trainer", lambda _: trainer)
    (tmp_path / "own.toml").write_text('[themes]\nmodel = "models/themes"\n', encoding="utf-8")

    def run_retrain(*args):
        given = ["--config", tmp_path / "own.toml", "--archive", tmp_path / "archive.db", "retrain", *args]
        return json.loads(CliRunner().invoke(app, list(map(str, given))).stdout)

    return run_retrain


def test_corrections_change_the_tag_of_an_item_nobody_corrected(  # noqa: PLR0917 - fixtures
    archive, meetings, store, trainer, corpus, encoder, run_retrain, tmp_path
):
    import mlflow

    last = "forum-aeroe/2020-01-20/1"
    tagger = tagger_of(store, trainer)
    list(retag(archive, tagger, encoder.name, stale_meetings(archive, tagger.version)))
    assert "frivillighed" not in assigned(archive, last)
    for year in range(2014, 2020):
        for number, holds in ((1, True), (2, False)):
            change = ThemeChange(theme="frivillighed", assigned=holds)
            archive.correct(f"forum-aeroe/{year}-01-20/{number}", [change], SIGNED)

    told = run_retrain("--corpus", corpus, "--json")
    assert (told["promoted"], told["retagged"]) == (True, 7)
    assert {contest["where"] for contest in told["contests"]} >= {"frozen"}
    version = store.version(1)
    assert told["version"] == json.loads(json.dumps(asdict(version)))

    tagger = tagger_of(store, trainer)
    assert assigned(archive, last) == {"frivillighed"}
    assert stale_meetings(archive, tagger.version) == []
    # The record: the run, the alias, and who and why.
    client = mlflow.MlflowClient()
    champion = client.get_model_version_by_alias("sagsspor-themes", "champion")
    assert (champion.run_id, champion.tags["version"]) == (version.run, "1")
    assert client.get_registered_model("sagsspor-themes").aliases.keys() == {"champion"}
    store.rollback()
    follow(store)
    # What was taken back challenges what serves again, in the registry as in `sagsspor models`.
    # The model of the program is no version of the registry, or not of this one.
    names = {name: str(at) for name, at in client.get_registered_model("sagsspor-themes").aliases.items()}
    assert names == {"challenger": version.registered}
    run = client.get_run(version.run)
    assert run.data.params["corrected_items"] == "12"
    assert run.inputs.dataset_inputs[0].dataset.digest == version.trained_on
    told = CliRunner().invoke(
        app, ["--archive", str(tmp_path / "archive.db"), "corrections", "forum-aeroe/2019-01-20/1"]
    )
    assert "Lise" in told.output
    assert "handler om besøgsvenner" in told.output


def mislabel(corpus, share, seed=3):
    """Return the items as a careless user labelled them: a share of all yes and no the wrong way round."""
    examples = [one for one in corpus if one.whole]
    generator, themes = np.random.default_rng(seed), sorted(examples[0].known)
    wrong = generator.random((len(examples), len(themes))) < share
    return [
        replace(
            one,
            about=None,
            themes=one.themes ^ {theme for theme, flip in zip(themes, row, strict=True) if flip},
        )
        for one, row in zip(examples, wrong, strict=True)
    ]


def test_planted_bad_labels_are_refused_and_the_champion_serves_on(store, trainer, examples):
    import mlflow

    careless = decided_by(mislabel(examples, 0.2), "Bo")
    challenger = challenge(trainer, examples, careless, store)
    assert not challenger.verdict.promoted
    version = settle(challenger, store)
    assert version.outcome.startswith("refused: ")
    assert store.champion == 0
    assert any(contest.lost for contest in challenger.verdict.contests)
    aliases = mlflow.MlflowClient().get_registered_model("sagsspor-themes").aliases
    assert str(aliases["challenger"]) == version.registered != str(aliases["champion"])


def test_an_evaluation_is_json_on_request(trainer, corpus, monkeypatch, runs):
    monkeypatch.setattr("pipeline.training.theme_trainer.load_trainer", lambda _: trainer)
    result = CliRunner().invoke(app, ["evaluate", "themes", "--corpus", str(corpus), "--json"])
    figures = json.loads(result.stdout)
    assert figures.keys() >= {"macro_f1", "tilsyn_f1", "calibration_error"}
    assert all(0 <= value <= 1 for name, value in figures.items() if name.endswith("_f1"))


def test_right_labels_are_promoted(store, trainer, examples, unseen):
    careful = mislabel(trainer.corpus(unseen), 0.0)
    challenger = challenge(trainer, examples, decided_by(careful, "Bo"), store)
    assert challenger.verdict.promoted


def test_the_champion_is_not_judged_by_its_own_answers(store, trainer, examples, unseen):
    careful = [replace(one, known=frozenset({"tilsyn"})) for one in mislabel(trainer.corpus(unseen), 0.0)]
    challenger = challenge(trainer, examples, decided_by(careful, "Bo"), store)
    assert {one.theme for one in challenger.verdict.contests if one.where == "corrected"} == {"tilsyn"}


def test_nothing_new_to_learn_is_told(store, trainer, examples):
    with pytest.raises(ModelError, match="version 0, which serves, has learned from every decision"):
        challenge(trainer, examples, decided_by([], "Bo"), store)


def test_what_was_taken_back_is_not_learned_again(store, trainer, examples, tmp_path):
    extra = replace(next(one for one in examples if one.whole), id="f/2020-01-01/1", about=None, group="f")
    known = Version(
        number=1, trained_on=fingerprint([*examples, extra]), made="2026-05-04", position=1, corrected=1
    )
    (tmp_path / "files").mkdir()
    store.keep(known, tmp_path / "files")
    with pytest.raises(ModelError, match=r"version 1 has learned exactly this .* promote 1"):
        challenge(trainer, examples, decided_by([extra], "Bo"), store)


@pytest.fixture
def sure(examples):
    """An item on supervision, and on nothing else."""
    return next(one for one in examples if one.themes == {"tilsyn"} and "tilsyn" in one.title.lower())


def test_suspected_labels_are_those_somebody_put_the_wrong_way_round(trainer, examples, sure):
    wrong = replace(sure, id=f"{sure.id}x", about=None, themes=frozenset())
    found = [one for one in find_suspects(trainer, examples, decided_by([wrong], "Bo")) if one.by]
    assert [(one.item_id, one.theme, one.labelled, one.by) for one in found] == [
        (wrong.id, "tilsyn", False, "Bo")
    ]
    assert found[0].reason.startswith("taler for temaet: ")


def test_a_suspected_label_is_his_who_gave_it_not_his_who_gave_another(trainer, examples, sure):
    wrong = replace(sure, id=f"{sure.id}x", about=None, themes=frozenset())
    said = decided_by([wrong], "Bo")
    later = {"misbrug": ThemeDecision(assigned=False, number=9, by="Lise")}
    both = replace(said, decisions={wrong.id: said.decisions[wrong.id] | later})
    found = [one for one in find_suspects(trainer, examples, both) if one.by]
    assert [(one.theme, one.by) for one in found] == [("tilsyn", "Bo")]


def test_a_suspected_label_of_the_corpus_is_nobodys_whoever_decided_of_the_same_item(trainer, examples, sure):
    mislabelled = [replace(one, themes=frozenset()) if one is sure else one for one in examples]
    right = decided_by([replace(sure, about=None)], "Bo")
    found = [one for one in find_suspects(trainer, mislabelled, right) if one.item_id == sure.id]
    assert [(one.theme, one.labelled, one.by) for one in found] == [("tilsyn", False, "")]


def test_tagging_again_goes_on_where_it_was_broken_off(archive, meetings, tagger, encoder):
    steps = retag(archive, tagger, encoder.name, stale_meetings(archive, tagger.version))
    assert [next(steps), next(steps)] == ["forum-aeroe/2014-01-20", "forum-aeroe/2015-01-20"]
    steps.close()
    left = stale_meetings(archive, tagger.version)
    assert left[0] == "forum-aeroe/2016-01-20"
    assert len(list(retag(archive, tagger, encoder.name, left))) == 5


def test_a_theme_that_is_new_in_the_register_comes_into_an_archive_by_tagging_it_again(
    archive, meetings, store, trainer, encoder
):
    before = replace(trainer, register=[one for one in trainer.register if one is not FRIVILLIG])
    old, new = tagger_of(store, before), tagger_of(store, trainer)
    list(retag(archive, old, encoder.name, stale_meetings(archive, old.version)))
    assert (archive.stale(old.version), archive.stale(new.version)) == (0, 14)
    list(retag(archive, new, encoder.name, stale_meetings(archive, new.version)))
    assert archive.stale(new.version) == 0
    themes = {score.theme for score in archive.item("forum-aeroe/2014-01-20/1").tagged.themes}
    assert "frivillighed" in themes
    assert store.champion == 0


def test_tagging_again_brings_matters_to_what_was_kept_without(archive, put, minutes_of, tagger, encoder):
    tagged = minutes_of(("Orienteringer", VISIT, *OTHER))
    (item,) = tagged.items
    passages = tuple(
        replace(passage, path=("Orienteringer", heading))
        for passage, heading in zip(item.passages, ("Besøg", "Drift", "Drift", "Drift"), strict=True)
    )
    put(replace(tagged, items=(replace(item, passages=passages),)))
    list(retag(archive, tagger, encoder.name, stale_meetings(archive, tagger.version)))
    kept = archive.item(item.item.id).tagged
    assert [matter.title for matter in kept.matters] == ["Besøg", "Drift"]
    assert {score.theme for score in kept.matters[0].themes} == set(tagger.themes)


def test_a_persons_decision_outlives_tagging_again_and_is_no_change(archive, meetings, tagger, encoder):
    item = "forum-aeroe/2014-01-20/1"
    archive.correct(item, [ThemeChange(theme="misbrug", assigned=True)], SIGNED)
    list(retag(archive, tagger, encoder.name, stale_meetings(archive, tagger.version)))
    held = {score.theme: score.decided_by for score in archive.item(item).tagged.themes if score.assigned}
    assert held["misbrug"] == "Lise"
    assert list(differences(archive, tagger, tagger, encoder.name)) == []
