"""Links and cases that persons decided, when the meeting of the second item is published again."""

import datetime as dt
from dataclasses import replace

import pytest

from pipeline.domain import CaseChange, LinkChange, Ruling, Signature

DRUGS = ("Stofbehandling", "Tilbuddet om anonym stofbehandling fortsætter.")
CLOSED = (DRUGS[0], "Tilbuddet lukker.")
FERRY = ("Færgen", "Færgen til Marstal sejler i morgen.")
BEFORE = dt.date(2021, 3, 4)
SECOND = "forum-aeroe/2023-01-20/2"
EARLIER, MOVED = "forum-aeroe/2021-03-04/1", "forum-aeroe/2021-03-04/2"
SIGNED = Signature(by="Lise", at=dt.datetime(2026, 5, 4, 10, 30, tzinfo=dt.UTC), why="læst igen")


@pytest.fixture
def two(archive, put, minutes_of):
    """An archive of two meetings: one item earlier, two later."""
    put(minutes_of(DRUGS, date=BEFORE))
    put(minutes_of(FERRY, DRUGS))
    return archive


@pytest.fixture
def renumbered(two, put, minutes_of):
    """The archive of two meetings, corrected as asked; then the earlier item gets a new one before it."""

    def renumbered(*changes):
        two.correct(SECOND, changes, SIGNED)
        put(minutes_of(FERRY, DRUGS, date=BEFORE))
        return two

    return renumbered


def test_a_ruled_pair_goes_by_the_text_of_both_items(renumbered):
    archive = renumbered(LinkChange(earlier=EARLIER, kept=False), CaseChange(other=EARLIER, same=True))
    assert archive.link_rulings() == (Ruling(item_id=SECOND, other=MOVED, holds=False, by="Lise"),)
    assert archive.case_rulings() == (Ruling(item_id=SECOND, other=MOVED, holds=True, by="Lise"),)
    assert archive.waiting() == set()


def test_a_ruled_pair_waits_while_the_second_item_reads_otherwise(renumbered, put, minutes_of):
    archive = renumbered(LinkChange(earlier=EARLIER, kept=False))
    put(minutes_of(FERRY, CLOSED, date=BEFORE))
    assert archive.link_rulings() == ()
    assert archive.waiting() == {1}
    put(minutes_of(DRUGS, date=BEFORE))
    assert [ruling.other for ruling in archive.link_rulings()] == [EARLIER]
    assert archive.waiting() == set()


def test_the_log_tells_how_a_pair_stands_whatever_number_it_has_now(renumbered):
    archive = renumbered(LinkChange(earlier=EARLIER, kept=False))
    assert archive.undo(1, SIGNED).before == "afvist"
    archive.undo(2, SIGNED)
    (about_new,) = archive.correct(SECOND, [LinkChange(earlier=EARLIER, kept=True)], SIGNED)
    (about_old,) = archive.correct(SECOND, [LinkChange(earlier=MOVED, kept=True)], SIGNED)
    assert (about_new.before, about_old.before) == ("uafgjort", "afvist")


def test_an_entry_made_before_the_second_text_was_kept_goes_by_its_id(two, put, minutes_of):
    (entry,) = two.correct(SECOND, [LinkChange(earlier=EARLIER, kept=False)], SIGNED)
    two.undo(1, SIGNED)
    older = replace(entry, number=9, at=SIGNED.at + dt.timedelta(1), other_hash="")
    two.add_corrections([("forum-aeroe/2023-01-20", [older])])
    put(minutes_of(CLOSED, date=BEFORE))
    assert [ruling.other for ruling in two.link_rulings()] == [EARLIER]
    two.delete("forum-aeroe/2021-03-04")
    assert two.waiting() == {3}
