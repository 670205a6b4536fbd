"""A list of items that looks like the items themselves, and headings that are printed twice."""

import pytest

from pipeline.minutes.structure.cutting import cut_items
from pipeline.minutes.structure.listing import common_titles, listing_runs
from pipeline.minutes.structure.roles import Role

LIKE_ITEMS = (
    (Role.HEAD_COMMITTEE, "Kystudvalget"),
    (Role.ITEM, "• Ny badebro - side 2"),
    (Role.ITEM, "• Færgen til Ærø - side 3"),
    (Role.ITEM, "Ny badebro"),
    (Role.BODY, "Godkendt."),
    (Role.ITEM, "Færgen til Ærø"),
    (Role.BODY, "Udsat."),
)


def heads(reading):
    return [item.heading[0].text for item in cut_items(reading).items]


def test_what_says_the_titles_before_they_stand_apart_is_their_list(reading_of):
    assert heads(reading_of(*LIKE_ITEMS)) == ["Ny badebro", "Færgen til Ærø"]


def test_the_same_agenda_of_a_second_meeting_is_no_list(reading_of):
    later = ((Role.HEAD_COMMITTEE, "Kystudvalget"), (Role.HEAD_DATE, "Den 5. maj 2021"))
    reading = reading_of(*LIKE_ITEMS[:3], *later, *LIKE_ITEMS[3:])
    assert reading.starts[1] > 0.5


@pytest.mark.parametrize(
    ("titles", "runs"),
    [
        (["havn", "vej og", "havn", "godkendt", "vej og"], [(range(2), {0: 2, 1: 4})]),
        (["havn", "goes on", "vej og", "havn", "godkendt", "vej og"], [(range(3), {0: 3, 2: 5})]),
        (["havn", "vej og", "vej og", "godkendt", "havn"], []),
        (["havn", "vej og", "havn", "vej og"], []),
        (["havn", "godkendt", "havn"], []),
    ],
)
def test_a_list_has_its_titles_in_order_and_they_stand_apart_later(titles, runs):
    unsaid = [None] * len(titles)
    assert list(listing_runs(titles, unsaid, unsaid)) == runs


def test_a_closed_item_that_only_the_list_names_is_an_entry():
    titles = ["havn", "vej og", "lukket sag", "løn", "køb", "havn", "godkendt", "vej og", "udsat"]
    forms = ["•"] * 5 + [None] * 4
    assert list(listing_runs(titles, forms, [None] * 9)) == [(range(5), {0: 5, 1: 7})]


def test_the_list_ends_where_its_numbers_begin_again(reading_of):
    listed = [
        (Role.LISTED, "4. Meddelelser"),
        (Role.LISTED, "5. Færgen til Ærø"),
        (Role.LISTED, "6. Ny badebro"),
    ]
    reading = reading_of(
        *listed,
        (Role.ITEM, "4. MEDDELELSER – Åse Holm"),
        (Role.ITEM, "5. FÆRGEN TIL ÆRØ – Åse Holm"),
        (Role.BODY, "Udsat."),
        (Role.ITEM, "6. NY BADEBRO – Åse Holm"),
        (Role.BODY, "Godkendt."),
        (Role.BODY, "Meddelelser"),
    )
    assert heads(reading)[0] == "4. MEDDELELSER – Åse Holm"


def test_entries_with_and_without_number_are_no_list(reading_of):
    titles, numbers = ["orienteringer", "havn", "vej og", "havn", "udsat", "orienteringer"], [None] * 6
    assert not list(listing_runs(titles, [None, "1.", None, "2.", None, None], numbers))


def test_a_list_stands_where_the_items_print_no_title(reading_of):
    listed = [(Role.LISTED, "1. Ny badebro"), (Role.LISTED, "2. Færgen til Ærø")]
    items = [(Role.ITEM_TEXT, "Udskriv v/ Åse Holm"), (Role.BODY, "Godkendt.")]
    found = cut_items(reading_of(*listed, *items, (Role.ITEM_TEXT, "Udskriv v/ Bo Holm")))
    assert (len(found.items), len(found.listed)) == (2, 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("status på ældreplanen", "status på ældreplanen (orientering)"),
        ("emne: ny bro til ærø", "ny bro til ærø"),
        ("høring om havnen på strandvej", "høring om havnen på strandvejen i nord"),
    ],
)
def test_prints_of_one_title_are_known_as_one(one, other):
    assert len(set(common_titles([one, other]))) == 1


