"""How much of a question is in words that the archive knows."""

import datetime as dt

import pytest

from pipeline.domain import Passage, SectionName
from pipeline.links import LinkDocument, LinkIndex
from pipeline.links.questions import MOSTLY, SURE, least_probability

TEXT = "Kommunen tilbyder stofbehandling og rådgivning om autisme for gravide."


@pytest.fixture
def index(encoder, word_links):
    passage = Passage(
        item_id="a/2020-01-01/1", section=SectionName.BAGGRUND, start=0, end=len(TEXT), text=TEXT
    )
    document = LinkDocument(
        item_id=passage.item_id, title="Tilbud", date=dt.date(2020, 1, 1), committee="Forum Ærø",
        passages=(passage,), vectors=encoder.encode([passage]).vectors,
    )  # fmt: skip
    return LinkIndex.build([document], word_links)


@pytest.fixture
def known(index, encoder):
    return lambda text: index.answers(text, encoder.encode_queries([text])[0]).coverage


@pytest.mark.parametrize("text", ["rådgivning", "Rådgivningen", "stofbehandling for gravide"])
def test_words_of_the_archive_are_known(known, text):
    assert known(text) == 1.0


@pytest.mark.parametrize("text", ["xyzzy", "blåbærgrød", "misbrug", "og", "2023", ""])
def test_words_that_no_item_has_are_not(known, text):
    assert known(text) == 0.0


def test_a_compound_nobody_wrote_is_known_by_its_parts(known):
    assert known("behandlingsstof") == 1.0
    assert 0 < known("misbrugsbehandling") < 1


@pytest.mark.parametrize(
    ("text", "share"),
    [("autister", 1.0), ("graviditet", 1.0), ("grav", 0.0), ("autismebekæmpelsesplan", 0.0)],
)
def test_a_word_is_known_by_one_that_begins_alike_for_half_of_the_longer(known, text, share):
    assert known(text) == share


def test_a_common_word_makes_little_of_an_unknown_one_known(known):
    assert 0 < known("xyzzy kommune") < 0.3
    assert known("xyzzy kommune") < known("xyzzy rådgivning") < 0.5


def test_words_of_an_item_that_was_removed_are_forgotten(index, known):
    index.remove(["a/2020-01-01/1"])
    assert known("rådgivning") == known("autister") == 0.0


@pytest.fixture
def related(index, encoder):
    return lambda text: [
        link.item_id for link in index.related_to_text(text, encoder.encode_queries([text])[0])
    ]


def test_a_compound_that_nobody_wrote_asks_the_same_as_its_parts(index, encoder):
    def score(text):
        return index.answers(text, encoder.encode_queries(["stof"])[0]).scores["a/2020-01-01/1"]

    assert score("behandlingsstof") == score("behandling stof") > score("behandlingsxyzzy")


@pytest.mark.parametrize("text", ["stofbehandling", "behandling for stof", "rådgivning om autisme"])
def test_a_question_in_known_words_is_answered(related, text):
    assert related(text) == ["a/2020-01-01/1"]


@pytest.mark.parametrize("text", ["xyzzy", "xyzzy kommune", "blåbærgrød med fløde", "og", ""])
def test_what_means_nothing_is_not(related, text):
    assert related(text) == []


def test_what_is_partly_understood_needs_a_surer_answer(index, encoder, word_links):
    vector = encoder.encode_queries(["xyzzy stofbehandling"])[0]
    assert 0 < index.answers("xyzzy stofbehandling", vector).coverage < MOSTLY
    assert (
        least_probability(0.0)
        > least_probability(0.3)
        == SURE
        > word_links.questions.cutoff
        > least_probability(0.9)
    )


def test_words_that_come_later_are_kin_too(index, known, encoder):
    assert known("psykiatrier") == 0.0
    text = "Om psykiatrisk hjælp."
    passage = Passage(item_id="", section=SectionName.BAGGRUND, start=0, end=len(text), text=text)
    index.add(
        [
            LinkDocument(
                item_id="a/2021-01-01/1", title="Hjælp", date=dt.date(2021, 1, 1),
                committee="Forum Ærø", passages=(passage,), vectors=encoder.encode([passage]).vectors,
            )
        ]
    )  # fmt: skip
    assert known("psykiatrier") == 1.0


def test_an_index_that_was_kept_knows_the_kin_of_its_words(index, word_links, encoder):
    kept = LinkIndex(word_links)
    kept.restore(index.arrays())
    assert kept.answers("autister", encoder.encode_queries(["autister"])[0]).coverage == 1.0
