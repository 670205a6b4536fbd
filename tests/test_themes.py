"""Themes of items: what is learned from some invented items, and what is shown for it."""

import json
from dataclasses import replace

import numpy as np
import pytest

from pipeline.domain import Passage, SectionName
from pipeline.errors import ModelError, ModelNotFoundError
from pipeline.files import seal
from pipeline.knowledge.themes import ThemeDefinition
from pipeline.themes import ThemeTagger, load_themes, tag_items
from pipeline.themes.card import undecided_band
from pipeline.themes.examples import LabelledItem, tabulate
from pipeline.themes.features import some_passages, under_title
from pipeline.themes.fit import fit_model, score_folds
from pipeline.themes.learn import fit_zero_shot, learn_theme, zero_shot_odds
from pipeline.themes.splits import Subset
from pipeline.themes.store import read_model, write_model

TILSYN = ThemeDefinition(
    name="tilsyn",
    label="Tilsyn",
    definition="Tilsyn og påbud",
    terms=("*tilsyn*", "påbud*"),
    hints=("besøg*",),
)
MISBRUG = ThemeDefinition(
    name="misbrug",
    label="Misbrug",
    definition="Rusmidler",
    terms=("rusmid*", "alkohol*"),
    hints=("behandling*",),
)
FRIVILLIG = ThemeDefinition(
    name="frivillighed", label="Frivillighed", definition="Frivilligt arbejde", terms=("frivillig*",)
)
REGISTER = (TILSYN, MISBRUG)
PLAIN = (
    "Mødet holdes på rådhuset.",
    "Budgettet blev godkendt uden bemærkninger.",
    "Planen følges op til næste år.",
)
ABOUT = {
    "tilsyn": ("Socialtilsynet gav et påbud efter et besøg.", "Tilsynet førte til to påbud på Ågården."),
    "misbrug": ("Rusmiddelcentret tilbyder behandling.", "Alkoholbehandling og rusmidler fylder mere."),
}


def make_item(encoder, title, texts, sections=()):
    passages, start = [], 0
    for at, text in enumerate(texts):
        section = sections[at] if at < len(sections) else SectionName.BAGGRUND
        passages.append(
            Passage(
                item_id="x", section=section, start=start, end=start + len(text), text=text, path=(title,)
            )
        )
        start += len(text) + 1
    return under_title(title, tuple(passages), encoder.encode(passages).vectors)


def make_example(encoder, number, themes):
    texts = [PLAIN[number % 3], *(text for theme in themes for text in ABOUT[theme]), PLAIN[(number + 1) % 3]]
    marks = [frozenset({theme for theme in themes if text in ABOUT[theme]}) for text in texts]
    title = f"Sag {number}" if number % 2 else f"Sag om {' og '.join(themes) or 'budget'}"
    return LabelledItem(
        id=f"forum/{number}",
        item=make_item(encoder, title, texts),
        themes=frozenset(themes),
        about=tuple(marks),
        group=f"forum-{number % 4}",
    )


@pytest.fixture
def examples(encoder):
    kinds = ((), ("tilsyn",), (), ("misbrug",), ("tilsyn", "misbrug"))
    return [make_example(encoder, number, kinds[number % 5]) for number in range(40)]


def fit_themes(examples, register, encoder):
    return fit_model(tabulate(examples, register, encoder))


@pytest.fixture
def tagger(examples, encoder):
    return ThemeTagger(fit_themes(examples, REGISTER, encoder), REGISTER, encoder)


def score(tagger, item, theme):
    (scores,) = tagger.score([item])
    return next(one for one in scores if one.theme == theme)


def test_an_item_gets_the_themes_it_is_about_and_no_other(tagger, encoder):
    item = make_item(encoder, "Nyt om Ågården", [PLAIN[0], *ABOUT["tilsyn"]])
    (scores,) = tagger.score([item])
    assert [(one.theme, one.assigned) for one in scores] == [("tilsyn", True), ("misbrug", False)]


def test_the_first_evidence_is_the_passage_that_carries_the_theme_and_then_its_words(tagger, encoder):
    item = make_item(encoder, "Nyt om Ågården", [PLAIN[0], ABOUT["tilsyn"][1], PLAIN[1]])
    text = "\n".join(passage.text for passage in item.passages)
    shown = [text[one.start : one.end] for one in score(tagger, item, "tilsyn").evidence]
    assert shown[:3] == [ABOUT["tilsyn"][1], "Tilsynet", "påbud"]


def test_passages_that_say_nothing_of_a_theme_are_no_evidence_of_it(tagger, encoder):
    item = make_item(encoder, "Nyt om Ågården", [PLAIN[0], *ABOUT["tilsyn"], PLAIN[1]])
    about = item.passages[1:3]
    for one in score(tagger, item, "tilsyn").evidence:
        assert any(passage.start <= one.start < one.end <= passage.end for passage in about)


