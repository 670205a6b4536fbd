"""Case numbers as the case systems of Danish authorities print them."""

import pytest

from pipeline.domain import Passage, SectionName
from pipeline.links.references import find_case_numbers


def numbers(text):
    passage = Passage(item_id="", section=SectionName.BAGGRUND, start=0, end=len(text), text=text)
    return list(dict.fromkeys(find_case_numbers([passage])))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Sagsnr. 27.00.00-A00-5-22", "27.00.00-A00-5-22"),
        ("Journalnr. 27.00.00-P20-1-22.", "27.00.00-P20-1-22"),
        ("Genoptaget (27.36.00-Ø54-2-19)", "27.36.00-Ø54-2-19"),
        ("Sagsnr.: 22/12345", "22/12345"),
        ("J.nr. 15/123", "15/123"),
        ("J. nr.: 15/123", "15/123"),
        ("Acadre 22/12345", "22/12345"),
        ("Acadre-sag 22/12345-7", "22/12345"),
        ("Sag nr. 2022-0113", "2022-0113"),
        ("Journalnummer: 2022 - 1234", "2022-1234"),
        ("Sagsnr.\n480-2022-12345", "480-2022-12345"),
        ("Sagsnr. 1-23-4-101-5-22", "1-23-4-101-5-22"),
        ("Se EMN-2023-00123.", "EMN-2023-00123"),
        ("Sagsnummer S2022-15501", "S2022-15501"),
    ],
)
def test_a_whole_case_number_is_read(text, number):
    assert numbers(text) == [number]


def test_numbers_in_a_row_are_all_read():
    assert numbers("Sagsnr. 22/12345, 22/777 og 2022-0113") == ["22/12345", "22/777", "2022-0113"]


@pytest.mark.parametrize(
    "text",
    [
        "Sagsnr. 27.00.00",
        "Sagsnr.: 27.00.00-A00",
        "Emne 27.00.00",
        "Sag nr. 12",
        "Sagsnr. 20.03.2018",
        "Sagsbehandler 22/12345",
        "side 22/123",
        "rammeaftalen 2022-2023",
        "i perioden 2022-2025 med 480-2022",
    ],
)
def test_a_subject_a_date_or_the_number_of_an_item_is_no_case(text):
    assert numbers(text) == []
