"""Lines of a document, and what each looks like by itself."""

import numpy as np
import pytest

from pipeline.domain import SectionName
from pipeline.minutes.document import Block, BlockKind, Document, Line
from pipeline.minutes.structure.headings import Form, section_word
from pipeline.minutes.structure.lines import read_lines
from pipeline.minutes.structure.roles import marginals
from pipeline.minutes.structure.shapes import read_shape
from pipeline.minutes.structure.words import Field


def shape(text):
    return read_shape(Line(text=text, start=0, end=len(text)))


def texts(text):
    return [line.text for line in read_lines(Document(name="a.txt", text=text))]


def test_a_line_knows_its_block_and_the_blank_lines_before_it():
    heading = Block(kind=BlockKind.HEADING, level=2, start=6, end=16)
    first, second = read_lines(Document(name="a.html", text="Ældre\n1. Økonomi", blocks=(heading,)))
    assert (first.block, second.block) == (None, heading)
    assert (first.blanks, second.blanks) == (1, 0)


def test_lines_of_signs_alone_count_as_blank():
    lines = read_lines(Document(name="a.txt", text="Åbent\n-----\nØkonomi"))
    assert [(line.text, line.after_blank) for line in lines] == [("Åbent", True), ("Økonomi", True)]


@pytest.mark.parametrize(
    "text", ["Det blev kl. 9.2. Punkt", "Se § 4.2. Afsnit om støtte", "Beløbet er 1.250. Ærø betaler"]
)
def test_figures_in_a_sentence_do_not_part_it(text):
    assert texts(text) == [text]


def test_a_page_flattened_to_one_line_is_cut_at_its_headings():
    filler = "Udvalget drøftede forholdene på havnen og lyttede til beboerne i området. " * 3
    page = f"1. Åben høring {filler}Beslutning Godkendt. 2. Ærø Havn {filler}Beslutning Udsat."
    assert [text[:10] for text in texts(page)] == ["1. Åben hø", "Beslutning", "2. Ærø Hav", "Beslutning"]


def test_the_head_of_flattened_pages_is_cut_from_what_follows():
    case = "Åben sag Sagsnr.: 21/17 Sagsfremstilling Broen er slidt. Indstilling Den fornyes. "
    case += "Beslutning Godkendt."
    case += " Bilag Kort over broen og de nye pæle. " + "Økonomi Udgiften holdes. " * 2
    pages = f"2 Kystudvalget Møde Ny badebro {case}\n3 Kystudvalget Møde Ålegræs i fjorden {case}"
    assert {"Ny badebro", "Ålegræs i fjorden"} <= set(texts(pages))


def test_offsets_are_into_the_text():
    document = Document(name="a.txt", text="  Godkendt.2. Ærø Havn \n\t• Æbler")
    assert all(document.text[line.start : line.end] == line.text for line in read_lines(document))


@pytest.mark.parametrize(
    ("text", "word", "printed", "title"),
    [
        ("1. Økonomi", "", "1", "Økonomi"),
        ("Punkt 12: Ældrepleje", "punkt", "12", "Ældrepleje"),
        ("Pkt. 5:", "pkt", "5", ""),
        ("Sag nr. 131 Åben høring", "sag nr", "131", "Åben høring"),
        ("1.2 Ansøgninger", "", "1.2", "Ansøgninger"),
        ("5/2021 Ærøfærgen", "", "5/2021", "Ærøfærgen"),
        ("3a. Tillæg", "", "3a", "Tillæg"),
        ("Åben - 7. Takster", "", "7", "Takster"),
        ("• 4) Valg af formand", "", "4", "Valg af formand"),
        ("#5 Øvrigt", "#", "5", "Øvrigt"),
        ("6.\tMødeplan ........ 3", "", "6", "Mødeplan"),
    ],
)
def test_a_number_and_its_title_are_read(text, word, printed, title):
    found = shape(text)
    assert (found.number.word, found.number.printed, found.title) == (word, printed, title)


@pytest.mark.parametrize(
    "text", ["4. maj 2021", "12-05-2021", "1.250 kr.", "15:30 Kaffe", "25 % af Ærøs borgere", "3 af dem"]
)
def test_dates_amounts_and_sentences_have_no_number(text):
    assert shape(text).number is None


@pytest.mark.parametrize(
    ("text", "value"), [("l. Åben høring", 1), ("1O. Ærø", 10), ("l2, Takster", 12), ("3, Høring", 3)]
)
def test_a_number_that_a_scan_misread_is_read(text, value):
    assert shape(text).number.value == value


@pytest.mark.parametrize("text", ["L. Hansen", "I dag er broen lukket", "3,5 mio. kr.", "O. Ærø"])
def test_letters_that_are_no_figures_stay_letters(text):
    assert shape(text).number is None


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Mødested: Rådhuset", Field.PLACE, "Rådhuset"),
        ("Dato", Field.DATE, ""),
        ("Mødedato 4. maj 2021", Field.DATE, "4. maj 2021"),
        ("Udvalg | Ældreudvalget |", Field.COMMITTEE, "Ældreudvalget"),
        ("Sted\tMødelokale 2", Field.PLACE, "Mødelokale 2"),
    ],
)
def test_a_label_of_the_head_and_its_value_are_read(text, field, value):
    assert (shape(text).label, shape(text).value) == (field, value)


@pytest.mark.parametrize(
    ("text", "name", "form"),
    [
        ("BESLUTNING:", SectionName.BESLUTNING, Form.WORD),
        ("Beslutning: Godkendt.", SectionName.BESLUTNING, Form.INLINE),
        ("Socialudvalget, 04-05-2021, pkt. 3", SectionName.BESLUTNING, Form.DATED),
        ("Forvaltningen indstiller,", SectionName.INDSTILLING, Form.PROPOSES),
        ("Fold ud Sagsfremstilling", SectionName.SAGSFREMSTILLING, Form.WORD),
        ("Sekretariatets forslag", SectionName.INDSTILLING, Form.PHRASE),
        ("Indsti1ling", SectionName.INDSTILLING, Form.MISREAD),
        ("8aggrund", SectionName.BAGGRUND, Form.MISREAD),
    ],
)
def test_a_section_is_told_by_its_words(text, name, form):
    found = section_word(text)
    assert (found.name, found.form) == (name, form)


@pytest.mark.parametrize(
    "text",
    ["Orientering", "Afgørelserne", "Ældreråd", "Meddelelser", "Ældreudvalget på Ærø Referat 04-05-2021"],
)
def test_other_words_head_no_section(text):
    assert section_word(text) is None


def test_forward_and_backward_sum_over_every_path():
    emissions = np.array([[0.3, -0.2], [1.0, 0.1], [-0.5, 0.4]])
    steps = np.array([[0.2, -0.7], [0.5, 0.1]])
    paths = [(a, b, c) for a in (0, 1) for b in (0, 1) for c in (0, 1)]
    scores = [
        np.exp(sum(emissions[at, role] for at, role in enumerate(p)) + steps[p[0], p[1]] + steps[p[1], p[2]])
        for p in paths
    ]
    expected = [
        [sum(s for s, p in zip(scores, paths, strict=True) if p[at] == role) for role in (0, 1)]
        for at in range(3)
    ]
    assert np.allclose(marginals(emissions, steps), np.array(expected) / sum(scores))


@pytest.mark.parametrize(
    ("text", "rest"), [("2\t40 km/t på Ærø", "40 km/t på Ærø"), ("2\t40\tÆrø", "2 40 Ærø")]
)
def test_a_title_in_a_cell_may_begin_with_a_figure(text, rest):
    assert shape(text).rest == rest
