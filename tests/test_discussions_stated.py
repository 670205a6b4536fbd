"""What sources state of earlier treatment is a certain link, both ways, until a person takes it back."""

import datetime as dt
from dataclasses import replace

import pytest

from pipeline.domain import CaseChange, Earlier, LinkChange, ReasonKind, Signature

SIGNED = Signature(by="Lise", at=dt.datetime(2026, 5, 4, tzinfo=dt.UTC), why="læst")
FIRST, SECOND = dt.date(2026, 1, 20), dt.date(2026, 2, 17)
FERRY = ("Færgen til Marstal", "Færgen sejler tre gange om dagen.")
ROOMS = ("Lokaler", "Foreningen får nye lokaler på Ærø.")
OTHER = ("Takster", "Taksterne stiger ikke i år.")
AT_FIRST, AT_SECOND = f"forum-aeroe/{FIRST}/1", f"forum-aeroe/{SECOND}/1"


@pytest.fixture
def meeting(put, minutes_of):
    """Put a meeting; of its first item, `first` says more than its text does."""

    def meeting(*items, date, committee="Forum Ærø", publisher="", **first):
        tagged = minutes_of(*items, date=date, committee=committee, publisher=publisher)
        head = replace(tagged.items[0], item=replace(tagged.items[0].item, **first))
        changed = (head, *tagged.items[1:])
        minutes = replace(tagged.minutes, items=tuple(one.item for one in changed))
        return put(replace(tagged, minutes=minutes, items=changed))

    return meeting


def before(committee="Forum Ærø", day=FIRST):
    return (Earlier(committee=committee, date=day),)


@pytest.fixture
def stating(meeting):
    """Two matters that share no word; the later one says that it continues the earlier one."""
    meeting(FERRY, OTHER, date=FIRST, case_number="26/7")
    meeting(ROOMS, date=SECOND, case_number="26/7", earlier=before())


@pytest.mark.usefixtures("stating")
def test_a_stated_link_comes_first_and_says_who_treated_the_matter_and_when(finder):
    link = finder.to_item(AT_SECOND)[0]
    assert (link.item_id, link.score >= 0.99) == (AT_FIRST, True)
    assert link.reasons[0].kind is ReasonKind.STATED
    assert link.reasons[0].text == "Sagssystemet: behandlet i Forum Ærø den 20. januar 2026"


@pytest.mark.usefixtures("stating")
def test_it_is_seen_from_the_earlier_item_too(finder):
    (link,) = finder.later(AT_FIRST)
    assert link.item_id == AT_SECOND
    assert link.reasons[0].text == "Sagssystemet: behandlet i Forum Ærø den 17. februar 2026"


@pytest.mark.usefixtures("stating")
def test_it_joins_their_cases(finder):
    (trail,) = finder.trails.of(AT_SECOND)
    assert [stop.item_id for stop in trail.stops] == [AT_FIRST, AT_SECOND]


@pytest.mark.usefixtures("stating")
def test_a_person_may_say_that_it_is_none_and_take_that_back(finder, archive):
    (entry,) = archive.correct(AT_SECOND, [LinkChange(earlier=AT_FIRST, kept=False)], SIGNED)
    assert finder.to_item(AT_SECOND) == finder.later(AT_FIRST) == ()
    assert len(finder.trails.of(AT_SECOND)[0].stops) == 1
    archive.undo(entry.number, SIGNED)
    assert finder.to_item(AT_SECOND)
    assert len(finder.trails.of(AT_SECOND)[0].stops) == 2


@pytest.mark.usefixtures("stating")
def test_a_person_who_parts_the_cases_has_the_last_word(finder, archive):
    archive.correct(AT_SECOND, [CaseChange(other=AT_FIRST, same=False)], SIGNED)
    assert len(finder.trails.of(AT_SECOND)[0].stops) == 1


def test_what_is_stated_of_a_meeting_that_is_not_there_is_resolved_when_it_comes(meeting, finder):
    meeting(ROOMS, date=SECOND, case_number="26/7", earlier=before())
    assert finder.to_item(AT_SECOND) == ()
    meeting(FERRY, OTHER, date=FIRST, case_number="26/7")
    assert [link.item_id for link in finder.to_item(AT_SECOND)] == [AT_FIRST]


@pytest.mark.parametrize(
    ("spelled", "found"), [("FORUM ÆRØ (PUK)", True), ("Forum  ærø", True), ("Forum Als", False)]
)
def test_a_committee_is_the_same_in_any_case_and_with_its_abbreviation(meeting, finder, spelled, found):
    meeting(FERRY, date=FIRST, case_number="26/7")
    meeting(ROOMS, date=SECOND, case_number="26/7", earlier=before(spelled))
    assert bool(finder.to_item(AT_SECOND)) == found


def linked(meeting, finder, there, here, **said):
    meeting(*there, date=FIRST, **said)
    meeting(here, date=SECOND, earlier=before())
    stated = [link for link in finder.to_item(AT_SECOND) if link.reasons[0].kind is ReasonKind.STATED]
    return [link.item_id.rpartition("/")[2] for link in stated]


def test_without_a_case_number_it_is_the_item_of_the_same_title(meeting, finder):
    assert linked(meeting, finder, (OTHER, ("FÆRGEN til  Marstal", "Andet.")), FERRY) == ["2"]


def test_without_case_number_and_title_it_is_no_item(meeting, finder):
    assert linked(meeting, finder, (OTHER, ROOMS), FERRY) == []


def test_a_closed_item_is_linked_to_nothing(meeting, finder):
    assert linked(meeting, finder, (FERRY,), FERRY, open=False) == []


@pytest.mark.parametrize(("publisher", "found"), [("Ærø Kommune", True), ("", True), ("Als Kommune", False)])
def test_it_is_an_item_of_the_same_publisher(meeting, finder, publisher, found):
    meeting(FERRY, date=FIRST, publisher=publisher, case_number="26/7")
    meeting(ROOMS, date=SECOND, publisher="Ærø Kommune", case_number="26/7", earlier=before())
    assert bool(finder.to_item(f"aeroe-kommune/{AT_SECOND}")) == found


def test_of_several_items_of_one_case_it_is_that_of_the_likest_title(meeting, finder, archive):
    meeting(OTHER, date=FIRST, case_number="26/7")
    meeting(
        ("Færgen til Marstal, høring", "Ja."), date=FIRST, case_number="26/7", committee="Forum Ærø (PUK)"
    )
    meeting(FERRY, date=SECOND, case_number="26/7", earlier=before())
    stated = [link for link in finder.to_item(AT_SECOND) if link.reasons[0].kind is ReasonKind.STATED]
    assert [archive.item(link.item_id).tagged.item.title for link in stated] == ["Færgen til Marstal, høring"]
