"""What a FirstAgenda site lists, whatever converters made of its lists."""

import pytest
from publication import PublicationSite

from pipeline.errors import FetchError
from pipeline.fetching import agenda_path, read_list, without_closed

ONE = {"Id": "a1", "Dato": "2021-05-04T15:00:00+02:00", "ReleasedDate": "2021-05-06T09:00:00.1+02:00",
       "Navn": "Referat"}  # fmt: skip


def listed(*meetings, committee="Kystudvalget "):
    return {"Udvalg": {"Udvalg 2018-2021": [{"Id": "k", "Navn": committee, "Moeder": list(meetings)}]}}


def test_a_day_of_a_committee_is_one_meeting_with_all_its_agendas():
    supplement = ONE | {"Id": "a2", "Navn": "Tillægsdagsorden"}
    (meeting,) = read_list(listed(ONE, supplement))
    assert (meeting.committee, meeting.date) == ("Kystudvalget", "2021-05-04")
    assert [(one.key, one.name) for one in meeting.agendas] == [("a1", "Referat"), ("a2", "Tillægsdagsorden")]


def test_meetings_are_listed_oldest_first():
    later = ONE | {"Id": "b", "Dato": "2021-06-01T15:00:00+02:00"}
    assert [one.date for one in read_list(listed(later, ONE))] == ["2021-05-04", "2021-06-01"]


def test_lists_of_one_that_became_that_one_are_read():
    site = PublicationSite()
    site.publish("Ø-udvalget", "a1", stamp=None, date="2021-05-04", items=[])
    assert [one.committee for one in read_list(site.listed())] == ["Ø-udvalget"]


def test_what_is_listed_in_two_periods_is_one():
    later = ONE | {"Id": "a2", "Navn": "Tillægsdagsorden"}
    both = {"Udvalg": {"2018-2021": listed(ONE)["Udvalg"]["Udvalg 2018-2021"],
                       "Kystudvalget": listed(ONE, later)["Udvalg"]["Udvalg 2018-2021"]}}  # fmt: skip
    (meeting,) = read_list(both)
    assert [one.key for one in meeting.agendas] == ["a1", "a2"]


def test_what_is_too_long_to_be_kept_is_left_out_or_kept_in_short():
    assert read_list(listed(ONE | {"Id": "a" * 81})) == ()
    (meeting,) = read_list(listed(ONE | {"ReleasedDate": "2021 " * 100}))
    assert len(meeting.agendas[0].stamp) == 64


def test_a_meeting_without_release_changes_with_whatever_is_said_of_it():
    def stamp(entry):
        return read_list(listed(entry))[0].agendas[0].stamp

    unreleased = ONE | {"ReleasedDate": None}
    assert stamp(unreleased) == stamp(dict(unreleased))
    assert stamp(unreleased) != stamp(unreleased | {"Afsluttet": True})
    assert stamp(ONE) == stamp(ONE | {"Afsluttet": True})


@pytest.mark.parametrize("lost", ["Id", "Dato"])
def test_what_cannot_be_asked_for_is_left_out(lost):
    assert read_list(listed(ONE | {lost: None}, ONE | {"Id": "b"}))[0].agendas[0].key == "b"


@pytest.mark.parametrize("value", [[], {}, {"Udvalg": []}, "Udvalg", {"Moeder": []}])
def test_what_is_no_list_of_committees_is_told(value):
    with pytest.raises(FetchError):
        read_list(value)


def test_of_a_closed_item_nothing_goes_further_but_what_is_public():
    item = {"Id": "p", "Number": "2", "Caption": "Lukket: Køb af grund", "CaseNumber": "13.06-P20-1-21"}
    secret = {"Felter": [{"Html": "<p>hemmelig</p>"}], "Bilag": [{"Navn": "hemmelig.pdf"}]}
    items = [item | secret | {"IsOpen": given} for given in (False, None, "true", True)]
    kept = without_closed({"Id": "a1", "Dagsordenpunkter": items})["Dagsordenpunkter"]
    assert [one.keys() & secret.keys() for one in kept] == [set(), set(), set(), secret.keys()]
    assert kept[0] == item | {"IsOpen": False}


def test_a_key_stays_inside_its_path():
    assert agenda_path("../../x?y") == "/api/agenda/dagsorden/..%2F..%2Fx%3Fy"
