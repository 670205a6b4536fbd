"""Items may count in letters or Roman figures; lists in an item do, too, and are none."""

import pytest

from pipeline.minutes.document import Line
from pipeline.minutes.structure.marks import heads_no_item
from pipeline.minutes.structure.shapes import read_shape, read_shapes


def numbers(*texts):
    """The numbers of those lines that have one."""
    shapes = read_shapes([Line(text=text, start=0, end=len(text)) for text in texts])
    return [(shape.number.printed, shape.number.value, shape.title) for shape in shapes if shape.number]


@pytest.mark.parametrize(
    ("lines", "printed"),
    [
        (["I. Velkomst", "Åse bød velkommen.", "II. Ny badebro", "III. Eventuelt"], ["I", "II", "III"]),
        (["A) Regnskab", "B) Valg", "C) Ærø Havn", "1. Bo Ås", "2. Ida Ås"], ["A", "B", "C", "1", "2"]),
        (["A: Valg", "B: Havn", "C: Evt.", "A: Valg", "B: Havn", "C: Evt."], ["A", "B", "C"] * 2),
    ],
)
def test_headings_count_in_letters_or_roman_figures(lines, printed):
    assert [number for number, _, _ in numbers(*lines)] == printed


def test_a_letter_counts_as_its_place_and_is_no_word_of_the_title():
    assert numbers("A. Regnskab", "B. Ny badebro", "C. Eventuelt")[1] == ("B", 2, "Ny badebro")


@pytest.mark.parametrize(
    "lines",
    [
        ["1. Ny badebro", "A. Træ", "B. Stål", "C. Beton", "2. Eventuelt"],
        ["A. Åbne punkter", "1. Valg", "B. Lukkede punkter", "1. Køb", "C. Andet", "1. Evt."],
        ["A. Hansen", "C. Ås", "E. Bro"],
        ["A. Indledning", "B. Afslutning"],
    ],
)
def test_letters_of_a_list_of_groups_and_of_names_number_no_item(lines):
    assert not [printed for printed, _, _ in numbers(*lines) if not printed.isdecimal()]


@pytest.mark.parametrize(
    "text", ["Protokoltilførsel: Ø finder", "Imod stemte: Ø", "Mindretalsudtalelse fra Ø: Nej"]
)
def test_what_a_minority_says_heads_no_item(text):
    assert heads_no_item(read_shape(Line(text=text, start=0, end=len(text))))


def test_a_year_may_stand_before_the_number():
    texts = ("2026-12. Status for Ærø", "2026-12-04 Møde på Ærø", "2026-12 Ærø")
    shapes = [read_shape(Line(text=text, start=0, end=len(text))) for text in texts]
    assert [shape.number and shape.number.printed for shape in shapes] == ["2026-12", None, None]
    assert shapes[0].title == "Status for Ærø"
