"""Amounts of money: every form, exactly bounded, worth exact crowns."""

import pytest
from builders import nlp_of


def found(text: str) -> list[tuple[str, str]]:
    """Return mention and norm of each amount, in a pipeline of this component alone."""
    doc = nlp_of("danish_amounts")(text)
    return [(span.text, span.kb_id_) for span in doc.spans["danish_amounts"]]


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("10.050.000 kr.", "10050000"),
        ("10 050 000 kr.", "10050000"),
        ("10\u00a0050\u00a0000 kr.", "10050000"),
        ("6,1 mio. kr.", "6100000"),
        ("6,1 mio.kr.", "6100000"),
        ("6,1 mio kr", "6100000"),
        ("6,1\u00a0mio.\u00a0kr.", "6100000"),
        ("6,1\nmio. kr.", "6100000"),
        ("1,3 mia. kr.", "1300000000"),
        ("2 mia. kroner", "2000000000"),
        ("kr. 450.000", "450000"),
        ("kr. 4.250,-", "4250"),
        ("kr. 2,5 mio.", "2500000"),
        ("DKK 75.000", "75000"),
        ("75.000 DKK", "75000"),
        ("0,88 kr.", "0.88"),
        ("1.234,50 kr.", "1234.5"),
        ("12 t.kr.", "12000"),
        ("12 t.DKK", "12000"),
        ("mio. kr. 1,5", "1500000"),
        ("mio.kr. 12,3", "12300000"),
        ("to hundrede tusind kroner", "200000"),
        ("tre hundrede og tyve kroner", "320"),
        ("tre kvart million kroner", "750000"),
        ("1.250 t. kr.", "1250000"),
        ("12 tkr.", "12000"),
        ("3.000 kroner", "3000"),
        ("5 millioner kroner", "5000000"),
        ("1,5 milliarder kr.", "1500000000"),
        ("450,-", "450"),
        ("7 øre", "0.07"),
        ("1.5 mio. kr.", "1500000"),
        ("3½ mio. kr.", "3500000"),
        ("10 mio. danske kroner", "10000000"),
        ("-3,2 mio. kr.", "-3200000"),
        ("−350.000 kr.", "-350000"),
        ("fem millioner kroner", "5000000"),
        ("halvanden million kroner", "1500000"),
        ("to en halv mio. kr.", "2500000"),
        ("en halv milliard kroner", "500000000"),
        ("femogtyve tusind kroner", "25000"),
    ],
)
def test_every_form_of_one_amount_is_found_whole(text, norm):
    assert found(f"Udgiften er {text} om året") == [(text, norm)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7 a 8 mio. kr.", [("7", "7000000"), ("8 mio. kr.", "8000000")]),
        ("2 til 3 mio. kr.", [("2", "2000000"), ("3 mio. kr.", "3000000")]),
        (
            "mellem fem og seks millioner kroner",
            [("fem", "5000000"), ("seks millioner kroner", "6000000")],
        ),
        ("mellem 300.000 og 400.000 kr.", [("300.000", "300000"), ("400.000 kr.", "400000")]),
        ("mellem 4,5 og 5 mio. kr.", [("4,5", "4500000"), ("5 mio. kr.", "5000000")]),
        ("fra 11,6 til 13,1 mio. kr.", [("11,6", "11600000"), ("13,1 mio. kr.", "13100000")]),
        ("1-2 mio. kr.", [("1", "1000000"), ("2 mio. kr.", "2000000")]),
        ("250–300 t.kr.", [("250", "250000"), ("300 t.kr.", "300000")]),
        ("300-400.000 kr.", [("300", "300000"), ("400.000 kr.", "400000")]),
        ("kr. 1,2-1,4 mio.", [("kr. 1,2", "1200000"), ("1,4 mio.", "1400000")]),
        ("188.000 og 179.000 kr.", [("188.000", "188000"), ("179.000 kr.", "179000")]),
        ("mellem 5 og 7 øre", [("5", "0.05"), ("7 øre", "0.07")]),
    ],
)
def test_the_ends_of_a_range_share_its_unit(text, expected):
    assert found(f"Prisen ligger på {text} i år") == expected


@pytest.mark.parametrize(
    "text",
    [
        "1,3 mio. borgere",
        "i 2018 var der 450 pladser",
        "§ 107, stk. 2",
        "12 timer om ugen",
        "tlf. 65 56 10 00",
        "kl. 8.30",
        "Karen og Kristian",
    ],
)
def test_a_number_of_something_else_is_no_amount(text):
    assert found(text) == []


