"""The norms of mentions that a person names: which are well written, and what is made of the words."""

import datetime as dt

import pytest

from pipeline.config import load_config
from pipeline.domain import Label, labels
from pipeline.entities.norms import Normalizer, is_norm

TEXT = (
    "Ærø Kommune og Svendborg mødtes den 3. maj 2019 og igen i maj. Ærøs andel er 1,9\u00a0mio. kr. "
    "Lise Holms oplæg blev drøftet; Lise Holm takkede. Egelys pladser på Egely: servicelovens § 101, stk.2."
)
NORMALIZER = Normalizer(load_config().paths.knowledge)


@pytest.mark.parametrize(
    ("label", "norms"),
    [
        (Label.AMOUNT, ["0", "6100000", "-0.88"]),
        (Label.DATE, ["2023", "2023-01~", "XXXX-05-08", "2024-Q1", "2021-H2", "2024-W46", "2023/2024-02-29"]),
        (Label.MUNICIPALITY, ["Ærø Kommune", "Bornholms Regionskommune"]),
        (Label.INSTITUTION, ["KL"]),
    ],
)
def test_a_norm_is_written_as_those_of_its_label(label, norms):
    assert all(is_norm(label, norm) for norm in norms)


@pytest.mark.parametrize(
    ("label", "norms"),
    [
        (Label.AMOUNT, ["", "abc", "1,9", "1.900.000", "6.1 mio.", "١"]),
        (Label.DATE, ["", "i går", "2023-13", "2023-02-30", "2023-W54", "2024-Q5", "1/2-2023", "2023//2024"]),
        (Label.MUNICIPALITY, ["", "Ærø", "Kommune", "ugentlige telefonmøder"]),
        (Label.PERSON, ["", " "]),
    ],
)
def test_what_is_no_norm_of_a_label_is_told(label, norms):
    assert not any(is_norm(label, norm) for norm in norms)


def test_every_label_has_examples_that_are_norms():
    for label in labels():
        assert all(is_norm(label, one) for one in label.kind.example.replace(" or ", ", ").split(", ")), label


@pytest.mark.parametrize(
    ("label", "words", "norm"),
    [
        (Label.MUNICIPALITY, "Svendborg", "Svendborg Kommune"),
        (Label.MUNICIPALITY, "Ærøs", "Ærø Kommune"),
        (Label.MUNICIPALITY, "andel", None),
        (Label.AMOUNT, "1,9\u00a0mio. kr.", "1900000"),
        (Label.AMOUNT, "1,9", None),
        (Label.DATE, "3. maj 2019", "2019-05-03"),
        (Label.DATE, "3. maj", "2023-05-03"),
        (Label.DATE, "andel", None),
        (Label.PERSON, "Lise Holms", "Lise Holm"),
        (Label.INSTITUTION, "Egelys", "Egely"),
        (Label.LAW, "servicelovens § 101, stk.2", "serviceloven § 101, stk. 2"),
    ],
)
def test_a_norm_is_made_of_the_words_where_they_stand(label, words, norm):
    start = TEXT.index(words)
    assert NORMALIZER.norm(label, TEXT, (start, start + len(words)), dt.date(2023, 6, 1)) == norm


def test_a_year_that_was_not_written_is_told_from_the_item():
    text = "Mødet den 3. maj 2019. Referatet af 3. maj er godkendt."
    start = text.rindex("3. maj")
    assert NORMALIZER.norm(Label.DATE, text, (start, start + 6), dt.date(2023, 6, 1)) == "2019-05-03"
