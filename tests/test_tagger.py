import itertools

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipeline.domain import Label
from pipeline.encoder import TokenVectors
from pipeline.entities.bio import LABELS, STEPS, TAGS, begins, goes_on, inside_words, runs, viterbi
from pipeline.entities.tagger import Head, Scored, attach, opinion, tag, trimmed
from pipeline.errors import ModelError, ModelNotFoundError

ONE_HOT = Head(weight=9 * np.eye(len(TAGS), dtype=np.float32), bias=np.zeros(len(TAGS), dtype=np.float32))


def tokens_of(text, **tags):
    """One token a word of `text`; a word named in `tags` has that tag's vector."""
    found = [(word, text.index(word)) for word in text.split()]
    numbers = [tags.get(word.strip(".,"), 0) for word, _ in found]
    return TokenVectors(
        offsets=np.array([(at, at + len(word)) for word, at in found], dtype=np.int32).reshape(-1, 2),
        vectors=np.eye(len(TAGS), dtype=np.float32)[numbers],
    )


def tagged(text, tokens):
    scores = ONE_HOT.log_probabilities(tokens.vectors)
    return list(tag(text, [Scored(offsets=tokens.offsets, scores=scores)]))


def best(scores, inside):
    return viterbi([scores], [inside])[0]


def scores_of(tokens):
    shape = (tokens, len(TAGS))
    return hnp.arrays(np.float32, shape, elements=st.floats(-10, 10, width=32))


@st.composite
def scored(draw, most=12):
    tokens = draw(st.integers(0, most))
    return draw(scores_of(tokens)), draw(hnp.arrays(np.bool_, tokens))


@given(scored())
def test_a_mention_goes_on_only_where_one_of_its_label_began(case):
    scores, inside = case
    before = 0
    for tag_number in best(scores, inside).tolist():
        if tag_number and tag_number % 2 == 0:
            assert before in (tag_number, tag_number - 1)
        before = tag_number


@given(scored())
def test_a_word_is_never_cut(case):
    scores, inside = case
    path = best(scores, inside)
    for at in range(1, len(path)):
        if inside[at]:
            assert path[at] == 0 if path[at - 1] == 0 else path[at] == path[at - 1] + path[at - 1] % 2


@settings(max_examples=25, deadline=None)
@given(scored(most=3))
def test_no_allowed_sequence_of_tags_scores_more(case):
    scores, inside = case
    rows = range(len(scores))

    def total(path):
        steps = sum(STEPS[int(inside[at]), path[at - 1], path[at]] for at in rows[1:])
        first = -1e9 if len(path) and path[0] and path[0] % 2 == 0 else 0.0
        return float(steps) + first + sum(float(scores[at, path[at]]) for at in rows)

    most = max(total(path) for path in itertools.product(range(len(TAGS)), repeat=len(scores)))
    assert total(best(scores, inside).tolist()) == pytest.approx(most, abs=1e-3)


@given(st.lists(scored(), max_size=4))
def test_texts_are_tagged_alike_together_and_alone(cases):
    together = viterbi([scores for scores, _ in cases], [inside for _, inside in cases])
    assert [path.tolist() for path in together] == [best(*case).tolist() for case in cases]


@given(scored())
def test_mentions_follow_each_other_and_hold_every_tagged_token(case):
    path = best(*case)
    found = list(runs(path))
    covered = [at for run in found for at in range(run.first, run.last)]
    assert covered == np.flatnonzero(path).tolist()
    assert all(path[run.first] == begins(run.label) for run in found)


def test_neighbouring_mentions_of_one_label_stay_two():
    tags = [begins(Label.PERSON), goes_on(Label.PERSON), begins(Label.PERSON)]
    assert [(run.first, run.last, run.label) for run in runs(tags)] == [
        (0, 2, Label.PERSON),
        (2, 3, Label.PERSON),
    ]


@pytest.mark.parametrize(
    ("text", "offsets", "expected"),
    [
        ("Ærøs", [(0, 2), (2, 4)], [False, True]),
        ("på Ærø", [(0, 2), (3, 6)], [False, False]),
        ("12kr", [(0, 2), (2, 4)], [False, False]),
        ("2023", [(0, 2), (2, 4)], [False, True]),
        ("Aa-Bb", [(0, 2), (2, 3), (3, 5)], [False, False, False]),
        ("ab\u00a0cd", [(0, 2), (3, 5)], [False, False]),
    ],
)
def test_a_word_is_letters_or_digits_with_nothing_between(text, offsets, expected):
    assert inside_words(text, np.array(offsets, dtype=np.int32)).tolist() == expected


def test_token_vectors_become_mentions_with_their_scores():
    text = "Åse Ærøskov mødte KL."
    tokens = tokens_of(
        text, Åse=begins(Label.PERSON), Ærøskov=goes_on(Label.PERSON), KL=begins(Label.INSTITUTION)
    )
    found = tagged(text, tokens)
    assert [(text[one.start : one.end], one.label) for one in found] == [
        ("Åse Ærøskov", Label.PERSON),
        ("KL", Label.INSTITUTION),
    ]
    assert all(0.99 < one.score <= 1 for one in found)


