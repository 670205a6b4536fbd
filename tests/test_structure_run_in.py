"""Headings of items may have their text on the same line, as in minutes of annual meetings."""

import pytest

from pipeline.minutes.document import Document
from pipeline.minutes.structure.lines import read_lines

RUN_IN = (
    "1. Valg af dirigent: Bo Ås blev valgt.", "2. Regnskab. Det blev godkendt.", "3. Ny å: Den er på vej.",
)  # fmt: skip


def texts(*lines):
    return [line.text for line in read_lines(Document(name="a.txt", text="\n".join(lines)))]


def test_heading_and_text_are_parted():
    parted = texts(*RUN_IN)
    assert parted[::2] == ["1. Valg af dirigent", "2. Regnskab", "3. Ny å"]
    assert parted[1::2] == ["Bo Ås blev valgt.", "Det blev godkendt.", "Den er på vej."]


def test_the_parts_stand_where_they_say():
    text = "\n".join(RUN_IN)
    lines = read_lines(Document(name="a.txt", text=text))
    assert all(text[line.start : line.end] == line.text for line in lines)


@pytest.mark.parametrize(
    "lines",
    [
        ("1. Høring: Lokalplan for Ærø", "2. Salg: Ågade 4", "3. Evt."),
        ("1. Budget", "2. Havnen", "3. Åen", "4. Orientering: Der er møde i maj.", "5. Evt."),
        ("1. Valg: Bo Ås blev valgt.", "2. Evt."),
    ],
    ids=["titles with a colon", "one of many", "too few"],
)
def test_other_lines_stay_whole(lines):
    assert texts(*lines) == list(lines)