@pytest.mark.parametrize(("one", "other"), [("orientering", "orientering om ærø"), ("budget", "budgettet")])
def test_other_titles_stay_apart(one, other):
    assert len(set(common_titles([one, other]))) == 2


def test_a_heading_printed_again_over_the_decision_heads_no_item(reading_of):
    reading = reading_of(
        (Role.ITEM, "4. Ny badebro"),
        (Role.BODY, "Der er fundet penge til en bro."),
        (Role.BODY, "Den ligger på Ærø."),
        (Role.BODY, "Udvalget indstiller den."),
        (Role.ITEM, "Punkt 4: Ny badebro"),
        (Role.BODY, "Godkendt."),
    )
    assert heads(reading) == ["4. Ny badebro"]


def test_a_likely_title_above_a_number_alone_is_part_of_the_heading(reading_of):
    reading = reading_of(
        (Role.ITEM, "Ny badebro"), (Role.ITEM_BARE, "Nr. 7"), (Role.BODY, "Godkendt."), chance=0.95
    )
    (item,) = cut_items(reading).items
    assert (item.number, item.title) == ("7", "Ny badebro")


def test_beside_a_list_without_sub_numbers_a_line_with_one_heads_none(reading_of):
    listed = [(Role.LIST_HEADING, "Dagsorden"), (Role.LISTED, "3. Nybyggeri"), (Role.LISTED, "4. Eventuelt")]
    rows = [(Role.ITEM, "3. Nybyggeri"), (Role.ITEM, "3.1 Ærø"), (Role.ITEM, "4. Eventuelt")]
    assert heads(reading_of(*listed, *rows)) == ["3. Nybyggeri", "4. Eventuelt"]
    assert heads(reading_of(*rows)) == [row for _, row in rows]


def test_what_is_said_above_each_heading_is_no_entry_of_the_list(reading_of):
    reading = reading_of(
        (Role.LIST_HEADING, "Dagsorden"),
        (Role.LISTED, "1 Ny badebro"),
        (Role.LISTED, "2 Færgen til Ærø"),
        (Role.LISTED, "Åbent punkt"),
        (Role.ITEM, "1 Ny badebro"),
        (Role.BODY, "Godkendt."),
        (Role.CASE_ABOVE, "Åbent punkt"),
        (Role.ITEM, "2 Færgen til Ærø"),
    )
    assert [entry.title for entry in cut_items(reading).listed] == ["Ny badebro", "Færgen til Ærø"]


def test_a_list_that_is_one_line_has_no_entries(reading_of):
    reading = reading_of(
        (Role.LISTED, "2 Indholdsfortegnelse 1. Ny badebro ....... 3 2. Færgen til Ærø ....... 3"),
        (Role.ITEM, "1. Ny badebro"),
        (Role.BODY, "Godkendt."),
        (Role.ITEM, "2. Færgen til Ærø"),
    )
    assert cut_items(reading).listed == ()


def test_the_attachments_of_all_items_are_of_none(reading_of):
    rows = [(Role.ITEM, "1. Ny badebro"), (Role.BODY, "Udsat."), (Role.ITEM, "2. Ærø"), (Role.BODY, "Intet.")]
    files = [(Role.SECTION, "Bilagsoversigt"), (Role.LISTED, "1. Ny badebro"), (Role.ATTACHMENT, "Kort.pdf")]
    found = cut_items(reading_of((Role.LISTED, "Bilagsoversigt"), *rows, *files))
    assert [line.text for line in found.items[-1].body] == ["Intet."]
    assert not found.listed


def test_the_attachments_of_the_last_item_are_its_own(reading_of):
    rows = [(Role.ITEM, "1. Ny badebro"), (Role.BODY, "Udsat."), (Role.ITEM, "2. Ærø"), (Role.BODY, "Intet.")]
    files = [(Role.SECTION, "Bilagsoversigt"), (Role.ATTACHMENT, "Kort.pdf")]
    assert len(cut_items(reading_of(*rows, *files)).items[-1].body) == 3


def test_the_menu_of_a_site_heads_no_items_above_those_with_numbers(reading_of):
    menu = [(Role.ITEM, "• Forside"), (Role.ITEM, "• Ærø"), (Role.ITEM, "• Bliv medlem")]
    rows = [(Role.ITEM, "1. Økonomi"), (Role.BODY, "Intet."), (Role.ITEM, "2. Eventuelt")]
    assert heads(reading_of(*menu, *rows)) == ["1. Økonomi", "2. Eventuelt"]
