"""A PDF gives paragraphs in the order they are read: columns, tables, broken words, heads that recur."""

import pytest
from fpdf import FPDF

from pipeline.config import load_config
from pipeline.minutes.document import BlockKind, File
from pipeline.minutes.readers.pdf import read_pdf
from pipeline.minutes.readers.pdf_lines import PdfLine
from pipeline.minutes.readers.pdf_paragraphs import read_paragraphs

SIZE = 10
STEP = 5
"""Millimetres from line to line."""


class Paper:
    """Pages with text put where a test wants it."""

    def __init__(self):
        self.document = FPDF()
        self.document.add_page()
        self.font()

    def font(self, size=SIZE, style=""):
        self.document.set_font("Helvetica", style=style, size=size)

    def write(self, *lines, left=20, top=40):
        for n, line in enumerate(lines):
            self.document.text(left, top + n * STEP, line)

    def read(self):
        data = bytes(self.document.output())
        return read_pdf(File(name="a.pdf", data=data, config=load_config().minutes))


def lines(document) -> list[str]:
    return [line for line in document.text.split("\n") if line.strip()]


LEFT = [f"Venstre spalte, linje {n}, om Ærø Havn og" for n in range(1, 10)] + ["det sluttede her."]
RIGHT = [f"Højre spalte, linje {n}, om Als Havn og" for n in range(1, 10)] + ["det sluttede der."]
WHOLE = [" ".join(LEFT), " ".join(RIGHT)]


def test_columns_stored_one_after_the_other_are_read_so():
    paper = Paper()
    paper.write(*LEFT, left=20)
    paper.write(*RIGHT, left=110)
    assert lines(paper.read()) == WHOLE


def test_columns_stored_straight_across_are_read_one_after_the_other():
    paper = Paper()
    paper.write("Referat af møde i havneudvalget den 4. maj 2021 på Ærøskøbing Rådhus klokken ti", top=30)
    for n, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        paper.write(left, left=20, top=40 + n * STEP)
        paper.write(right, left=110, top=40 + n * STEP)
    assert lines(paper.read())[1:] == WHOLE


def test_labels_are_read_each_with_what_it_says_beside_it():
    paper = Paper()
    labels = (
        "Dato for mødet:",
        "Mødelokale:",
        "Starttidspunkt:",
        "Sluttidspunkt:",
        "Mødeleder:",
        "Sekretær:",
    )
    values = ("Den 4. maj 2021 på Ærø", "Lokale 114, Rådhuset", "15.30 som varslet", "18.10 som varslet",
              "Åse Holm Brandt", "Bo Tang Østergaard")  # fmt: skip
    for n, (label, value) in enumerate(zip(labels, values, strict=True)):
        paper.write(label, left=20, top=40 + n * STEP)
        paper.write(value, left=48, top=40 + n * STEP)
    assert [line.split() for line in lines(paper.read())] == [
        [*label.split(), *value.split()] for label, value in zip(labels, values, strict=True)
    ]


def test_a_table_is_read_row_by_row():
    paper = Paper()
    rows = (("1.", "Velkomst", "Formanden bød velkommen."), ("2.", "Ny badebro", "Godkendt."))
    for n, row in enumerate(rows):
        for cell, left in zip(row, (20, 40, 110), strict=True):
            paper.write(cell, left=left, top=40 + 8 * n)
    document = paper.read()
    assert lines(document) == ["\t".join(row) for row in rows]
    assert [block.kind for block in document.blocks] == [BlockKind.TABLE_ROW] * 2


def test_a_nearly_full_cell_ends_where_those_below_it_do():
    paper = Paper()
    titles = ("1. Godkendelse af dagsordenen på Ærø", "2. Havnen", "3. Broen", "4. Eventuelt")
    for n, title in enumerate(titles):
        paper.write(title, left=20, top=40 + 8 * n)
        paper.write("Godkendt.", left=22 + paper.document.get_string_width(titles[0]), top=40 + 8 * n)
    assert lines(paper.read()) == [f"{title}\tGodkendt." for title in titles]


def test_a_cell_goes_on_below_itself():
    paper = Paper()
    paper.write("2.", left=20)
    paper.write("En titel som er lang nok til at", "fylde to linjer", left=40)
    assert lines(paper.read()) == ["2.\tEn titel som er lang nok til at fylde to linjer"]


