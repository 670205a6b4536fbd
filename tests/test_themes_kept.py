"""Theme models on disk: kept whole, and refused where they are damaged, mixed or of another encoder."""

import json
from dataclasses import replace

import numpy as np
import pytest
from themed import FRIVILLIG, REGISTER, about_volunteers, fit_themes, make_examples, make_tagger

from pipeline.errors import ModelError, ModelNotFoundError
from pipeline.files import seal
from pipeline.themes import ThemeTagger, load_themes
from pipeline.themes.store import read_model, write_model


@pytest.fixture
def examples(encoder):
    return make_examples(encoder)


@pytest.fixture
def tagger(examples, encoder):
    return make_tagger(examples, REGISTER, encoder)


def test_what_labelled_items_of_a_new_theme_taught_is_kept_on_disk(tmp_path, examples, encoder):
    labelled, like_it = about_volunteers(encoder)
    register = (*REGISTER, FRIVILLIG)
    model = fit_themes([*examples, labelled], register, encoder)
    write_model(model, tmp_path)
    assert model.few_shot.keys() == {"frivillighed"}
    before, after = ThemeTagger(model, register, encoder), load_themes(tmp_path, register, encoder)
    assert before.score([like_it]) == after.score([like_it])


def test_a_model_on_disk_scores_as_it_did(tmp_path, tagger, encoder, examples):
    write_model(tagger.model, tmp_path)
    read = load_themes(tmp_path, REGISTER, encoder)
    items = [example.item for example in examples[:5]]
    assert read.score(items) == tagger.score(items)


def test_a_model_of_another_encoder_is_refused(tmp_path, tagger, encoder):
    write_model(tagger.model, tmp_path)
    encoder.name = "other"
    with pytest.raises(ModelError, match="made for encoder tiny, not other"):
        load_themes(tmp_path, REGISTER, encoder)


def test_a_missing_model_says_how_to_make_one(tmp_path):
    with pytest.raises(ModelNotFoundError, match="sagsspor train themes"):
        read_model(tmp_path)


def test_a_damaged_model_is_named(tmp_path, tagger):
    write_model(tagger.model, tmp_path)
    (tmp_path / "themes.npz").write_bytes(b"PK")
    with pytest.raises(ModelError, match=r"themes\.npz is damaged"):
        read_model(tmp_path)


def test_a_card_of_another_version_is_named(tmp_path, tagger):
    write_model(tagger.model, tmp_path)
    (tmp_path / "themes.json").write_text(json.dumps({"encoder": "tiny"}), encoding="utf-8")
    with pytest.raises(ModelError, match=r"themes\.json"):
        read_model(tmp_path)


def test_a_file_that_would_load_other_code_is_refused(tmp_path, tagger):
    write_model(tagger.model, tmp_path)
    np.savez(tmp_path / "themes.npz", mean=np.array([Intruder()], dtype=object))
    seal(tmp_path / "themes.npz")
    with pytest.raises(ModelError, match="pickle"):
        read_model(tmp_path)


class Intruder:
    pass


def test_weights_of_another_model_are_refused(tmp_path, tagger):
    write_model(tagger.model, tmp_path)
    other = replace(tagger.model, subjects={"tilsyn": tagger.model.subjects["tilsyn"]})
    write_model(other, tmp_path / "other")
    (tmp_path / "other" / "themes.npz").replace(tmp_path / "themes.npz")
    seal(tmp_path / "themes.npz")
    with pytest.raises(ModelError, match="do not belong together"):
        read_model(tmp_path)


def test_a_model_that_judges_items_by_fewer_columns_is_of_an_earlier_form(tmp_path, tagger):
    items = tagger.model.zero_shot_items
    write_model(replace(tagger.model, zero_shot_items=replace(items, weights=items.weights[1:])), tmp_path)
    with pytest.raises(ModelError, match=r"earlier format.*models promote 0.*sagsspor retrain"):
        read_model(tmp_path)
