"""The ledger says what is missing, and minutes that were cut off are refused."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import MinutesError, UnknownLayoutError
from tests.printed import PDF, cut, web


def test_ledger_names_gaps_and_items_without_decision():
    ledger = cut(web()).ledger
    assert (ledger.listed, ledger.found) == (3, 3)
    assert ledger.gaps == ("2",)
    assert ledger.without_decision == ("4",)


def test_ledger_names_an_item_that_is_listed_but_not_there():
    text = web().replace(
        "3. Åbning af botilbuddet Søhesten\n\n",
        "3. Åbning af botilbuddet Søhesten\n\n3b. Lukket sag om Ålen\n\n",
        1,
    )
    assert [entry.title for entry in cut(text).ledger.missing] == ["Lukket sag om Ålen"]


def test_every_line_is_in_a_field_or_an_item_or_listed_as_left_over():
    text = web().replace("PUNKTER\n", "Deltagere: Åse Lund og Bo Ørsted\n\nPUNKTER\n")
    leftovers = cut(text).ledger.leftovers
    assert [left.text for left in leftovers] == ["Deltagere: Åse Lund og Bo Ørsted"]
    assert text[leftovers[0].start : leftovers[0].end] == leftovers[0].text


def test_a_cpr_number_is_pointed_out_and_not_repeated():
    ledger = cut(web().replace("Intet.", "Borgeren, 010190-1234, har klaget.")).ledger
    assert any("CPR" in note for note in ledger.notes)
    assert not any("010190" in note for note in ledger.notes)


@given(st.text(max_size=300))
def test_any_other_text_is_refused_by_name(text):
    with pytest.raises(MinutesError, match=r"rod\.txt: "):
        cut(text or " ", "rod.txt")


def test_an_unknown_layout_says_what_is_known():
    with pytest.raises(UnknownLayoutError, match="web, pdf, municipal"):
        cut("Kære alle\n\nHer er et brev.\n")


@pytest.mark.parametrize("keep", ["PUNKTER", "SLUTTIDSPUNKT"])
def test_a_file_cut_off_in_its_head_is_refused(keep):
    with pytest.raises(MinutesError, match="cut off"):
        cut(web()[: web().index(keep) + len(keep)])


def test_a_file_cut_off_in_an_item_is_refused():
    with pytest.raises(MinutesError, match="ends in item 3, but lists 3 items"):
        cut(web()[: web().index("at åbningen")])


def test_a_file_without_most_of_the_listed_items_is_refused_however_it_ends():
    with pytest.raises(MinutesError, match="ends in item 1, but lists 3 items"):
        cut(web()[: web().index("3. Åbning", web().index("marts 2021."))])


@pytest.mark.parametrize(("text", "next_item"), [(web(), "4. Eventuelt\n\nEventuelt"), (PDF, "Punkt 2")])
def test_closed_items_may_be_the_last_half_of_the_list(text, next_item):
    minutes = cut(text[: text.index(next_item)])
    assert [entry.title for entry in minutes.ledger.missing] == ["Eventuelt"]


def test_minutes_without_a_date_are_refused_unless_the_file_name_has_it():
    text = web("", "").replace(" den 3. maj 2021", "").replace("Udgivet 10.05.2021\n", "")
    with pytest.raises(MinutesError, match="no date"):
        cut(text)
    assert cut(text, "forum-2021-05-03.txt").meeting.date == dt.date(2021, 5, 3)
