"""An HTML page: the minutes on it, block by block; menus, notices and footers left out, and noted."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from pipeline.minutes.document import Document, File, to_document
from pipeline.minutes.header import official_name
from pipeline.minutes.readers.flow import Piece, shaped, to_lines
from pipeline.minutes.readers.limits import check_depth, check_elements
from pipeline.minutes.readers.page import read_page

_WORDLESS = ["script", "style", "noscript", "template", "svg", "iframe", "head"]
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_CLOSED_BY_THE_NEXT = frozenset(
    "p li dt dd tr td th thead tbody tfoot option optgroup colgroup html head body "  # noqa: SIM905
    "area base br col embed hr img input link meta param source track wbr".split()
)
"""Elements that need no tag at their end."""
_UNCLOSED = 50
"""Elements that are never closed, for each that may stand in another: old pages never close their fonts."""
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
    _check(file, page)
    tree = LexborHTMLParser(page)
    check_depth(file, _depth(tree.root))
    title, publisher = _title(tree), _site(tree)
    tree.strip_tags(_WORDLESS)
    if tree.body is None:
        return Document(name=file.name, text="", notes=notes)
    pieces = list(read_page(tree.body))
    lines = to_lines(piece for piece in pieces if not piece.left_out)
    left_out = _left_out(piece for piece in pieces if piece.left_out)
    document = to_document(file.name, shaped(lines), (*notes, *left_out))
    return replace(document, publisher=publisher, title=title)


def _check(file: File, page: str) -> None:
    """Refuse a page of more elements, or of so many that are never closed, that building it takes minutes."""
    check_elements(file, page.count("<") - page.count("</"))
    opened = Counter[str]()
    for slash, name in _TAG.findall(page):
        opened[name.lower()] += -1 if slash else 1
    unclosed = sum(count for name, count in opened.items() if name not in _CLOSED_BY_THE_NEXT)
    if unclosed > file.config.max_depth * _UNCLOSED:
        check_depth(file, unclosed)


def _depth(root: Any) -> int:
    """Return how many elements stand in one another."""
    depth = deepest = 0
    node = root
    while node is not None:
        deepest = max(deepest, depth)
        if node.child is not None:
            node, depth = node.child, depth + 1
            continue
        while node is not None and node.next is None:
            node, depth = (node.parent, depth - 1) if depth else (None, 0)
        node = node and node.next
    return deepest


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
