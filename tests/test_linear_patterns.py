"""Text that repeats itself without end, and what each pattern that was slow on it says of it."""

import pytest

from pipeline.entities.institution_forms import patterns
from pipeline.minutes.dates import read_times
from pipeline.minutes.earlier import _SUFFIX
from pipeline.minutes.exports.acadre import _BREAK
from pipeline.minutes.exports.edoc_text import _OFFICE
from pipeline.minutes.layouts import MUNICIPAL
from pipeline.minutes.readers.meetings import _ITEM
from pipeline.minutes.readers.page_parts import _FACT
from pipeline.minutes.structure.committee import BODY, committee_in, deciding
from pipeline.minutes.structure.lines import _WITHOUT_NUMBER
from pipeline.minutes.structure.marks import _PAGED
from pipeline.minutes.structure.outside import _PARTS
from pipeline.minutes.structure.reading import titles_of
from pipeline.minutes.structure.scanned import _with_plain_leaders
from pipeline.minutes.structure.shapes import _key

LONG = 200_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Høring på Ærø .....,.. l2", "Høring på Ærø ........ 12"),
        ("Høring. . ... .. 7", "Høring ........ 7"),
        ("Høring på Ærø .. 12", "Høring på Ærø .. 12"),
        ("." * LONG + "x....1", "." * LONG + "x....1"),
    ],
)
def test_leaders_that_ocr_misread_are_dots(text, expected):
    assert _with_plain_leaders(text) == expected


@pytest.mark.parametrize(
    ("text", "paged"),
    [
        ("Høring på Ærø . . . 12", True),
        ("Høring  3", True),
        ("Høring ___ 3", True),
        ("Høring 3", False),
        ("." * LONG + "x1", False),
    ],
)
def test_a_page_stands_behind_dots_lines_or_wide_blanks(text, paged):
    assert bool(_PAGED.search(text)) == paged


@pytest.mark.parametrize(
    ("text", "item"),
    [("2.  Ærø", True), ("Punkt 2 : Ærø", True), ("2Ærø", False), ("1" + " " * LONG, False)],
)
def test_an_item_begins_with_its_number(text, item):
    assert bool(_ITEM.match(text)) == item


def test_the_word_of_a_body_may_be_a_part_of_any_word():
    assert BODY.search("Børne- og Ungeudvalget")
    assert BODY.fullmatch("Ældre-råd")
    assert not BODY.search("1-" * LONG)


def test_a_number_and_its_blank_are_left_out_whole():
    assert _WITHOUT_NUMBER.sub("", "Punkt 12 Ærø 3x") == "Punkt Ærø 3x"
    assert _WITHOUT_NUMBER.sub("", "1" * LONG) == "1" * LONG


def test_the_parts_of_a_name_are_told_apart_by_bars_and_dashes():
    assert _PARTS.split("Ærø - - Råd | Udvalg » 2021: x") == ["Ærø", "- Råd", "Udvalg", "2021", "x"]
    assert _PARTS.split("a" + " " * LONG + "b") == ["a" + " " * LONG + "b"]


def test_what_stands_in_brackets_at_the_end_is_no_part_of_a_title():
    assert titles_of("ny badebro (åben)") == ("ny badebro (åben)", "ny badebro", "badebro (åben)", "badebro")
    assert _key("Ny badebro (Å)") == _key("Ny badebro #") == "ny badebro"
    assert _key("Ø" + " " * LONG + ")") == "ø )"


def test_a_fact_of_a_meeting_begins_a_line():
    assert _FACT.search("x\n\n  Sted: Ærø")
    assert not _FACT.search("bosted: Ærø" + "\n" * LONG)


def test_a_committee_is_named_in_a_line_and_not_in_pages():
    assert committee_in("Referat af møde i Kystudvalget") == "Kystudvalget"
    assert committee_in("Kystudvalget " * 100) == ""
    assert list(deciding(["Beslutning i Kystudvalget den 4. maj 2021", "Havneudvalget " * LONG])) == [
        "Kystudvalget"
    ]


@pytest.mark.parametrize(
    ("pattern", "text", "left"),
    [
        (_SUFFIX, "Havneudvalget  (2022-2025) ", "Havneudvalget"),
        (_SUFFIX, " " * LONG + "x", " " * LONG + "x"),
        (_BREAK, "Rådhuset <br/> <br>Marstal", "RådhusetMarstal"),
        (_BREAK, " " * LONG + "x", " " * LONG + "x"),
        (_OFFICE, "Åse Bæk  - Næstformand ", "Åse Bæk"),
        (_OFFICE, " " * LONG + "x", " " * LONG + "x"),
    ],
)
def test_what_stands_around_a_name_is_taken_off(pattern, text, left):
    assert pattern.sub("", text) == left


def test_a_title_of_many_blanks_names_its_committee():
    match = MUNICIPAL.committee.match(f"Referat fra møde i{' ' * LONG}Kystudvalget den 4. maj 2021")
    assert match[1] == "Kystudvalget"


def test_dots_are_no_time_of_day():
    assert read_times("." * LONG + " 15-17", bare=True)[0].hour == 15


def test_a_long_list_of_hyphens_names_no_committee():
    listed = dict(patterns())["coordinated_small"]
    assert listed.search("sundheds-, social- og psykiatriudvalget")["name"].startswith("sundheds-")
    assert listed.search("a-, " * (LONG // 4)) is None


def test_a_long_list_of_fields_is_read_once():
    listed = dict(patterns())["fields"]
    assert listed.search("Kultur, Fritid og Naturudvalget")["name"] == "Kultur, Fritid og Naturudvalget"
    assert listed.search("Økonomi, " * 2000 + "Ærø") is None
