"""Links, search and trails go by items and meetings as a person corrected them, though their ids stay."""

import datetime as dt

import pytest

from pipeline.app.corrections import Corrector
from pipeline.domain import Filters, MeetingChange, RenameChange, Signature, TaggedItem, TaggedMinutes
from pipeline.encoder import encode_items
from pipeline.minutes import split_passages
from pipeline.process import Processed

DRUGS = ("Stofbehandling", "Tilbuddet om anonym stofbehandling fortsætter i Marstal.")
FERRY = ("Færgen", "Færgen til Marstal sejler tre gange om dagen i sommeren.")
NEW_DRUGS = ("Status", "Tilbuddet i Marstal om anonym stofbehandling har en ny leder.")
SIGNED = Signature(by="Lise", at=dt.datetime(2026, 5, 4, tzinfo=dt.UTC), why="læst")
EARLY, LATE = "forum-aeroe/2020-01-31", "forum-aeroe/2020-09-27"


@pytest.fixture
def correct(archive, put, minutes_of, encoder):
    """Correct two meetings, of which the later one goes back to the first item of the earlier."""

    class Plain:
        """Tags nothing."""

        def tag(self, minutes):
            items = tuple(
                TaggedItem(item=i, passages=split_passages(minutes.text, i), entities=(), themes=())
                for i in minutes.items
            )
            passages = [item.passages for item in items]
            encoded = encode_items(encoder, minutes.items, passages)
            return Processed(tagged=TaggedMinutes(minutes=minutes, items=items), encoded=encoded)

    Plain.encoder = encoder
    put(minutes_of(DRUGS, FERRY, date=dt.date(2020, 1, 31)))
    put(minutes_of(NEW_DRUGS, date=dt.date(2020, 9, 27)))
    corrector = Corrector(Plain(), archive)
    return lambda about, change: corrector.correct(about, [change], SIGNED)


def linked(finder, item, **question):
    return [link.item_id for link in finder.to_item(item, **question)]


def test_what_was_earlier_by_the_date_that_was_read_is_no_longer_when_it_is_corrected(finder, correct):
    assert linked(finder, f"{LATE}/1") == [f"{EARLY}/1"]
    correct(EARLY, MeetingChange(date=dt.date(2020, 12, 1)))
    assert linked(finder, f"{LATE}/1") == []
    assert linked(finder, f"{EARLY}/1") == [f"{LATE}/1"]


def test_links_are_filtered_by_the_corrected_publisher_and_committee(finder, correct):
    correct(EARLY, MeetingChange(publisher="Ærø Kommune", committee="Råd for Ærø"))
    for filters in (Filters(publisher="Ærø"), Filters(committees=("Råd for Ærø",))):
        assert linked(finder, f"{LATE}/1", filters=filters) == [f"{EARLY}/1"]
    for filters in (Filters(publisher="Fanø"), Filters(committees=("Forum Ærø",))):
        assert linked(finder, f"{LATE}/1", filters=filters) == []


def test_an_item_is_referred_to_by_the_number_it_is_shown_with(finder, correct, put, minutes_of):
    text = "Se punkt 7 på sidste møde om færgen til Marstal."
    put(minutes_of(("Overfart", text), date=dt.date(2020, 3, 1)))
    correct(f"{EARLY}/2", RenameChange(number="7"))
    (link,) = (one for one in finder.to_item("forum-aeroe/2020-03-01/1") if one.item_id == f"{EARLY}/2")
    assert "Henviser til punkt 7 på mødet den 31. januar 2020" in [reason.text for reason in link.reasons]


def test_an_item_is_found_by_the_title_it_was_given(finder, correct):
    correct(f"{EARLY}/2", RenameChange(title="Overfarten Søby–Fynshav"))
    answer = finder.search("overfarten", Filters(), words_only=True)
    assert [(hit.item.id, hit.item.title) for hit in answer.hits] == [
        (f"{EARLY}/2", "Overfarten Søby–Fynshav")
    ]


def test_the_stops_of_a_trail_stand_in_the_order_of_the_corrected_days(finder, correct):
    before = [stop.item_id for trail in finder.trails.of(f"{LATE}/1") for stop in trail.stops]
    assert before == [f"{EARLY}/1", f"{LATE}/1"]
    correct(EARLY, MeetingChange(date=dt.date(2020, 12, 1)))
    (trail,) = finder.trails.of(f"{LATE}/1")
    assert [stop.item_id for stop in trail.stops] == [f"{LATE}/1", f"{EARLY}/1"]
