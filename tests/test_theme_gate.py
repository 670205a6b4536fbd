"""The gate between a challenger and what serves: when a theme is lost, and when nothing is said."""

from dataclasses import replace

import numpy as np
import pytest

from pipeline.cli.models import show_contests
from pipeline.themes.examples import LabelledItem
from pipeline.themes.features import under_title
from pipeline.themes.versions import Version
from pipeline.training.archived import decided_by
from pipeline.training.gate import Verdict, compare
from pipeline.training.intervals import Interval, f1_difference, f1_interval, f1_of_counts
from pipeline.training.pictures import draw_pictures, draw_scores
from pipeline.training.theme_scores import Judgements
from pipeline.training.themes import _since_champion

NOTHING = under_title("Sag", (), np.zeros((0, 2), dtype=np.float32))


def items(gold, known=None):
    return [
        LabelledItem(
            id=f"f/{at}", item=NOTHING, themes=frozenset({"tilsyn"} if has else ()), about=None, group="f",
            known=known,
        )
        for at, has in enumerate(gold)
    ]  # fmt: skip


def said(probabilities):
    values = np.array(probabilities, dtype=float)[:, None]
    return Judgements(
        ids=tuple(f"f/{at}" for at in range(len(values))), themes=("tilsyn",), probabilities=values,
        assigned=values >= 0.5,
    )  # fmt: skip


GOLD = [True, False] * 30
RIGHT = [0.9, 0.1] * 30


def verdict(before, after, gold=GOLD, known=None):
    return Verdict(contests=compare("frozen", items(gold, known), said(before), said(after)))


def test_a_challenger_that_decides_the_same_is_promoted():
    assert verdict(RIGHT, RIGHT).promoted


def test_a_theme_that_loses_beyond_its_interval_is_refused_by_name():
    found = verdict(RIGHT, [0.9, 0.1] * 15 + [0.1, 0.9] * 15)
    assert not found.promoted
    assert found.reason == "refused: tilsyn (frozen) would lose"
    assert [contest.lost for contest in found.contests] == [True]


def test_the_comparison_is_told_in_danish(capsys):
    show_contests(verdict(RIGHT, [0.9, 0.1] * 15 + [0.1, 0.9] * 15).contests)
    head, line = capsys.readouterr().out.splitlines()
    assert head.split()[:2] == ["punkter", "tema"]
    assert line.startswith("det annoterede korpus (60)")
    assert line.endswith("  taber")


def test_blurred_probabilities_are_refused_though_every_decision_stands():
    assert not verdict(RIGHT, [0.6, 0.4] * 30).promoted


def test_one_item_among_many_may_go_the_other_way():
    assert verdict(RIGHT, [0.45, *RIGHT[1:]]).promoted


def test_few_items_decide_nothing():
    (few,) = verdict(RIGHT[:10], [0.1, 0.9] * 5, GOLD[:10]).contests
    (many,) = verdict(RIGHT, RIGHT).contests
    assert Verdict(contests=(few, many)).promoted


def corrected(before, after, gold):
    """A verdict on few items that persons corrected, and on many others that are as they were."""
    few = compare("corrected", items(gold), said(before), said(after), least=1)
    return Verdict(contests=(*few, *verdict(RIGHT, RIGHT).contests))


@pytest.mark.parametrize(
    ("before", "after", "gold"),
    [
        ([0.75], [0.38], [True]),  # the decision turned, and the log loss grew by 0.68
        ([0.95], [0.85], [True]),  # still right, but less sure
        ([0.20], [0.10], [True]),  # wrong before, and surer of it
        ([0.2, 0.9, 0.8], [0.6, 0.4, 0.3], [False, True, True]),
    ],
)
def test_what_was_corrected_may_not_get_worse_however_little_it_is(before, after, gold):
    assert corrected(before, after, gold).reason == "refused: tilsyn (corrected) would lose"


