"""Which meeting a document tells of: one that is there already, or another one of the day."""

import datetime as dt

import pytest

from pipeline.archive import Outcome
from pipeline.domain import Filters
from tests.test_archive import DRUGS, PLACES, ids

ANY = ("Eventuelt",)
ROOF = ("Nyt tag på hallen", "Taget er utæt.")
FERRY = ("Færgens fartplan", "Færgen sejler oftere.")
FORMAL = ("Godkendelse af dagsorden", "Godkendt.")


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"source": "b.pdf", "title": "Møde B", "start": dt.time(13)}, False),
        ({"source": "b.pdf", "title": " ORDINÆRT  møde "}, True),
        ({"source": "b.pdf", "start": dt.time(9)}, True),
        ({"source": "b.pdf", "start": dt.time(13)}, False),
        ({"title": "Møde B", "start": dt.time(13)}, True),
    ],
)
def test_a_second_meeting_of_the_day_is_told_from_a_new_version(put, minutes_of, change, same):
    put(minutes_of(PLACES, ROOF, ANY, start=dt.time(9)))
    added = put(minutes_of(PLACES, DRUGS, FERRY, **change))
    assert added.outcome is (Outcome.NEW_VERSION if same else Outcome.ADDED)
    assert added.item_ids[0] == f"forum-aeroe/2023-01-20{'' if same else '-2'}/1"


def test_two_municipalities_minutes_of_a_committee_of_one_name_are_both_kept(archive, put, minutes_of):
    """Neither says whose it is; files, titles and formal items are called the same."""
    first, second = minutes_of(FORMAL, PLACES, DRUGS, ANY), minutes_of(FORMAL, ROOF, FERRY, ANY)
    assert [put(one).outcome for one in (first, second)] == [Outcome.ADDED, Outcome.ADDED]
    day = "forum-aeroe/2023-01-20"
    assert [stored.id for stored in archive.meetings()] == [day, f"{day}-2"]
    assert archive.minutes(day) == first
    assert archive.stats().superseded == 0


def test_minutes_of_two_publishers_are_never_versions_of_each_other(archive, put, minutes_of):
    first = minutes_of(FORMAL, PLACES, ANY, publisher="Ærø Kommune")
    second = minutes_of(FORMAL, PLACES, DRUGS, ANY, publisher="Svendborg Kommune")
    keys = [put(one).meeting_id for one in (first, second)]
    assert keys == ["aeroe-kommune/forum-aeroe/2023-01-20", "svendborg-kommune/forum-aeroe/2023-01-20"]
    assert archive.minutes(keys[0]) == first
    assert archive.minutes(keys[1]) == second
    for name in ("ærø", "Ærø Kommune"):
        assert [item.meeting_id for item in archive.items(Filters(publisher=name))] == [keys[0]] * 3


def test_minutes_that_do_not_say_whose_they_are_go_with_those_of_the_same_items(put, minutes_of):
    key = put(minutes_of(PLACES, DRUGS, ANY, publisher="Ærø Kommune")).meeting_id
    pdf = put(minutes_of(PLACES, DRUGS, FERRY, ANY, source="b.pdf"))
    assert (pdf.outcome, pdf.meeting_id) == (Outcome.NEW_VERSION, key)
    assert pdf.item_ids[0] == f"{key}/1"


def test_minutes_with_half_their_titles_in_common_are_one_meeting(put, minutes_of):
    put(minutes_of(PLACES, DRUGS, ANY))
    pdf = minutes_of(PLACES, DRUGS, source="b.pdf", title="REFERAT", start=dt.time(9))
    assert put(pdf).outcome is Outcome.NEW_VERSION


def test_a_version_of_the_second_meeting_finds_the_second_meeting(archive, put, minutes_of):
    put(minutes_of(PLACES, ANY))
    other = {"source": "b.txt", "title": "Ekstraordinært møde"}
    assert put(minutes_of(DRUGS, **other)).meeting_id == "forum-aeroe/2023-01-20-2"
    added = put(minutes_of(DRUGS, ANY, **other))
    assert (added.outcome, added.meeting_id) == (Outcome.NEW_VERSION, "forum-aeroe/2023-01-20-2")
    assert ids(archive) == [
        "forum-aeroe/2023-01-20/1",
        "forum-aeroe/2023-01-20/2",
        "forum-aeroe/2023-01-20-2/1",
        "forum-aeroe/2023-01-20-2/2",
    ]
