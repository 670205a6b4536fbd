"""XML of case systems is parsed without anything outside it, and what XML forbids is removed and counted."""

from dataclasses import replace

import pytest

from pipeline.config import load_config
from pipeline.errors import SourceError, SourceTooLargeError
from pipeline.minutes.document import File
from pipeline.minutes.exports.xml import parse_xml

LIMITS = load_config().minutes


def parse(data: bytes, **limits: int):
    return parse_xml(File(name="møde.xml", data=data, config=replace(LIMITS, **limits)))


def test_a_bom_blanks_and_no_declaration_are_fine():
    assert parse("\ufeff \r\n<a>Ærø</a>\r\n".encode())[0].text == "Ærø"


def test_a_declaration_after_a_bom_is_fine():
    assert parse('\ufeff<?xml version="1.0" encoding="utf-8"?><a>Ærø</a>'.encode())[0].text == "Ærø"


def test_utf_16_is_read_whatever_the_declaration_says():
    data = '<?xml version="1.0" encoding="utf-16"?><a>Ærø</a>'.encode("utf-16")
    assert parse(data)[0].text == "Ærø"


@pytest.mark.parametrize("declared", ["utf-16", "UTF-16LE"])
def test_utf_8_that_is_declared_as_utf_16_is_read_as_what_it_is(declared):
    assert parse(f'<?xml version="1.0" encoding="{declared}"?><a>Ærø</a>'.encode())[0].text == "Ærø"


@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0" encoding="windows-1252"?>'])
def test_danish_as_windows_writes_it_is_read_whether_it_is_declared_or_not(declaration):
    assert parse(f"{declaration}<a>Ærø – én</a>".encode("cp1252"))[0].text == "Ærø – én"


def test_a_damaged_letter_makes_no_other_text_of_the_rest():
    with pytest.raises(SourceError, match="not well-formed"):
        parse("<a>Ærø</a>".encode().replace(b"r", b"\xe6"))


@pytest.mark.parametrize(
    "sign", [b"\x0c", b"&#xC;", b"&#12;", b"&#x0000C;", b"\xef\xbf\xbf", b"&#xFFFF;", b"\x00"]
)
def test_what_xml_forbids_is_removed_and_counted(sign):
    root, removed = parse(b"<a>et" + sign + b" to" + sign + b"</a>")
    assert (root.text, removed) == ("et to", 2)


def test_what_xml_allows_stays():
    root, removed = parse(b"<a>\t&#xE6;&#10;&#x1F600;&amp;#xC;</a>")
    assert (root.text, removed) == ("\tæ\n😀&#xC;", 0)


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]>',
        b'<!DOCTYPE a SYSTEM "http://example.invalid/a.dtd">',
        b"<!-- before --> <!DOCTYPE a>",
    ],
)
def test_a_document_type_is_refused(doctype):
    with pytest.raises(SourceError, match=r"møde\.xml: a document type"):
        parse(b'<?xml version="1.0"?>' + doctype + b"<a>&x;</a>")


def test_a_doctype_of_html_in_a_body_is_only_text():
    assert parse(b"<a><![CDATA[<!DOCTYPE html><p>x</p>]]></a>")[0].text.startswith("<!DOCTYPE")


def test_an_entity_nobody_defined_names_its_place():
    with pytest.raises(SourceError, match=r"møde\.xml, line 2, column \d+: not well-formed"):
        parse(b"<a>\n<b>&aelig;</b></a>")


@pytest.mark.parametrize("end", range(1, 40, 3))
def test_a_file_that_is_cut_off_names_its_place(end):
    whole = "<a><b x='1'>Ærø</b><![CDATA[Åse]]><c/></a>".encode()
    with pytest.raises(SourceError, match=r"^møde\.xml, line 1, column \d+: not well-formed XML \(.+\)"):
        parse(whole[:end])


def test_elements_in_one_another_without_end_are_refused():
    with pytest.raises(SourceTooLargeError, match="elements inside one another"):
        parse(b"<a>" * 5000 + b"</a>" * 5000)


def test_more_elements_than_minutes_have_are_refused():
    with pytest.raises(SourceTooLargeError):
        parse(b"<a>" + b"<b/>" * 50 + b"</a>", max_elements=40)
