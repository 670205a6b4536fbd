"""Fitting the links on the corpus: what is right, what is asked, what users judged."""

import datetime as dt
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from pipeline.config import load_config
from pipeline.domain import LinkChange, Signature, number_of
from pipeline.errors import CorpusError
from pipeline.links import LinkIndex
from pipeline.links.fusion import FEATURES, Fusion, recalibrate
from pipeline.training.corpus import read_corpus, read_meeting
from pipeline.training.links.cases import KnownCases, read_cases, read_subjects
from pipeline.training.links.corpus import LinkCorpus, corpus_documents, read_link_corpus, read_questions
from pipeline.training.links.fit import Judged, fit_links, read_judged, recalibrated
from pipeline.training.links.pairs import pairs_among

CORPUS = Path(__file__).parent.parent / "data" / "corpus"
NAMES = ("socialforum-hovedstaden-2020-11-19", "socialforum-hovedstaden-2021-05-28",
         "ssforum-vestjylland-2015-09-04", "ssforum-vestjylland-2016-03-11")  # fmt: skip


@pytest.fixture(scope="module")
def meetings():
    return tuple(read_meeting(CORPUS / f"{name}.md") for name in NAMES)


def about(*own, related=()):
    return KnownCases(own=frozenset(own), related=frozenset(related))


@pytest.mark.parametrize(
    ("here", "there", "grade"),
    [
        (about("lindely"), about("lindely", "kilden"), 2),
        (about("lindely", related=["kilden"]), about("kilden"), 1),
        (about("kilden"), about("lindely", related=["kilden"]), 1),
        (about("lindely", related=["kilden"]), about("kilden", "lindely"), 2),
        (about("lindely"), about("kilden"), 0),
        (about(), about(), 0),
        (about("lindely", related=["kilden"]), about("ro", related=["kilden"]), 0),
    ],
)
def test_the_same_case_is_right_and_a_related_one_half_right(here, there, grade):
    assert here.grade(there) == grade


def test_a_corpus_in_which_no_case_comes_up_again_is_refused_in_one_line(tmp_path):
    for name in NAMES[::2]:
        (tmp_path / f"{name}.md").write_bytes((CORPUS / f"{name}.md").read_bytes())
    with pytest.raises(CorpusError, match=f"{tmp_path}: links are learned from at least 2 committees"):
        read_link_corpus(tmp_path, load_config().paths.knowledge)


def test_cases_of_sub_headings_count_for_the_item(meetings):
    cases = read_cases(meetings, {})
    item = cases["socialforum-hovedstaden/2021-05-28/9"]
    assert "socialforum-hovedstaden/paragraf-110" in item.own
    assert item.part("VUM 2.0").own == {"socialforum-hovedstaden/vum2"}
    assert item.part("") is item


def test_one_name_in_two_committees_is_not_one_case(meetings):
    cases = read_cases(meetings, {})
    ours, theirs = cases["socialforum-hovedstaden/2020-11-19/8"], cases["ssforum-vestjylland/2015-09-04/9"]
    assert ours.own == {"socialforum-hovedstaden/sundhedsaftale"}
    assert not ours.own & theirs.own


def test_a_subject_relates_its_members(meetings):
    members = ("socialforum-hovedstaden/dobbeltdiagnose", "ssforum-vestjylland/dobbeltdiagnose-vest")
    cases = read_cases(meetings, dict.fromkeys(members, frozenset({"dobbeltdiagnose"})))
    ours, theirs = cases["socialforum-hovedstaden/2021-05-28/6"], cases["ssforum-vestjylland/2015-09-04/2"]
    assert ours.grade(theirs) == theirs.grade(ours) == 1
    assert ours.grade(cases["ssforum-vestjylland/2015-09-04/8"]) == 0


def test_every_member_of_a_subject_is_in_the_corpus():
    corpus = read_corpus(CORPUS)
    known = {case for cases in read_cases(corpus, {}).values() for case in cases.own}
    known |= {item.id for meeting in corpus for item in meeting.items}
    subjects = read_subjects(CORPUS.parent / "links" / "subjects.tsv")
    assert subjects.keys() <= known


