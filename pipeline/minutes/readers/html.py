"""An HTML page: the minutes on it, block by block; menus, notices and footers left out, and noted."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from pipeline.minutes.document import Document, File, to_document
from pipeline.minutes.header import official_name
from pipeline.minutes.readers.flow import Piece, shaped, to_lines
from pipeline.minutes.readers.limits import check_elements, is_tangled, too_deep
from pipeline.minutes.readers.page import read_page

_WORDLESS = ["script", "style", "noscript", "template", "svg", "iframe", "head"]
_NOTED = 300
"""Characters of a part that was left out, in the note that says so."""


def read_html(file: File) -> Document:
    r"""Return the text of a page; what is of the page and not of the minutes is left out, and noted.

    >>> from pipeline.config import load_config
    >>> page = b"<html><body><nav>Menu</nav><h1>Sager</h1><ol><li>Havnen</li></ol></body></html>"
    >>> document = read_html(File(name="a.html", data=page, config=load_config().minutes))
    >>> document.text, document.notes
    ('Sager\n\n1. Havnen', ('left out as part of the page: Menu',))
    """
    from selectolax.lexbor import LexborHTMLParser

    page, notes = file.decode()
    check_elements(file, page.count("<") - page.count("</"))
    if is_tangled(page):
        raise too_deep(file)
    tree = LexborHTMLParser(page)
    if tree.css_first(" > ".join(["*"] * (file.config.max_depth + 2))) is not None:
        raise too_deep(file)
    title, publisher = _title(tree), _site(tree)
    tree.strip_tags(_WORDLESS)
    if tree.body is None:
        return Document(name=file.name, text="", notes=notes)
    pieces = list(read_page(tree.body))
    lines = to_lines(piece for piece in pieces if not piece.left_out)
    left_out = _left_out(piece for piece in pieces if piece.left_out)
    document = to_document(file.name, shaped(lines), (*notes, *left_out))
    return replace(document, publisher=publisher, title=title)


def _title(tree: Any) -> str:
    named = tree.css_first("title")
    return " ".join(named.text().split()) if named else ""


def _site(tree: Any) -> str:
    """Return the name of the site, of its page or of its logo, if it is that of a municipality or region."""
    named = [(node.attributes.get("content") or "") for node in tree.css('meta[property="og:site_name"]')]
    logos = [node.text() for node in tree.css("[class*=logo], header a, [role=banner] a")]
    texts = (*named, *re.split(r"\s[-–|:»]\s", _title(tree)), *logos)
    return next(filter(None, map(official_name, texts)), "")


def _left_out(pieces: Iterable[Piece]) -> Iterator[str]:
    for _, part in groupby(pieces, key=lambda piece: id(piece.block)):
        words = "; ".join(line.strip(" •") for line, _ in to_lines(part) if line)
        if words:
            shown = words if len(words) <= _NOTED else f"{words[:_NOTED]}... ({len(words)} characters)"
            yield f"left out as part of the page: {shown}"
