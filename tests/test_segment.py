"""Minutes are cut where they are to be cut, whatever their layout, and the ledger says what is missing."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain import Minutes, SectionName
from pipeline.errors import MinutesError, UnknownLayoutError
from pipeline.minutes import Document, segment
from pipeline.minutes.layouts import LAYOUTS, Layout

WEB = """Møde i Velfærdsforum Ærø den 3. maj 2021

Udgivet 10.05.2021

UDVALG

Velfærdsforum Ærø

MØDE

Møde i Velfærdsforum Ærø den 3. maj 2021

STED

Ærøskøbing Rådhus

STARTTIDSPUNKT

{start}

SLUTTIDSPUNKT

{end}


PUNKTER

1. Godkendelse af referat

3. Åbning af botilbuddet Søhesten

4. Eventuelt


1. Godkendelse af referat

Beslutning

Godkendt.

Godkendelse af referat

Baggrund
Referat fra den 1. marts 2021.

3. Åbning af botilbuddet Søhesten

Åbning af botilbuddet Søhesten

\u00a0

Baggrund

Søhesten får fire pladser:

 1. to til unge
 2. to til voksne

Indstililng

Forretningsudvalget indstiller, at åbningen godkendes.

Beslutning

Godkendt. Punkt 4 drøftes senere.

Bilag

- Notat om Søhesten.pdf
Økonomi 2021.xlsx

4. Eventuelt

Eventuelt

Intet.
"""

PDF = """REFERAT Socialforum Møn d. 04-06-2020

Mødedato Torsdag d. 4. juni 2020 kl. 09:00

Mødested Stege Rådhus

Indholdsfortegnelse

Nye pladser til unge med spiseforstyrrelser og samtidig psykisk sygdom i kommunerne på Møn og Lolla\t3
Eventuelt.....\t4

Punkt 1: Nye pladser til unge med spiseforstyrrelser og samtidig psykisk sygdom i kommunerne på Møn og Lolland

Baggrund

Der mangler pladser.

Beslutning

Drøftet.

Punkt 2: Eventuelt

Beslutning

Intet.
"""

MUNICIPAL = """Social- og Psykiatriudvalget

Referat

Mødedato: 14. maj 2019
Mødetidspunkt: 15:00 - 18:10
Mødested: Hjørneby Rådhus

Punkter på dagsordenen:
1. Budgetopfølgning
2. Påbud til Skrænten

1. Budgetopfølgning

Sagsnr. 00.30.14-S00-1-19

Resumé
Forbruget er for højt.

Sagsfremstilling
Der mangler 2 mio. kr.
2. halvår bliver bedre.

Beslutning i Social- og Psykiatriudvalget den 14-05-2019
Godkendt.

Fraværende: Åse Lund

2. Påbud til Skrænten

Resumé
Påbuddet er ophævet.