@pytest.mark.parametrize("line", ["kørsel\tFælles kørsel", "kørsel\tFælles kørsel\tfyn/kørsel"])
def test_a_subject_that_relates_nothing_is_named(tmp_path, line):
    path = tmp_path / "subjects.tsv"
    path.write_text(f"subject\twhy\tmembers\n{line}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"subjects\.tsv, line 2"):
        read_subjects(path)


def test_items_are_handed_over_with_what_is_printed_of_them(fit):
    _, _, documents = fit
    for document in documents:
        assert document.passages[0].text == f"{number_of(document.item_id)}. {document.title}"
        assert len(document.vectors) == len(document.passages)
        texts = " ".join(passage.text for passage in document.passages)
        assert all(entity.text in texts for entity in document.entities if entity.label != "DATE")


def test_questions_are_about_one_case_and_never_formal(meetings):
    questions = read_questions(meetings, {})
    texts = {question.document.title for question in questions}
    assert all(len(question.cases.own) == 1 for question in questions)
    assert "Vaccination af beboere og ansatte" in texts
    assert not any(text.startswith("Godkendelse af referat") for text in texts)


def test_a_question_is_answered_by_every_case_of_its_subject(meetings):
    (case,) = next(q.cases.own for q in read_questions(meetings, {}))
    subjects = dict.fromkeys((case, "andre/sagen"), frozenset({"emnet"}))
    for question in read_questions(meetings, subjects):
        assert question.cases.subjects == ({"emnet"} if case in question.cases.own else set())


def test_questions_are_also_of_a_word_or_two(meetings):
    lengths = {len(question.document.title.split()) for question in read_questions(meetings, {})}
    assert {1, 2, 3} <= lengths


@pytest.fixture(scope="module")
def fit(meetings):
    """Return what fits a model on the meetings, and their items."""

    class Hashed:
        """Vectors that say nothing but which text it is: what is learned must come from words."""

        name = digest = "hashed"
        dimension = 16

        def encode(self, passages):
            class Encoded:
                vectors = self.encode_queries([passage.text for passage in passages])

            return Encoded

        def encode_queries(self, texts):
            rows = [np.random.default_rng(sum(map(ord, text))).normal(size=16) for text in texts]
            return np.array([row / np.linalg.norm(row) for row in rows], dtype=np.float32)

    corpus = LinkCorpus(meetings=meetings, register=({"hjemløse": ["herberg"]}, {"tilsyn": ["påbud"]}))
    return partial(fit_links, corpus, Hashed()), corpus.items(Hashed()), corpus_documents(meetings, Hashed())


@pytest.fixture(scope="module")
def fitted(fit):
    again, _, documents = fit
    return again(), documents


def test_a_fitted_model_finds_a_case_again(fitted):
    model, documents = fitted
    query = next(d for d in documents if d.item_id == "socialforum-hovedstaden/2021-05-28/7")
    first = LinkIndex.build(documents, model).related(query)[0]
    assert first.item_id == "socialforum-hovedstaden/2020-11-19/2"


def test_weights_speak_for_links_only(fitted):
    model, _ = fitted
    assert (model.fusion.weights >= 0).all()
    assert (model.questions.weights >= 0).all()
    assert model.fusion.weights.any()


def test_topics_of_the_register_become_terms_of_the_index(fitted):
    model, _ = fitted
    assert [(topic.kind, topic.name, topic.terms) for topic in model.topics] == [
        ("group", "hjemløse", ("herberg",)), ("measure", "tilsyn", ("påbud",)),
    ]  # fmt: skip
    assert all(topic.rarity > 0 for topic in model.topics)


def likely(documents, model, query):
    """Return how probable the links of `query` are, as the index tells the same matter."""
    return LinkIndex.build(documents, replace(model, same=model.fusion)).same_matter(query).likely()


def test_what_tells_the_same_matter_counts_background_as_wrong(fit, fitted):
    (_, items, _), (model, _) = fit, fitted
    pairs = list(pairs_among(items, items, model))

    def mean(fusion, grade):
        found = [fusion.probability(one.lines.features)[one.line_grades == grade] for one in pairs]
        return float(np.concatenate(found).mean())

    assert mean(model.same, 1) < mean(model.fusion, 1)
    assert mean(model.same, 2) > 3 * mean(model.same, 1)


def judge(documents, model, *, kept):
    """Return all that is shown of every item, judged alike."""
    index = LinkIndex.build(documents, model)
    pairs = [(document.item_id, link.item_id) for document in documents for link in index.related(document)]
    return Judged(documents=documents, kept=dict.fromkeys(pairs, kept))


def shown(documents, model):
    index = LinkIndex.build(documents, model)
    return {(d.item_id, link.item_id) for d in documents for link in index.related(d, limit=99)}


def test_links_that_users_rejected_make_fewer_be_shown_and_kept_ones_more(fitted):
    model, documents = fitted
    before = shown(documents, model)
    assert shown(documents, recalibrated(judge(documents, model, kept=False), model)) < before
    assert shown(documents, recalibrated(judge(documents, model, kept=True), model)) >= before


def test_a_fit_learns_from_what_users_judged(fit, fitted):
    again, _, documents = fit
    model, _ = fitted
    rejected = judge(documents, model, kept=False)
    assert shown(documents, again(rejected)) == shown(documents, recalibrated(rejected, model))


def test_a_fit_learns_from_what_sources_state_and_from_statements_taken_back(fit):
    again, items, documents = fit
    query = next(d for d in documents if d.item_id == "socialforum-hovedstaden/2021-05-28/7")
    stated = [replace(one, committee="") for one in items]
    undone = [replace(one, cases=about(one.document.item_id)) for one in stated]
    sure, unsure = (likely(documents, again(stated=some), query) for some in (stated, undone))
    first = "socialforum-hovedstaden/2020-11-19/2"
    assert sure[first] > unsure.get(first, 0)


def test_what_users_judged_does_not_change_how_links_rank(fitted):
    model, documents = fitted
    again = recalibrated(judge(documents, model, kept=False), model)
    query = next(d for d in documents if d.item_id == "socialforum-hovedstaden/2021-05-28/7")
    assert list(likely(documents, again, query)) == list(likely(documents, model, query))


def test_a_single_judgement_says_little():
    fusion = Fusion(weights=np.array([2.0]), intercept=-1.0, cutoff=0.5)
    one = recalibrate(fusion, np.array([0.9]), np.array([False]))
    many = recalibrate(fusion, np.full(40, 0.9), np.zeros(40, dtype=bool))
    sure = np.array([[1.6]])
    assert fusion.probability(sure) > one.probability(sure) > 0.5 > many.probability(sure)


def test_judged_links_of_items_that_are_gone_are_left_out(fitted):
    model, documents = fitted
    judged = Judged(documents=documents, kept={("a/2020-01-01/1", "b"): True})
    assert recalibrated(judged, model) is model


def test_links_that_users_kept_or_rejected_are_read_from_the_archive(archive, put, minutes_of):
    old = ("Herberget", "Herberget har tolv senge."), ("Kørsel", "Busserne kører hver time.")
    put(minutes_of(*old, date=dt.date(2022, 1, 20)))
    put(minutes_of(("Senge", "Herberget får flere senge."), source="ny.txt"))
    item, first, second = (f"forum-aeroe/{name}" for name in ("2023-01-20/1", "2022-01-20/1", "2022-01-20/2"))
    signed = Signature(by="Lise", why="læst", at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    archive.correct(
        item, [LinkChange(earlier=first, kept=True), LinkChange(earlier=second, kept=False)], signed
    )
    judged = read_judged(archive, "tiny")
    assert judged.kept == {(item, first): True, (item, second): False}
    assert {document.item_id for document in judged.documents} == {item, first, second}
    assert read_judged(archive, "another").documents == []


def test_a_link_rejected_in_the_archive_makes_the_program_less_sure_of_others(
    archive, put, minutes_of, word_links
):
    put(minutes_of(("Herberget", "Herberget har tolv senge."), date=dt.date(2022, 1, 20)))
    put(minutes_of(("Herberget", "Herberget har tolv senge."), source="ny.txt"))
    item, earlier = "forum-aeroe/2023-01-20/1", "forum-aeroe/2022-01-20/1"
    signed = Signature(by="Lise", why="læst", at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    archive.correct(item, [LinkChange(earlier=earlier, kept=False)], signed)
    again = recalibrated(read_judged(archive, "tiny"), word_links)
    other = np.full((1, len(FEATURES)), 0.2)
    assert again.fusion.probability(other) < word_links.fusion.probability(other)
