"""Items begin where numbers, list and forms agree, whatever single lines look like."""

import pytest

from pipeline.minutes.structure.cutting import cut_items
from pipeline.minutes.structure.items import find_starts
from pipeline.minutes.structure.roles import Role


@pytest.fixture
def starts(reading_of):
    def find(*rows, **options):
        reading = reading_of(*rows, **options)
        return [reading.lines[n].plain for n in find_starts(reading).lines]

    return find


@pytest.fixture
def items(reading_of):
    return lambda *rows: cut_items(reading_of(*rows)).items


def test_a_number_that_stands_twice_heads_one_item(starts):
    rows = [(Role.ITEM, "1. Budget"), (Role.ITEM, "1. halvår er dyrt"), (Role.ITEM, "2. Eventuelt")]
    assert len(starts(*rows, chance=0.6)) == 2


def test_a_number_that_falls_heads_no_item(starts):
    rows = [(Role.ITEM, "4. Budget"), (Role.ITEM, "5. Havnen"), (Role.ITEM, "2. del"), (Role.ITEM, "6. Evt.")]
    assert starts(*rows) == ["4. Budget", "5. Havnen", "6. Evt."]


def test_beside_numbered_items_a_line_without_number_heads_none(starts):
    rows = [(Role.ITEM, "1. Budget"), (Role.ITEM, "Havnens økonomi"), (Role.ITEM, "2. Eventuelt")]
    assert starts(*rows) == ["1. Budget", "2. Eventuelt"]


def test_a_row_of_a_wide_table_heads_no_item(starts):
    rows = [(Role.ITEM, "Budget"), (Role.ITEM, "Botilbud\t168.400.000\tÆrø"), (Role.ITEM, "Eventuelt")]
    assert starts(*rows) == ["Budget", "Eventuelt"]


def test_sub_headings_of_the_last_item_are_no_items_where_the_list_is_numbered(starts):
    listed = [(Role.LISTED, "1. Budget"), (Role.LISTED, "2. Orientering fra Ærø")]
    items = [(Role.ITEM, "1. Budget"), (Role.ITEM, "2. Orientering fra Ærø")]
    sub_headings = [(Role.ITEM, "Studietur"), (Role.ITEM, "Åbent hus"), (Role.ITEM, "Ny sygeplejerske")]
    assert starts(*listed, *items, *sub_headings) == ["1. Budget", "2. Orientering fra Ærø"]


def test_an_item_whose_heading_is_printed_twice_begins_with_the_first(starts):
    rows = [
        (Role.ITEM, "27. Takster på Ærø (orientering)"), (Role.ITEM, "Punkt 27: Takster på Ærø"),
        (Role.BODY, "Godkendt."), (Role.ITEM, "28. Eventuelt"),
    ]  # fmt: skip
    assert starts(*rows) == ["27. Takster på Ærø (orientering)", "28. Eventuelt"]


def test_a_point_of_a_recommendation_heads_no_item(starts):
    rows = [(Role.ITEM, "1. Budget"), (Role.ITEM, "2. at budgettet godkendes."), (Role.ITEM, "2. Havnen")]
    assert starts(*rows) == ["1. Budget", "2. Havnen"]


def test_a_title_printed_again_in_its_item_heads_none(starts):
    rows = [
        (Role.ITEM, "Godkendelse af referat"), (Role.SECTION, "Indhold:"),
        (Role.ITEM, "Godkendelse af referat fra 1. maj på Ærø"), (Role.ITEM, "Eventuelt"),
    ]  # fmt: skip
    assert starts(*rows, chance=0.8) == ["Godkendelse af referat", "Eventuelt"]


@pytest.mark.parametrize("line", ["Beslutning", "Godkendt.", "SAGSFREMSTILLING:", "Se alle bilag"])
def test_a_word_for_a_section_a_decision_or_the_site_titles_no_item(starts, line):
    assert starts((Role.ITEM, "Budget på Ærø"), (Role.ITEM, line)) == ["Budget på Ærø"]


