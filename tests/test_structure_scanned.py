"""Minutes that a scan misread: numbers, words and lists are told by how they look."""

import pytest

from pipeline.domain import SectionName
from pipeline.minutes.document import Document
from pipeline.minutes.structure.alike import contour
from pipeline.minutes.structure.cutting import cut_items
from pipeline.minutes.structure.lines import read_lines
from pipeline.minutes.structure.roles import Role
from pipeline.minutes.structure.scanned import is_misread
from pipeline.minutes.structure.shapes import read_shapes
from pipeline.minutes.structure.words import Field

NOISE = "Utvalget dr0ftede påny bro1ægningen ved Ærøsk0bing.\nMøclet slufte5om planlagt, o9så for bør5nene."


def shapes(text):
    lines = read_lines(Document(name="a.txt", text=f"{NOISE}\n{text}"))
    return read_shapes(lines)[2:]


def test_words_with_figures_among_their_letters_tell_a_misread_text():
    assert is_misread(NOISE.split("\n"))
    assert not is_misread(["Møde den 4. maj 2021 om H2020, 1a og B3b, se bilag2.pdf."] * 9)


@pytest.mark.parametrize(
    "text",
    ["Punkt l. Ålegræs", "Punlct 1, Ålegræs", "Pnnkt1.Ålegræs", "Punktl. Ålegræs", "Punkf I. Ålegræs"],
)
def test_label_and_number_of_a_heading_are_read_as_the_others_have_them(text):
    found = shapes(f"{text}\nPunkt 2. Ø\nPunkt 3. Å")[0]
    number = found.number
    assert (number.word, number.value, number.mark, number.spaced) == ("punkt", 1, ".", True)
    assert found.title == "Ålegræs"


@pytest.mark.parametrize(
    ("text", "value"), [("Punkt l0. Øer", 10), ("PunktlO. Øer", 10), ("Punkt B, Øer", 8)]
)
def test_letters_are_read_as_the_figures_that_they_look_like(text, value):
    assert shapes(text)[0].number.value == value


@pytest.mark.parametrize("text", ["Punkt\n7, Ærø Havn", "Pun\nkt 7. Ærø Havn", "Punlc\nt7. Ærø Havn"])
def test_a_label_that_a_line_end_parts_is_found(text):
    word, heading = shapes(text)
    assert word.number is None
    assert (heading.number.word, heading.number.value, heading.title) == ("punkt", 7, "Ærø Havn")


@pytest.mark.parametrize("text", ["Punkt 6 blev udsat til næste møde", "Social- og Ældreudvalget", "B. Åsen"])
def test_sentences_and_names_get_no_number_that_they_have_not(text):
    number = shapes(text)[0].number
    assert number is None or number.word == "punkt"


@pytest.mark.parametrize("dots", ["......,,...... 4", ".. ......,.....", ",....,........ l"])
def test_dots_and_page_of_a_list_are_no_title(dots):
    assert shapes(f"3. Ny bro til Ærø {dots}")[0].title == "Ny bro til Ærø"


def test_a_heading_and_the_entry_that_lists_it_have_one_key():
    entry, heading, other = shapes(
        "3. Ny bro til Ærø Havn ........ 4\nPunkt 3. Nybno til Æro Hayn\nPunkt 4. Ny bro til Als"
    )
    assert entry.key == heading.key != other.key


def test_a_number_alone_has_the_key_of_the_title_below_it():
    entry, number, title = shapes("3. Ny bro til Ærø Havn ........ 4\nPunkt 3.\nNybro til Ærø Havn")
    assert entry.key == number.key
    assert number.title == ""
    assert title.number is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bílag", SectionName.BILAG),
        ("Økon0mi", SectionName.OEKONOMI),
        ("Resurné", SectionName.RESUME),
        ("Be5lutninq:", SectionName.BESLUTNING),
        ("Sagsfremstillin\ng", SectionName.SAGSFREMSTILLING),
        ("Fravænende: Åse Holm", SectionName.FRAVAERENDE),
    ],
)
def test_a_word_that_heads_a_section_is_known_by_its_looks(text, name):
    assert shapes(text)[0].section_name is name


def test_labels_of_the_head_and_of_cases_are_known_by_their_looks():
    place, case = shapes("Møclested. Ærø Rådhus\nSogsnr. 12.34.56-A00-1-18")
    assert (place.label, place.value) == (Field.PLACE, "Ærø Rådhus")
    assert case.case


def test_figures_months_and_kind_of_the_head_are_mended():
    texts = [
        shape.bare for shape in shapes("Ældrerådet Reterot l5-O6-2O17\nMødetíd: lcl. 09:3O\nTorsdag 1, jnní")
    ]
    assert texts == ["Ældrerådet Referat 15-06-2017", "Mødetid: kl. 09:30", "Torsdag 1. juni"]


def test_an_e_that_ends_a_word_is_no_bullet():
    assert [shape.bullet for shape in shapes("e Oversigt over Ærø\nDet lokale Ældreråd")] == ["•", ""]


def test_running_heads_are_one_kind_of_line_whatever_their_pages_and_errors():
    heads = shapes(
        "Ældreudvalget i Ærø Side l\nÆldreudvalgct i Ærø Side 2\nÆldrendvalgetiÆno Síde S\nGodkendt 4"
    )
    assert len({shape.kind for shape in heads[:3]}) == 1
    assert heads[3].kind != heads[0].kind


def test_text_that_no_scan_misread_is_left_as_it_is():
    shape, *_ = read_shapes(read_lines(Document(name="a.txt", text="Bílag\nPunkf 2. Ærø")))
    assert shape.section is None
    assert shape.kind == ""


def test_what_looks_alike_has_one_contour():
    assert contour("Indsti11inq") == contour("lndstilling")
    assert contour("Ærø") != contour("Als")


@pytest.mark.parametrize(
    ("below", "title"),
    [("Æro og Als", "Ny bno til Æro og Als"), ("Byen voksede i fjor", "Ny bno til")],
)
def test_a_broken_title_goes_on_as_the_list_has_it(reading_of, below, title):
    rows = [
        *((Role.BODY, line) for line in NOISE.split("\n")),
        (Role.LISTED, "1. Ny bro til Ærø og Als ........ 2"),
        (Role.ITEM, "Punkt l. Ny bno til"),
        (Role.BODY, below),
    ]
    assert cut_items(reading_of(*rows)).items[0].title == title
