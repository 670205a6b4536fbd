"""Trails of meetings that are published again: a case goes with the matter, not with its number."""

import datetime as dt

import pytest

from pipeline.archive import KeptCase
from pipeline.discussions.grouping import carried_over
from pipeline.domain import CaseChange, LinkChange, Signature

DRUGS = ("Stofbehandling", "Tilbuddet om anonym stofbehandling fortsætter i Marstal.")
NEW_DRUGS = ("Status", "Tilbuddet i Marstal om anonym stofbehandling har en ny leder.")
MORE_DRUGS = ("Evaluering", "Anonym stofbehandling i Marstal: tilbuddet fortsætter med en ny leder.")
FERRY = ("Færgen", "Færgen til Marstal sejler tre gange om dagen i sommeren.")
BUDGET = ("Budget", "Regnskabet for året er godkendt uden bemærkninger.")
SIGNED = Signature(by="Lise", at=dt.datetime(2026, 5, 4, tzinfo=dt.UTC), why="læst")
ONE, TWO = dt.date(2020, 1, 1), dt.date(2021, 1, 1)


def at(day, number=1):
    return f"forum-aeroe/{day}/{number}"


@pytest.fixture
def trails(finder, put, minutes_of):
    """The trails of two meetings, one matter at both; they were asked for once."""
    put(minutes_of(DRUGS, FERRY, date=ONE))
    put(minutes_of(NEW_DRUGS, BUDGET, date=TWO))
    assert stops(finder.trails, at(ONE)) == [[at(ONE), at(TWO)]]
    return finder.trails


def stops(trails, item):
    return [[stop.item_id for stop in trail.stops] for trail in trails.of(item)]


def test_a_matter_keeps_its_case_under_another_number(trails, put, minutes_of):
    put(minutes_of(BUDGET, DRUGS, FERRY, date=ONE))
    assert stops(trails, at(ONE, 2)) == stops(trails, at(TWO)) == [[at(ONE, 2), at(TWO)]]
    assert trails.of(at(TWO))[0].case_id == at(ONE)
    assert at(TWO) not in stops(trails, at(ONE))[0]


def test_what_takes_the_number_of_a_matter_is_not_called_as_its_case_is(trails, put, minutes_of):
    put(minutes_of(("Valg", "Formanden blev genvalgt."), DRUGS, FERRY, date=ONE))
    (trail,) = trails.of(at(ONE))
    assert (trail.case_id, len(trail.stops)) == (f"{at(ONE)}~2", 1)
    assert len(trails.of(at(TWO))[0].stops) == 2


def test_a_matter_that_reads_otherwise_is_judged_anew(trails, put, minutes_of):
    put(minutes_of(DRUGS, FERRY, ("Valg", "Formanden blev genvalgt."), date=ONE))
    assert stops(trails, at(TWO)) == [[at(ONE), at(TWO)]]
    put(minutes_of(("Valg", "Formanden blev genvalgt."), FERRY, date=ONE))
    assert stops(trails, at(TWO)) == [[at(TWO)]]
    put(minutes_of(MORE_DRUGS, FERRY, date=ONE))
    assert stops(trails, at(TWO)) == [[at(ONE), at(TWO)]]


def test_cases_kept_before_texts_were_go_by_the_key_and_are_noted_with_their_text(trails, archive, finder):
    before = archive.cases()
    archive.keep_cases({m: KeptCase(case_id=kept.case_id, text_hash="") for m, kept in before.items()})
    del finder.trails  # the archive is opened again
    assert stops(finder.trails, at(ONE)) == [[at(ONE), at(TWO)]]
    assert archive.cases() == before


def test_matters_that_change_places_change_their_cases_with_them():
    kept = {at(ONE, n): KeptCase(case_id=f"sag {n}", text_hash=f"tekst {n}") for n in (1, 2)}
    assert carried_over(kept, {at(ONE, 1): "tekst 2", at(ONE, 2): "tekst 1", at(ONE, 3): "tekst 3"}) == {
        at(ONE, 1): "sag 2",
        at(ONE, 2): "sag 1",
    }
    assert carried_over(kept, {at(TWO, 1): "tekst 1"}) == {}


def test_rulings_follow_a_matter_to_its_new_number(finder, trails, archive, put, minutes_of):
    changes = [LinkChange(earlier=at(ONE), kept=False), CaseChange(other=at(ONE), same=False)]
    archive.correct(at(TWO), changes, SIGNED)
    put(minutes_of(BUDGET, DRUGS, FERRY, date=ONE))
    assert [link.item_id for link in finder.to_item(at(TWO))] == []
    assert stops(trails, at(TWO)) == [[at(TWO)]]