def test_what_stands_above_the_head_is_of_the_site(starts):
    head = [(Role.HEAD_COMMITTEE, "Kystudvalget"), (Role.HEAD_DATE, "Den 5. maj 2021")]
    site, items = (Role.ITEM, "Velkommen til Ærø"), [(Role.ITEM, "Budget"), (Role.ITEM, "Eventuelt")]
    assert starts(site, *head, *items, chance=0.9) == ["Budget", "Eventuelt"]


def test_the_numbers_of_an_item_that_is_parted_go_on_past_nine(starts):
    titles = {8: "Budget", 9: "Havnen", 10: "Ny badebro", 11: "Eventuelt"}
    rows = [(Role.ITEM, f"22.{n}) {title}") for n, title in titles.items()]
    assert len(starts(*rows[:2], (Role.ITEM, "22.9 Side"), *rows[2:], chance=0.7)) == 4


def test_a_title_with_a_colon_has_the_form_of_the_others(starts):
    rows = [(Role.ITEM, f"* {title}") for title in ("Budget", "Corona: Status på Ærø", "Havnen", "Eventuelt")]
    assert len(starts(*rows, chance=0.5)) == 4


def test_a_title_wrapped_below_a_word_is_in_the_numbered_list(starts):
    listed = [(Role.LISTED, "1. Serviceniveau for Rusmiddelcenter Ærø"), (Role.LISTED, "2. Ny badebro")]
    items = [(Role.ITEM, "Orientering: Serviceniveau for Rusmiddelcenter"), (Role.ITEM_MORE, "Ærø")]
    found = starts(*listed, *items, (Role.ITEM, "Orientering: Ny badebro"), chance=0.7)
    assert found == ["Orientering: Serviceniveau for Rusmiddelcenter", "Orientering: Ny badebro"]


def test_items_without_numbers_follow_each_other(starts):
    rows = [(Role.ITEM, "Budget"), (Role.BODY, "Godkendt."), (Role.ITEM, "Eventuelt")]
    assert starts(*rows) == ["Budget", "Eventuelt"]


def test_numbers_may_begin_again_below_the_head_of_another_meeting(starts):
    rows = [
        (Role.ITEM, "1. Budget"), (Role.ITEM, "2. Eventuelt"),
        (Role.HEAD_COMMITTEE, "Havneudvalget"), (Role.HEAD_DATE, "Mødedato: 1. juni 2021"),
        (Role.ITEM, "1. Møller"), (Role.ITEM, "2. Åer"),
    ]  # fmt: skip
    assert len(starts(*rows)) == 4


@pytest.mark.parametrize(
    "parts", ["Lukkede punkter", "B. Lukkede sager", "Punkter til behandling på lukket møde:"]
)
@pytest.mark.parametrize("role", [Role.GROUP, Role.ITEM, Role.BODY])
def test_numbers_may_begin_again_below_a_line_that_parts_the_items(starts, parts, role):
    rows = [
        (Role.ITEM, "1. Budget"), (Role.ITEM, "2. Ærø Havn"), (Role.BODY, "Udsat."), (role, parts),
        (Role.ITEM, "1. Køb af ejendom"), (Role.ITEM, "2. Personalesag"),
    ]  # fmt: skip
    assert starts(*rows, chance=0.6) == ["1. Budget", "2. Ærø Havn", "1. Køb af ejendom", "2. Personalesag"]


def test_a_list_inside_an_item_begins_no_items_again(starts):
    rows = [
        (Role.ITEM, "1. Budget"), (Role.ITEM, "2. Ærø Havn"), (Role.BODY, "Rådet drøftede:"),
        (Role.ITEM, "1. Prisen på møllen"), (Role.ITEM, "2. Tiden"), (Role.ITEM, "3. Eventuelt"),
    ]  # fmt: skip
    assert starts(*rows, chance=0.6) == ["1. Budget", "2. Ærø Havn", "3. Eventuelt"]


def test_an_unlikely_line_in_the_form_of_the_others_heads_an_item(reading_of):
    reading = reading_of(
        (Role.ITEM, "Punkt 1: Budget"), (Role.BODY, "Udsat."), (Role.BODY, "Punkt 2: Ærøfærgen"),
        (Role.BODY, "Godkendt."), (Role.ITEM, "Punkt 3: Eventuelt"),
    )  # fmt: skip
    assert len(find_starts(reading).lines) == 3


