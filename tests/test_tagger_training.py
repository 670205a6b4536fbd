import random
from pathlib import Path

import numpy as np
import pytest

from pipeline.domain import Label, Passage, SectionName
from pipeline.encoder.graph import Affine, Layer, Stack
from pipeline.encoder.serving import Trunk
from pipeline.entities.bio import TAGS, begins, goes_on
from pipeline.entities.tagger import Head
from pipeline.errors import CorpusError
from pipeline.knowledge import load_knowledge
from pipeline.training.corpus import read_meeting
from pipeline.training.tagger.examples import (
    Example,
    Span,
    corpus_examples,
    disturb,
    news_examples,
    sentence_examples,
)
from pipeline.training.tagger.fit import IGNORED, Fit, TaggerNet, Unit, batches, fit, own_tags, pad, unit
from pipeline.training.tagger.names import draw_renaming, swap_names
from pipeline.training.tagger.train import score_tagger

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge(DATA / "knowledge")


@pytest.fixture(scope="module")
def meeting():
    return read_meeting(DATA / "corpus" / "direktoerkredsen-fyn-2017-06-15.md")


def mentions(meeting):
    return [(block.text, m) for item in meeting.items for block in item.blocks() for m in block.mentions]


def example(text, *spans, path=("Sag",), section=SectionName.BAGGRUND, start=0):
    passage = Passage(
        item_id="a/1", section=section, start=start, end=start + len(text), text=text, path=path
    )
    found = (Span(start=start + s, end=start + e, label=label) for s, e, label in spans)
    return Example(passage=passage, spans=tuple(found), group="a")


@pytest.mark.parametrize("form", ["web-2016", "web-2020", "web-2023", "pdf"])
def test_every_mention_of_the_corpus_lies_in_a_passage(meeting, form):
    found = list(corpus_examples(meeting, form, quirky=False, seed=1))
    texts = [
        one.passage.text[s.start - one.passage.start : s.end - one.passage.start]
        for one in found
        for s in one.spans
    ]
    assert not {mention.text for _, mention in mentions(meeting)} - set(texts)
    assert len(texts) >= len(mentions(meeting))


def dice(seed):
    return random.Random(seed)  # noqa: S311 - dice, not secrets


def test_other_names_stand_where_their_mentions_say(meeting, knowledge):
    swapped = swap_names(meeting, knowledge, dice(1))
    assert all(text[m.start : m.end] == m.text for text, m in mentions(swapped))
    assert [m.label for _, m in mentions(swapped)] == [m.label for _, m in mentions(meeting)]


def test_persons_and_municipalities_have_other_names(meeting, knowledge):
    swapped = swap_names(meeting, knowledge, dice(1))
    for label in (Label.PERSON, Label.MUNICIPALITY):
        before = [m.text for _, m in mentions(meeting) if m.label is label]
        after = [m.text for _, m in mentions(swapped) if m.label is label]
        assert sum(a == b for a, b in zip(before, after, strict=True)) < len(before) / 10


def test_a_name_becomes_the_same_name_all_through_a_meeting(meeting, knowledge):
    swapped = swap_names(meeting, knowledge, dice(1))
    became = {}
    for (_, old), (_, new) in zip(mentions(meeting), mentions(swapped), strict=True):
        if old.label is Label.PERSON:
            assert became.setdefault(old.text, new.text) == new.text


def test_dates_and_amounts_stay(meeting, knowledge):
    swapped = swap_names(meeting, knowledge, dice(2))
    kept = (Label.DATE, Label.AMOUNT)
    assert [m.text for _, m in mentions(swapped) if m.label in kept] == [
        m.text for _, m in mentions(meeting) if m.label in kept
    ]


def test_bodies_named_by_what_they_are_keep_their_names(meeting, knowledge):
    bodies = draw_renaming(meeting, knowledge, dice(1)).bodies
    assert "Direktørkredsen" not in bodies
    assert "Lindehus" in bodies


def test_the_same_dice_give_the_same_names(meeting, knowledge):
    assert swap_names(meeting, knowledge, dice(3)) == swap_names(meeting, knowledge, dice(3))


@pytest.mark.parametrize("seed", range(40))
def test_noise_moves_no_letter(seed):
    text = "Ærø Kommune og ÅSE på straße 4 mødtes den 4. maj 2023"
    before = example(text, (0, 11, Label.MUNICIPALITY), section=SectionName.TITEL)
    after = disturb(before, dice(seed))
    assert len(after.passage.text) == len(text)
    assert after.spans == before.spans
    assert after.passage.text.lower().replace("\u00a0", " ") == text.lower()


