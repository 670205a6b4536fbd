"""The tagger is fitted as it is served, and measured by what it gets right, wrong and misses."""

import random

import numpy as np
import pytest
from builders import RandomWeights, example

from pipeline.domain import Label
from pipeline.encoder.serving import Trunk
from pipeline.entities.bio import TAGS, begins, goes_on
from pipeline.entities.tagger import Head
from pipeline.training.tagger.examples import Span
from pipeline.training.tagger.fit import IGNORED, Fit, TaggerNet, Unit, batches, fit, own_tags, pad, unit
from pipeline.training.tagger.train import score_tagger

TINY = RandomWeights(8, seed=1, scale=0.3).stack(layers=2, heads=2, inner=16)


def test_tokens_of_a_mention_begin_it_and_go_on():
    offsets = np.array([[0, 3], [3, 3], [4, 6], [6, 11], [12, 16]])
    spans = (Span(start=4, end=11, label=Label.DATE), Span(start=12, end=16, label=None))
    assert own_tags(offsets, spans).tolist() == [
        0,
        IGNORED,
        begins(Label.DATE),
        goes_on(Label.DATE),
        IGNORED,
    ]


def test_a_window_that_begins_inside_a_mention_goes_on_with_it():
    assert own_tags(np.array([[6, 9]]), (Span(start=4, end=9, label=Label.DATE),)).tolist() == [
        goes_on(Label.DATE)
    ]


def test_title_path_and_special_tokens_count_neither_way():
    trunk = Trunk(
        passage=0,
        states=np.ones((4, 2), dtype=np.float32),
        own=slice(2, 3),
        offsets=np.array([[0, 2]]),
    )
    assert unit(trunk, example("KL", (0, 2, Label.INSTITUTION))).tags.tolist() == [
        IGNORED,
        IGNORED,
        begins(Label.INSTITUTION),
        IGNORED,
    ]


def units_of(lengths):
    return [
        Unit(states=np.full((n, 2), n, dtype=np.float16), tags=np.zeros(n, dtype=np.int64)) for n in lengths
    ]


def test_every_unit_is_in_one_batch_and_padding_counts_neither_way():
    found = list(batches(units_of([3, 9, 1, 4, 9, 2]), 12, random.Random(1)))  # noqa: S311
    assert sorted(len(unit.tags) for batch in found for unit in batch) == [1, 2, 3, 4, 9, 9]
    for batch in found:
        states, mask, tags = pad(batch)
        assert mask.sum(dim=1).tolist() == [len(unit.tags) for unit in batch]
        assert mask.numel() <= 12 or len(mask) == 1
        assert ((tags == IGNORED) == (mask == 0)).all()
        assert not states[mask == 0].any()


def test_the_tower_served_is_the_tower_trained(tmp_path):
    import onnxruntime
    import torch

    from pipeline.encoder.graph import write_layers

    net = TaggerNet(TINY, dropout=0.1).eval()
    path = tmp_path / "tower.onnx"
    write_layers(net.stack(), path, precision="fp32", made_for={})
    states = np.random.default_rng(2).normal(size=(2, 5, 8)).astype(np.float32)
    mask = np.array([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]], dtype=np.int64)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (served,) = session.run(["tokens"], {"trunk": states, "mask": mask})
    head = net.trained_head()
    with torch.inference_mode():
        trained = net(torch.from_numpy(states), torch.from_numpy(mask.astype(np.float32))).numpy()
    assert np.allclose((served @ head.weight.T + head.bias)[mask == 1], trained[mask == 1], atol=1e-4)


def test_what_is_easy_is_learnt():
    import torch

    numbers = np.random.default_rng(3)
    rows = [numbers.normal(size=(6, 8)).astype(np.float16) for _ in range(40)]
    units = [Unit(states=one, tags=np.where(one[:, 0] > 0, begins(Label.DATE), 0)) for one in rows]
    net = fit(
        TINY,
        [units] * 80,
        Fit(epochs=80, tokens=240, rate=1e-2, head_rate=1e-2, warm_up=5, seed=3),
    )
    with torch.inference_mode():
        scores = net(torch.from_numpy(np.stack(rows).astype(np.float32)), torch.ones(40, 6))
    right = scores.argmax(-1).numpy() == np.stack([one.tags for one in units])
    assert right.mean() > 0.95


class Knowing:
    """An encoder whose token vectors are the tags of the words, for measuring the measure."""

    def __init__(self, tags):
        self.tags = tags

    def encode(self, passages):
        from pipeline.encoder import Encoded, TokenVectors

        tokens = []
        for passage in passages:
            words = passage.text.split()
            starts = [passage.start + passage.text.index(word) for word in words]
            offsets = [(at, at + len(word)) for at, word in zip(starts, words, strict=True)]
            vectors = np.eye(len(TAGS), dtype=np.float32)[[self.tags.get(word, 0) for word in words]]
            tokens.append(TokenVectors(offsets=np.array(offsets, dtype=np.int32), vectors=vectors))
        return Encoded(vectors=np.zeros((len(tokens), 1), dtype=np.float32), tokens=tuple(tokens))


def test_a_score_counts_what_is_right_wrong_and_missed():
    head = Head(weight=9 * np.eye(len(TAGS), dtype=np.float32), bias=np.zeros(len(TAGS), dtype=np.float32))
    person = begins(Label.PERSON)
    examples = [
        example("Åse kom", (0, 3, Label.PERSON), start=50),
        example("Bo gik ud", (0, 2, None)),
        example("Ib så", (0, 2, Label.PERSON)),
    ]
    scores = score_tagger(examples, Knowing({"Åse": person, "Bo": person, "gik": person}), head)
    assert scores["PERSON"].value == scores["micro"].value == pytest.approx(0.5)
    assert scores["DATE"].value == 1.0
    assert scores["micro"].low < scores["micro"].value < scores["micro"].high