def test_a_list_that_names_nothing_else_is_the_items(starts):
    rows = [(Role.LISTED, "1. Fraværende: Bo Åkjær"), (Role.ITEM, "2. Budget"), (Role.LISTED, "3. Eventuelt")]
    assert len(starts(*rows)) == 3


def test_the_list_is_no_item_where_its_entries_stand_again(starts):
    rows = [
        (Role.LISTED, "1. Budget"),
        (Role.LISTED, "2. Evt."),
        (Role.ITEM, "1. Budget"),
        (Role.ITEM, "2. Evt."),
    ]
    assert len(starts(*rows)) == 2


@pytest.mark.parametrize("line", ["Bilag 3", "Notat om broen.pdf", "(Udsat fra 4. maj)"])
def test_no_file_and_nothing_in_brackets_heads_an_item(starts, line):
    assert line not in starts((Role.ITEM, "Budget"), (Role.ITEM, line), (Role.ITEM, "Eventuelt"))


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("131. Bro", "131"),
        ("1.2 Bro", "1.2"),
        ("Punkt 5/2021: Bro", "5/2021"),
        ("12a. Bro", "12a"),
        ("Sag nr. 7 Bro", "7"),
    ],
)
def test_a_number_is_kept_as_printed(items, line, number):
    (item,) = items((Role.ITEM, line))
    assert (item.number, item.title, item.made) == (number, "Bro", ())


def test_a_title_may_wrap(items):
    (item,) = items((Role.ITEM, "1. Ny badebro ved"), (Role.ITEM_MORE, "Østre Strand"), (Role.BODY, "Udsat."))
    assert item.title == "Ny badebro ved Østre Strand"
    assert [line.plain for line in item.body] == ["Udsat."]


@pytest.mark.parametrize(("line", "more"), [("§ 97", " § 97"), ("at planen godkendes", ""), ("Drøftet", "")])
def test_a_long_title_may_wrap_before_a_paragraph_or_in_a_sentence(items, line, more):
    title = "Høring om kvalitetsstandarder for ledsagelse efter servicelovens"
    (item,) = items((Role.ITEM, f"1. {title}"), (Role.BODY, line), (Role.BODY, "Udsat."))
    assert item.title == title + more


def test_a_title_may_stand_below_its_number(items):
    (item,) = items((Role.ITEM_BARE, "Punkt 3"), (Role.TITLE, "Ny badebro"), (Role.BODY, "Udsat."))
    assert (item.number, item.title, len(item.heading)) == ("3", "Ny badebro", 2)


def test_a_number_may_stand_below_its_title(items):
    first, second = items(
        (Role.ITEM, "Ny badebro"), (Role.CASE, "Sag nr. 11"), (Role.BODY, "Udsat."),
        (Role.ITEM, "Eventuelt"), (Role.CASE, "Sag nr. 12"), (Role.BODY, "Intet."),
    )  # fmt: skip
    assert (first.number, first.title) == ("11", "Ny badebro")
    assert (second.number, second.title, len(second.heading)) == ("12", "Eventuelt", 2)


def test_what_is_not_printed_is_made(items):
    first, second = items(
        (Role.ITEM_TEXT, "Sagsid.: 21/7"), (Role.SECTION, "Beslutning"), (Role.BODY, "Broen bygges."),
        (Role.ITEM_TEXT, "Sagsid.: 21/8"), (Role.BODY, "Åen oprenses."),
    )  # fmt: skip
    assert (first.number, first.title, first.made) == ("p1", "Broen bygges.", ("number", "title"))
    assert (second.number, second.case_number) == ("p2", "21/8")


@pytest.mark.parametrize("role", [Role.CASE_ABOVE, Role.HEAD_DATE])
def test_an_item_has_its_first_line_whatever_that_looks_like(items, role):
    (item,) = items((role, "Sagsid.: 21/7"), (role, "(4. maj 2021)"))
    assert item.lines[0].plain == "Sagsid.: 21/7"


def test_beside_the_case_that_opens_an_item_nothing_else_opens_one(reading_of):
    reading = reading_of(
        (Role.CHROME, "Udskriv"), (Role.BODY, "Sagsid.: 21/7"), (Role.BODY, "Beslutning"),
        (Role.BODY, "Åen oprenses."), chance=0.6,
    )  # fmt: skip
    assert reading.starts[0] == reading.starts[2] == 0
    assert reading.starts[1] > 0.95