def test_noise_comes_in_every_kind():
    before = example("Ærø Kommune mødtes", section=SectionName.TITEL)
    after = [disturb(before, dice(seed)).passage for seed in range(300)]
    assert {"ÆRØ KOMMUNE MØDTES", "ærø kommune mødtes", before.passage.text} <= {one.text for one in after}
    assert any("\u00a0" in one.text for one in after)
    assert {(), ("Sag",)} == {one.path for one in after}


NEWS = """\
# text = Åse fra Odense mødte KL i Norge den 4. maj.
1\tÅse\tB-PER\tx\ts
2\tfra\tO\tx\ts
3\tOdense\tB-LOC\tx\ts
4\tmødte\tO\tx\ts
5\tKL\tB-ORG\tx\ts
6\ti\tO\tx\ts
7\tNorge\tB-LOC\tx\ts
8\tden\tO\tx\ts
9\t4.\tO\tx\ts
10\tmaj\tO\tx\ts
11\t.\tO\tx\ts

# text = Ærø Kommune
1\tÆrø\tB-ORG\tx\ts
2\tKommune\tI-ORG\tx\ts
"""


@pytest.fixture
def news(tmp_path):
    path = tmp_path / "news.iob2"
    path.write_text(NEWS, encoding="utf-8")
    return path


def test_what_the_news_do_not_mark_counts_neither_way(news):
    first, second = news_examples(news, frozenset({"Odense"}))
    text = first.passage.text
    assert [(text[s.start : s.end], s.label) for s in first.spans] == [
        ("Åse", Label.PERSON),
        ("Odense", None),
        ("KL", Label.INSTITUTION),
        ("4.", None),
        ("maj", None),
    ]
    assert [(s.start, s.end, s.label) for s in second.spans] == [(0, 11, None)]


def test_news_that_are_not_there_are_told(tmp_path):
    with pytest.raises(CorpusError, match="UNER_Danish-DDT"):
        list(news_examples(tmp_path / "none.iob2", frozenset()))


def test_news_of_another_form_are_told(tmp_path):
    path = tmp_path / "news.iob2"
    path.write_text("Åse B-PER", encoding="utf-8")
    with pytest.raises(CorpusError, match="sentence 1"):
        list(news_examples(path, frozenset()))


def test_single_lines_stand_under_their_title(tmp_path):
    (tmp_path / "README.md").write_text("Om [linjerne]", encoding="utf-8")
    (tmp_path / "a.md").write_text("# Om [Egebo](INSTITUTION)\n\n[Åse](PERSON) kom.\n", encoding="utf-8")
    title, line = sentence_examples(tmp_path)
    assert (title.passage.text, title.passage.path) == ("Om Egebo", ())
    assert (line.passage.text, line.passage.path) == ("Åse kom.", ("Om Egebo",))
    assert [(s.start, s.end, s.label) for s in line.spans] == [(0, 3, Label.PERSON)]


def test_the_projects_own_lines_are_marked_up_rightly():
    found = list(sentence_examples(DATA / "sentences"))
    assert len(found) > 100
    assert any(not one.spans for one in found)


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
    found = list(batches(units_of([3, 9, 1, 4, 9, 2]), 12, dice(1)))
    assert sorted(len(unit.tags) for batch in found for unit in batch) == [1, 2, 3, 4, 9, 9]
    for batch in found:
        states, mask, tags = pad(batch)
        assert mask.sum(dim=1).tolist() == [len(unit.tags) for unit in batch]
        assert mask.numel() <= 12 or len(mask) == 1
        assert ((tags == IGNORED) == (mask == 0)).all()
        assert not states[mask == 0].any()


def tiny_stack(hidden=8, layers=2):
    random_numbers = np.random.default_rng(1)

    def linear(out, into):
        weight = random_numbers.normal(scale=0.3, size=(out, into)).astype(np.float32)
        return Affine(weight=weight, bias=np.zeros(out, dtype=np.float32))

    def norm():
        return Affine(weight=np.ones(hidden, dtype=np.float32), bias=np.zeros(hidden, dtype=np.float32))

    def layer():
        square = [linear(hidden, hidden) for _ in range(4)]
        inner, outer = linear(16, hidden), linear(hidden, 16)
        names = ("query", "key", "value", "attention")
        norms = {"attention_norm": norm(), "output_norm": norm()}
        return Layer(**dict(zip(names, square, strict=True)), inner=inner, outer=outer, **norms)

    return Stack(layers=tuple(layer() for _ in range(layers)), heads=2, epsilon=1e-12)


def test_the_tower_served_is_the_tower_trained(tmp_path):
    import onnxruntime
    import torch

    from pipeline.encoder.graph import write_layers

    net = TaggerNet(tiny_stack(), dropout=0.1).eval()
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
        tiny_stack(),
        [units] * 80,
        Fit(epochs=80, tokens=240, rate=1e-2, head_rate=1e-2, warm_up=5),
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
