"""Bodies in the first column of a table, two firms side by side, and names that things have."""

import pytest
from builders import mentions_of

from pipeline.domain import Label


def found(nlp, text, label=Label.INSTITUTION):
    return [one.text for one in mentions_of(nlp, text) if one.label == label]


def test_a_tables_heading_tells_that_its_rows_are_bodies(nlp):
    table = "Tilskud\nPlejecenter\tPladser\nÅlunden\t42\nSolbo Øst\t36\nI alt\t78"
    assert found(nlp, table) == ["Ålunden", "Solbo Øst"]


@pytest.mark.parametrize(
    "table",
    [
        "Område\tPladser\nÅlunden\t42",
        "Plejecenter\tPladser\nHjemmehjælpere\t42",
        "Område\t1\nDagtilbud\t2\nÅlunden\t3",
    ],
)
def test_other_rows_are_none(nlp, table):
    assert found(nlp, table) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Møde med Falck og Due Beton A/S.", ["Falck", "Due Beton A/S"]),
        ("Møde med Kvist Beton og Falck A/S.", ["Falck A/S"]),
        ("Tilbud fra Due og Søn A/S.", ["Due og Søn A/S"]),
    ],
)
def test_a_body_of_the_register_is_no_half_of_a_firm(nlp, text, expected):
    assert found(nlp, text) == expected


def test_the_son_belongs_to_the_firm_and_its_trade(nlp):
    assert found(nlp, "Murerfirmaet Kurt Due & Søn er billigst.") == ["Murerfirmaet Kurt Due & Søn"]


def test_a_branch_may_be_called_by_a_bay_of_two_words(nlp):
    assert found(nlp, "Lejerbo Køge Bugt har ansøgt.") == ["Lejerbo Køge Bugt"]


@pytest.mark.parametrize("text", ["Projektet hedder Ren Fjord.", "Vi så tal fra KMD Insight."])
def test_a_plan_and_a_product_are_no_body(nlp, text):
    assert found(nlp, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("SSP Åby og Business Åby deltog.", ["SSP Åby", "Business Åby"]), ("TRIO-gruppen mødes.", [])],
)
def test_a_service_bears_the_name_of_its_town(nlp, text, expected):
    assert found(nlp, text) == expected


def test_what_the_next_cell_counts_makes_no_number_of_a_year(nlp):
    assert found(nlp, "Skole\tElever 2022\tElever 2030\nI 2022 elever", Label.DATE) == ["2022", "2030"]


def test_a_time_limit_in_figures_is_a_date(nlp):
    assert found(nlp, "Tidsplan med frist 15/8.", Label.DATE) == ["15/8"]
