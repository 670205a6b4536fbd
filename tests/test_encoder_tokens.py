"""Pieces and windows: every token is placed in the text, and none is lost."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.encoder.tokens import Pieces, Vocabulary, build_tokenizer, cut, cut_windows

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEÆØÅæøåéö0123456789.,:;·()-/§%½"
WORDS = ("▁til", "syn", "▁botilbud", "fi", "▁Ær", "ø")
PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁", *dict.fromkeys([*LETTERS, *WORDS]))
VOCABULARY = Vocabulary(
    pieces=PIECES,
    scores=tuple(-2.0 if piece in WORDS else -6.0 for piece in PIECES),
    first=0,
    last=2,
    padding=1,
    unknown=3,
)
TOKENIZER = build_tokenizer(VOCABULARY)
SPACES = ["\u00a0", "\n", "\r\n", "\t", "  ", "\u200b", "\ufeff", "\u2581", "\x00", "\x07", "\x7f"]
COMPOSED = ["\u00ad", "a\u030a", "o\u0308", "\u0301", "ﬁ", "ﬃ", "½", "…", "㎏", "ﷺ", "Å", "ſ", "ǆ", "ŉ"]
OTHER = ["Ж", "中", "한", "🙂", "</s>"]
parts = st.sampled_from([*LETTERS, " ", *SPACES, *COMPOSED, *OTHER]) | st.characters()
texts = st.lists(parts).map("".join)


def tokens(text: str) -> list[str]:
    """Return what each piece stands for in the text."""
    return [text[start:end] for start, end in cut(TOKENIZER, [text])[0].offsets]


@given(texts)
def test_every_piece_lies_in_the_text_in_ascending_order(text):
    offsets = cut(TOKENIZER, [text])[0].offsets
    assert ((offsets >= 0) & (offsets <= len(text))).all()
    assert (offsets[:, 0] <= offsets[:, 1]).all()
    visible = offsets[offsets[:, 0] < offsets[:, 1]]
    assert (np.diff(visible, axis=0) >= 0).all()


@given(texts)
def test_no_piece_begins_or_ends_with_space(text):
    assert all(token == token.strip() for token in tokens(text))


@given(st.text(alphabet=LETTERS + " \n\u00a0\u00ad"))
def test_every_letter_of_plain_text_has_its_piece(text):
    covered = {at for start, end in cut(TOKENIZER, [text])[0].offsets for at in range(start, end)}
    visible = {at for at, letter in enumerate(text) if not letter.isspace() and letter != "\u00ad"}
    assert visible <= covered


@given(st.text(alphabet=LETTERS + " "))
def test_decomposed_text_is_cut_as_composed_text(text):
    taken_apart = unicodedata.normalize("NFD", text)
    assert cut(TOKENIZER, [text])[0].ids.tolist() == cut(TOKENIZER, [taken_apart])[0].ids.tolist()
    joined = [unicodedata.normalize("NFC", token) for token in tokens(taken_apart)]
    assert joined == [unicodedata.normalize("NFC", token) for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ærø", ["Ær", "ø"]),
        ("\u00a0tilsyn\u00a0botilbud \n", ["til", "syn", "botilbud"]),
        ("til\u00adsyn", ["til", "syn"]),
        ("ﬁ", ["", "ﬁ"]),
        ("a\u030a, b", ["", "a\u030a", ",", "", "b"]),
        ("½", ["", "½", "½", "½"]),
        ("Жж", ["", "Жж"]),
    ],
)
def test_pieces_are_placed_by_the_characters_as_written(text, expected):
    assert tokens(text) == expected


def test_the_special_pieces_written_in_a_text_do_not_break_it():
    assert "".join(tokens("a </s> b <pad>")).replace(" ", "") == "a</s>b<pad>"


@given(count=st.integers(0, 700), head=st.integers(0, 50), size=st.integers(64, 128))
def test_windows_give_each_token_once_and_fit(count, head, size):
    pieces = Pieces(ids=np.arange(1000, 1000 + count), offsets=np.zeros((count, 2), dtype=np.int32))
    found = list(cut_windows(4, pieces, np.arange(head), np.array([999]), size))
    assert np.concatenate([window.ids[window.own] for window in found]).tolist() == pieces.ids.tolist()
    assert [at for window in found for at in range(window.start, window.stop)] == list(range(count))
    assert all(len(window.ids) <= size and window.text == 4 for window in found)
    assert all(window.ids[:head].tolist() == list(range(head)) and window.ids[-1] == 999 for window in found)


def test_a_token_at_a_border_has_context_on_both_sides():
    pieces = Pieces(ids=np.arange(300), offsets=np.zeros((300, 2), dtype=np.int32))
    first, second, *_ = cut_windows(0, pieces, np.array([900]), np.array([999]), 130)
    assert first.own.stop <= len(first.ids) - 1 - 10
    assert second.own.start >= 1 + 10
