"""A scanned PDF is read with OCR where a user asks for it; what is missing for that is named."""

import io
from dataclasses import replace

import pytest
from fpdf import FPDF

from pipeline.config import load_config
from pipeline.errors import NoTextError, SourceError
from pipeline.minutes.document import File
from pipeline.minutes.readers import ocr
from pipeline.minutes.readers.pdf import read_pdf

MISSING = ocr.missing_packages()


@pytest.fixture(scope="module")
def scan() -> bytes:
    """Return a PDF of one page that is a picture of text."""
    import pypdfium2

    paper = FPDF()
    paper.add_page()
    paper.set_font("Helvetica", size=14)
    paper.multi_cell(0, 8, "1. Fornyelse af broen i Ærøskøbing\nUdvalget godkendte forslaget om nye pæle.")
    page = pypdfium2.PdfDocument(bytes(paper.output()))[0]
    picture = io.BytesIO()
    page.render(scale=200 / 72).to_pil().convert("L").save(picture, "PNG")
    scanned = FPDF()
    scanned.add_page()
    scanned.image(picture, x=0, y=0, w=scanned.w)
    return bytes(scanned.output())


def file(data, **options):
    return File(name="scan.pdf", data=data, config=replace(load_config().minutes, **options))


def test_a_scan_is_refused_and_told_how_it_can_be_read(scan):
    with pytest.raises(NoTextError, match=r"scan\.pdf: a scanned PDF without text; --ocr reads it"):
        read_pdf(file(scan))


def test_what_ocr_needs_and_the_machine_lacks_is_named(scan, monkeypatch):
    monkeypatch.setattr(ocr.shutil, "which", lambda program: None)
    with pytest.raises(SourceError, match="tesseract-ocr ghostscript tesseract-ocr-dan"):
        read_pdf(file(scan, ocr=True))


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {' '.join(MISSING)}")
def test_a_scan_is_read_with_ocr(scan):
    document = read_pdf(file(scan, ocr=True))
    assert "1. Fornyelse af broen i Ærøskøbing" in document.text
    assert "page 1 read with OCR" in document.notes


def test_a_page_without_text_among_others_is_told(scan):
    import pypdfium2

    paper = FPDF()
    paper.add_page()
    paper.set_font("Helvetica", size=12)
    paper.multi_cell(0, 8, "Referat af møde i Havneudvalget den 4. maj 2021")
    document = pypdfium2.PdfDocument(bytes(paper.output()))
    document.import_pages(pypdfium2.PdfDocument(scan))
    both = io.BytesIO()
    document.save(both)
    read = read_pdf(file(both.getvalue()))
    assert "page 2 without text, perhaps scanned" in read.notes
