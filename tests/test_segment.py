"""Minutes are cut where they are to be cut, whatever their layout."""

import datetime as dt
import re

import pytest

from pipeline.domain import Minutes, SectionName
from pipeline.errors import UnknownLayoutError
from pipeline.minutes import Document, segment
from pipeline.minutes.layouts import LAYOUTS, Layout
from tests.printed import MUNICIPAL, PDF, cut, web

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
