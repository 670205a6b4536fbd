"""What a user says of a meeting counts where the minutes do not say it themselves."""

import datetime as dt

import pytest

from pipeline.errors import MinutesError
from pipeline.minutes import Document, Given, segment

TEXT = """REFERAT {committee}

{head}Indholdsfortegnelse

Nyt tag på hallen.....\t3
Eventuelt.....\t4

Punkt 1: Nyt tag på hallen

Beslutning

Godkendt.

Punkt 2: Eventuelt

Beslutning

Intet.
"""
SAID = "Mødedato Torsdag d. 4. juni 2020 kl. 09:00\n\nMødested Rådhuset\n\n"
DATELESS = "Mødedato\n\nMødested\n\n"
GIVEN = Given(date=dt.date(2021, 5, 3), committee="Havneudvalget", place="Søhesten, Ærø")


def read(head="", committee="", name="referat.txt", given=GIVEN):
    document = Document(name=name, text=TEXT.format(head=head, committee=committee))
    return segment(document, given=given)


def test_what_is_given_fills_a_head_that_says_nothing():
    minutes = read(DATELESS)
    meeting = minutes.meeting
    assert (meeting.date, meeting.place) == (dt.date(2021, 5, 3), "Søhesten, Ærø")
    assert minutes.items[0].id.endswith("/2021-05-03/1")


def test_what_the_head_says_stands_against_what_is_given():
    meeting = read(SAID, "Økonomiudvalget d. 04-06-2020").meeting
    assert (meeting.date, meeting.place) == (dt.date(2020, 6, 4), "Rådhuset")
    assert meeting.committee == "Økonomiudvalget"


def test_the_name_of_the_file_is_asked_before_what_is_given():
    assert read(DATELESS, name="2019-01-02.txt").meeting.date == dt.date(2019, 1, 2)


def test_where_no_date_is_found_and_none_given_it_is_said_how_to_give_one():
    with pytest.raises(MinutesError, match="no date of the meeting; give it with --date"):
        read(DATELESS, given=Given())