def test_without_the_shown_evidence_the_probability_falls(tagger, encoder, examples):
    for example in examples[:10]:
        for theme in example.themes:
            before = score(tagger, example.item, theme)
            shown = {(one.start, one.end) for one in before.evidence}
            left = [at for at, p in enumerate(example.item.passages) if (p.start, p.end) not in shown]
            rest = some_passages(example.item, left)
            assert score(tagger, rest, theme).probability < before.probability


def test_an_unlikely_theme_is_not_explained(tagger, encoder):
    assert score(tagger, make_item(encoder, "Mødeplan", PLAIN), "tilsyn").evidence == ()


def test_an_item_without_text_has_no_theme(tagger, encoder):
    assert not any(one.assigned for one in tagger.score([make_item(encoder, "Lukket punkt", [])])[0])


def test_no_items_have_no_scores(tagger):
    assert tagger.score([]) == ()


def test_a_repeated_title_says_no_more_than_the_title(tagger, encoder):
    title = "Tilsyn på Ågården"
    once = make_item(encoder, title, list(ABOUT["tilsyn"]))
    again = make_item(encoder, title, [title, *ABOUT["tilsyn"]], [SectionName.TITEL])
    assert score(tagger, again, "tilsyn").probability == score(tagger, once, "tilsyn").probability


def make_bundle(encoder, title, *parts):
    """An item with an introduction, and under each sub-heading some paragraphs."""
    passages, start = [], 0
    for heading, *texts in (("", PLAIN[0]), *parts):
        head = [(SectionName.TITEL, heading, (title,))] if heading else []
        under = (title, heading) if heading else (title,)
        for section, text, path in (*head, *((SectionName.BAGGRUND, text, under) for text in texts)):
            end = start + len(text)
            passages.append(Passage(item_id="x", section=section, start=start, end=end, text=text, path=path))
            start = end + 1
    return under_title(title, tuple(passages), encoder.encode(passages).vectors)


PARTS = (("Ågården", *ABOUT["tilsyn"]), ("Ny kontrakt", PLAIN[1]), ("Behandling", *ABOUT["misbrug"]))


def test_each_matter_of_an_information_item_has_its_own_themes(tagger, encoder):
    item = make_bundle(encoder, "Orienteringer", *PARTS)
    (found,) = tag_items(tagger, [item])
    told = [(m.title, [score.theme for score in m.themes if score.assigned]) for m in found.matters]
    assert told == [("Ågården", ["tilsyn"]), ("Ny kontrakt", []), ("Behandling", ["misbrug"])]
    assert found.themes == tagger.score([item])[0]


def test_a_matter_reaches_from_its_sub_heading_to_its_last_paragraph(tagger, encoder):
    item = make_bundle(encoder, "Orienteringer", *PARTS)
    text = "\n".join(passage.text for passage in item.passages)
    (found,) = tag_items(tagger, [item])
    assert [text[m.start : m.end] for m in found.matters] == ["\n".join(part) for part in PARTS]


@pytest.mark.parametrize(("title", "parts"), [("Tilsyn på Ågården", PARTS), ("Orienteringer", PARTS[:1])])
def test_an_item_about_one_matter_has_no_parts(tagger, encoder, title, parts):
    (found,) = tag_items(tagger, [make_bundle(encoder, title, *parts)])
    assert found.matters == ()


def test_a_matter_is_judged_as_part_of_an_information_item(encoder):
    judged = []

    class Tagger:
        def score(self, items, *, sub_items=False):
            judged.extend((sub_items, one.item.title, len(one.passages)) for one in items)
            return [() for _ in items]

    tag_items(Tagger(), [make_bundle(encoder, "Orienteringer", *PARTS)])
    assert [one for one in judged if one[0]] == [
        (True, "Orienteringer: Ågården", 3),
        (True, "Orienteringer: Ny kontrakt", 2),
        (True, "Orienteringer: Behandling", 3),
    ]


def test_a_matter_of_two_sections_is_judged_once_and_reaches_over_the_first(tagger, encoder):
    item = make_bundle(encoder, "Orienteringer", *PARTS, PARTS[0])
    (found,) = tag_items(tagger, [item])
    assert [matter.title for matter in found.matters] == ["Ågården", "Ny kontrakt", "Behandling"]
    assert found.matters[0].end < found.matters[1].start


def test_items_are_scored_alone_as_together(tagger, encoder, examples):
    together = tagger.score([example.item for example in examples[:6]])
    assert list(together) == [tagger.score([example.item])[0] for example in examples[:6]]


def test_a_theme_without_examples_works_from_its_words(examples, encoder):
    model = fit_themes(examples, REGISTER, encoder)
    tagger = ThemeTagger(model, (*REGISTER, FRIVILLIG), encoder)
    about = make_item(
        encoder, "Frivillige på Ågården", ["De frivillige hjælper hver dag.", "Frivilligheden støttes."]
    )
    assert score(tagger, about, "frivillighed").assigned
    assert not score(tagger, make_item(encoder, "Mødeplan", PLAIN), "frivillighed").assigned