@pytest.mark.parametrize(("before", "after"), [(0.3, 0.3), (0.3, 0.6), (0.9, 0.88)])
def test_what_was_corrected_need_not_be_learned_at_once(before, after):
    assert corrected([before], [after], [True]).promoted


def test_corrections_alone_are_too_little_to_compare():
    assert not Verdict(
        contests=compare("corrected", items([True]), said([0.3]), said([0.6]), least=1)
    ).compared


class Store:
    """Serves a version that had read the log up to an entry."""

    champion = 1

    def version(self, number):
        return Version(number=number, trained_on="", made="", position=1, corrected=1)


def test_only_what_the_champion_knew_nothing_of_is_judged_held_out():
    corpus = [replace(one, id="ærø/2020-01-01/3", group="ærø") for one in items([True])]
    ids = ("ø/2021-01-01/1", "ø/2021-01-01/2", "ærø/2020-01-01/3", "å/2022-01-01/1")
    people = [replace(one, id=name) for one, name in zip(items([True] * 4), ids, strict=True)]
    since = decided_by([replace(one, known=frozenset({"tilsyn"})) for one in people], "Åse")
    unseen, seen = _since_champion(corpus, since, Store())
    assert [one.id for one in unseen] == ["å/2022-01-01/1"]
    # The first was learned by the champion, so the second's meeting was; the third is of the corpus.
    assert [one.id for one in seen] == ["ø/2021-01-01/2", "ærø/2020-01-01/3"]


@pytest.mark.parametrize("contests", [(), verdict(RIGHT[:10], RIGHT[:10], GOLD[:10]).contests])
def test_who_was_compared_on_nothing_or_on_too_little_is_refused(contests):
    found = Verdict(contests=contests)
    assert not found.promoted
    assert found.reason.startswith("refused: nothing compared, for no theme are there 20 items")


def test_items_nobody_labelled_for_a_theme_are_left_out():
    assert verdict(RIGHT, RIGHT, known=frozenset({"misbrug"})).contests == ()


def test_an_interval_holds_the_figure_and_narrows_with_items():
    gold = np.array(GOLD)
    assigned = gold ^ (np.arange(60) % 10 == 0)
    few, many = f1_interval(gold[:20], assigned[:20]), f1_interval(np.tile(gold, 9), np.tile(assigned, 9))
    assert many.low < many.value < many.high
    assert many.high - many.low < few.high - few.low


def test_the_same_draws_are_used_for_both_so_that_equals_do_not_differ():
    gold = np.array(GOLD)
    difference = f1_difference(gold, ~gold, ~gold)
    assert (difference.value, difference.low, difference.high) == (0, 0, 0)


def test_judgements_are_read_as_they_were_written(tmp_path):
    said(RIGHT).write(tmp_path)
    read = Judgements.read(tmp_path)
    assert (read.ids, read.themes) == (said(RIGHT).ids, ("tilsyn",))
    assert np.array_equal(read.probabilities, said(RIGHT).probabilities)
    assert np.array_equal(read.assigned, said(RIGHT).assigned)


@pytest.mark.parametrize("name", ["confusion.png", "calibration.png", "thresholds.png"])
def test_every_picture_has_a_panel_a_theme(name):
    (panel,) = draw_pictures(items(GOLD), said(RIGHT))[name].axes
    assert panel.get_title() == "tilsyn"


def test_counts_of_passages_are_drawn_by_passage():
    once = f1_of_counts(np.array([[4, 1, 1], [0, 2, 2]] * 10))
    assert once.value == pytest.approx(80 / 140)
    assert once.low < once.value < once.high


def test_scores_are_drawn_with_their_intervals_a_panel_a_set():
    sure = Interval(value=0.9, low=0.8, high=0.95)
    panels = draw_scores({"forum": {"PERSON": sure}, "news": {"PERSON": sure}})["f1.png"].axes
    assert [panel.get_title() for panel in panels] == ["forum", "news"]
    assert draw_scores({}) == {}