def test_names_below_each_other_in_a_cell_stay_apart():
    paper = Paper()
    paper.write("Mødet blev holdt på Ærøskøbing Rådhus, og alle medlemmer var indkaldt.", top=30)
    paper.write("Til stede:", left=20)
    paper.write("Ida Holm", "Per Strand-Ærøgaard", "Bo By", left=60)
    assert lines(paper.read())[1:] == ["Til stede:\tIda Holm", "Per Strand-Ærøgaard", "Bo By"]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("Udvalget drøftede de kommu-", "nale havne.", "Udvalget drøftede de kommunale havne."),
        ("Udvalget drøftede nye KKR-", "møder.", "Udvalget drøftede nye KKR-møder."),
        ("Udvalget drøftede tale-", "og syn.", "Udvalget drøftede tale- og syn."),
    ],
)
def test_a_word_parted_at_the_end_of_a_line_is_whole_again(first, second, joined):
    paper = Paper()
    paper.write(first, second)
    assert lines(paper.read()) == [joined]


def test_heads_that_recur_lower_on_the_page_are_left_out_and_told():
    paper = Paper()
    for n in range(1, 5):
        paper.write("Klitby Kommune", left=20, top=24)
        paper.write(f"Havneudvalget, 04-05-2021, side {n}", left=20, top=29)
        paper.write(f"Ærø er punkt {n}.", top=50)
        if n < 4:
            paper.document.add_page()
    document = paper.read()
    assert lines(document) == [f"Ærø er punkt {n}." for n in range(1, 5)]
    assert document.notes == (
        "8 running heads and page numbers left out: Klitby Kommune; Havneudvalget, #-#-#, side #",
    )
    assert document.title == "Klitby Kommune"


def test_the_numbers_of_items_that_each_begin_a_page_are_no_running_heads():
    paper = Paper()
    for n in range(1, 5):
        paper.write("Klitby Kommune", left=20, top=14)
        paper.write(f"Punkt {n}.", left=20, top=24)
        if n < 4:
            paper.document.add_page()
    assert lines(paper.read()) == [f"Punkt {n}." for n in range(1, 5)]


def test_a_line_that_recurs_at_different_heights_stays():
    paper = Paper()
    for n in range(1, 5):
        paper.write("Beslutning", top=24 + 2 * n)
        if n < 4:
            paper.document.add_page()
    assert lines(paper.read()) == ["Beslutning"] * 4


def test_blocks_know_size_bold_page_and_place():
    paper = Paper()
    paper.font(16, "B")
    paper.write("Havneudvalget", top=29.7)
    paper.font(12, "B")
    paper.write("1. Ny bro", top=50)
    paper.font()
    paper.write("Broen er slidt, og udvalget på Ærø vil have en ny.", top=60)
    paper.document.add_page()
    paper.write("- Godkendt.", top=148.5)
    document = paper.read()
    title, heading, text, listed = document.blocks
    assert (title.kind, title.level, title.bold) == (BlockKind.HEADING, 1, True)
    assert (heading.kind, heading.level) == (BlockKind.HEADING, 2)
    assert (title.size, heading.size) == (pytest.approx(1.6, abs=0.05), pytest.approx(1.2, abs=0.05))
    assert (text.kind, text.bold, text.size) == (BlockKind.PARAGRAPH, False, 1.0)
    assert listed.kind is BlockKind.LIST_ITEM


def test_what_a_browser_prints_around_a_single_page_is_left_out():
    paper = Paper()
    paper.write("11/30/26, 6:52 PM   Havneudvalget - Referat", top=8)
    paper.write("Havnen på Ærø")
    paper.write("https://aeroe.example/referat   1/1", top=291)
    assert lines(paper.read()) == ["Havnen på Ærø"]


def test_letters_that_a_damaged_file_says_have_no_height_are_read():
    flat = [
        PdfLine(text=text, left=20, right=90, bottom=at, top=at, page=1, page_height=800)
        for text, at in (
            ("Punkt 1. Badebroen på Ærø.", 700),
            ("Godkendt.", 650),
            ("Punkt 2. Eventuelt.", 600),
        )
    ]
    assert [one.text for one in read_paragraphs(flat) if one.text] == [line.text for line in flat]
