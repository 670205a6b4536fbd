"""What the text does not say, the title of the page and the name of the file are asked for."""

import datetime as dt

import pytest

from pipeline.minutes import Document, Given, segment
from pipeline.minutes.structure.outside import committee_of_name, date_of_name, said_outside

DAY = dt.date(2021, 5, 4)


@pytest.mark.parametrize(
    "name",
    [
        "referat-2021-05-04", "20210504", "Referat_4._maj_2021", "04-05-2021 referat", "04052021",
        "ældreråd 2021_05_04", "Referat%20den%204.%20maj%202021", "referat-fra-moedet-den-4-maj-2021",
        "4.5.2021", "Referat d. 04.05.21", "4maj2021", "Referat 4. maj. 2021",
    ],
)  # fmt: skip
def test_a_name_says_the_date_in_any_usual_form(name):
    assert date_of_name(name) == DAY


@pytest.mark.parametrize("name", ["referat_040521", "04-05-06", "sag 20-3345", "uge 18", "2021", "12345678"])
def test_figures_that_may_be_another_day_or_none_are_no_date(name):
    assert date_of_name(name) is None


@pytest.mark.parametrize(
    ("name", "committee"),
    [
        ("Referat af møde i Ældrerådet den 4. maj 2021 - Ærø Kommune", "Ældrerådet"),
        ("Kystudvalget | Ærø Kommune", "Kystudvalget"),
        ("Microsoft Word - Referat Kystudvalget 040521", "Kystudvalget"),
        ("Teknik- og Miljøudvalget_2021-05-04", "Teknik- og Miljøudvalget"),
        ("aeldreraadet-referat-4-maj-2021", "Ældrerådet"),
        ("Dagsordener og referater", ""),
        ("Åbent referat", ""),
        ("document", ""),
    ],
)
def test_a_name_says_the_committee_where_a_word_is_that_of_a_body(name, committee):
    assert committee_of_name(name) == committee


def test_the_title_is_asked_before_the_name_and_both_before_what_is_given():
    given = Given(date=dt.date(2020, 1, 1), committee="Byrådet", place="Ærø")
    document = Document(name="ældrerådet-2021-05-04.txt", text="", title="Referat fra Kystudvalget")
    assert said_outside(document, given) == Given(date=DAY, committee="Kystudvalget", place="Ærø")


def test_what_the_text_says_stands_against_the_title():
    text = (
        "Referat Havneudvalget d. 4. maj 2021\n\nMødedato 4. maj 2021\n\nIndholdsfortegnelse\n\n"
        "Nyt tag\t3\n\nPunkt 1: Nyt tag\n\nBeslutning\n\nGodkendt.\n"
    )
    document = Document(name="a.txt", text=text, title="Kystudvalget den 7. juni 2022")
    meeting = segment(document).meeting
    assert (meeting.committee, meeting.date) == ("Havneudvalget", DAY)
