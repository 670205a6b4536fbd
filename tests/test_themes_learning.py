"""What is learned of themes: of few examples, of new themes, held out, and how surely."""

from dataclasses import replace

import numpy as np
import pytest
from themed import (
    ABOUT,
    FRIVILLIG,
    PLAIN,
    REGISTER,
    about_volunteers,
    fit_themes,
    make_examples,
    make_item,
    make_tagger,
    score,
)

from pipeline.errors import ModelError
from pipeline.themes import ThemeTagger
from pipeline.themes.card import undecided_band
from pipeline.themes.examples import LabelledItem, tabulate
from pipeline.themes.fit import score_folds
from pipeline.themes.learn import fit_zero_shot, learn_theme, zero_shot_odds
from pipeline.themes.splits import Subset


@pytest.fixture
def examples(encoder):
    return make_examples(encoder)


@pytest.fixture
def tagger(examples, encoder):
    return make_tagger(examples, REGISTER, encoder)


def test_a_theme_without_examples_works_from_its_words(examples, encoder):
    model = fit_themes(examples, REGISTER, encoder)
    tagger = ThemeTagger(model, (*REGISTER, FRIVILLIG), encoder)
    about = make_item(
        encoder, "Frivillige på Ågården", ["De frivillige hjælper hver dag.", "Frivilligheden støttes."]
    )
    assert score(tagger, about, "frivillighed").assigned
    assert not score(tagger, make_item(encoder, "Mødeplan", PLAIN), "frivillighed").assigned


def test_one_labelled_item_brings_a_new_theme_nearer(examples, encoder):
    labelled, like_it = about_volunteers(encoder)
    register = (*REGISTER, FRIVILLIG)
    before, after = (
        ThemeTagger(fit_themes(some, register, encoder), register, encoder)
        for some in (examples, [*examples, labelled])
    )
    far = make_item(encoder, "Mødeplan", [PLAIN[2]])
    nearer, other = (
        score(after, item, "frivillighed").probability - score(before, item, "frivillighed").probability
        for item in (like_it, far)
    )
    assert nearer > 0.01
    assert nearer > 2 * other


def test_labelled_items_of_a_new_theme_leave_the_learned_ones_as_they_were(examples, encoder):
    models = [
        fit_themes(some, (*REGISTER, FRIVILLIG), encoder)
        for some in (examples, [*examples, about_volunteers(encoder)[0]])
    ]
    assert models[0].card.themes == models[1].card.themes == ("tilsyn", "misbrug")
    items = [one.item for one in examples]
    before, after = (ThemeTagger(model, REGISTER, encoder).score(items) for model in models)
    for first, second in zip(before, after, strict=True):
        assert [one.assigned for one in first] == [one.assigned for one in second]


def everything(data):
    return Subset.of(data, np.ones(len(data.items), dtype=bool))


def test_a_new_theme_is_judged_by_what_the_others_were_like_when_they_played_the_new_one(examples, encoder):
    data = tabulate(examples, REGISTER, encoder)
    subset = everything(data)
    judge = fit_zero_shot(subset)
    for name in subset.themes:
        others, theme = fit_zero_shot(subset.without_theme(name)), data.themes[name]
        odds = zero_shot_odds(theme, theme.features, others.passages, others.subjects)
        odds = judge.items.odds(odds.item_features(data, theme.words))
        assert odds[theme.assigned].min() > odds[~theme.assigned].max()


def test_one_committee_is_not_enough_to_learn_from(examples, encoder):
    with pytest.raises(ModelError, match="two committees"):
        fit_themes([one for one in examples if one.group == "forum-0"], REGISTER, encoder)


def test_items_without_a_theme_teach_none(examples, encoder):
    with pytest.raises(ModelError, match="5 examples"):
        fit_themes([one for one in examples if not one.themes], REGISTER, encoder)


def test_the_same_examples_give_the_same_model(examples, encoder):
    first, second = (fit_themes(examples, REGISTER, encoder) for _ in range(2))
    assert first.card == second.card
    item = [examples[3].item]
    assert ThemeTagger(first, REGISTER, encoder).score(item) == ThemeTagger(second, REGISTER, encoder).score(
        item
    )


