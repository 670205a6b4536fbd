"""A file that would cost more time, memory or depth than minutes ever do is refused in one line."""

import io
import os
import signal
import time
import zipfile
import zlib
from dataclasses import replace
from multiprocessing import get_context

import docx
import pytest

from pipeline.config import load_config
from pipeline.errors import SourceError, SourceTooLargeError
from pipeline.minutes import read_document
from pipeline.minutes.document import File
from pipeline.minutes.readers.limits import read_apart

CONFIG = load_config().minutes


def read(tmp_path, data: str | bytes, name: str = "a.html", **limits):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_document(path, replace(CONFIG, **limits))


def page(body: str) -> str:
    return f"<!doctype html><html><body>{body}</body></html>"


@pytest.mark.parametrize(
    "body",
    ["<div>" * 100_000, "<table><tr><td>" * 150, "<b>" * 20_000, "<ul><li>" * 120 + "</ul>" * 120],
    ids=["div", "table", "b", "closed"],
)
def test_a_page_of_elements_deep_inside_one_another_is_refused(tmp_path, body):
    with pytest.raises(SourceTooLargeError, match=r"a\.html: more than [\d,]+ elements inside one another"):
        read(tmp_path, page(f"{body}Ærø"))


def test_a_page_may_have_elements_that_are_never_closed(tmp_path):
    body = "".join(f"<p><font size=2>Linje {n}, Ærø" for n in range(2000))
    assert read(tmp_path, page(body)).text.count("Ærø") == 2000


def test_a_page_of_too_many_elements_is_refused(tmp_path):
    with pytest.raises(SourceTooLargeError, match=r"103 paragraphs, cells .*max_elements \(100\)"):
        read(tmp_path, page("<br>" * 100), max_elements=100)


@pytest.mark.parametrize(
    ("start", "text"),
    [("²", "1. Havnen"), ("9" * 5000, "1. Havnen"), ("7", "7. Havnen"), ("-1", "1. Havnen")],
)
def test_a_list_begins_with_its_number_or_with_one(tmp_path, start, text):
    assert read(tmp_path, page(f'<ol start="{start}"><li>Havnen</li></ol>')).text == text


def test_a_heading_of_a_level_that_is_no_number_is_a_heading(tmp_path):
    document = read(tmp_path, page('<div role="heading" aria-level="²">Havnen</div>'))
    assert document.text == "Havnen"


def word(**parts: bytes) -> bytes:
    """Return a Word file, parts of it replaced."""
    stream, written = io.BytesIO(), docx.Document()
    written.add_paragraph("Referat af møde på Ærø")
    written.save(stream)
    changed = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.removeprefix("word/").removesuffix(".xml"), old.read(name)))
    return changed.getvalue()


def test_every_part_of_a_word_file_counts_as_what_it_unpacks_to(tmp_path):
    with pytest.raises(SourceTooLargeError, match=r"a\.docx: unpacks to 1 MB"):
        read(tmp_path, word(styles=b" " * 900_000), "a.docx", max_bytes=800_000)


def test_a_word_file_of_too_many_elements_is_refused(tmp_path):
    body = b"<w:document xmlns:w='w'>" + b"<w:p/>" * 2000 + b"</w:document>"
    with pytest.raises(SourceTooLargeError, match="max_elements"):
        read(tmp_path, word(document=body), "a.docx", max_elements=2000)


def test_a_word_file_whose_packed_bytes_are_damaged_is_refused(tmp_path):
    data = bytearray(word())
    at = data.index(b"word/document.xml") + 40
    data[at : at + 60] = bytes(60)
    with pytest.raises(SourceError, match=r"a\.docx: a damaged"):
        read(tmp_path, bytes(data), "a.docx")


def test_a_word_file_whose_directory_points_before_its_begin_is_damaged(tmp_path):
    data = bytearray(word())
    told = data.rindex(b"PK\x05\x06") + 16  # where the directory begins
    data[told : told + 4] = (int.from_bytes(data[told : told + 4], "little") + 5).to_bytes(4, "little")
    with pytest.raises(SourceError, match=r"a\.docx: "):
        read(tmp_path, bytes(data), "a.docx")


def test_a_pdf_that_unpacks_to_more_memory_than_there_is_is_refused(tmp_path):
    with pytest.raises(SourceTooLargeError, match=r"a\.pdf: cannot be read within 60 MB of memory"):
        read(tmp_path, pdf(b"0 0 9 9 re f " * 2_000_000), "a.pdf", max_memory=60_000_000)


def pdf(content: bytes) -> bytes:
    """Return a PDF of one page whose drawing is packed."""
    packed = zlib.compress(content)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
    )
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, one) for n, one in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 5/Root 1 0 R>>\n%%EOF"


ODD = File(name="a.html", data="Ærø".encode(), config=CONFIG)


def never(file: File):
    time.sleep(600)


def ended(file: File):
    os.kill(os.getpid(), signal.SIGKILL)


def faulty(file: File):
    raise ZeroDivisionError(file.name)


def test_a_file_that_is_never_read_to_its_end_is_refused():
    file = replace(ODD, config=replace(CONFIG, max_seconds=1))
    with pytest.raises(SourceTooLargeError, match="not read after 1 seconds"):
        read_apart(never, file)


def test_a_library_that_ends_its_process_does_not_end_the_program():
    with pytest.raises(SourceTooLargeError, match="cannot be read within 1000 MB"):
        read_apart(ended, ODD)


def test_a_fault_of_a_reader_shows_where_it_is():
    with pytest.raises(ZeroDivisionError) as raised:
        read_apart(faulty, ODD)
    assert "in faulty" in raised.value.__notes__[0]


def test_a_worker_that_may_have_no_process_of_its_own_reads_too(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(page("<p>Ærø"), encoding="utf-8")
    with get_context("fork").Pool(1) as pool:
        assert pool.apply(read_document, (path, CONFIG)).text == "Ærø"
