"""The review queue: what is asked, in which order, and why; pure, so that every ground is told apart."""

import numpy as np
import pytest

from pipeline.app.queue import (
    Candidate,
    Decision,
    Ground,
    ItemVectors,
    farthest_first,
    review_queue,
)

BAND = (0.3, 0.7)


def candidate(item, probability, *, words=0, theme="misbrug"):
    return Candidate(
        item_id=item, theme=theme, probability=probability, assigned=probability >= 0.5, threshold=0.5,
        band=BAND, words=words,
    )  # fmt: skip


def vectors(**rows):
    return ItemVectors.of({item: np.array(row, dtype=np.float32) for item, row in rows.items()})


NOWHERE = ItemVectors.of({})


def asked(candidates, answers=(), where=NOWHERE, limit=9):
    return [(q.about.item_id, q.ground) for q in review_queue(candidates, answers, where, limit)]


def test_what_the_model_is_undecided_about_is_asked_nearest_to_the_threshold_first():
    found = asked([candidate("a", 0.4), candidate("b", 0.52, words=3), candidate("c", 0.75, words=3)])
    assert found == [("b", Ground.UNDECIDED), ("a", Ground.UNDECIDED)]


def test_a_band_need_not_be_even_about_the_threshold():
    narrow = Candidate(
        item_id="a", theme="t", probability=0.55, assigned=True, threshold=0.5, band=(0.1, 0.6), words=3
    )
    wide = Candidate(
        item_id="b", theme="t", probability=0.4, assigned=False, threshold=0.5, band=(0.1, 0.6), words=0
    )
    assert [item for item, _ in asked([narrow, wide])] == ["b", "a"]


@pytest.mark.parametrize(
    ("probability", "words", "ground"),
    [
        (0.1, 2, [Ground.DISAGREEMENT]),
        (0.1, 1, []),
        (0.9, 0, [Ground.DISAGREEMENT]),
        (0.9, 1, []),
    ],
)
def test_where_word_list_and_model_disagree_is_asked(probability, words, ground):
    assert [g for _, g in asked([candidate("a", probability, words=words)])] == ground


def test_the_surest_disagreement_comes_first():
    found = asked([candidate("a", 0.2, words=2), candidate("b", 0.02, words=2), candidate("c", 0.9)])
    assert [item for item, _ in found] == ["b", "c", "a"]


def test_items_like_one_where_the_model_was_wrong_are_asked_if_it_says_the_same_of_them():
    where = vectors(wrong=[1, 0], near=[0.9, 0.1], far=[-1, 0.2], other=[0.8, 0.2])
    candidates = [
        candidate("near", 0.01), candidate("far", 0.01), candidate("other", 0.99, words=2),
        candidate("near", 0.01, theme="tilsyn"),
    ]  # fmt: skip
    wrong = Decision(item_id="wrong", theme="misbrug", assigned=True, surprising=True)
    found = review_queue(candidates, [wrong], where, 9)
    assert [(q.about.item_id, q.about.theme) for q in found] == [("near", "misbrug"), ("far", "misbrug")]
    assert found[0].reason == "punktet ligner wrong, hvor modellen blev rettet til ja"
    agreed = Decision(item_id="wrong", theme="misbrug", assigned=True, surprising=False)
    assert asked(candidates, [agreed], where) == []


def test_neighbours_are_looked_for_of_the_newest_corrections_only():
    rows = np.eye(60, dtype=np.float32)
    rows[59] = rows[0]
    where = ItemVectors.of({f"i{n}": row for n, row in enumerate(rows)})
    wrong = [Decision(item_id=f"i{n}", theme="misbrug", assigned=True, surprising=True) for n in range(51)]
    asked_with_50, asked_with_51 = (
        review_queue([candidate("i59", 0.01)], answers, where, 9)[0].reason for answers in (wrong[:50], wrong)
    )
    assert asked_with_50.startswith("punktet ligner i0,")
    assert not asked_with_51.startswith("punktet ligner i0,")


def test_the_rest_lies_far_from_what_was_answered_and_asks_about_the_theme_in_most_doubt():
    where = vectors(known=[1, 0], near=[1, 0.1], far=[-1, 0])
    candidates = [
        candidate("near", 0.8, words=2),
        candidate("far", 0.9, words=2),
        candidate("far", 0.72, words=2, theme="tilsyn"),
    ]
    known = Decision(item_id="known", theme="misbrug", assigned=True, surprising=False)
    found = review_queue(candidates, [known], where, 9)
    assert [(q.about.item_id, q.about.theme) for q in found] == [("far", "tilsyn"), ("near", "misbrug")]
    assert {q.ground for q in found} == {Ground.DIVERSE}


def test_what_is_certain_and_agreed_is_never_asked():
    where = vectors(a=[1, 0], b=[0, 1])
    assert asked([candidate("a", 0.01), candidate("b", 0.99, words=5)], where=where) == []


def test_the_grounds_take_turns_and_no_question_comes_twice():
    where = vectors(a=[1, 0], b=[0, 1], c=[-1, 0], d=[0, -1], e=[1, 1])
    candidates = [
        candidate("a", 0.5), candidate("b", 0.45), candidate("c", 0.1, words=3), candidate("d", 0.2, words=2),
        candidate("e", 0.8, words=2),
    ]  # fmt: skip
    found = asked(candidates, where=where)
    assert [item for item, _ in found] == ["a", "c", "b", "d", "e"]
    assert len(set(found)) == 5
    assert asked(candidates, where=where, limit=2) == found[:2]


def test_the_order_given_does_not_matter():
    where = vectors(a=[1, 0], b=[0, 1], c=[-1, 0])
    candidates = [candidate(item, p, words=2) for item, p in (("a", 0.4), ("b", 0.6), ("c", 0.1))]
    assert asked(candidates, where=where) == asked(candidates[::-1], where=where)


def test_each_row_is_the_farthest_from_those_before_it():
    where = ItemVectors(ids=("a", "b", "c", "d"), rows=np.array([[1, 0], [-1, 0], [-0.9, 0.1], [0, 1]]))
    assert [where.ids[at] for at in farthest_first(where, known=["a"])] == ["b", "d", "c"]
    assert list(farthest_first(NOWHERE, known=[])) == []


def test_of_items_that_lie_equally_far_the_first_comes_first():
    where = ItemVectors(ids=("a", "b", "c"), rows=np.array([[1, 0], [0.5, 0], [0.5 - 1e-8, 0]]))
    assert [where.ids[at] for at in farthest_first(where, known=["a"])] == ["b", "c"]
