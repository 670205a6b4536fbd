"""Any published form becomes text; what is no text is refused in one line."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import MinutesConfig, load_config
from pipeline.errors import (
    NoTextError,
    SagssporError,
    SourceError,
    SourceNotFoundError,
    SourceTooLargeError,
)
from pipeline.minutes import Document, find_files, read_document
from pipeline.minutes.document import File
from pipeline.minutes.readers import FORMATS, Format

CONFIG = load_config().minutes
TEXT = "Møde på Ærø\n\nÅrets første – ”særlige” punkt\n"


def write(folder: Path, data: bytes | str, name: str = "a.txt") -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def read(path: Path, config: MinutesConfig = CONFIG) -> str:
    return read_document(path, config).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_its_encoding(tmp_path, encoding):
    assert read(write(tmp_path, TEXT.encode(encoding))) == TEXT


def test_a_guessed_encoding_is_said(tmp_path):
    source = read_document(write(tmp_path, TEXT.encode("cp1252")), CONFIG)
    assert source.notes == ("not UTF-8: read as windows-1252",)
    assert read_document(write(tmp_path, TEXT), CONFIG).notes == ()


def test_line_ends_and_nbsp_are_left_as_they_are(tmp_path):
    assert read(write(tmp_path, "a\r\n\u00a0b\n")) == "a\r\n\u00a0b\n"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_utf8_text_comes_back_unchanged(tmp_path_factory, text):
    path = write(tmp_path_factory.mktemp("t"), "Møde: " + text)
    assert read(path) == "Møde: " + text


@pytest.mark.parametrize("data", [b"", b"  \n\t ", b"\xef\xbb\xbf \n"])
def test_an_empty_file_is_refused(tmp_path, data):
    with pytest.raises(NoTextError, match=r"a\.txt"):
        read(write(tmp_path, data))


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(256)) * 4])
def test_a_binary_file_is_refused(tmp_path, data):
    with pytest.raises(NoTextError, match="binary"):
        read(write(tmp_path, data))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SourceNotFoundError, match=r"gone\.txt"):
        read(tmp_path / "gone.txt")


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path):
    with pytest.raises(SourceTooLargeError, match="max_bytes"):
        read(write(tmp_path, TEXT), replace(CONFIG, max_bytes=10))


def test_a_text_over_the_limit_is_refused(tmp_path):
    with pytest.raises(SourceTooLargeError, match="max_characters"):
        read(write(tmp_path, TEXT), replace(CONFIG, max_characters=10))


def test_html_gives_its_main_part_with_lists_and_tables(tmp_path):
    page = """<!doctype html><html><head><title>x</title><style>p{}</style></head><body>
    <nav><a href="/">Forside</a></nav><main><h1>Møde på   Ærø</h1><p>Tekst <b>med</b>
    fed<br>og ny linje</p><ul><li>første</li><li><p>anden</p></li></ul>
    <ol start="3"><li>Økonomi</li></ol><table><tr><td>Odense</td><td>12.000 kr.</td></tr></table>
    </main><footer>Kontakt</footer></body></html>"""
    text = read(write(tmp_path, page, "side.html"))
    assert "Møde på Ærø\n\nTekst med fed\nog ny linje" in text
    assert " • første" in text
    assert "3. Økonomi" in text
    assert "Odense\t12.000 kr." in text
    assert "Forside" not in text
    assert "Kontakt" not in text


def test_html_without_a_main_element_gives_its_body(tmp_path):
    assert read(write(tmp_path, "<html><body><div>Åben</div></body></html>")) == "Åben"


def docx(*lines: tuple[str, str]) -> bytes:
    from docx import Document

    document = Document()
    for style, text in lines:
        document.add_paragraph(text, style=style)
    document.sections[0].header.paragraphs[0].text = "Fortroligt"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_docx_gives_paragraphs_and_list_marks(tmp_path):
    lists = (("List Bullet", "første"), ("List Number", "a"), ("List Number", "b"))
    data = docx(("Heading 1", "Møde på Ærø"), ("Normal", "Tekst"), *lists)
    source = read_document(write(tmp_path, data, "a.docx"), CONFIG)
    lines = [line for line in source.text.split("\n") if line]
    assert lines == ["Møde på Ærø", "Tekst", " • første", " 1. a", " 2. b"]
    assert any("Fortroligt" in note for note in source.notes)


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_truncated_docx_is_refused(tmp_path, keep):
    data = docx(("Normal", TEXT))
    with pytest.raises(SourceError, match="damaged"):
        read(write(tmp_path, data[: int(len(data) * keep)], "a.docx"))


def test_another_zip_is_no_docx(tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("readme.txt", "hej")
    with pytest.raises(SourceError, match="not a DOCX"):
        read(tmp_path / "a.docx")


def pdf(*paragraphs: str, pages: int = 1) -> bytes:
    from fpdf import FPDF

    document = FPDF()
    document.set_font("Helvetica", size=11)
    for number in range(1, pages + 1):
        document.add_page()
        document.text(20, 8, "Referat fra mødet")
        document.text(100, 292, f"Side {number}")
        document.set_xy(10, 24)
        for paragraph in paragraphs:
            document.multi_cell(0, 6, paragraph, align="L", new_x="LMARGIN", new_y="NEXT")
            document.ln(6)
    return bytes(document.output())


LONG = "Ærøskøbing og Årslev har aftalt, at de fælles pladser på botilbuddet Søhesten åbner til foråret. " * 3


def test_pdf_paragraphs_are_joined_over_their_lines(tmp_path):
    text = read(write(tmp_path, pdf("Åbning", LONG.strip(), "Godkendt."), "a.pdf"))
    assert [line for line in text.split("\n") if line][-3:] == ["Åbning", LONG.strip(), "Godkendt."]


def test_pdf_running_heads_and_page_numbers_are_left_out_and_said(tmp_path):
    source = read_document(write(tmp_path, pdf(LONG, pages=3), "a.pdf"), CONFIG)
    assert "Side" not in source.text
    assert "Referat fra mødet" not in source.text
    assert source.notes == ("6 running heads and page numbers left out: Referat fra mødet; Side #",)


def test_a_scanned_pdf_is_refused_with_what_to_do(tmp_path):
    from fpdf import FPDF

    document = FPDF()
    document.add_page()
    document.rect(10, 10, 100, 100)
    with pytest.raises(NoTextError, match="OCR"):
        read(write(tmp_path, bytes(document.output()), "a.pdf"))


def test_a_truncated_pdf_is_refused(tmp_path):
    with pytest.raises(SagssporError, match=r"a\.pdf"):
        read(write(tmp_path, pdf(LONG)[:200], "a.pdf"))


def test_folders_give_their_minutes_sorted_and_files_as_they_are(tmp_path):
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.PDF", "sub/c.docx", "notes.md", ".hidden.txt"):
        write(tmp_path, TEXT, name)
    named = tmp_path / "notes.md"
    found = find_files([tmp_path, named])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "a.PDF",
        "b.txt",
        "sub/c.docx",
        "notes.md",
    ]


def kinds(path: Path) -> list[tuple[str, int, str]]:
    document = read_document(path, CONFIG)
    return [(b.kind, b.level, document.text[b.start : b.end]) for b in document.blocks]


def test_blocks_of_a_page_are_told_by_its_tags(tmp_path):
    page = """<html><body><h1>Møde</h1><p>Første<br>linje</p><div>Løst</div><ol><li>Økonomi</li>
    <li><p>Havn</p></li></ol><h3>Tal</h3><table><tr><td>Odense</td><td>12</td></tr></table></body></html>"""
    assert kinds(write(tmp_path, page)) == [
        ("heading", 1, "Møde"),
        ("paragraph", 0, "Første\nlinje"),
        ("paragraph", 0, "Løst"),
        ("list item", 0, "1. Økonomi"),
        ("list item", 0, "2. Havn"),
        ("heading", 3, "Tal"),
        ("table row", 0, "Odense\t12"),
    ]


def test_blocks_of_a_docx_are_told_by_its_styles(tmp_path):
    data = docx(("Title", "Referat"), ("Heading 2", "Sag"), ("Normal", "Tekst\nmere"), ("List Bullet", "a"))
    assert kinds(write(tmp_path, data, "a.docx")) == [
        ("heading", 1, "Referat"),
        ("heading", 2, "Sag"),
        ("paragraph", 0, "Tekst\nmere"),
        ("list item", 0, "• a"),
    ]


def test_blocks_of_a_pdf_are_its_paragraphs(tmp_path):
    found = kinds(write(tmp_path, pdf(LONG.strip(), "Godkendt.", pages=2), "a.pdf"))
    page = [("paragraph", 0, LONG.strip()), ("paragraph", 0, "Godkendt.")]
    assert found == [*page, *page]


def test_blocks_of_a_text_are_its_paragraphs(tmp_path):
    assert kinds(write(tmp_path, "Møde\r\n i dag\r\n\r\nSag\n\fBro\n")) == [
        ("paragraph", 0, "Møde\r\n i dag"),
        ("paragraph", 0, "Sag"),
        ("paragraph", 0, "Bro"),
    ]


def read_rtf(file: File) -> Document:
    return Document(name=file.name, text=file.data.decode("ascii").removeprefix("{\\rtf1 ").removesuffix("}"))


def test_a_format_from_outside_the_package_is_one_row(tmp_path):
    rtf = Format(
        suffixes=(".rtf",), recognises=lambda data: data.startswith(b"{\\rtf"), reader=f"{__name__}:read_rtf"
    )
    path = write(tmp_path, "{\\rtf1 Referat}", "a.rtf")
    assert find_files([tmp_path]) == []
    assert find_files([tmp_path], (rtf, *FORMATS)) == [path]
    assert read_document(path, CONFIG, (rtf, *FORMATS)).text == "Referat"


def test_a_name_that_no_file_can_have_is_refused():
    with pytest.raises(SourceError, match="cannot be read"):
        read(Path("a" * 300))


def test_a_device_without_end_is_refused():
    with pytest.raises(SourceTooLargeError):
        read_document(Path("/dev/zero"), replace(CONFIG, max_bytes=1000))
