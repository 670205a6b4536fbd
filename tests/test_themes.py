"""Themes of items: what some invented items taught, and what is shown for it."""

from dataclasses import replace

import pytest
from themed import ABOUT, PLAIN, REGISTER, make_examples, make_item, make_tagger, score

from pipeline.domain import Passage, SectionName
from pipeline.errors import ModelError
from pipeline.themes import ThemeTagger, tag_items
from pipeline.themes.features import some_passages, under_title


@pytest.fixture
def examples(encoder):
    return make_examples(encoder)


@pytest.fixture
def tagger(examples, encoder):
    return make_tagger(examples, REGISTER, encoder)


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


def test_vectors_of_another_length_are_refused(tagger, encoder):
    item = make_item(encoder, "Sag", PLAIN)
    short = replace(item, vectors=item.vectors[:, :8])
    with pytest.raises(ModelError, match="'Sag'"):
        tagger.score([short])


def test_a_theme_is_undecided_within_its_band_alone(tagger, encoder):
    card = replace(tagger.model.card, bands={"tilsyn": (0.4, 0.6)})
    assert [card.doubts("tilsyn", p) for p in (0.39, 0.4, 0.6, 0.61)] == [False, True, True, False]
    model = replace(tagger.model, card=replace(card, bands={"tilsyn": (0.0, 1.0)}))
    item = make_item(encoder, "Nyt om Ågården", [PLAIN[0], *ABOUT["tilsyn"]])
    tilsyn = score(ThemeTagger(model, REGISTER, encoder), item, "tilsyn")
    assert (tilsyn.assigned, tilsyn.undecided) == (True, True)
