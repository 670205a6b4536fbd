"""Training examples as a reader of the minutes sees them, and honest figures."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.domain import Evidence, Passage, SectionName, ThemeScore
from pipeline.errors import CorpusError
from pipeline.knowledge.themes import load_themes_register
from pipeline.themes.examples import LabelledItem
from pipeline.themes.features import under_title
from pipeline.themes.fit import fit_model, score_folds
from pipeline.training.corpus import read_corpus
from pipeline.training.held_out import (
    HeldOutScores,
    frozen_folds,
    later_fold,
    ordinary_folds,
)
from pipeline.training.passages import AT_ONCE, encode_cached
from pipeline.training.theme_scores import calibration_error, report_scores
from pipeline.training.theme_trainer import ThemeTrainer, encode_examples, read_examples, read_passages

ITEM = re.compile(r"^# ", re.MULTILINE)
MARK = re.compile(r"\{about: (.+?)\}")
CORPUS = Path(__file__).parent.parent / "data" / "corpus"
DAY = dt.date(2018, 6, 1)
FILES = ("velfaerdsforum-nordjylland-2018-06-14.md", "spudvalg-hjoerneby-2018-05-15.md")


@pytest.fixture
def corpus(tmp_path):
    for name in FILES:
        (tmp_path / name).write_text((CORPUS / name).read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def test_every_item_of_the_corpus_is_an_example_with_a_row_a_passage(corpus, encoder):
    examples = encode_examples(read_examples(corpus), encoder)
    items = sum(line.startswith("# ") for name in FILES for line in (CORPUS / name).open(encoding="utf-8"))
    assert len(examples) == items
    assert all(len(one.item.passages) == len(one.item.vectors) == len(one.about) for one in examples)
    assert {one.group for one in examples} == {"velfaerdsforum-nordjylland", "spudvalg-hjoerneby"}


def test_the_items_with_a_marked_line_are_those_with_a_marked_passage(corpus, encoder):
    text = "\n".join((CORPUS / name).read_text(encoding="utf-8") for name in sorted(FILES))
    marks = [set(MARK.findall(item)) for item in ITEM.split(text)[1:]]
    examples = read_examples(corpus)
    found = [{theme for about in one.about for theme in about} for one in examples]
    assert found == [{theme.strip() for mark in item for theme in mark.split(",")} for item in marks]


def test_vectors_are_computed_once(tmp_path, encoder):
    passages = [
        Passage(item_id="", section=SectionName.ANDET, start=0, end=len(text), text=text)
        for text in ("én", "to", "én")
    ]
    first = encode_cached(passages, encoder, tmp_path)
    encoder.encode = None  # a second pass over the encoder would fail
    assert np.array_equal(encode_cached(passages, encoder, tmp_path), first)
    assert first.shape == (3, encoder.dimension)


def test_encoding_that_was_broken_off_goes_on(tmp_path, encoder):
    texts = [f"afsnit {number}" for number in range(2 * AT_ONCE)]
    passages = [
        Passage(item_id="", section=SectionName.ANDET, start=0, end=len(text), text=text) for text in texts
    ]

    def stop(done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encode_cached(passages, encoder, tmp_path, stop)
    again = []
    vectors = encode_cached(passages, encoder, tmp_path, again.append)
    assert again == [AT_ONCE]
    assert np.array_equal(vectors, encoder.encode(passages).vectors.astype(np.float16))


def labelled(themes, marked):
    passages = tuple(
        Passage(item_id="x", section=SectionName.BAGGRUND, start=at * 10, end=at * 10 + 9, text="ni tegn..")
        for at in range(len(marked))
    )
    return LabelledItem(
        id="x",
        item=under_title("", passages, np.zeros((len(marked), 2), dtype=np.float32)),
        themes=frozenset(themes),
        about=tuple(frozenset({"tilsyn"}) if mark else frozenset() for mark in marked),
        group="g",
    )


def scored(probability, *places):
    evidence = tuple(Evidence(start=at * 10, end=at * 10 + 9, weight=0.5) for at in places)
    return (
        ThemeScore(theme="tilsyn", probability=probability, assigned=probability > 0.5, evidence=evidence),
    )


def test_the_report_counts_right_wrong_and_missed():
    examples = [labelled(["tilsyn"], [True]), labelled([], [False]), labelled(["tilsyn"], [True])]
    report = report_scores(examples, [scored(0.9, 0), scored(0.8, 0), scored(0.2)])
    assert (report.macro_f1, report.exact_sets) == (0.5, pytest.approx(1 / 3))


def test_evidence_is_right_when_its_first_passage_is_marked():
    examples = [labelled(["tilsyn"], [True, False, True]), labelled(["tilsyn"], [True, False, False])]
    report = report_scores(examples, [scored(0.9, 0, 1), scored(0.9, 1)])
    assert (report.top_passage, report.evidence_recall) == (0.5, pytest.approx(1 / 3))


def test_a_probability_that_comes_true_as_often_as_it_says_is_calibrated():
    truth = np.array([True, False, False, False] * 5)
    assert calibration_error(np.full(20, 0.25), truth) == pytest.approx(0)
    assert calibration_error(np.full(20, 0.75), truth) == pytest.approx(0.5)


def test_single_passages_teach_passages_and_not_items(tmp_path, encoder):
    path = tmp_path / "own.tsv"
    path.write_text("themes\ttitle\ttext\ntilsyn,misbrug\tBesøg\tTo påbud.\n\tMøde\tDér.\n", encoding="utf-8")
    first, second = read_passages(path)
    assert (first.themes, first.about, first.whole) == (
        {"tilsyn", "misbrug"},
        ({"tilsyn", "misbrug"},),
        False,
    )
    assert (second.themes, second.title) == (frozenset(), "Møde")


def test_a_line_without_tabs_is_named(tmp_path, encoder):
    path = tmp_path / "own.tsv"
    path.write_text("themes\ttitle\ttext\ntilsyn Besøg To påbud.\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"own\.tsv:2"):
        read_passages(path)


def test_the_projects_own_passages_name_only_themes_of_the_register(encoder):
    names = {theme.name for theme in load_themes_register(CORPUS.parent / "knowledge")}
    passages = read_passages(CORPUS.parent / "themes" / "passages.tsv")
    assert {theme for one in passages for theme in one.themes} == names


def test_the_projects_own_lessons_share_no_committee_and_no_case_with_the_corpus():
    lessons, corpus = read_corpus(CORPUS.parent / "themes" / "minutes"), read_corpus(CORPUS)
    assert not {meeting.slug for meeting in lessons} & {meeting.slug for meeting in corpus}
    taught, measured = (
        {case for m in part for i in m.items for case in i.cases} for part in (lessons, corpus)
    )
    assert taught
    assert not taught & measured


def test_an_item_of_the_lessons_has_the_themes_its_lines_are_marked_for():
    for meeting in read_corpus(CORPUS.parent / "themes" / "minutes"):
        for item in meeting.items:
            marked = {theme for block in item.blocks() for theme in block.about}
            assert marked == set(item.themes), item.id
            assert not marked & set(item.minor), item.id


@pytest.fixture
def taught(tmp_path, encoder):
    """A trainer with a lesson and a meeting of the town council beside its corpus, and its examples."""
    places = {
        "corpus": "corpus/*-2018-*.md",
        "themes/minutes": "corpus/socialforum-*-2019-*.md",
        "ordinary": "ordinary/byraad-fjordsted-*.md",
    }
    for folder, pattern in places.items():
        (tmp_path / folder).mkdir(parents=True)
        for path in CORPUS.parent.glob(pattern):
            (tmp_path / folder / path.name).write_bytes(path.read_bytes())
    lines = "themes\ttitle\ttext\ntilsyn\tBesøg\tTo påbud.\n"
    (tmp_path / "themes" / "passages.tsv").write_text(lines, encoding="utf-8")
    register = load_themes_register(CORPUS.parent / "knowledge")
    trainer = ThemeTrainer(register=register, encoder=encoder, cache=tmp_path / "vectors", data=tmp_path)
    return trainer, trainer.corpus(tmp_path / "corpus")


@pytest.mark.parametrize("group", ["socialforum-hovedstaden", "byraad-fjordsted"])
def test_what_lies_beside_the_corpus_is_learned_from_and_is_not_in_the_frozen_test(taught, group):
    trainer, examples = taught
    data = trainer.tabulate(examples)
    beside = np.array([one.group == group for one in examples])
    assert beside.any()
    assert not any((beside & fold.items).any() for fold in (*frozen_folds(data), later_fold(data, DAY)))
    with_them, without = (
        fit_model(trainer.tabulate(part)).passages["tilsyn"].weights
        for part in (examples, [one for one, left in zip(examples, beside, strict=True) if not left])
    )
    assert not np.allclose(with_them, without)


def test_ordinary_committees_are_judged_by_what_learned_nothing_of_them_and_counted_apart(taught):
    trainer, examples = taught
    data = trainer.tabulate(examples)
    (fold,) = ordinary_folds(data)
    assert {one.group for one, judged in zip(examples, fold.items, strict=True) if judged} == {
        "byraad-fjordsted"
    }
    assert not (fold.items & ~fold.grouped).any()
    scores = score_folds(data, [*frozen_folds(data)[:1], fold])
    report = HeldOutScores.of(examples, scores).report
    assert report.metrics()["ordinary_wrong_per_100"] == report.ordinary.wrong_per_100
    assert report.rates != report.ordinary.rates


def test_a_wrong_theme_in_four_items_is_25_in_a_hundred():
    report = report_scores([labelled(["tilsyn"], [True])] * 2 + [labelled([], [False])] * 2, [
        scored(0.9), scored(0.2), scored(0.9), scored(0.2),
    ])  # fmt: skip
    assert report.wrong_per_100 == 25


def test_held_out_scores_come_from_models_that_saw_nothing_of_the_committee(tmp_path, encoder):
    register = load_themes_register(CORPUS.parent / "knowledge")
    for path in CORPUS.glob("*-2018-*.md"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    examples = encode_examples(read_examples(tmp_path), encoder)
    own = [at for at, one in enumerate(examples) if one.group == "spudvalg-hjoerneby"]
    mislabelled = [
        replace(one, themes=one.themes ^ {"tilsyn"}) if at in own else one for at, one in enumerate(examples)
    ]
    trainer = ThemeTrainer(register=register, encoder=encoder, cache=tmp_path)
    # Nothing but the other committees' labels may change what a committee is given.
    tables = [trainer.tabulate(labels) for labels in (examples, mislabelled)]
    first, second = (score_folds(data, frozen_folds(data)) for data in tables)
    assert [first[at] for at in own] == [second[at] for at in own]
    assert first != second
