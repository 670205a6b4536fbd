"""Amounts whose unit stands once, for a table or a column."""

import pytest

from pipeline.entities.amounts import find_table_amounts
from pipeline.entities.money import find_amounts


def found(text: str) -> list[tuple[str, str]]:
    """Return mention and norm of each amount, of running text and of tables, in order."""
    both = sorted([*find_amounts(text), *find_table_amounts(text)], key=lambda one: one.start)
    return [(text[one.start : one.end], one.norm) for one in both]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Beløb i 1.000 kr.\n\n\t2021\t2022\n\nDrift\t1.250\t-500\n",
            [("1.250", "1250000"), ("-500", "-500000")],
        ),
        (
            "Beløb i 1.000 kr.\nDrift\t1.250\t-500\nAnlæg\t4.000\t-200\n",
            [("1.250", "1250000"), ("500", "500000"), ("4.000", "4000000"), ("200", "200000")],
        ),
        ("1.000 kr.\t2021\t2022\nDrift\t1.250\t1.300\n", [("1.250", "1250000"), ("1.300", "1300000")]),
        (
            "(1.000 kr.)  Budget  Regnskab\nAnlæg  4.000  3.900\n",
            [("4.000", "4000000"), ("3.900", "3900000")],
        ),
        ("Beløb i mio. kr.\n\nBro\t2,5\n", [("2,5", "2500000")]),
        ("Økonomi\nGebyret er\n1.000 kr. for hver plads.", [("1.000 kr.", "1000")]),
        ("Gebyr\t1.000 kr.\nDepositum\t2.000 kr.", [("1.000 kr.", "1000"), ("2.000 kr.", "2000")]),
    ],
)
def test_a_unit_of_a_table_counts_its_figures_and_is_no_amount(text, expected):
    assert found(text) == expected


def test_one_figure_below_words_that_are_no_unit_is_no_amount():
    assert found("Broens længde i km\n\nBro\t2,5\n") == []


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("Hertil 1,2 mill. kr., kr. 251.000,- og 0,5 mio.kr.", ["1200000", "251000", "500000"]),
        ("Merforbruget er -500.000 kr. og −1,5 mio. kr.", ["-500000", "-1500000"]),
        ("Prisen er 3-4 mio. kr.", ["3000000", "4000000"]),
    ],
)
def test_units_are_written_in_many_ways(text, norms):
    assert [norm for _, norm in found(text)] == norms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Budget, kr.: Odder 12.000 Samsø 3.000", ["12.000", "3.000"]),
        ("Budget: 2021: i kr.: Odder 12.000 Ærø 3.000 \t", ["12.000", "3.000"]),
        ("Kl. 9: kr.: Odder 12.000 Samsø", []),
        ("Budget, kr.: 12.000 " + "9" * 100_000, []),
    ],
)
def test_a_caption_may_stand_before_its_row_on_one_line(text, expected):
    assert [text[one.start : one.end] for one in find_table_amounts(text)] == expected
