"""How well links are, by grades: where the cut-off lies, and how a ranking is measured."""

import numpy as np
import pytest

from pipeline.links.answers import Scored
from pipeline.training.links.fit import Aim
from pipeline.training.links.measure import ndcg


def held_out(scores, grades, here=None):
    """Return one query's scores and grades, as they come of a fit without its committee."""
    matters = np.zeros(len(scores), dtype=np.int64) if here is None else np.array(here)
    return Scored(scores=np.array(scores), here=matters), np.array(grades, dtype=float)


def test_the_cutoff_is_the_lowest_with_enough_right():
    found = [held_out([0.9, 0.6, 0.2], [2, 1, 0]), held_out([0.5], [0])]
    assert Aim(precision=0.75).cutoff(found) == 0.6
    assert Aim(precision=0.5).cutoff(found) == 0.2
    assert Aim(precision=0.5, least=0.4).cutoff(found) == 0.4


def test_what_is_hidden_beside_a_surer_link_does_not_raise_the_cutoff():
    found = [held_out([0.9, 0.35], [2, 0]), held_out([0.3], [1])]
    assert Aim(precision=0.8).cutoff(found) == 0.9
    assert Aim(precision=0.8, share=0.5).cutoff(found) == 0.3


def test_nothing_is_shown_where_nothing_is_right():
    assert Aim(precision=0.5).cutoff([held_out([0.9], [0])]) == 1.0


def test_a_doubtful_link_is_hidden_beside_a_sure_one_of_its_own_matter_only():
    scored, _ = held_out([0.9, 0.5, 0.5], [2, 0, 0], here=[0, 0, 1])
    assert scored.shown(cutoff=0.4, share=0.6).tolist() == [True, False, True]


@pytest.mark.parametrize(("scores", "value"), [([3, 2, 1], 1.0), ([2, 3, 1], 0.6309), ([1, 2, 3], 0.5)])
def test_ndcg_falls_with_the_place_of_what_is_right(scores, value):
    assert ndcg(np.array(scores, dtype=float), np.array([2.0, 0.0, 0.0])) == pytest.approx(value, abs=1e-3)