def test_a_year_before_an_amount_is_left_out():
    assert found("Budgettet for 2018 og 2019 300.000 kr.") == [("300.000 kr.", "300000")]
    assert found("I 2018 kr. 450.000") == [("kr. 450.000", "450000")]


def test_the_full_stop_of_the_unit_belongs_to_the_amount_at_a_sentence_end():
    assert found("Det koster 900.000 kr. Derefter falder prisen.") == [("900.000 kr.", "900000")]


ONE_COLUMN = """Bidraget er fordelt sådan (kr.):
Sandby 96.000
Nørre Vang 124.000
I alt 220.000
"""
TWO_COLUMNS = """Område  Budget 2021  Regnskab 2021
Løn  1.310.000  1.121.470
Øvrigt  25.000  59.700
"""
COUNTED_COLUMN = """Kommune   Indbyggere   Bidrag
Sandby   65.307   179.594
Vestø   1.793   4.931
"""
IN_THOUSANDS = """Udgifterne til kørsel, opgjort i t.kr.:

Sandby 9.840
Vestø 6.215
"""
IN_MILLIONS = """Kommune\tmio. kr.
Sandby\t12,4
Vestø\t2,1
"""
CELLS_APART = """Kommune
Beløb i kr.
Sandby
466.400
Vestø
344.000
"""
ON_ONE_LINE = "Budget for året, kr.: Sandby 6.420.000 Vestø 940.000 I alt 7.360.000\n"


@pytest.mark.parametrize(
    ("table", "norms"),
    [
        (ONE_COLUMN, ["96000", "124000", "220000"]),
        (TWO_COLUMNS, ["1310000", "1121470", "25000", "59700"]),
        (COUNTED_COLUMN, ["179594", "4931"]),
        (IN_THOUSANDS, ["9840000", "6215000"]),
        (IN_MILLIONS, ["12400000", "2100000"]),
        (CELLS_APART, ["466400", "344000"]),
        (ON_ONE_LINE, ["6420000", "940000", "7360000"]),
    ],
    ids=[
        "one column",
        "two columns",
        "a column that counts",
        "thousands",
        "millions",
        "cells apart",
        "one line",
    ],
)
def test_bare_figures_of_a_table_of_money_are_amounts(table, norms):
    assert [norm for _, norm in found(table)] == norms


@pytest.mark.parametrize(
    "table",
    [
        "Belægning i procent\nSandby 96,5\nVestø 88,0\n",
        "Antal borgere pr. kommune:\nSandby 1.240\nVestø 980\n",
        "Der kom 24 til mødet.\nSandby 12\nVestø 12\n",
    ],
)
def test_bare_figures_of_other_tables_are_none(table):
    assert found(table) == []


def test_a_dash_with_spaces_between_columns_is_no_range():
    assert found("Sandby – 480 – 1.045.440 kr.") == [("1.045.440 kr.", "1045440")]


def test_the_sign_of_a_bare_figure_stays_outside():
    table = "Afvigelse i kr.\nLøn  -350.000\nDrift  1.100.000\n"
    assert found(table) == [("350.000", "350000"), ("1.100.000", "1100000")]


@pytest.mark.parametrize(
    "text",
    [
        "Mio. kr. 2021 2022",
        "Alle tal er i 1.000 kr.",
        "Udgifter (1.000 kr.)",
        "Beløbet er på 450.\n000 kr.",
        "12 hundrede kroner",
    ],
)
def test_what_heads_a_table_or_is_cut_is_no_amount(text):
    assert found(text) == []


def test_a_table_says_thousands_and_millions_in_its_heading():
    assert found("Mio. kr.\t2021\t2022\nDrift\t12,4\t13,0\nAnlæg\t2,1\t2,2\n") == [
        ("12,4", "12400000"),
        ("13,0", "13000000"),
        ("2,1", "2100000"),
        ("2,2", "2200000"),
    ]
    assert found("Beløb i 1.000 kr.\nOdder\t466\nSamsø\t344\n") == [("466", "466000"), ("344", "344000")]


def test_a_column_that_counts_is_left_out_though_the_heading_ends_with_a_point():
    table = "Kommune | Antal pladser | Udgift i kr.\nOdder | 12 | 466.400\nSamsø | 8 | 344.000\n"
    assert [text for text, _ in found(table)] == ["466.400", "344.000"]


def test_a_list_below_a_line_about_money_is_a_table():
    text = "Udgiften fordeles således:\n- Odder: 12.000\n- Samsø: 8.000\n"
    assert [text for text, _ in found(text)] == ["12.000", "8.000"]
