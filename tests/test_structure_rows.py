"""Tables with an item a row are read row by row: the title in one cell, what was said in the next."""

import pytest

from pipeline.minutes.document import Block, BlockKind, to_document
from pipeline.minutes.structure.cutting import cut_items
from pipeline.minutes.structure.lines import read_lines
from pipeline.minutes.structure.reading import Reading
from pipeline.minutes.structure.roles import Role

NUMBERED = ("1. Ny badebro\tUdsat.", "2. Ålegræs i fjorden\tÅse Holm fortalte.", "3. Eventuelt\tIntet.")
NAMED = (
    "Emne\tReferat\tAnsvarlig",
    "Ny badebro\tUdsat.\tÅse",
    "Ålegræs\tTages op igen.",
    "Eventuelt\tIntet.",
)


@pytest.fixture
def lines():
    def read(*rows: str):
        # Each row is a block of its own; a cell of several paragraphs has several lines.
        parts = [(line, block) for row in rows for block in [row_block()] for line in row.split("\n")]
        return read_lines(to_document("møde.docx", parts))

    return read


def row_block() -> Block:
    return Block(kind=BlockKind.TABLE_ROW)


def texts(lines):
    return [line.text for line in lines]


def test_a_numbered_row_is_a_heading_and_a_text(lines):
    parted = lines(*NUMBERED)
    assert texts(parted)[:4] == ["1. Ny badebro", "Udsat.", "2. Ålegræs i fjorden", "Åse Holm fortalte."]
    assert [line.glued for line in parted] == [False, True] * 3


def test_parts_of_a_row_stand_where_they_say(lines):
    whole = "\n".join(NUMBERED)
    assert all(whole[line.start : line.end] == line.text for line in lines(*NUMBERED))


def test_the_number_may_have_a_cell_of_its_own(lines):
    rows = [row.replace(". ", "\t", 1) for row in NUMBERED]
    assert texts(lines(*rows))[:2] == ["1\tNy badebro", "Udsat."]


def test_a_cell_of_several_paragraphs_is_one_text(lines):
    rows = (NUMBERED[0].replace("Udsat.", "Udsat.\nTages op på Ærø."), *NUMBERED[1:])
    assert texts(lines(*rows))[:3] == ["1. Ny badebro", "Udsat.", "Tages op på Ærø."]


@pytest.mark.parametrize(
    "rows",
    [
        ("1. Ny badebro\t3", "2. Ålegræs\t4", "3. Eventuelt\t7"),
        ("1. Ny badebro\tÅse", "2. Ålegræs\tBo", "3. Eventuelt\tÅse"),
        ("1. Ny badebro\tUdsat.", "7. Ålegræs\tUdsat.", "3. Eventuelt\tIntet."),
        ("Løn\t2.000 kr.", "Drift\t3.000 kr.", "Ærø\t4.000 kr."),
    ],
    ids=["pages", "names", "numbers that jump", "amounts"],
)
def test_other_tables_stay_whole(lines, rows):
    assert texts(lines(*rows)) == list(rows)


def test_columns_that_are_named_need_no_numbers(lines):
    parted = lines(*NAMED)
    assert [line.text for line in parted if line.titled] == ["Ny badebro", "Ålegræs", "Eventuelt"]
    assert "Udsat.\tÅse" in texts(parted)


def test_the_head_of_the_minutes_may_be_a_table_above_the_items(lines):
    parted = lines(
        "Mødedato\t4. maj 2021", "Sted\tÆrø", "Nr.\tEmne\tReferat\tAnsvarlig", "1\tHavn\tUdsat.\tBo"
    )
    assert texts(parted)[-2:] == ["1\tHavn", "Udsat.\tBo"]


def test_rows_with_numbers_go_on_below_a_line_beside_the_table():
    rows = [
        ("Pkt.\tEmne\tReferat\tAnsvar", True),
        ("1\tHavn\tUdsat.", True),
        ("ÅH", False),
        ("2\tÅ\tIntet", True),
    ]
    kinds = {True: BlockKind.TABLE_ROW, False: BlockKind.PARAGRAPH}
    parted = read_lines(to_document("a.pdf", [(text, Block(kind=kinds[row])) for text, row in rows]))
    assert texts(parted)[1:] == ["1\tHavn", "Udsat.", "ÅH", "2\tÅ", "Intet"]


def test_what_is_proposed_may_have_a_column(lines):
    parted = lines("Dagsordenpunkt\tIndstilling\tBeslutning", "1. Havn\tTilbud på Ærø\tVælges")
    assert texts(parted)[1:] == ["1. Havn", "Tilbud på Ærø\tVælges"]


def test_who_follows_a_numbered_item_up_may_stand_last(lines):
    assert texts(lines(*(f"{row}\tÅse" for row in NUMBERED)))[:2] == ["1. Ny badebro", "Udsat.\tÅse"]


def test_under_named_columns_a_title_may_have_its_number(lines):
    assert "1. Ny badebro" in [line.text for line in lines("Punkt\tReferat", *NUMBERED[:2]) if line.titled]


def test_a_row_that_begins_with_a_sentence_has_no_title(lines):
    parted = lines(*NAMED[:2], "Den afsluttes på Ærø.\tÅse", *NAMED[2:])
    assert [line.text for line in parted if line.titled] == ["Ny badebro", "Ålegræs", "Eventuelt"]


def test_what_stands_under_the_titles_of_items_heads_items(lines, reading_of):
    parted = lines(*NAMED)
    plain = reading_of(*((Role.BODY, line.text) for line in parted))
    reading = Reading(lines=parted, shapes=plain.shapes, roles=plain.roles)
    heads = [line.text for line, role in zip(parted, reading.best, strict=True) if role is Role.ITEM]
    assert heads == ["Ny badebro", "Ålegræs", "Eventuelt"]
    assert reading.best[0] is Role.LIST_HEADING
    assert reading.starts[1] > 0.9


def test_a_row_may_be_a_section_of_an_item(lines):
    rows = ["Fraværende\tÅse Holm", "1\tNy badebro", "Resumé\tBroen er slidt.", "Beslutning\tUdsat."]
    assert texts(lines(*rows)) == [*rows[:2], "Resumé", "Broen er slidt.", "Beslutning", "Udsat."]


@pytest.mark.parametrize(
    "rows",
    [("Resumé\tUdsat.",), ("Indstilling\tBeslutning", "Beslutning\t"), ("Resumé\tÅ\t2", "Referat\tÆ\t3")],
)
def test_other_rows_with_words_of_sections_stay_whole(lines, rows):
    assert len(lines(*rows)) == len(rows)


def test_a_badge_with_the_number_of_the_heading_below_says_if_the_item_is_open(reading_of):
    rows = ["1. Åben", "1. Ny badebro", "2. Lukket", "2. Køb af Ærøgård", "3. Lukket sag", "4. Eventuelt"]
    found = cut_items(reading_of(*((Role.ITEM, row) for row in rows))).items
    assert [(item.title, item.open) for item in found] == [
        ("Ny badebro", True), ("Køb af Ærøgård", False), ("Lukket sag", False), ("Eventuelt", True),
    ]  # fmt: skip


def test_a_picture_before_a_line_is_no_part_of_it(lines):
    (line,) = lines("🎉 Sommerfest på Ærø")
    assert (line.text, line.start) == ("Sommerfest på Ærø", 2)
