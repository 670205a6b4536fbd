"""Fitting the links on the corpus: what is right, what is asked, where the cut-off lies."""

from pathlib import Path

import numpy as np
import pytest

from pipeline.links import LinkIndex
from pipeline.training.corpus import read_meeting
from pipeline.training.link_cases import Cases, corpus_documents, print_item, read_cases
from pipeline.training.link_questions import read_questions
from pipeline.training.link_scores import ndcg
from pipeline.training.links import choose_cutoff, fit_links

CORPUS = Path(__file__).parent.parent / "data" / "corpus"
NAMES = ("socialforum-hovedstaden-2020-11-19", "socialforum-hovedstaden-2021-05-28",
         "ssforum-vestjylland-2015-09-04", "ssforum-vestjylland-2016-03-11")  # fmt: skip


@pytest.fixture(scope="module")
def meetings():
    return tuple(read_meeting(CORPUS / f"{name}.md") for name in NAMES)


def about(*own, related=()):
    return Cases(own=frozenset(own), related=frozenset(related))


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


def test_cases_of_sub_headings_count_for_the_item(meetings):
    cases = read_cases(meetings)
    assert "paragraf-110" in cases["socialforum-hovedstaden/2021-05-28/9"].own


def test_printed_items_hold_their_mentions_and_passages(meetings):
    for meeting in meetings:
        for item in meeting.items:
            page = print_item(item)
            assert all(page.text[e.start : e.end] == e.text for e in page.entities)
            assert all(page.text[p.start : p.end] == p.text for p in page.passages)
            assert page.passages


def test_questions_are_about_one_case_and_never_formal(meetings):
    questions = read_questions(meetings)
    assert all(len(question.cases.own) == 1 and question.text for question in questions)
    assert "Vaccination af beboere og ansatte" in {question.text for question in questions}
    assert not any(question.text.startswith("Godkendelse af referat") for question in questions)


def test_the_cutoff_is_the_lowest_with_enough_right():
    scored = [(np.array([0.9, 0.6, 0.2]), np.array([2.0, 1.0, 0.0])), (np.array([0.5]), np.array([0.0]))]
    assert choose_cutoff(scored, 0.75) == 0.6
    assert choose_cutoff(scored, 0.5) == 0.2


def test_nothing_is_shown_where_nothing_is_right():
    assert choose_cutoff([(np.array([0.9]), np.array([0.0]))], 0.5) == 1.0


@pytest.mark.parametrize(("scores", "value"), [([3, 2, 1], 1.0), ([2, 3, 1], 0.6309), ([1, 2, 3], 0.5)])
def test_ndcg_falls_with_the_place_of_what_is_right(scores, value):
    assert ndcg(np.array(scores, dtype=float), np.array([2.0, 0.0, 0.0])) == pytest.approx(value, abs=1e-3)


@pytest.fixture(scope="module")
def fitted(meetings):
    class Hashed:
        """Vectors that say nothing but which text it is: what is learned must come from words."""

        name = "hashed"
        dimension = 16

        def encode(self, passages):
            class Encoded:
                vectors = self.encode_queries([passage.text for passage in passages])

            return Encoded

        def encode_queries(self, texts):
            rows = [np.random.default_rng(sum(map(ord, text))).normal(size=16) for text in texts]
            return np.array([row / np.linalg.norm(row) for row in rows], dtype=np.float32)

    encoder = Hashed()
    return fit_links(meetings, encoder), corpus_documents(meetings, encoder)


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
