"""Danish words as terms: stems, compounds, standing phrases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.links.terms import Analyzer, blank_formal_phrases
from pipeline.text import CompoundSplitter, stem

WORDS = {
    "misbrug": 9, "behandling": 9, "behandlinger": 4, "stof": 5, "børn": 9, "hus": 9, "psykiatri": 9,
    "social": 9, "tilsyn": 9, "aftale": 5, "samarbejde": 5, "forsyning": 4, "område": 9, "økonomi": 4,
    "rusmiddelcenter": 1, "rusmiddelbehandling": 1, "rusmiddelområdet": 1, "center": 5, "ung": 9, "dom": 9,
    "forbrug": 5, "sær": 3, "lig": 9, "kapacitet": 5, "udfordring": 5, "ældre": 5, "pleje": 5,
}  # fmt: skip


@pytest.fixture(scope="module")
def splitter() -> CompoundSplitter:
    return CompoundSplitter(WORDS)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("misbrugsbehandling", ["misbrug", "behandling"]),
        ("stofmisbrugsbehandlingen", ["stof", "misbrug", "behandling"]),
        ("socialtilsynets", ["social", "tilsyn"]),
        ("børnehuset", ["børn", "hus"]),
        ("samarbejdsaftaler", ["samarbejd", "aftal"]),
        ("kapacitetsudfordringer", ["kapacit", "udfordring"]),
        ("ældreplejeområdet", ["ældr", "plej", "områd"]),
        ("rusmiddelforbrug", ["rusmiddel", "forbrug"]),
        ("behandlingen", []),
        ("særlig", []),
        ("psykiatri", []),
        ("ukendtord", []),
        ("efterforsyning", []),
    ],
)
def test_compounds_are_split_by_known_words(splitter, word, parts):
    assert list(splitter.split(word)) == parts


@given(st.text(alphabet="abcdefghijklmnoprstuvyæøå", max_size=40))
def test_the_parts_of_any_word_are_shorter_than_it(word):
    parts = CompoundSplitter(WORDS).split(word)
    assert len(parts) != 1
    assert sum(map(len, parts)) <= len(word)


@pytest.mark.parametrize(
    "forms",
    [
        ("plads", "pladser", "pladserne", "pladsernes"),
        ("børnehus", "børnehuset", "børnehusets"),
        ("kommune", "kommuner", "kommunernes"),
        ("område", "områder", "områderne"),
        ("sårbar", "sårbare"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms):
    assert len({stem(form) for form in forms}) == 1


def test_a_compound_meets_its_parts_in_other_words(splitter):
    analyzer = Analyzer(splitter)
    shared = analyzer.counts("misbrugsbehandling").keys() & analyzer.counts("behandling af misbrug").keys()
    assert shared == {"misbrug", "behandling"}


def test_hyphens_and_paragraphs_of_law_are_words(splitter):
    counts = Analyzer(splitter).counts("Social- og psykiatri-området efter §107 og § 108 b")
    assert {"social", "psykiatri", "områd", "§107", "§108b"} <= counts.keys()


@pytest.mark.parametrize(
    "text",
    [
        "Forretningsudvalget indstiller, at Velfærdsforum Ærø",
        "Det indstilles, at orienteringen tages til efterretning.",
        "Orienteringerne blev taget til efterretning.",
        "Referatet blev godkendt.",
        "Punktet blev drøftet.",
        "Til orientering",
        "Intet til eventuelt.",
        "Godkendelse af referat fra mødet",
        "Næste møde",
    ],
)
def test_standing_phrases_leave_no_terms(splitter, text):
    rest = Analyzer(splitter).counts(text).keys() - {"velfærdsforum", "ærø"}
    assert not rest


@given(st.text(max_size=80))
def test_blanking_phrases_moves_no_character(text):
    blanked = blank_formal_phrases(text)
    assert len(blanked) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, blanked, strict=True))


@given(st.lists(st.sampled_from(["Børnehuset", "og", "Ærø", "misbrugsbehandling", "§ 107", "(3)", "\n"])))
def test_a_term_comes_with_its_word_as_it_stands(parts):
    said = {"Børnehuset", "Ærø", "misbrugsbehandling", "§ 107"}.intersection(parts)
    assert {word for word, _, _ in Analyzer(CompoundSplitter(WORDS)).terms(" ".join(parts))} == said
