"""What the tagger learns from: mentions in passages, other names, noise, news and single lines."""

import random
from pathlib import Path

import pytest
from builders import example

from pipeline.domain import Label, SectionName
from pipeline.errors import CorpusError
from pipeline.knowledge import load_knowledge
from pipeline.training.corpus import read_meeting
from pipeline.training.tagger.examples import corpus_examples, disturb, news_examples, sentence_examples
from pipeline.training.tagger.names import draw_renaming, swap_names

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge(DATA / "knowledge")


@pytest.fixture(scope="module")
def meeting():
    return read_meeting(DATA / "corpus" / "direktoerkredsen-fyn-2017-06-15.md")


def mentions(meeting):
    return [(block.text, m) for item in meeting.items for block in item.blocks() for m in block.mentions]


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
