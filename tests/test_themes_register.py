"""The register of themes: what a user writes, and how its words are found."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import KnowledgeError
from pipeline.knowledge.themes import digest, load_themes_register
from pipeline.knowledge.word_finder import WordFinder, WordFinders

ROOT = Path(__file__).parent.parent
ONE = '[[theme]]\nname = "frivillighed"\ndefinition = "Frivilligt arbejde"\nterms = ["frivillig*"]\n'


def found(words, text, exceptions=()):
    return [text[match.start : match.end] for match in WordFinder(words, exceptions).find(text)]


def write(folder, text):
    (folder / "themes.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_projects_own_register_has_the_four_themes_first():
    names = [theme.name for theme in load_themes_register(ROOT / "data" / "knowledge")]
    assert names[:4] == ["psykiatri", "kapacitet", "misbrug", "tilsyn"]


def test_a_theme_needs_only_a_name_a_definition_and_a_term(tmp_path):
    (theme,) = load_themes_register(write(tmp_path, ONE))
    assert (theme.label, theme.terms, theme.hints) == ("Frivillighed", ("frivillig*",), ())


@pytest.mark.parametrize(
    ("changed", "differs"),
    [
        ({"label": "Frivillige"}, False),
        ({"definition": "Frivillighed"}, True),
        ({"terms": ("frivillig*", "besøgsven*")}, True),
        ({"hints": ("forening*",)}, True),
        ({"exceptions": ("frivilligt forlig",)}, True),
        ({"against": ("brandvæsen*",)}, True),
    ],
)
def test_the_digest_changes_with_what_items_are_judged_by(tmp_path, changed, differs):
    (theme,) = load_themes_register(write(tmp_path, ONE))
    assert (digest([replace(theme, **changed)]) != digest([theme])) is differs


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "no \\[\\[theme\\]\\]"),
        ("[[theme]", "cannot read"),
        (ONE.replace("frivillig*", "*"), "terms must be a list of words"),
        (ONE.replace('["frivillig*"]', "[]"), "at least one word"),
        (ONE.replace('name = "frivillighed"', 'name = "To Ord"'), "lower-case letters"),
        (ONE.replace("definition", "beskrivelse"), "unknown key beskrivelse"),
        (ONE + ONE, "is defined twice"),
        (ONE + '[autisme]\ndefinition = "Autisme"\n', r"write \[\[theme\]\] and name = 'autisme'"),
    ],
)
def test_a_mistake_in_the_register_is_named(tmp_path, text, complaint):
    with pytest.raises(KnowledgeError, match=complaint):
        load_themes_register(write(tmp_path, text))


def test_a_missing_register_is_named(tmp_path):
    with pytest.raises(KnowledgeError, match=r"themes\.toml"):
        load_themes_register(tmp_path)


def test_a_star_stands_for_any_letters_danish_ones_too():
    assert found(["rådgivning*"], "Rådgivningsåret og RÅDGIVNING") == ["Rådgivningsåret", "RÅDGIVNING"]


def test_a_word_without_a_star_is_found_only_whole():
    assert found(["seng"], "seng senge sengen overseng") == ["seng"]


def test_words_next_to_each_other_may_stand_on_two_lines():
    assert found(["særlig* pladser"], "de særlige\npladser") == ["særlige\npladser"]


def test_an_exception_hides_what_a_star_would_find():
    assert found(["*plads*"], "en legeplads og en døgnplads", ["legeplads*"]) == ["døgnplads"]


def test_words_with_other_signs_in_them_are_found():
    assert found(["§ 101", "u-turn*"], "efter § 101 i U-turns hus") == ["§ 101", "U-turns"]


def test_words_are_not_next_to_each_other_across_a_stop():
    assert found(["særlig* pladser"], "de er særlige. Pladser er der") == []


def test_the_longer_of_two_words_is_found():
    assert found(["dom", "dom til behandling"], "en dom til behandling") == ["dom til behandling"]


def test_a_star_within_a_word_stands_for_letters_too():
    assert found(["ung*bolig"], "ungdomsbolig, ungbolig, ung bolig") == ["ungdomsbolig", "ungbolig"]


def test_no_words_find_nothing():
    assert found([], "alt muligt") == []


@given(st.text(alphabet="abæøå *-", max_size=30))
def test_what_is_found_lies_in_the_text_in_order_and_apart(text):
    ends = [0]
    for match in WordFinder(["a*", "*å", "æ b"], ["ab"]).find(text):
        assert ends[-1] <= match.start < match.end <= len(text)
        ends.append(match.end)


@given(
    st.lists(
        st.text(alphabet="ab*", min_size=1, max_size=4).filter(lambda word: word.strip("*")), max_size=3
    ),
    st.text(alphabet="ab ", max_size=12),
)
def test_a_token_is_found_exactly_when_one_of_the_words_fits_it(words, text):
    expressions = [re.compile(word.replace("*", r"\w*")) for word in words]
    expected = [token for token in text.split() if any(e.fullmatch(token) for e in expressions)]
    assert found(words, text) == expected


@given(st.text(alphabet="abæøå *-", max_size=30))
def test_several_finders_find_together_what_each_finds_alone(text):
    finders = [WordFinder(["a*", "æ b"], ["ab"]), WordFinder(["*å"]), WordFinder(["*b*"], ["a b"])]
    together = WordFinders(finders).find(text)
    alone = {at: tuple(finder.find(text)) for at, finder in enumerate(finders)}
    assert together == {at: found for at, found in alone.items() if found}
