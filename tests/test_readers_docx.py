"""A Word file gives what a reader sees: styles, tables, boxes, and the numbers that Word draws."""

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.config import load_config
from pipeline.minutes.document import BlockKind, File
from pipeline.minutes.readers.docx import read_docx

NS = nsdecls("w", "wp", "a")


def read(word):
    stream = io.BytesIO()
    word.save(stream)
    return read_docx(File(name="a.docx", data=stream.getvalue(), config=load_config().minutes))


def lines(document) -> list[str]:
    return [line for line in document.text.split("\n") if line.strip()]


def add(word, xml: str):
    """Add a piece of a document, in the words of its file format."""
    word.element.body.insert(-1, parse_xml(xml.replace(">", f" {NS}>", 1)))


def define(word, style: str, xml: str):
    """Add a style of paragraphs to a document."""
    xml = f'<w:style w:type="paragraph" w:styleId="{style}" {NS}>{xml}</w:style>'
    word.styles.element.append(parse_xml(xml))


def paragraph(text: str, number: int | None = None, depth: int = 0, style: str = "") -> str:
    numbered = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{numbered}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def level(depth: int, text: str, form: str = "decimal", more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def with_lists(levels: str, overrides: str = ""):
    """A file with two lists of one description, 71 and 72; of the second, levels may begin elsewhere."""
    word = docx.Document()
    root = word.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum w:abstractNumId="70" {NS}>{levels}</w:abstractNum>'))
    for number, own in ((71, ""), (72, overrides)):
        xml = f'<w:num w:numId="{number}" {NS}><w:abstractNumId w:val="70"/>{own}</w:num>'
        root.append(parse_xml(xml))
    return word


def test_numbers_are_written_as_word_draws_them():
    word = with_lists(level(0, "Punkt %1:") + level(1, "%1.%2") + level(2, "%3)", "lowerLetter"))
    for text, depth in (("Åbning", 0), ("Ærø", 1), ("Als", 1), ("a", 2), ("Bro", 0), ("Mole", 1), ("b", 2)):
        add(word, paragraph(text, 71, depth))
    assert lines(read(word)) == [
        "Punkt 1: Åbning",
        "1.1 Ærø",
        "1.2 Als",
        "a) a",
        "Punkt 2: Bro",
        "2.1 Mole",
        "a) b",
    ]


def test_text_between_numbered_paragraphs_does_not_stop_the_count():
    word = with_lists(level(0, "%1."))
    for text, number in (("Budget", 71), ("Godkendt.", None), ("Havn", 71), ("Bro", 72)):
        add(word, paragraph(text, number))
    assert lines(read(word)) == ["1. Budget", "Godkendt.", "2. Havn", "3. Bro"]


def test_a_list_may_start_again():
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    word = with_lists(level(0, "%1", "upperRoman"), again)
    for number in (71, 71, 72, 72):
        add(word, paragraph("x", number))
    assert lines(read(word)) == ["I x", "II x", "V x", "VI x"]


def test_a_heading_style_draws_its_number():
    word = with_lists(level(0, "%1.", more='<w:pStyle w:val="Overskrift1"/>'))
    numbered = '<w:pPr><w:numPr><w:numId w:val="71"/></w:numPr></w:pPr>'
    define(word, "Overskrift1", f'<w:name w:val="Overskrift 1"/>{numbered}')
    add(word, paragraph("Ny badebro", style="Overskrift1"))
    document = read(word)
    (block,) = document.blocks
    assert document.text.strip() == "1. Ny badebro"
    assert (block.kind, block.level, block.path) == (BlockKind.HEADING, 1, "Overskrift 1")


@pytest.mark.parametrize(
    ("name", "more", "expected"),
    [
        ("Overskrift 2", "", 2),
        ("Titel", "", 1),
        ("SagsOverskrift", "", 0),
        ("Punkt overskrift", "", 1),
        ("Emne", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>', 3),
        ("Brødtekst", "", 0),
    ],
)
def test_headings_are_told_by_the_name_or_the_outline_of_a_style(name, more, expected):
    word = docx.Document()
    define(word, "X", f'<w:name w:val="{name}"/>{more}')
    add(word, paragraph("Ærø", style="X"))
    assert [block.level for block in read(word).blocks] == [expected]


def test_a_row_is_one_block_with_its_cells():
    word = docx.Document()
    table = word.add_table(rows=1, cols=3)
    for cell, text in zip(
        table.rows[0].cells, ("1.", "Nyt fra skolen", "Godkendt.\nAlle var med."), strict=True
    ):
        cell.text = text
    document = read(word)
    (row,) = document.blocks
    assert document.text[row.start : row.end] == "1.\tNyt fra skolen\tGodkendt.\nAlle var med."


def test_headings_in_a_table_stay_headings_beside_their_numbers():
    word = docx.Document()
    first, second = word.add_table(rows=1, cols=2).rows[0].cells
    first.text = "7"
    second.paragraphs[0].style = word.styles["Heading 2"]
    second.paragraphs[0].add_run("Ny badebro")
    second.add_paragraph("Godkendt.")
    document = read(word)
    assert lines(document) == ["7\tNy badebro", "Godkendt."]
    assert document.blocks[0].kind is BlockKind.HEADING


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t>{text}</w:t></w:r>"


SEEN = f"<w:p>{run('1. Budget')}</w:p>"
BOX = f"<w:r><w:pict><w:txbxContent>{SEEN}</w:txbxContent></w:pict></w:r>"
DELETED = "<w:del><w:r><w:delText>gammel</w:delText></w:r></w:del>"


@pytest.mark.parametrize(
    ("xml", "seen"),
    [
        (f"<w:sdt><w:sdtContent>{SEEN}</w:sdtContent></w:sdt>", ["1. Budget"]),
        (f"<w:p><w:sdt><w:sdtContent>{run('Ærø')}</w:sdtContent></w:sdt></w:p>", ["Ærø"]),
        (f"<w:p>{run('a')}{BOX}</w:p>", ["a", "1. Budget"]),
        (f"<w:p><w:ins>{run('ny')}</w:ins>{DELETED}</w:p>", ["ny"]),
        (f"<w:p>{run('skjult', '<w:rPr><w:vanish/></w:rPr>')}{run('set')}</w:p>", ["set"]),
        (
            f"<w:p>{run('1.')}<w:r><w:tab/><w:t>K</w:t><w:noBreakHyphen/><w:t>råd</w:t></w:r></w:p>",
            ["1.\tK-råd"],
        ),
    ],
)
def test_what_a_reader_sees_is_read_and_nothing_else(xml, seen):
    word = docx.Document()
    add(word, xml)
    assert lines(read(word)) == seen


def test_bold_and_relative_size_are_told():
    word = docx.Document()
    word.add_paragraph("En længere tekst, som de fleste bogstaver står i.")
    run = word.add_paragraph().add_run("Økonomi")
    run.bold, run.font.size = True, docx.shared.Pt(16)
    word.styles["Normal"].font.size = docx.shared.Pt(8)
    plain, bold = read(word).blocks
    assert (plain.bold, plain.size, bold.bold, bold.size) == (False, 1.0, True, 2.0)


def test_the_title_of_a_file_is_told():
    word = docx.Document()
    word.core_properties.title = "Udvalget 4. maj 2021"
    word.add_paragraph("Sag")
    assert read(word).title == "Udvalget 4. maj 2021"