def test_an_item_nobody_marked_still_teaches_which_items_have_a_theme(examples, encoder):
    unmarked = [replace(one, about=None) if one.group == "forum-0" else one for one in examples]
    model = fit_themes(unmarked, REGISTER, encoder)
    item = make_item(encoder, "Nyt om Ågården", [PLAIN[0], *ABOUT["misbrug"]])
    assert score(ThemeTagger(model, REGISTER, encoder), item, "misbrug").assigned


def test_a_case_never_lies_on_both_sides_of_a_split(examples, encoder):
    shared = [
        replace(one, cases=frozenset({"sag"})) if at in (0, 1) else one for at, one in enumerate(examples)
    ]
    data = tabulate(shared, REGISTER, encoder)
    subset = everything(data)
    for fold in subset.folds:
        learned = subset.without(fold).items
        assert not (fold.items & learned).any()
        cases = [one.cases for one, held_out in zip(shared, fold.items, strict=True) if held_out]
        assert not any(
            one.cases & case for case in cases for one, use in zip(shared, learned, strict=True) if use
        )
    assert data.grouped(data.groups == "forum-0")[1]  # of another group, of the same case


def test_folds_judged_together_have_the_scores_of_each_alone(examples, encoder):
    data = tabulate(examples, REGISTER, encoder)
    folds = everything(data).folds
    alone = [score_folds(data, [fold]) for fold in folds]
    together = score_folds(data, folds)
    for at, scores in ((at, scores) for one in alone for at, scores in one.items()):
        for first, second in zip(scores, together[at], strict=True):
            assert first.probability == pytest.approx(second.probability, abs=1e-3)


def test_items_held_out_are_judged_as_by_a_model_that_never_saw_them(examples, encoder):
    data = tabulate(examples, REGISTER, encoder)
    fold = everything(data).folds[0]
    rest = [one for one, held_out in zip(examples, fold.grouped, strict=True) if not held_out]
    alone = ThemeTagger(fit_themes(rest, REGISTER, encoder), REGISTER, encoder)
    for at, scores in score_folds(data, [fold]).items():
        (expected,) = alone.score([examples[at].item])
        for first, second in zip(scores, expected, strict=True):
            assert first.probability == pytest.approx(second.probability, abs=2e-3)


def test_the_band_holds_the_probabilities_that_are_often_wrong():
    probabilities = np.array([0.1] * 20 + [0.45] * 10 + [0.9] * 20)
    truth = np.array([False] * 20 + [True, False] * 5 + [True] * 20)
    lower, upper = undecided_band(probabilities, truth, 0.5)
    assert 0.1 < lower < 0.45
    assert 0.5 <= upper < 0.9


def test_surely_right_decisions_leave_no_band():
    probabilities, truth = np.array([0.02] * 30 + [0.98] * 30), np.array([False] * 30 + [True] * 30)
    lower, upper = undecided_band(probabilities, truth, 0.5)
    assert 0.02 < lower <= 0.5 <= upper < 0.98


def test_the_corpus_teaches_nothing_of_a_theme_that_came_later(examples, encoder):
    old = [replace(one, known=frozenset({"tilsyn"})) for one in examples]
    data = tabulate(old, REGISTER, encoder)
    known = data.themes["misbrug"].known
    assert all(data.themes["tilsyn"].known)
    assert [bool(flag) for flag in known] == ["misbrug" not in one.themes for one in examples]


def test_a_passage_of_the_lessons_teaches_more_than_one_of_an_item(examples, encoder):
    odd = make_item(encoder, "Ridning", ["Der rides om lørdagen."])
    themes = frozenset({"tilsyn"})
    alone = LabelledItem(id="p/2", item=odd, themes=themes, about=(themes,), group="", whole=False)

    def judged(one):
        data = tabulate([*examples, one], REGISTER, encoder)
        (learned,) = learn_theme([everything(data)], "tilsyn")
        return learned.held_out.passages[-1]

    assert judged(alone) > judged(replace(alone, group="forum-0", whole=True)) + 0.01
