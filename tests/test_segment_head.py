"""What the head of minutes says, in each layout, is read."""

import datetime as dt

import pytest

from pipeline.minutes.dates import find_date
from tests.printed import MUNICIPAL, PDF, cut, web


def test_web_header_is_read():
    meeting = cut(web()).meeting
    assert meeting.title == "Møde i Velfærdsforum Ærø den 3. maj 2021"
    assert meeting.committee == "Velfærdsforum Ærø"
    assert (meeting.date, meeting.published) == (dt.date(2021, 5, 3), dt.date(2021, 5, 10))
    assert (meeting.start, meeting.end) == (dt.time(9), dt.time(12, 30))
    assert meeting.place == "Ærøskøbing Rådhus"


def test_day_first_times_with_seconds_are_read():
    meeting = cut(web("03-05-2021 09:00:00", "03-05-2021 12:30:00")).meeting
    assert (meeting.date, meeting.start, meeting.end) == (dt.date(2021, 5, 3), dt.time(9), dt.time(12, 30))


def test_a_meeting_by_mail_has_no_times_but_a_date_from_its_title():
    text = (
        web()
        .replace("STARTTIDSPUNKT\n\n2021-05-03 09:00\n\n", "")
        .replace("SLUTTIDSPUNKT\n\n2021-05-03 12:30\n\n", "")
    )
    meeting = cut(text).meeting
    assert (meeting.date, meeting.start, meeting.end) == (dt.date(2021, 5, 3), None, None)


def test_an_end_alone_is_not_taken_for_the_start():
    meeting = cut(web().replace("STARTTIDSPUNKT\n\n2021-05-03 09:00\n\n", "")).meeting
    assert (meeting.start, meeting.end) == (None, dt.time(12, 30))


def test_labels_copied_without_the_large_letters_of_the_page_are_labels():
    text = web()
    for label in ("UDVALG", "MØDE", "STED", "STARTTIDSPUNKT", "SLUTTIDSPUNKT", "PUNKTER"):
        text = text.replace(f"{label}\n", f"{label.capitalize()}\n")
    assert cut(text).meeting == cut(web()).meeting
    assert [item.title for item in cut(text).items] == [item.title for item in cut(web()).items]


def test_an_empty_field_does_not_take_the_next_label_for_its_value():
    assert cut(web().replace("Ærøskøbing Rådhus\n\n", "")).meeting.place is None


def test_pdf_header_is_read():
    meeting = cut(PDF).meeting
    assert meeting.title == "REFERAT Socialforum Møn d. 04-06-2020"
    assert (meeting.committee, meeting.place) == ("Socialforum Møn", "Stege Rådhus")
    assert (meeting.date, meeting.start, meeting.end) == (dt.date(2020, 6, 4), dt.time(9), None)


def test_municipal_header_is_read():
    meeting = cut(MUNICIPAL).meeting
    assert (meeting.committee, meeting.place) == ("Social- og Psykiatriudvalget", "Hjørneby Rådhus")
    assert (meeting.date, meeting.start, meeting.end) == (dt.date(2019, 5, 14), dt.time(15), dt.time(18, 10))


@pytest.mark.parametrize("day", ["15/11 -23", "15/11 - 2023", "15-nov-2023", "15.nov.2023"])
def test_a_day_is_read_however_it_is_spaced(day):
    assert find_date(f"Ærø, {day} kl. 15") == dt.date(2023, 11, 15)


def test_a_share_is_no_day():
    assert find_date("2/3 - 20 personer på Ærø") is None