def test_what_the_site_prints_between_items_belongs_to_none(items):
    first, second = items(
        (Role.ITEM, "1. Budget"), (Role.BODY, "Godkendt."), (Role.CHROME, "Til toppen"),
        (Role.CASE_ABOVE, "Sagsnr. 21/8"), (Role.ITEM, "2. Ærø Havn"), (Role.BODY, "Udsat."),
    )  # fmt: skip
    assert first.lines[-1].plain == "Godkendt."
    assert second.case_number == "21/8"


def test_the_only_text_under_a_heading_is_text(items):
    (item,) = items((Role.ITEM, "1. Budget"), (Role.SECTION, "Fraværende"), (Role.CHROME, "Åse Holm"))
    assert item.lines[-1].plain == "Åse Holm"


def test_closed_items_are_told_by_title_line_or_group(items):
    found = items(
        (Role.ITEM, "1. Lukket: Køb af ejendom"), (Role.ITEM, "2. Ærø Havn"), (Role.CASE, "Lukket sag"),
        (Role.ITEM, "3. Eventuelt"), (Role.GROUP, "Lukkede punkter"), (Role.ITEM, "4. Personalesag"),
        (Role.GROUP, "Åbne punkter"), (Role.ITEM, "5. Underskrift"),
    )  # fmt: skip
    assert [item.open for item in found] == [False, False, True, False, True]


def test_what_parts_the_list_says_nothing_of_the_first_item(items):
    first, second = items(
        (Role.LISTED, "1. Ærø Havn"), (Role.GROUP, "Lukkede punkter"), (Role.LISTED, "2. Personalesag"),
        (Role.ITEM, "1. Ærø Havn"), (Role.GROUP, "Lukkede punkter"), (Role.ITEM, "2. Personalesag"),
    )  # fmt: skip
    assert (first.open, second.open) == (True, False)


def test_the_head_of_a_column_of_the_list_is_no_entry(reading_of):
    listed = [(Role.LISTED, "Side"), (Role.LISTED, "1. Ærø Havn")]
    cut = cut_items(reading_of(*listed, (Role.ITEM, "1. Ærø Havn"), (Role.BODY, "Udsat.")))
    assert [entry.title for entry in cut.listed] == ["Ærø Havn"]


def test_a_case_number_may_stand_in_the_title(items):
    (item,) = items((Role.ITEM, "1. Skybrud ved Åparken (2024-0012345)"), (Role.BODY, "Udsat."))
    assert item.case_number == "2024-0012345"


@pytest.mark.parametrize("line", ["Åse gennemgik planen.", "a) Formanden: Der er kommet brev fra Ærø"])
@pytest.mark.parametrize("title", ["2. Elevråd:", "2. Retningslinjer (bilag 2)", "2. Ny badebro"])
def test_a_title_that_has_ended_does_not_go_on_in_the_text(items, title, line):
    (item,) = items((Role.ITEM, title), (Role.ITEM_MORE, line), (Role.BODY, "Udsat."))
    assert item.title == title.removeprefix("2. ").rstrip(":")


def test_what_stands_out_as_all_titles_do_is_a_title(starts):
    rows = [
        (Role.ITEM, "* Økonomi"), (Role.BODY, "Intet."), (Role.ITEM, "* Ny badebro"), (Role.BODY, "Udsat."),
        (Role.SECTION, "* Evaluering"), (Role.BODY, "Åse er i gang."), (Role.ITEM, "* Eventuelt"),
    ]  # fmt: skip
    assert starts(*rows) == ["* Økonomi", "* Ny badebro", "* Evaluering", "* Eventuelt"]


def test_what_stands_out_so_in_item_after_item_is_none(starts):
    rows = [(Role.ITEM, "* Økonomi"), (Role.ITEM, "* Havnen"), (Role.ITEM, "* Broen")]
    asked = (Role.SECTION, "* Evaluering")
    assert starts(*rows, asked, (Role.ITEM, "* Evt."), asked) == [
        "* Økonomi",
        "* Havnen",
        "* Broen",
        "* Evt.",
    ]