Beslutning
Til efterretning.
"""


def web(start: str = "2021-05-03 09:00", end: str = "2021-05-03 12:30") -> str:
    return WEB.format(start=start, end=end)


def cut(text: str, name: str = "minutes.txt") -> Minutes:
    return segment(Document(name=name, text=text))


BOARD = Layout(
    name="board",
    marks=(re.compile("Bestyrelsesmøde"), re.compile("Sag 1 ")),
    fields={"holdt": "start"},
    list_heading=re.compile("Sager$"),
    heading=re.compile(r"Sag (?P<number>\d+) (?P<title>.+)$"),
    certain=True,
)


def test_a_layout_from_outside_the_package_is_one_row():
    text = "Bestyrelsesmøde\nHoldt 4. marts 2021\n\nSag 1 Økonomi\n\nGodkendt.\n\nSag 2 Havn\n\nUdsat.\n"
    document = Document(name="a.txt", text=text)
    with pytest.raises(UnknownLayoutError, match="web, pdf, municipal"):
        segment(document)
    minutes = segment(document, (*LAYOUTS, BOARD))
    assert minutes.ledger.layout == "board"
    assert minutes.meeting.date == dt.date(2021, 3, 4)
    assert [(item.number, item.title) for item in minutes.items] == [("1", "Økonomi"), ("2", "Havn")]


def names(minutes: Minutes, number: str) -> list[str]:
    item = next(item for item in minutes.items if item.number == number)
    return [section.name.value for section in item.sections]


@pytest.mark.parametrize(
    ("text", "numbers"), [(web(), ["1", "3", "4"]), (PDF, ["1", "2"]), (MUNICIPAL, ["1", "2"])]
)
def test_every_layout_gives_its_items(text, numbers):
    assert [item.number for item in cut(text).items] == numbers


@pytest.mark.parametrize("text", [web(), PDF, MUNICIPAL])
def test_offsets_give_back_the_text(text):
    minutes = cut(text)
    for item in minutes.items:
        body = text[item.start : item.end]
        assert item.title in body
        assert body == body.strip()
        for section in item.sections:
            assert item.start <= section.start < section.end <= item.end
        for attachment in item.attachments:
            assert text[attachment.start : attachment.end] == attachment.text


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


def test_a_truncated_list_entry_still_matches_its_item():
    minutes = cut(PDF)
    assert minutes.items[0].title.endswith("på Møn og Lolland")
    assert minutes.ledger.missing == ()
    assert minutes.ledger.listed == 2


def test_a_short_title_that_ends_in_a_point_is_that_of_the_list():
    minutes = cut(web().replace("Eventuelt", "Evt."))
    assert [item.title for item in minutes.items][-1] == "Evt."
    assert minutes.ledger.missing == ()


def test_decision_first_and_the_repeated_title_part_the_sections():
    assert names(cut(web()), "1") == ["beslutning", "baggrund"]


def test_a_repeated_title_closes_the_decision_before_it():
    assert names(cut(web().replace("Baggrund\nReferat", "Referat")), "1") == ["beslutning", "andet"]


def test_a_title_repeated_right_under_a_heading_belongs_to_its_section():
    title = "Åbning af botilbuddet Søhesten"
    text = web().replace("Søhesten får fire", f"{title}\n\nSøhesten får fire")
    assert names(cut(text), "3") == names(cut(web()), "3")
    section = cut(text).items[1].sections[0]
    assert text[section.start : section.end].count(title) == 1


def test_a_title_repeated_under_a_heading_with_its_value_closes_the_section():
    text = MUNICIPAL.replace("Åse Lund\n", "Åse Lund\n\nBudgetopfølgning\n\nTallene er vedlagt.\n")
    assert names(cut(text), "1") == [*names(cut(MUNICIPAL), "1"), "andet"]


def test_a_misspelt_heading_is_a_heading():
    assert names(cut(web()), "3") == ["baggrund", "indstilling", "beslutning", "bilag"]


def test_text_under_no_heading_is_kept():
    minutes = cut(web())
    section = minutes.items[-1].sections[0]
    assert section.name is SectionName.ANDET
    assert minutes.text[section.start : section.end] == "Intet."


def test_a_heading_that_names_the_committee_is_a_heading():
    assert names(cut(MUNICIPAL), "1") == ["andet", "resumé", "sagsfremstilling", "beslutning", "fraværende"]


def test_attachments_are_listed_without_their_bullets():
    item = cut(web()).items[1]
    assert [a.text for a in item.attachments] == ["Notat om Søhesten.pdf", "Økonomi 2021.xlsx"]


def test_numbered_lines_in_the_text_are_no_items():
    minutes = cut(web())
    assert "to til unge" in minutes.text[minutes.items[1].start : minutes.items[1].end]


def test_a_numbered_line_that_shares_words_with_a_listed_title_is_no_item():
    text = web().replace("marts 2021.", "marts 2021.\n\n3. Åbningstider på bostedet Søstjernen drøftes.")
    assert [item.title for item in cut(text).items] == [item.title for item in cut(web()).items]


@pytest.mark.parametrize(
    ("after", "line"),
    [("marts 2021.", "7. Takster for 2022"), ("Intet.", "14. Takster for 2022"), ("Intet.", "107. Takster")],
)
def test_a_heading_in_no_list_is_no_item_where_its_number_has_no_place(after, line):
    text = web().replace(after, f"{after}\n\n{line}\n\nBaggrund\n\nTaksterne stiger.")
    assert [item.number for item in cut(text).items] == ["1", "3", "4"]


@pytest.mark.parametrize(("after", "number"), [("marts 2021.", "2"), ("Intet.", "13")])
def test_a_heading_in_no_list_is_an_item_where_its_number_has_a_place(after, number):
    line = f"{number}. Takster for 2022"
    text = web().replace(after, f"{after}\n\n{line}\n\nBaggrund\n\nTaksterne stiger.")
    assert number in [item.number for item in cut(text).items]


def test_an_item_that_the_list_leaves_out_is_found_and_said():
    minutes = cut(
        web().replace("3. Åbning af botilbuddet Søhesten\n\n4. Eventuelt\n\n\n", "4. Eventuelt\n\n\n")
    )
    assert [item.number for item in minutes.items] == ["1", "3", "4"]
    assert minutes.ledger.unlisted == ("3",)


def test_the_list_may_stand_in_another_order():
    first, rest = "1. Godkendelse af referat\n\n", "3. Åbning af botilbuddet Søhesten\n\n4. Eventuelt\n\n"
    text = web().replace(f"{first}{rest}\n", f"{rest}{first}\n")
    assert text != web()
    assert [item.number for item in cut(text).items] == ["1", "3", "4"]


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


def test_item_ids_are_of_committee_date_and_number():
    assert cut(web()).items[1].id == "velfaerdsforum-aeroe/2021-05-03/3"


@pytest.mark.parametrize("text", [web(), PDF, MUNICIPAL])
def test_crlf_and_nbsp_change_nothing_but_offsets(text):
    other = text.replace("\n", "\r\n").replace(" den ", "\u00a0den ")
    plain = [(item.number, " ".join(item.title.split()), len(item.sections)) for item in cut(text).items]
    assert [(i.number, " ".join(i.title.split()), len(i.sections)) for i in cut(other).items] == plain


def test_a_line_that_looks_like_a_heading_does_not_take_the_place_of_a_listed_item():
    text = PDF.replace("Der mangler pladser.", "Der mangler pladser.\n\nPunkt 2: udsat fra sidste møde")
    items = cut(text).items
    assert [item.title for item in items][1] == "Eventuelt"
