"""The graphs against a plain forward pass in numpy, on padded batches."""

import math
from pathlib import Path

import numpy as np
import pytest
from builders import RandomWeights, cosines

from pipeline.encoder.graph import Affine, Bert, Stack, write_encoder, write_layers
from pipeline.encoder.serving import open_session

HIDDEN, INNER, WORDS, LAYERS, HEADS = 32, 64, 60, 4, 4
erf = np.vectorize(math.erf)


@pytest.fixture(scope="module")
def bert() -> Bert:
    random = RandomWeights(HIDDEN, seed=7)
    return Bert(
        words=random.array(WORDS, HIDDEN),
        positions=random.array(40, HIDDEN),
        types=random.array(2, HIDDEN),
        norm=random.norm(),
        stack=random.stack(LAYERS, HEADS, INNER),
    )


@pytest.fixture(scope="module")
def batch() -> dict[str, np.ndarray]:
    random = np.random.default_rng(3)
    mask = (np.arange(17) < np.array([[17], [9], [2], [1]])).astype(np.int64)
    return {"ids": random.integers(0, WORDS, mask.shape) * mask, "mask": mask}


def norm(x: np.ndarray, part: Affine) -> np.ndarray:
    centred = x - x.mean(-1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * part.weight + part.bias


def linear(x: np.ndarray, part: Affine) -> np.ndarray:
    return x @ part.weight.T + part.bias


def forward(stack: Stack, x: np.ndarray) -> np.ndarray:
    """Run layers over one text without padding: no mask is needed."""
    size = HIDDEN // HEADS
    for layer in stack.layers:
        query, key, value = (linear(x, part) for part in (layer.query, layer.key, layer.value))
        mixed = []
        for at in range(0, HIDDEN, size):
            scores = query[:, at : at + size] @ key[:, at : at + size].T / math.sqrt(size)
            shares = np.exp(scores - scores.max(-1, keepdims=True))
            mixed.append(shares / shares.sum(-1, keepdims=True) @ value[:, at : at + size])
        x = norm(x + linear(np.concatenate(mixed, axis=1), layer.attention), layer.attention_norm)
        inner = linear(x, layer.inner)
        inner = inner * (1 + erf(inner / math.sqrt(2))) / 2
        x = norm(x + linear(inner, layer.outer), layer.output_norm)
    return x


def embed(bert: Bert, ids: np.ndarray) -> np.ndarray:
    return norm(bert.words[ids] + bert.positions[: len(ids)] + bert.types[0], bert.norm)


def expected(bert: Bert, batch: dict[str, np.ndarray]) -> list[np.ndarray]:
    """Return the last hidden states of each text of a batch, each run alone."""
    texts = [ids[mask == 1] for ids, mask in zip(batch["ids"], batch["mask"], strict=True)]
    return [forward(bert.stack, embed(bert, text)) for text in texts]


def part(stack: Stack, start: int, stop: int) -> Stack:
    return Stack(layers=stack.layers[start:stop], heads=stack.heads, epsilon=stack.epsilon)


@pytest.mark.parametrize(("precision", "least"), [("fp32", 0.99999), ("int8", 0.9996)])
def test_the_graph_equals_the_plain_forward_pass(bert, batch, tmp_path, precision, least):
    write_encoder(bert, tmp_path / "model.onnx", precision=precision, trunk=2)
    passages, tokens = open_session(tmp_path / "model.onnx").run(["passage", "tokens"], batch)
    for passage, states, alone in zip(passages, tokens, expected(bert, batch), strict=True):
        assert cosines(states[: len(alone)], alone).min() >= least
        assert cosines(passage, alone.mean(axis=0)) >= least
        assert np.linalg.norm(passage) == pytest.approx(1, abs=1e-5)


def test_the_trunk_is_the_hidden_state_after_its_layers(bert, batch, tmp_path):
    write_encoder(bert, tmp_path / "model.onnx", precision="fp32", trunk=3)
    (trunk,) = open_session(tmp_path / "model.onnx").run(["trunk"], batch)
    alone = forward(part(bert.stack, 0, 3), embed(bert, batch["ids"][0]))
    np.testing.assert_allclose(trunk[0], alone, atol=1e-4)


@pytest.mark.parametrize(("precision", "least"), [("fp32", 0.99999), ("int8", 0.9996)])
def test_a_tower_goes_on_from_the_trunk_on_padded_batches(bert, batch, tmp_path, precision, least):
    write_encoder(bert, tmp_path / "model.onnx", precision="fp32", trunk=2)
    about = {"weights": "abc"}
    upper = part(bert.stack, 2, 4)
    write_layers(upper, tmp_path / "tower.onnx", precision=precision, made_for=about)
    (trunk,) = open_session(tmp_path / "model.onnx").run(["trunk"], batch)
    tower = open_session(tmp_path / "tower.onnx")
    (tokens,) = tower.run(["tokens"], {"trunk": trunk, "mask": batch["mask"]})
    for states, alone in zip(tokens, expected(bert, batch), strict=True):
        assert cosines(states[: len(alone)], alone).min() >= least
    assert tower.get_modelmeta().custom_metadata_map == about


def test_int8_files_are_about_a_quarter(bert, tmp_path):
    sizes = {}
    for precision in ("int8", "fp32"):
        write_encoder(bert, tmp_path / precision, precision=precision, trunk=2)
        sizes[precision] = Path(tmp_path / precision).stat().st_size
    assert sizes["int8"] < sizes["fp32"] / 2  # names of nodes weigh in so small a graph


def test_what_is_no_graph_cannot_be_opened(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"no graph")
    with pytest.raises(ValueError, match="Protobuf"):
        open_session(tmp_path / "model.onnx")
