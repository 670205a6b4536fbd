"""CPR numbers are known in whatever form they are printed; numbers of other kinds stay as they are."""

import sqlite3
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain import Label
from pipeline.text import find_cpr, mask_cpr

HOUSE = Path(__file__).parent.parent
sys.path.insert(0, str(HOUSE / "experiments" / "trust"))

from cpr import measure, sentences  # noqa: E402


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Åse, 010190-1234, klager", "Åse, ••••••-••••, klager"),
        ("CPR-nr.010190-1234", "CPR-nr.••••••-••••"),
        ("010190–1234", "••••••–••••"),
        ("010190\u20111234", "••••••\u2011••••"),
        ("010190 - 1234", "•••••• - ••••"),
        ("010190\u00a0–\u00a01234", "••••••\u00a0–\u00a0••••"),
        ("010190-\n1234", "••••••-\n••••"),
        ("01.01.90-1234", "••.••.••-••••"),
        ("010190-12 34", "••••••-•• ••"),
        ("CPR 0101901234", "CPR ••••••••••"),
        ("CPR-nr. 010190 1234", "CPR-nr. •••••• ••••"),
        (
            "cpr-numre: 0101901234, 0202901234 og 0303901234",
            "cpr-numre: ••••••••••, •••••••••• og ••••••••••",
        ),
        ("Født 0101901234", "Født ••••••••••"),
        ("CPR 610190-1234", "CPR ••••••-••••"),
        ("Regionen skrev til 010190-1234.", "Regionen skrev til ••••••-••••."),
        ("0101901009", "••••••••••"),
    ],
)
def test_a_cpr_number_is_masked_and_nothing_around_it(text, masked):
    assert mask_cpr(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "KLE 27.03.08-P20-1-22",
        "Sagsnr. 2019-123456",
        "Sagsnr. 151220-2019",
        "j.nr. 010190-1234",
        "010190-1234-2",
        "tlf. 20 10 19 01, +45 20101901",
        "EAN 5798010190123",
        "reg. 0101 konto 0101901234",
        "konto 1234 0101901234",
        "1234-0101901234",
        "01.01.2019-31.12.2019",
        "den 31.12.19 - 1200 pladser",
        "010119 - 1500 kr.",
        "310290-1234",
        "120345 1200 3400",
        "0101901234",
    ],
)
def test_a_number_of_another_kind_stays(text):
    assert mask_cpr(text) == text


@given(st.text(alphabet="0123456789-–. CPRnrå\n", max_size=120))
def test_masking_keeps_every_character_in_its_place_and_is_done_once(text):
    masked = mask_cpr(text)
    assert [(a, b) for a, b in zip(text, masked, strict=True) if b not in {a, "•"}] == []
    assert list(find_cpr(masked)) == []


@pytest.mark.parametrize("seed", [11, 12])
def test_most_of_300_are_found_and_of_300_others_hardly_any(seed):
    precision, recall, _ = measure(sentences(seed))
    assert precision >= 0.99
    assert recall >= 0.97


def test_a_long_run_of_blanks_between_two_numbers_costs_no_more_than_reading_it():
    text = f"010190-1234{' ' * 300_000}x 010190-1234"
    assert len(list(find_cpr(text))) == 2


def test_the_archive_keeps_the_text_and_neither_passages_nor_index_have_the_number(archive, put, minutes_of):
    put(minutes_of(("Klage fra 020290-2345", "Åse Bæk, 010190-1234, klager."), names={"Bæk": Label.PERSON}))
    (item,) = (archive.item(one.id) for one in archive.items())
    assert "010190-1234" in item.text
    (passage,) = item.tagged.passages
    assert passage.text == "Åse Bæk, ••••••-••••, klager."
    assert archive.passage_at(item.tagged.item.id, passage.start).text == passage.text
    with sqlite3.connect(archive.file) as connection:
        rows = connection.execute("SELECT title, body FROM search").fetchall()
    assert rows
    assert not any(digit in title + body for title, body in rows for digit in ("010190", "020290"))