@pytest.fixture
def about_volunteers(encoder):
    """An item of a theme that was not learned, and one like it."""
    labelled = LabelledItem(
        id="forum/90",
        item=make_item(encoder, "Nyt fra huset", ["Besøgsvennerne læser højt hver tirsdag.", PLAIN[1]]),
        themes=frozenset({"frivillighed"}),
        about=None,
        group="forum-1",
        known=frozenset({"frivillighed"}),
    )
    return labelled, make_item(encoder, "Nyt", ["Besøgsvennerne læser højt hver fredag."])


def test_one_labelled_item_brings_a_new_theme_nearer(examples, encoder, about_volunteers):
    labelled, like_it = about_volunteers
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


def test_what_labelled_items_of_a_new_theme_taught_is_kept_on_disk(
    tmp_path, examples, encoder, about_volunteers
):
    labelled, like_it = about_volunteers
    register = (*REGISTER, FRIVILLIG)
    model = fit_themes([*examples, labelled], register, encoder)
    write_model(model, tmp_path)
    assert model.few_shot.keys() == {"frivillighed"}
    before, after = ThemeTagger(model, register, encoder), load_themes(tmp_path, register, encoder)
    assert before.score([like_it]) == after.score([like_it])


def test_labelled_items_of_a_new_theme_leave_the_learned_ones_as_they_were(
    examples, encoder, about_volunteers
):
    models = [
        fit_themes(some, (*REGISTER, FRIVILLIG), encoder)
        for some in (examples, [*examples, about_volunteers[0]])
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


def test_a_model_on_disk_scores_as_it_did(tmp_path, tagger, encoder, examples):
    write_model(tagger.model, tmp_path)
    read = load_themes(tmp_path, REGISTER, encoder)
    items = [example.item for example in examples[:5]]
    assert read.score(items) == tagger.score(items)


def test_a_model_of_another_encoder_is_refused(tmp_path, tagger, encoder):
    write_model(tagger.model, tmp_path)
    encoder.name = "other"
    with pytest.raises(ModelError, match="made for encoder tiny, not other"):
        load_themes(tmp_path, REGISTER, encoder)


def test_vectors_of_another_length_are_refused(tagger, encoder):
    item = make_item(encoder, "Sag", PLAIN)
    short = replace(item, vectors=item.vectors[:, :8])
    with pytest.raises(ModelError, match="'Sag'"):
        tagger.score([short])


def test_a_missing_model_says_how_to_make_one(tmp_path):
    with pytest.raises(ModelNotFoundError, match="sagsspor train themes"):
        read_model(tmp_path)


def test_a_damaged_model_is_named(tmp_path, tagger):
    write_model(tagger.model, tmp_path)
    (tmp_path / "themes.npz").write_bytes(b"PK")
    with pytest.raises(ModelError, match=r"themes\.npz is damaged"):
        read_model(tmp_path)


def test_a_card_of_another_version_is_named(tmp_path, tagger):
    write_model(tagger.model, tmp_path)
    (tmp_path / "themes.json").write_text(json.dumps({"encoder": "tiny"}), encoding="utf-8")
    with pytest.raises(ModelError, match=r"themes\.json"):
        read_model(tmp_path)


def test_a_file_that_would_load_other_code_is_refused(tmp_path, tagger):
    write_model(tagger.model, tmp_path)
    np.savez(tmp_path / "themes.npz", mean=np.array([Intruder()], dtype=object))
    seal(tmp_path / "themes.npz")
    with pytest.raises(ModelError, match="pickle"):
        read_model(tmp_path)


class Intruder:
    pass


def test_weights_of_another_model_are_refused(tmp_path, tagger):
    write_model(tagger.model, tmp_path)
    other = replace(tagger.model, subjects={"tilsyn": tagger.model.subjects["tilsyn"]})
    write_model(other, tmp_path / "other")
    (tmp_path / "other" / "themes.npz").replace(tmp_path / "themes.npz")
    seal(tmp_path / "themes.npz")
    with pytest.raises(ModelError, match="do not belong together"):
        read_model(tmp_path)


def test_a_model_of_the_earlier_form_is_refused_with_what_to_run(tmp_path, tagger):
    write_model(tagger.model, tmp_path)
    (tmp_path / "themes.npz").rename(tmp_path / "themes.skops")
    with pytest.raises(ModelError, match=r"models promote 0.*sagsspor retrain"):
        read_model(tmp_path)


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


def test_a_theme_is_undecided_within_its_band_alone(tagger, encoder):
    card = replace(tagger.model.card, bands={"tilsyn": (0.4, 0.6)})
    assert [card.doubts("tilsyn", p) for p in (0.39, 0.4, 0.6, 0.61)] == [False, True, True, False]
    model = replace(tagger.model, card=replace(card, bands={"tilsyn": (0.0, 1.0)}))
    item = make_item(encoder, "Nyt om Ågården", [PLAIN[0], *ABOUT["tilsyn"]])
    tilsyn = score(ThemeTagger(model, REGISTER, encoder), item, "tilsyn")
    assert (tilsyn.assigned, tilsyn.undecided) == (True, True)


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
