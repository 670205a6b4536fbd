"""The link model is measured on what sources state, without the signs that state it."""

import datetime as dt
from dataclasses import replace

import pytest

from pipeline.domain import Earlier, LinkChange, Signature
from pipeline.errors import CorpusError
from pipeline.training.links.stated import stated_figures, stated_items, stated_truth

FIRST, SECOND = dt.date(2026, 1, 20), dt.date(2026, 2, 17)
FERRY = ("Færgen til Marstal", "Færgen til Marstal sejler tre gange om dagen i sommeren.")
AGAIN = ("Færgen til Marstal", "Færgen til Marstal sejler fire gange om dagen i sommeren.")
ROOMS = ("Lokaler", "Foreningen får nye lokaler på Ærø. Sagsnr.: 26/7")
TAXES = ("Takster", "Taksterne stiger ikke i år. Sagsnr.: 26/7")


@pytest.fixture
def meeting(put, minutes_of):
    def meeting(item, *, date, **said):
        tagged = minutes_of(item, date=date)
        (one,) = tagged.items
        changed = replace(one, item=replace(one.item, **said))
        put(replace(tagged, items=(changed,), minutes=replace(tagged.minutes, items=(changed.item,))))

    return meeting


def stating(day=FIRST):
    return {"earlier": (Earlier(committee="Forum Ærø", date=day),), "case_number": "26/7"}


def test_a_likely_link_that_is_stated_is_right(meeting, archive, word_links):
    meeting(FERRY, date=FIRST, case_number="26/7")
    meeting(AGAIN, date=SECOND, **stating())
    assert stated_figures(archive, word_links) == {"items": 1, "recall@5": 1.0, "precision": 1.0}


def test_a_case_number_finds_nothing_for_it_is_no_likeness(meeting, archive, word_links):
    meeting(ROOMS, date=FIRST, case_number="26/7")
    meeting(TAXES, date=SECOND, **stating())
    assert stated_figures(archive, word_links)["recall@5"] == 0.0


def test_what_is_shown_and_not_stated_counts_as_wrong(meeting, archive, word_links):
    meeting(FERRY, date=FIRST - dt.timedelta(days=30))
    meeting(FERRY, date=FIRST, case_number="26/7")
    meeting(AGAIN, date=SECOND, **stating())
    assert stated_figures(archive, word_links)["precision"] == 0.5


def test_the_truth_is_of_earlier_days(meeting, archive):
    meeting(FERRY, date=FIRST, case_number="26/7")
    meeting(AGAIN, date=SECOND, **stating())
    later, earlier = f"forum-aeroe/{SECOND}/1", f"forum-aeroe/{FIRST}/1"
    assert stated_truth(archive) == {later: {earlier}}


def test_an_archive_that_states_nothing_says_so(meeting, archive, word_links):
    meeting(FERRY, date=FIRST)
    with pytest.raises(CorpusError, match="states an earlier treatment"):
        stated_figures(archive, word_links)


def cases_of(archive):
    return {one.document.item_id[-12:]: one.cases.own for one in stated_items(archive, "tiny")}


def test_items_that_a_source_links_are_learned_from_as_one_case(meeting, archive):
    meeting(FERRY, date=FIRST, case_number="26/7")
    meeting(AGAIN, date=SECOND, **stating())
    meeting(AGAIN, date=SECOND + dt.timedelta(days=28), **stating(SECOND))
    meeting(ROOMS, date=SECOND + dt.timedelta(days=56))
    days = (FIRST, SECOND, SECOND + dt.timedelta(days=28))
    assert cases_of(archive) == {f"{day}/1": {f"forum-aeroe/{FIRST}/1"} for day in days}
    assert not any(one.document.signs for one in stated_items(archive, "tiny"))


def test_a_statement_that_was_taken_back_makes_them_two_cases(meeting, archive):
    meeting(FERRY, date=FIRST, case_number="26/7")
    meeting(AGAIN, date=SECOND, **stating())
    signed = Signature(by="Åse", why="en anden færge", at=dt.datetime(2026, 5, 4, tzinfo=dt.UTC))
    earlier = LinkChange(earlier=f"forum-aeroe/{FIRST}/1", kept=False)
    archive.correct(f"forum-aeroe/{SECOND}/1", [earlier], signed)
    assert cases_of(archive) == {f"{day}/1": {f"forum-aeroe/{day}/1"} for day in (str(FIRST), str(SECOND))}


def test_vectors_of_another_encoder_are_not_learned_from(meeting, archive):
    meeting(FERRY, date=FIRST, case_number="26/7")
    meeting(AGAIN, date=SECOND, **stating())
    assert stated_items(archive, "another") == ()
