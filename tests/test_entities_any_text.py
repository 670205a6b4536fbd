"""What holds for any text: offsets give back the text, nothing overlaps, norms can be read."""

import datetime as dt
import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.vocab import Vocab

from pipeline.domain import AgendaItem, Label, Meeting
from pipeline.entities import build_nlp, recognize
from pipeline.entities.date_reader import Moment
from pipeline.entities.tokenizer import MinutesTokenizer

NLP = build_nlp(Path(__file__).parent.parent / "data" / "knowledge")
MEETING = Meeting(title="Møde", committee="Socialforum", date=dt.date(2020, 2, 29))
END = r"(?:\d{4}|XXXX)(?:-(?:\d\d(?:-\d\d)?|Q[1-4]|H[12]|W\d\d))?~?"
EDTF = re.compile(rf"{END}(?:/{END})?")

# Pieces of minutes glued at random: more telling than any letters at random.
PIECES = st.sampled_from(
    [
        *(
            "Odense",
            " Kommune",
            "s",
            " og ",
            ", ",
            "Region Syddanmark",
            "Socialtilsyn Syd",
            " i ",
            "KL",
            "'s",
            "§",
        ),
        *(
            " 107",
            "4/9-15",
            "2024–2027",
            " 12 t.kr.",
            "mellem 3 og 4 mio. kr.",
            "ultimo ",
            "maj",
            " 2023",
            "-",
            ".",
        ),
        *(
            "\n",
            "\n\n",
            "\t",
            "\u00a0",
            "(FU)",
            "Lise Holm",
            "formand ",
            "botilbuddet ",
            "Skrænten",
            "kr.",
            "uge 99",
        ),
        *(
            "I alt 1.200",
            "31. februar",
            "Å",
            "İ",
            "ß",
            "\u200b",
            "👩‍👧",
            "den ",
            "5 ",
            "1,5",
            " mia.",
            "A/S",
            "K22-",
        ),
        *("halvanden million kroner", "Center for ", "9.-10. marts"),
    ]
)
MONTHS = ("januar", "februar", "marts", "april", "maj", "juni",
          "juli", "august", "september", "oktober", "november", "december")  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=120))


def entities_of(text):
    item = AgendaItem(id="x", number="1", title="", start=0, end=len(text))
    (entities,) = recognize(NLP, text, [item], MEETING)
    return entities


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_offsets_give_back_the_text_and_nothing_overlaps(text):
    entities = entities_of(text)
    assert all(text[one.start : one.end] == one.text and one.text.strip() == one.text for one in entities)
    assert all(before.end <= after.start for before, after in pairwise(entities))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_norm_can_be_read(text):
    for one in entities_of(text):
        assert one.norm.strip() == one.norm != ""
        if one.label == Label.AMOUNT:
            assert Decimal(one.norm).is_finite()
        if one.label == Label.DATE:
            assert EDTF.fullmatch(one.norm)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_the_tokenizer_loses_no_character(text):
    doc = MinutesTokenizer(Vocab())(text)
    assert doc.text == text
    assert all(not (token.text.isalnum() and re.search(r"\d\D|\D\d", token.text)) for token in doc)


@given(st.dates(dt.date(1930, 1, 1), dt.date(2070, 12, 31)))
def test_every_day_is_read_back_in_every_full_form(day):
    forms = (
        f"{day.day}. {MONTHS[day.month - 1]} {day.year}",
        f"{day.day}/{day.month}-{day.year}",
        day.isoformat(),
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.day:02}-{day.month:02}-{day.year}",
    )
    for form in forms:
        (entity,) = entities_of(f"Den {form} mødtes alle.")
        assert (entity.text, entity.norm) == (form, day.isoformat())


@given(st.integers(1, 99_999_999))
def test_every_whole_amount_is_read_back(crowns):
    written = f"{crowns:,}".replace(",", ".")
    (entity,) = entities_of(f"Det koster {written} kr.")
    assert (entity.text, entity.norm) == (f"{written} kr.", str(crowns))


@given(st.integers(1, 12), st.integers(1, 31))
def test_a_moment_exists_if_the_calendar_has_it(month, day):
    try:
        dt.date(2023, month, day)
    except ValueError:
        assert not Moment(year=2023, month=month, day=day).exists
    else:
        assert Moment(year=2023, month=month, day=day).exists


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\ufeff", "\x00", "§", "kr.", "-", "()" * 50, "a" * 20_000, "1" * 2_000]
)
def test_odd_texts_have_no_entities(text):
    assert entities_of(text) == ()
