"""XML of a case system, parsed safely: nothing outside the file is read, nothing in it unfolds."""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from itertools import chain
from typing import Any

from pipeline.errors import SourceError
from pipeline.minutes.document import UTF_16, File
from pipeline.minutes.exports.record import left_unread
from pipeline.minutes.readers.limits import check_elements, too_deep

Element = Any
"""Of lxml, which has no types of its own."""

_ANY_ENCODING, _UTF_16_SAID = (
    re.compile(rb"^(<\?xml[^>]*?)\s+encoding=[\"']" + name + rb"[^\"']*[\"']", re.IGNORECASE)
    for name in (rb"", rb"utf-16")
)
ILLEGAL = bytes(code for code in range(32) if code not in b"\t\n\r")
"""Bytes that no text has."""
_NONCHARACTER = re.compile(rb"\xef\xbf[\xbe\xbf]")
_REFERENCE = re.compile(rb"(&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,8}));)")
_LEGAL = ((9, 10), (13, 13), (0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF))
_DOCTYPE = re.compile(rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<!DOCTYPE", re.DOTALL)

_SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def parse_xml(file: File) -> tuple[Element, int]:
    """Return the root of an XML file, and how many characters that XML does not allow were removed from it.

    Raises:
        SourceError: it is not well-formed, or has a document type.
        SourceTooLargeError: it has more elements, or deeper ones, than minutes have.

    """
    from lxml import etree

    data, removed = _clean(file.data)
    if (tags := data.count(b"<")) > file.config.max_elements:  # of which some end elements
        check_elements(file, tags - data.count(b"</"))
    if _DOCTYPE.match(data):
        raise SourceError("xml-with-doctype", file=file.name)
    parser = etree.XMLParser(**_SAFE)
    try:
        return etree.fromstring(data, parser), removed
    except etree.XMLSyntaxError as error:
        raise _told(error, file) from error


def _told(error: Any, file: File) -> SourceError:
    """Return why XML cannot be read, without a word of its text, which may be closed."""
    if "xcessive depth" in str(error):
        return too_deep(file)
    line, column = error.position
    reason = str(error.msg).partition("\n")[0].partition(", line ")[0]  # on further lines stands text
    return SourceError("xml-damaged", file=file.name, line=line, column=column, reason=reason or "cut off")


def _clean(data: bytes) -> tuple[bytes, int]:
    """Return XML without BOM and without characters that XML does not allow, and how many those were."""
    plain = as_utf8(data)
    declared = _UTF_16_SAID if data.endswith(plain) else _ANY_ENCODING  # UTF-8 may be called so, too
    data = _composed(declared.sub(rb"\1", plain.lstrip(), count=1))
    plain = data.translate(None, ILLEGAL)
    legal, removed = _NONCHARACTER.subn(b"", plain)
    removed += len(data) - len(plain)
    if b"&#" in legal:
        legal, more = _without_references(legal)
        removed += more
    return legal, removed


def as_utf8(data: bytes) -> bytes:
    """Return bytes without a mark of their order; UTF-16, and Danish as Windows writes it, as UTF-8."""
    if data[:2] in UTF_16:
        return data.decode("utf-16", errors="replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf")
    if data.isascii() or b"\xc3" in data:  # the first byte of æ, ø and å, and in no Danish of Windows
        return data
    try:
        data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace").encode()
    return data


def _composed(data: bytes) -> bytes:
    """Return UTF-8 with each letter in one part: the words of systems are compared."""
    if b"\xcc" not in data and b"\xcd" not in data:  # with which marks on letters begin; most files have none
        return data
    text = unicodedata.normalize("NFC", data.decode("utf-8", errors="surrogateescape"))
    return text.encode("utf-8", errors="surrogateescape")


def _without_references(data: bytes) -> tuple[bytes, int]:
    removed = 0
    for reference, code, decimal in set(_REFERENCE.findall(data)):
        if not _is_legal(int(code, 16) if code else int(decimal)):
            removed += data.count(reference)
            data = data.replace(reference, b"")
    return data, removed


def _is_legal(code: int) -> bool:
    """Whether XML allows a character."""
    first, last = next((one for one in _LEGAL if code <= one[1]), (1, 0))
    return first <= code <= last


def said(element: Element | None, child: str = "") -> dict[str, str]:
    """Return what an element says, or its first child of a name: its attributes, and its children's text.

    Of children of one name the first counts.
    """
    one = element.find(child) if child and element is not None else element
    if one is None:
        return {}
    told = {_local(part.tag): (part.text or "").strip() for part in one.iterchildren(reversed=True)}
    for name, value in one.items():
        told[name] = value.strip()
    return told


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    """Return a name without its namespace."""
    return tag.rpartition("}")[2]


def content(element: Element) -> str:
    """Return the body that an element holds: text that is HTML, or elements that are."""
    from lxml import etree

    if not len(element):
        return (element.text or "").strip()
    inner = (etree.tostring(child, encoding="unicode") for child in element)
    return "".join([element.text or "", *inner]).strip()


def passed_over(root: Element, read: Collection[str]) -> tuple[str, ...]:
    """Return a note that names what a file holds and its reader leaves; none where it takes in all."""
    return left_unread(_held(root, read))


def _held(root: Element, read: Collection[str]) -> set[str]:
    """Return the outermost elements that are not read and say something, and such attributes, by their names.

    An element may have the name that an attribute gives it.
    """
    spaces = [f"{{{space}}}" for space in root.nsmap.values()]
    done = {root.tag, *read, *(space + name for space in spaces for name in read)}
    left, waiting = set[str](), [[root]]
    while waiting:
        for one in waiting.pop():
            if (name := one.tag) in _NAMED:
                name = one.get("name", name)
            elif attributes := one.items():
                left.update(key for key, value in attributes if key not in done and value.strip())
            if name in done:
                if len(one):
                    waiting.append(one)
            elif name not in left and (one.tag == "table" or _says_something(one)):
                left.add(name)
    return set(map(_local, left))


_NAMED = ("field", "table")
"""Elements that are called by an attribute."""


def _says_something(element: Element) -> bool:
    """Whether an element has text, or one in it has text or attributes."""
    if (text := element.text) and not text.isspace():
        return True
    if not len(element):
        return False
    values = (value for one in element.iter() for value in one.values())
    return any(map(str.strip, chain(element.itertext(), values)))
