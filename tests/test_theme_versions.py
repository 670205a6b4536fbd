"""Versions of the theme model: which one serves, and back again."""

import json
from dataclasses import replace

import pytest

from pipeline.errors import ModelError, ModelNotFoundError
from pipeline.themes import load_themes
from pipeline.themes.store import served_version
from pipeline.themes.versions import Version, VersionStore, served_folder
from pipeline.training.theme_runs import follow


@pytest.fixture
def store(tmp_path):
    (tmp_path / "themes").mkdir()
    store = VersionStore(tmp_path / "themes")
    files = tmp_path / "files"
    files.mkdir()
    (files / "themes.json").write_text("{}", encoding="utf-8")
    for number in (1, 2):
        store.keep(version(number), files)
    return store


def version(number):
    return Version(
        number=number, trained_on=f"data{number}", made="2026-05-04T10:30:00+00:00", position=7, corrected=3
    )


def test_the_model_that_came_with_the_program_serves_first(store):
    assert (store.champion, served_folder(store.model)) == (0, store.model)


def test_a_promoted_version_serves(store):
    store.promote(2)
    assert served_folder(store.model) == store.path(2)
    assert (store.path(2) / "themes.json").is_file()


def test_rollback_goes_back_a_step_at_a_time(store):
    store.promote(1)
    store.promote(2)
    assert [store.rollback(), store.rollback(), store.champion] == [1, 0, 0]
    with pytest.raises(ModelError, match="no version served before version"):
        store.rollback()


def test_promoting_what_serves_already_does_not_keep_rollback_from_the_one_before(store):
    for number in (1, 2, 2):
        store.promote(number)
    assert (store.rollback(), store.champion) == (1, 1)


def test_versions_are_listed_as_they_were_kept(store):
    assert store.versions() == (version(1), version(2))
    assert store.next_number() == 3


def test_a_version_that_is_not_there_is_not_promoted(store):
    with pytest.raises(ModelNotFoundError, match="no version 7"):
        store.promote(7)
    assert store.champion == 0


@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_without_a_model_the_setting_that_names_it_is_named(tmp_path, folder, encoder):
    (tmp_path / "empty").mkdir()
    for load in (lambda path: load_themes(path, (), encoder), lambda path: served_version(path, ())):
        with pytest.raises(ModelNotFoundError, match=r"no theme model: .*\[themes\] model in the settings"):
            load(tmp_path / folder)


def test_a_damaged_list_of_what_serves_is_named(store):
    store.promote(1)
    (store.folder / "serving.json").write_text(json.dumps({"one": 1})[:-1], encoding="utf-8")
    with pytest.raises(ModelError, match=r"serving\.json is damaged"):
        served_folder(store.model)


def test_a_registry_that_knows_no_version_keeps_nothing_from_being_served(store, runs):
    store.promote(2)
    store.note(replace(version(2), registered="7"))
    follow(store)
    assert store.champion == 2
