"""The loop from a correction to another tag: what is learned, what is refused, what is kept of it."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.domain import Signature, ThemeChange
from pipeline.errors import ModelError
from pipeline.knowledge.themes import ThemeDefinition, load_themes_register
from pipeline.themes import load_themes
from pipeline.themes.versions import VersionStore
from pipeline.training.archived import Corrected, archived_items, read_corrected
from pipeline.training.retag import changes, retag, stale_meetings
from pipeline.training.retrain import challenge, settle
from pipeline.training.suspects import find_suspects
from pipeline.training.themes import train_themes
from pipeline.training.workshop import Workshop

ROOT = Path(__file__).parent.parent
SIGNED = Signature(
    by="Lise", at=dt.datetime(2026, 5, 4, 10, 30, tzinfo=dt.UTC), why="handler om besøgsvenner"
)
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
    folder = tmp_path_factory.mktemp("lessons")
    (folder / "passages.tsv").write_bytes((ROOT / "data" / "themes" / "passages.tsv").read_bytes())
    return folder


@pytest.fixture
def workshop(encoder, tmp_path_factory, lessons):
    register = (*load_themes_register(ROOT / "data" / "knowledge"), FRIVILLIG)
    cache = tmp_path_factory.getbasetemp() / "kept" / "v"
    return Workshop(register=register, encoder=encoder, cache=cache, lessons=lessons)


@pytest.fixture
def store(corpus, workshop, runs, tmp_path):
    """A model as it comes with the program."""
    target = tmp_path / "models" / "themes"
    target.mkdir(parents=True)
    train_themes(corpus, workshop, target)
    return VersionStore(target)


def add_meetings(put, minutes_of):
    """Seven meetings of one forum, in each an item with a passage about visiting friends, and one without."""
    for year in range(2014, 2021):
        put(minutes_of((f"Nyt {year}", VISIT, *OTHER), (f"Sag {year}", *OTHER), date=dt.date(year, 1, 20)))


def assigned(tagger, archive, item_id, encoder):
    meeting = item_id.rsplit("/", 1)[0]
    item = next(
        one for one in archived_items(archive, meeting, encoder.name) if one.tagged.item.id == item_id
    )
    (scores,) = tagger.score([item.input])
    return {score.theme for score in scores if score.assigned}


def test_corrections_change_the_tag_of_an_item_nobody_corrected(  # noqa: PLR0917 - fixtures
    archive, put, minutes_of, store, workshop, corpus, encoder, tmp_path
):
    import mlflow

    add_meetings(put, minutes_of)
    last = "forum-aeroe/2020-01-20/1"
    assert "frivillighed" not in assigned(workshop_tagger(store, workshop), archive, last, encoder)
    for year in range(2014, 2020):
        for number, holds in ((1, True), (2, False)):
            change = ThemeChange(theme="frivillighed", assigned=holds)
            archive.correct(f"forum-aeroe/{year}-01-20/{number}", [change], SIGNED)

    examples = workshop.corpus(corpus)
    challenger = challenge(workshop, examples, read_corrected(archive, encoder.name), store)
    version = settle(challenger, store)
    assert challenger.verdict.promoted

    tagger = workshop_tagger(store, workshop)
    done = list(retag(archive, tagger, encoder.name, stale_meetings(archive, tagger.version)))
    assert len(done) == 7
    scores = archive.item(last).tagged.themes
    assert {score.theme for score in scores if score.assigned} == {"frivillighed"}
    assert stale_meetings(archive, tagger.version) == []
    # The record: the run, the alias, and who and why.
    client = mlflow.MlflowClient()
    champion = client.get_model_version_by_alias("sagsspor-themes", "champion")
    assert (champion.run_id, champion.tags["version"]) == (version.run, "1")
    assert client.get_registered_model("sagsspor-themes").aliases.keys() == {"champion"}
    run = client.get_run(version.run)
    assert run.data.params["corrected_items"] == "12"
    assert run.inputs.dataset_inputs[0].dataset.digest == version.trained_on
    told = CliRunner().invoke(
        app, ["--archive", str(tmp_path / "archive.db"), "corrections", "forum-aeroe/2019-01-20/1"]
    )
    assert "Lise" in told.output
    assert "handler om besøgsvenner" in told.output


def workshop_tagger(store, workshop):
    return load_themes(store.model, workshop.register, workshop.encoder)


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


def corrected_by(examples, by="Bo"):
    numbers = {one.id: number for number, one in enumerate(examples, start=1)}
    return Corrected(
        examples=tuple(examples), position=len(examples), last=numbers, by=dict.fromkeys(numbers, by)
    )


def test_planted_bad_labels_are_refused_and_the_champion_serves_on(store, workshop, corpus, encoder):
    import mlflow

    examples = workshop.corpus(corpus)
    careless = corrected_by(mislabel(examples, 0.2))
    challenger = challenge(workshop, examples, careless, store)
    assert not challenger.verdict.promoted
    version = settle(challenger, store)
    assert version.outcome.startswith("refused: ")
    assert store.champion == 0
    assert "lost" in challenger.verdict.table()
    aliases = mlflow.MlflowClient().get_registered_model("sagsspor-themes").aliases
    assert str(aliases["challenger"]) == version.registered != str(aliases["champion"])


def test_right_labels_are_promoted(store, workshop, corpus, unseen):
    careful = mislabel(workshop.corpus(unseen), 0.0)
    challenger = challenge(workshop, workshop.corpus(corpus), corrected_by(careful), store)
    assert challenger.verdict.promoted


def test_nothing_new_to_learn_is_told(store, workshop, corpus, encoder):
    with pytest.raises(ModelError, match="correct something first"):
        challenge(workshop, workshop.corpus(corpus), corrected_by([]), store)


def test_suspected_labels_are_those_somebody_put_the_wrong_way_round(workshop, corpus, encoder):
    examples = workshop.corpus(corpus)
    sure = next(one for one in examples if one.themes == {"tilsyn"} and "tilsyn" in one.item.title.lower())
    wrong = replace(sure, id=f"{sure.id}x", about=None, themes=frozenset())
    found = [one for one in find_suspects(workshop, examples, corrected_by([wrong])) if one.by]
    assert [(one.item_id, one.theme, one.labelled, one.by) for one in found] == [
        (wrong.id, "tilsyn", False, "Bo")
    ]
    assert found[0].reason.startswith("taler for temaet: ")


def test_tagging_again_goes_on_where_it_was_broken_off(archive, put, minutes_of, store, workshop, encoder):
    add_meetings(put, minutes_of)
    tagger = workshop_tagger(store, workshop)
    steps = retag(archive, tagger, encoder.name, stale_meetings(archive, tagger.version))
    assert [next(steps), next(steps)] == ["forum-aeroe/2014-01-20", "forum-aeroe/2015-01-20"]
    steps.close()
    left = stale_meetings(archive, tagger.version)
    assert left[0] == "forum-aeroe/2016-01-20"
    assert len(list(retag(archive, tagger, encoder.name, left))) == 5


def test_a_persons_decision_outlives_tagging_again_and_is_no_change(
    archive, put, minutes_of, store, workshop, encoder
):
    add_meetings(put, minutes_of)
    item = "forum-aeroe/2014-01-20/1"
    archive.correct(item, [ThemeChange(theme="misbrug", assigned=True)], SIGNED)
    tagger = workshop_tagger(store, workshop)
    list(retag(archive, tagger, encoder.name, stale_meetings(archive, tagger.version)))
    held = {score.theme: score.decided_by for score in archive.item(item).tagged.themes if score.assigned}
    assert held["misbrug"] == "Lise"
    assert list(changes(archive, tagger, tagger, encoder.name)) == []
