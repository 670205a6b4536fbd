"""Earlier treatment is read where committee and day are both stated, and from no sentence."""

import datetime as dt

import pytest

from pipeline.domain import Earlier
from pipeline.minutes import Document, segment
from pipeline.minutes.earlier import before, decided_earlier, stated_earlier, treated_earlier

TODAY = dt.date(2026, 4, 9)
HERE = Earlier(committee="Havneudvalget", date=TODAY)


@pytest.mark.parametrize(
    ("heading", "committee", "day"),
    [
        ("Beslutning i Havneudvalget den 16-03-2026", "Havneudvalget", dt.date(2026, 3, 16)),
        ("BESLUTNING I HAVNEUDVALGET DEN 16.03.2026:", "HAVNEUDVALGET", dt.date(2026, 3, 16)),
        ("Beslutning fra Udvalget for Ø (UØ) d. 2. maj 2026", "Udvalget for Ø (UØ)", dt.date(2026, 5, 2)),
        ("Ø- og Kystudvalgets beslutning den 05.02.2013 Punkt 2", "Ø- og Kystudvalget", dt.date(2013, 2, 5)),
        ("Beslutning i Byrådet den 3. januar 2026, pkt. 7", "Byrådet", dt.date(2026, 1, 3)),
    ],
)  # fmt: skip
def test_a_heading_says_whose_decision_it_is_and_of_when(heading, committee, day):
    assert decided_earlier(heading) == Earlier(committee=committee, date=day)


@pytest.mark.parametrize(
    "heading",
    [
        "Beslutning",
        "Beslutning i Havneudvalget",
        "Indstilling til Byrådet den 3. maj 2026",
        "Beslutning i Ørådet den 31-02-2026",
    ],
)
def test_a_heading_without_both_says_neither(heading):
    assert decided_earlier(heading) is None


@pytest.mark.parametrize(
    "line",
    [
        "Ø- og Kystudvalget den 18. juni 2018",
        "- Ø- og Kystudvalget, den 18.06.2018, punkt 5",
        "Ø- og Kystudvalget den 18-06-2018, sag nr. 12",
        "Ø- og Kystudvalget den 18. juni 2018 Punkt 5",
        "Ø- og Kystudvalget den 18. juni 2018 kl. 16:00, pkt. 5.",
    ],
)
def test_a_line_says_who_had_the_matter_and_when(line):
    assert treated_earlier(line) == (Earlier(committee="Ø- og Kystudvalget", date=dt.date(2018, 6, 18)),)


@pytest.mark.parametrize(
    "line",
    [
        "Sagen blev behandlet i Kystudvalget den 18. juni 2018",
        "Kystudvalget behandlede sagen den 18. juni 2018",
        "Kystudvalget den 18. juni 2018 med forslag til ændringer",
        "Høringsfrist den 18. juni 2018",
        "Kystudvalget",
    ],
)
def test_a_sentence_is_a_lead_and_no_link(line):
    assert treated_earlier(line) == ()


def test_a_decision_in_a_list_is_read_as_one():
    line = "• Beslutning i Ø- og Kystudvalget den 17-01-2019"
    assert [one.committee for one in treated_earlier(line)] == ["Ø- og Kystudvalget"]
    assert treated_earlier("Referat fra Kystudvalget den 17-01-2019") == ()


def test_lines_of_a_field_are_read_one_by_one():
    text = "Kystudvalget den 1. maj 2018, punkt 3\n\nSagen var udsat.\nØrådet den 2. maj 2018"
    assert [one.committee for one in treated_earlier(text)] == ["Kystudvalget", "Ørådet"]


def test_the_meetings_own_decision_is_no_history():
    own = Earlier(committee="HAVNEUDVALGET (HVU)", date=TODAY)
    assert before(HERE, [own]) == ()


def test_another_committee_of_the_same_day_is_history():
    other = Earlier(committee="Ørådet", date=TODAY)
    assert before(HERE, [other]) == (other,)


def test_what_is_still_to_come_is_no_history():
    assert before(HERE, [Earlier(committee="Byrådet", date=dt.date(2026, 4, 10))]) == ()


def test_a_treatment_named_twice_counts_once_as_it_is_spelled_first():
    first = Earlier(committee="Havneudvalget", date=dt.date(2026, 1, 1))
    second = Earlier(committee="Byrådet", date=dt.date(2026, 2, 1))
    again = Earlier(committee="havneudvalget (PUK)", date=first.date)
    assert before(HERE, [first, second, again]) == (first, second)


def stated(*lines, heads=()):
    return [one.committee for one in stated_earlier([(line, line in heads) for line in lines], HERE)]


def test_text_states_whose_decisions_it_prints():
    lines = [
        "Sagen er kendt.",
        "Beslutning i Ørådet den 16-03-2026",
        "Udsat.",
        "Beslutning i Havneudvalget den 09-04-2026",
    ]
    assert stated(*lines) == ["Ørådet"]


@pytest.mark.parametrize("heading", ["Historik", "Sagens forløb:", "TIDLIGERE BEHANDLING"])
@pytest.mark.parametrize(
    "line", ["Ørådet den 1. marts 2026, punkt 3", "01-03-2026 Ørådet", "1. marts 2026: Ørådet"]
)
def test_lines_below_a_heading_of_history_state_it_up_to_the_next_heading(heading, line):
    assert stated(heading, line, "Baggrund", "Byrådet den 2. marts 2026", heads=("Baggrund",)) == ["Ørådet"]


def test_lines_elsewhere_in_a_text_state_nothing():
    assert stated("Baggrund", "Ørådet den 1. marts 2026", heads=("Baggrund",)) == []


def test_of_the_day_itself_a_text_states_nothing_for_its_committee_may_be_guessed():
    assert stated("Beslutning i Ørådet den 09-04-2026") == []


PAGE = """Møde i Velfærdsforum Ærø den 3. maj 2021

UDVALG

Velfærdsforum Ærø

PUNKTER

1. Moler på Ærø


1. Moler på Ærø

Sagsfremstilling
Molen skal repareres.

Beslutning i Ørådet den 16-12-2020
Udsat.

Beslutning i Velfærdsforum Ærø den 03-05-2021
Godkendt.
"""


def test_minutes_read_from_text_carry_what_they_state():
    (item,) = segment(Document(name="referat.txt", text=PAGE)).items
    assert item.earlier == (Earlier(committee="Ørådet", date=dt.date(2020, 12, 16)),)


@pytest.mark.parametrize(
    "committee",
    ["Teknik og Miljø", "Det lokale beskæftigelsesråd", "§ 17, stk. 4-udvalget om bosætning", "Byrådet"],
)
def test_a_line_with_the_number_of_an_item_may_name_any_body(committee):
    day = dt.date(2018, 10, 8)
    assert treated_earlier(f"{committee} den 8. oktober 2018, punkt 5") == (
        Earlier(committee=committee, date=day),
    )


@pytest.mark.parametrize(
    "line", ["Teknik og Miljø den 8. oktober 2018", "Byrådet behandlede sagen den 8. oktober 2018, punkt 5"]
)
def test_without_a_number_or_with_a_verb_it_is_a_sentence(line):
    assert treated_earlier(line) == ()