def test_a_doubtful_mention_scores_less_than_a_sure_one():
    tokens = tokens_of("KL", KL=begins(Label.INSTITUTION))
    doubtful = TokenVectors(offsets=tokens.offsets, vectors=tokens.vectors * 0.4)
    (sure,), (unsure,) = tagged("KL", tokens), tagged("KL", doubtful)
    assert unsure.score < sure.score


@given(st.text(), scored())
def test_any_text_has_mentions_within_it_that_do_not_overlap(text, case):
    scores, _ = case
    cuts = np.linspace(0, len(text), len(scores) + 1).astype(np.int32)
    tokens = TokenVectors(offsets=np.stack([cuts[:-1], cuts[1:]], axis=1), vectors=scores)
    end = 0
    for one in tagged(text, tokens):
        assert end <= one.start <= one.end <= len(text)
        assert 0 <= one.score <= 1 + 1e-5
        end = one.end


@pytest.mark.parametrize(
    ("mention", "label", "kept"),
    [
        ("2019.", Label.DATE, "2019"),
        ("6,1 mio. kr.", Label.AMOUNT, "6,1 mio. kr."),
        ("12 kr.)", Label.AMOUNT, "12 kr."),
        ("Ærø Kommune,", Label.MUNICIPALITY, "Ærø Kommune"),
        ("Egehuset”", Label.INSTITUTION, "Egehuset"),
        ("...", Label.DATE, "..."),
    ],
)
def test_signs_glued_to_the_last_word_are_cut_off(mention, label, kept):
    assert mention[: trimmed(mention, 0, len(mention), label)] == kept


@pytest.fixture
def nlp(tmp_path):
    ONE_HOT.save(tmp_path)
    nlp = spacy.blank("da")
    nlp.add_pipe("minutes_tagger", config={"model": str(tmp_path)})
    return nlp


def test_the_component_marks_spans(nlp):
    doc = nlp.make_doc("Kommunerne Ærø og Fanø er enige.")
    attach(doc, [tokens_of(doc.text, Ærø=begins(Label.MUNICIPALITY), Fanø=begins(Label.MUNICIPALITY))])
    doc = nlp(doc)
    spans = doc.spans["tagger"]
    assert [(span.text, span.label_) for span in spans] == [("Ærø", "MUNICIPALITY"), ("Fanø", "MUNICIPALITY")]


def test_passages_are_tagged_in_the_order_of_the_text(nlp):
    doc = nlp.make_doc("KL og FOA")
    late = TokenVectors(
        offsets=np.array([[6, 9]], dtype=np.int32), vectors=np.eye(len(TAGS), dtype=np.float32)[[5]]
    )
    early = TokenVectors(offsets=np.array([[0, 2]], dtype=np.int32), vectors=late.vectors)
    attach(doc, [late, early])
    assert [span.text for span in nlp(doc).spans["tagger"]] == ["KL", "FOA"]


def test_without_token_vectors_nothing_is_found(nlp):
    assert len(nlp("Ærø Kommune").spans["tagger"]) == 0


def test_a_head_is_read_as_it_was_written(tmp_path):
    ONE_HOT.save(tmp_path)
    assert np.array_equal(Head.load(tmp_path).weight, ONE_HOT.weight)


def test_a_missing_tagger_is_told(tmp_path):
    with pytest.raises(ModelNotFoundError, match="sagsspor train entities"):
        Head.load(tmp_path)


def test_a_damaged_head_is_told(tmp_path):
    ONE_HOT.save(tmp_path)
    path = tmp_path / "head.npz"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(ModelError, match="damaged"):
        Head.load(tmp_path)


def test_a_head_of_other_labels_is_refused(tmp_path):
    np.savez(tmp_path / "head.npz", tags=np.array(["O"]), weight=np.zeros((1, 4)), bias=np.zeros(1))
    with pytest.raises(ModelError, match="other labels"):
        Head.load(tmp_path)


def test_probabilities_of_a_token_add_up_to_one():
    vectors = np.random.default_rng(1).normal(size=(5, len(TAGS))).astype(np.float32)
    assert np.allclose(np.exp(ONE_HOT.log_probabilities(vectors)).sum(axis=1), 1, atol=1e-5)


def test_vectors_of_another_encoder_are_refused():
    with pytest.raises(ModelError, match="vectors of 11 components"):
        ONE_HOT.log_probabilities(np.zeros((2, 3), dtype=np.float32))


def test_every_label_learnt_has_two_tags():
    assert {TAGS[number] for label in LABELS for number in (begins(label), goes_on(label))} == set(TAGS) - {
        "O"
    }


def test_the_tagger_has_an_opinion_of_any_stretch_it_read(nlp):
    doc = nlp.make_doc("Ærø og Fanø")
    attach(doc, [tokens_of(doc.text, Ærø=begins(Label.MUNICIPALITY))])
    doc = nlp(doc)
    assert opinion(doc, 0, 3)[Label.MUNICIPALITY] > 0.99
    assert opinion(doc, 7, 11)[Label.MUNICIPALITY] < 0.01
    assert opinion(doc, 0, 11)[Label.MUNICIPALITY] == pytest.approx(1 / 3, abs=0.01)


def test_of_what_it_has_not_read_the_tagger_has_no_opinion(nlp):
    assert opinion(nlp("Ærø"), 0, 3) is None
